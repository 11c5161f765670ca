// SPDX-License-Identifier: Apache-2.0
#include "core/statistics/baseline.h"

#include "core/statistics/logistic_regression.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace nidus {
namespace {

/// Predicts the cases of `fold` from the others; false where the others lack a class.
bool predictFold(std::span<const double> values, const ScoredCases& cases, int classes, int fold,
                 std::vector<std::vector<double>>& scores) {
    std::vector<std::size_t> train;
    std::vector<std::size_t> test;
    std::vector<int> labels;
    std::set<int> present;
    for (std::size_t i = 0; i < values.size(); ++i) {
        (cases.folds[i] == fold ? test : train).push_back(i);
        if (cases.folds[i] != fold) {
            labels.push_back(cases.labels[i]);
            present.insert(cases.labels[i]);
        }
    }
    if (present.size() != static_cast<std::size_t>(classes))
        return false;
    const Matrix all{values.size(), 1, {values.begin(), values.end()}};
    const Matrix seen = selectRows(all, train);
    const Standardiser standardiser = fitStandardiser(seen);
    const LogisticModel model = fitLogisticRegression(standardised(seen, standardiser), labels, classes, 1.0);
    const auto held = logits(model, standardised(selectRows(all, test), standardiser));
    for (std::size_t i = 0; i < test.size(); ++i)
        scores[test[i]] = softmax(held[i]);
    return true;
}

} // namespace

std::optional<double> baselineAuc(std::span<const double> values, const ScoredCases& cases, int classes) {
    const std::set<int> folds(cases.folds.begin(), cases.folds.end());
    const bool isUsable = values.size() == cases.labels.size() && folds.size() > 1
                          && std::all_of(values.begin(), values.end(), [](double v) { return std::isfinite(v); });
    if (!isUsable)
        return std::nullopt;
    ScoredCases own = cases;
    for (const int fold : folds)
        if (!predictFold(values, cases, classes, fold, own.scores))
            return std::nullopt;
    const auto auc = pooledAuc(own);
    return auc ? std::optional(auc->value) : std::nullopt;
}

} // namespace nidus
