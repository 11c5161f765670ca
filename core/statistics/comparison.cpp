// SPDX-License-Identifier: Apache-2.0
#include "core/statistics/comparison.h"

#include "core/statistics/bootstrap.h"
#include "core/statistics/roc.h"

#include <algorithm>
#include <iterator>
#include <limits>
#include <map>
#include <span>
#include <utility>

namespace nidus {
namespace {

std::vector<Prediction> labelled(const std::vector<Prediction>& predictions) {
    std::vector<Prediction> out;
    std::ranges::copy_if(predictions, std::back_inserter(out), [](const Prediction& p) { return p.label >= 0; });
    return out;
}

Error unpaired(const std::string& caseId) {
    return Error("STA-012",
                 "Case " + caseId
                     + " has a labelled prediction in one of the two runs only. Only runs on the same cases can be "
                       "compared.",
                 caseId);
}

/// The rows of `second` in the order of `first`.
std::vector<Prediction> paired(const std::vector<Prediction>& first, const std::vector<Prediction>& second) {
    std::map<std::string, const Prediction*> byCase;
    for (const Prediction& p : second)
        byCase[p.caseId] = &p;
    std::vector<Prediction> out;
    for (const Prediction& p : first) {
        const auto found = byCase.find(p.caseId);
        if (found == byCase.end())
            throw unpaired(p.caseId);
        if (found->second->label != p.label)
            throw Error("STA-012",
                        "Case " + p.caseId
                            + " has another label in the second run than in the first. Train one of "
                              "them again with the present labels.",
                        p.caseId);
        out.push_back(*found->second);
        byCase.erase(found);
    }
    if (!byCase.empty())
        throw unpaired(byCase.begin()->first);
    return out;
}

double macroAuc(const std::vector<Ranking>& rankings, std::span<const double> weights) {
    double sum = 0;
    for (const Ranking& ranking : rankings)
        sum += ranking.auc(weights) / static_cast<double>(rankings.size());
    return sum;
}

struct Losses {
    std::vector<double> first, second;

    [[nodiscard]] double difference(std::span<const double> weights) const {
        return weightedMean(first, weights) - weightedMean(second, weights);
    }
    [[nodiscard]] PairedDifference withInterval(Estimate estimate) const {
        const std::vector<double> ones(first.size(), 1);
        return {weightedMean(first, ones), weightedMean(second, ones), std::move(estimate), {}};
    }
};

void dropBounds(Estimate& estimate) {
    estimate.low = estimate.high = std::numeric_limits<double>::quiet_NaN();
}

} // namespace

Comparison comparePredictions(const std::vector<Prediction>& first, const std::vector<Prediction>& second,
                              const std::vector<std::string>& classes, int positive) {
    const std::vector<Prediction> rows = labelled(first);
    const ScoredCases a = scoredCases(rows, classes.size(), positive);
    const ScoredCases b = scoredCases(paired(rows, labelled(second)), classes.size(), positive);
    Comparison out;
    out.n = static_cast<int>(rows.size());
    out.classes = classes;
    out.positive = classes.size() == 2 ? classes[static_cast<std::size_t>(positive)] : std::string();
    out.aucKind = classes.size() == 2 ? "binary" : "macro_ovr";
    out.problems = problemsOf(a, classes);
    const Losses logLosses{logLossOfCases(a), logLossOfCases(b)};
    const Losses briers{brierOfCases(a), brierOfCases(b)};
    const std::vector<Ranking> rankingsA = rankingsOf(a);
    const std::vector<Ranking> rankingsB = rankingsOf(b);
    const auto figures = [&](std::span<const double> weights) {
        return std::vector<double>{logLosses.difference(weights), briers.difference(weights),
                                   macroAuc(rankingsA, weights) - macroAuc(rankingsB, weights)};
    };
    const std::vector<Estimate> estimates = bootstrapEstimates(a.labels, a.patients, figures, {});
    out.logLoss = logLosses.withInterval(estimates[0]);
    out.brier = briers.withInterval(estimates[1]);
    if (const auto auc = pooledAucDifference(a, b)) {
        out.auc = PairedDifference{auc->first, auc->second, auc->difference, auc->p};
        if (hasProblem(out.problems, kRepeatedPatientsCode))
            out.auc = PairedDifference{auc->first, auc->second, estimates[2], {}};
    }
    if (hasProblem(out.problems, kSmallClassCode)) {
        dropBounds(out.logLoss.difference);
        dropBounds(out.brier.difference);
        if (out.auc) {
            dropBounds(out.auc->difference);
            out.auc->p.reset();
        }
    }
    return out;
}

} // namespace nidus
