// SPDX-License-Identifier: Apache-2.0
#include "core/statistics/evaluation.h"

#include "core/base/error.h"
#include "core/statistics/baseline.h"
#include "core/statistics/calibration.h"
#include "core/statistics/roc.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace nidus {
namespace {

void check(const Prediction& p, std::size_t classes) {
    const bool isWhole = p.probabilities.size() == classes && p.label < static_cast<int>(classes)
                         && std::all_of(p.probabilities.begin(), p.probabilities.end(),
                                        [](double value) { return value >= 0 && value <= 1; });
    if (!isWhole)
        throw Error("STA-008",
                    "The prediction of case " + p.caseId + " does not fit the " + std::to_string(classes)
                        + " classes: it needs one probability between 0 and 1 for each and a label among them.",
                    p.caseId);
}

ScoredCases scoredCases(const std::vector<const Prediction*>& known, std::size_t classes, int positive) {
    ScoredCases out;
    for (const Prediction* p : known) {
        out.labels.push_back(p->label);
        out.scores.push_back(p->probabilities);
        out.folds.push_back(p->fold);
    }
    if (classes == 2)
        out.ranked = {positive};
    else {
        out.ranked.resize(classes);
        std::iota(out.ranked.begin(), out.ranked.end(), 0);
    }
    return out;
}

std::vector<std::vector<int>> confusionOf(const ScoredCases& cases, std::size_t classes) {
    std::vector<std::vector<int>> out(classes, std::vector<int>(classes, 0));
    for (std::size_t i = 0; i < cases.labels.size(); ++i) {
        const auto& p = cases.scores[i];
        const auto predicted = static_cast<std::size_t>(std::max_element(p.begin(), p.end()) - p.begin());
        ++out[static_cast<std::size_t>(cases.labels[i])][predicted];
    }
    return out;
}

/// Mean recall over the classes that occur.
double balancedAccuracyOf(const std::vector<std::vector<int>>& confusion) {
    double sum = 0;
    double present = 0;
    for (std::size_t k = 0; k < confusion.size(); ++k) {
        const int count = std::accumulate(confusion[k].begin(), confusion[k].end(), 0);
        if (count == 0)
            continue;
        sum += static_cast<double>(confusion[k][k]) / count;
        ++present;
    }
    return sum / present;
}

double brierOf(const ScoredCases& cases) {
    double sum = 0;
    for (std::size_t i = 0; i < cases.labels.size(); ++i)
        for (const int k : cases.ranked) {
            const double error = cases.scores[i][static_cast<std::size_t>(k)] - (cases.labels[i] == k ? 1 : 0);
            sum += error * error;
        }
    return sum / static_cast<double>(cases.labels.size());
}

std::vector<double> pick(const std::vector<double>& values, const std::vector<std::size_t>& rows) {
    std::vector<double> out;
    for (const std::size_t i : rows)
        if (i < values.size())
            out.push_back(values[i]);
    return out;
}

} // namespace

Evaluation evaluate(const std::vector<Prediction>& predictions, const std::vector<std::string>& classes, int positive,
                    const Covariates& covariates) {
    const std::size_t count = classes.size();
    if (count < 2 || (count == 2 && (positive < 0 || positive > 1)))
        throw Error("STA-005", "An evaluation needs two classes at least, and with two of them a positive one.");
    std::vector<const Prediction*> known;
    std::vector<std::size_t> rows;
    for (std::size_t i = 0; i < predictions.size(); ++i) {
        check(predictions[i], count);
        if (predictions[i].label < 0)
            continue;
        known.push_back(&predictions[i]);
        rows.push_back(i);
    }
    if (known.empty())
        throw Error("STA-004", "None of the predicted cases has a label, so there is nothing to compare with. "
                               "Label the cases and evaluate again.");
    const ScoredCases cases = scoredCases(known, count, positive);
    Evaluation out;
    out.n = static_cast<int>(known.size());
    out.classes = classes;
    out.positive = count == 2 ? classes[static_cast<std::size_t>(positive)] : std::string();
    out.aucKind = count == 2 ? "binary" : "macro_ovr";
    if (const auto auc = crossValidatedAuc(cases))
        out.auc = withInterval(*auc, kInfluenceMethod);
    if (const auto auc = pooledAuc(cases)) {
        out.aucPooled = withInterval(*auc, kDeLongMethod);
        out.calibration = crossFittedCalibration(cases);
    }
    out.foldAuc = aucOfFolds(cases);
    out.baselines["volume_auc"] = baselineAuc(pick(covariates.volumeMm3, rows), cases, static_cast<int>(count));
    out.baselines["mean_intensity_auc"] =
        baselineAuc(pick(covariates.meanIntensity, rows), cases, static_cast<int>(count));
    out.logLoss = logLoss(cases.scores, cases.labels);
    out.brier = brierOf(cases);
    out.confusion = confusionOf(cases, count);
    out.balancedAccuracy = balancedAccuracyOf(out.confusion);
    return out;
}

} // namespace nidus
