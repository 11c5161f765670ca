// SPDX-License-Identifier: Apache-2.0
#include "core/statistics/decision_rule.h"

#include <algorithm>
#include <set>

namespace nidus {
namespace {

double medianOf(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    const std::size_t middle = values.size() / 2;
    return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

} // namespace

double DecisionRule::thresholdOf(int fold) const {
    const auto found = ofFold.find(fold);
    return found == ofFold.end() ? threshold : found->second;
}

int decidedClass(const Prediction& prediction, const DecisionRule& rule) {
    const std::vector<double>& p = prediction.probabilities;
    if (p.empty())
        return -1;
    if (rule.positive < 0 || p.size() != 2)
        return static_cast<int>(std::max_element(p.begin(), p.end()) - p.begin());
    const bool isPositive = p[static_cast<std::size_t>(rule.positive)] >= rule.thresholdOf(prediction.fold);
    return isPositive ? rule.positive : 1 - rule.positive;
}

DecisionRule ruleOf(const ThresholdReport& report, const std::vector<Prediction>& predictions, int positive) {
    DecisionRule rule{positive, report.goal.target, {}};
    if (report.thresholds.empty())
        return rule;
    rule.threshold = medianOf(report.thresholds);
    if (report.goal.rule == ThresholdRule::Fixed)
        return rule;
    std::set<int> folds;
    for (const Prediction& prediction : predictions)
        if (prediction.label >= 0)
            folds.insert(prediction.fold);
    auto threshold = report.thresholds.begin();
    for (const int fold : folds)
        if (threshold != report.thresholds.end())
            rule.ofFold[fold] = *threshold++;
    return rule;
}

} // namespace nidus
