// SPDX-License-Identifier: Apache-2.0
#include "core/statistics/evaluation.h"

#include "core/statistics/baseline.h"
#include "core/statistics/bootstrap.h"
#include "core/statistics/calibration.h"
#include "core/statistics/class_evaluation.h"
#include "core/statistics/confusion.h"
#include "core/statistics/roc.h"

#include <algorithm>
#include <limits>
#include <numeric>
#include <span>

namespace nidus {
namespace {

std::vector<std::vector<int>> whole(const Confusion& confusion) {
    std::vector<std::vector<int>> out(confusion.classes);
    for (std::size_t i = 0; i < confusion.counts.size(); ++i)
        out[i / confusion.classes].push_back(static_cast<int>(confusion.counts[i]));
    return out;
}

std::vector<double> pick(const std::vector<double>& values, const std::vector<std::size_t>& rows) {
    std::vector<double> out;
    for (const std::size_t i : rows)
        if (i < values.size())
            out.push_back(values[i]);
    return out;
}

/// Patient-bootstrap intervals of the overall figures and of each class's average precision, from the same resamples.
void addBootstrap(Evaluation& out, const ScoredCases& cases) {
    const std::vector<double> logLosses = logLossOfCases(cases);
    const std::vector<double> briers = brierOfCases(cases);
    const std::vector<int> predicted = predictedClasses(cases);
    const std::vector<Ranking> rankings = rankingsOf(cases);
    const auto figures = [&](std::span<const double> weights) {
        const Confusion confusion = confusionOf(cases.labels, predicted, out.classes.size(), weights);
        std::vector<double> values{weightedMean(logLosses, weights), weightedMean(briers, weights),
                                   balancedAccuracy(confusion), matthewsCorrelation(confusion), 0};
        for (const Ranking& ranking : rankings) {
            values.push_back(ranking.averagePrecision(weights));
            values[4] += values.back() / static_cast<double>(rankings.size());
        }
        return values;
    };
    const std::vector<Estimate> estimates = bootstrapEstimates(cases.labels, cases.patients, figures, {});
    out.logLossInterval = estimates[0];
    out.brierInterval = estimates[1];
    out.balancedAccuracyInterval = estimates[2];
    out.mcc = estimates[3];
    out.averagePrecision = estimates[4];
    for (std::size_t k = 0; k < out.perClass.size(); ++k)
        out.perClass[k].averagePrecision = estimates[5 + k];
}

} // namespace

Evaluation evaluate(const std::vector<Prediction>& predictions, const std::vector<std::string>& classes, int positive,
                    const Covariates& covariates) {
    const std::size_t count = classes.size();
    std::vector<std::size_t> rows;
    const ScoredCases cases = scoredCases(predictions, count, positive, &rows);
    Evaluation out;
    out.n = static_cast<int>(rows.size());
    out.classes = classes;
    out.positive = count == 2 ? classes[static_cast<std::size_t>(positive)] : std::string();
    out.aucKind = count == 2 ? "binary" : "macro_ovr";
    out.problems = problemsOf(cases, classes);
    if (const auto auc = crossValidatedAuc(cases))
        out.auc = withInterval(*auc, kInfluenceMethod);
    if (const auto auc = pooledAuc(cases)) {
        out.aucPooled = withInterval(*auc, kDeLongMethod);
        out.calibration = crossFittedCalibration(cases);
        if (hasProblem(out.problems, kSmallClassCode))
            out.calibration->slope = out.calibration->intercept = std::numeric_limits<double>::quiet_NaN();
    }
    out.foldAuc = aucOfFolds(cases);
    const auto& others = covariates.onlyTraining;
    out.baselines["volume_auc"] = baselineAuc(pick(covariates.volumeMm3, rows), cases, static_cast<int>(count),
                                              {others.labels, others.volumeMm3});
    out.baselines["mean_intensity_auc"] = baselineAuc(pick(covariates.meanIntensity, rows), cases,
                                                      static_cast<int>(count), {others.labels, others.meanIntensity});
    out.logLoss = logLoss(cases.scores, cases.labels);
    const std::vector<double> briers = brierOfCases(cases);
    out.brier = std::accumulate(briers.begin(), briers.end(), 0.0) / static_cast<double>(briers.size());
    const Confusion confusion = confusionOf(cases.labels, predictedClasses(cases), count);
    out.confusion = whole(confusion);
    out.balancedAccuracy = balancedAccuracy(confusion);
    for (const int k : cases.ranked)
        out.perClass.push_back(evaluateClass(cases, k, classes[static_cast<std::size_t>(k)]));
    if (!hasProblem(out.problems, kSmallClassCode))
        addBootstrap(out, cases);
    return out;
}

} // namespace nidus
