// SPDX-License-Identifier: Apache-2.0
#include "core/statistics/baseline.h"

#include "core/statistics/logistic_regression.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace nidus {
namespace {

/// Predicts the cases of `fold` from all others; false where these lack a class.
bool predictFold(std::span<const double> values, const ScoredCases& cases, int classes, const OtherCases& others,
                 int fold, std::vector<std::vector<double>>& scores) {
    Matrix seen{others.values.size(), 1, {others.values.begin(), others.values.end()}};
    std::vector<int> labels(others.labels.begin(), others.labels.end());
    Matrix held{0, 1, {}};
    std::vector<std::size_t> test;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const bool isTested = cases.folds[i] == fold;
        Matrix& side = isTested ? held : seen;
        side.values.push_back(values[i]);
        ++side.rows;
        if (isTested)
            test.push_back(i);
        else
            labels.push_back(cases.labels[i]);
    }
    if (std::set<int>(labels.begin(), labels.end()).size() != static_cast<std::size_t>(classes))
        return false;
    const Standardiser standardiser = fitStandardiser(seen);
    const LogisticModel model = fitLogisticRegression(standardised(seen, standardiser), labels, classes, 1.0);
    const auto predicted = logits(model, standardised(held, standardiser));
    for (std::size_t i = 0; i < test.size(); ++i)
        scores[test[i]] = softmax(predicted[i]);
    return true;
}

} // namespace

std::optional<double> baselineAuc(std::span<const double> values, const ScoredCases& cases, int classes,
                                  const OtherCases& others) {
    const auto areFinite = [](std::span<const double> numbers) {
        return std::ranges::all_of(numbers, [](double v) { return std::isfinite(v); });
    };
    if (values.size() != cases.labels.size() || others.values.size() != others.labels.size() || !areFinite(values)
        || !areFinite(others.values))
        return std::nullopt;
    const std::set<int> folds(cases.folds.begin(), cases.folds.end());
    ScoredCases own = cases;
    for (const int fold : folds)
        if (!predictFold(values, cases, classes, others, fold, own.scores))
            return std::nullopt;
    const auto auc = pooledAuc(own);
    return auc ? std::optional(auc->value) : std::nullopt;
}

} // namespace nidus
