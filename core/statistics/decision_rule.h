// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/statistics/evaluation.h"

#include <map>
#include <span>
#include <vector>

namespace nidus {

/// How probabilities become a class: the most probable one, or of two classes the positive one from a threshold on.
struct DecisionRule {
    int positive = -1; ///< index of the positive class; -1: the most probable class, whatever the thresholds
    double threshold = 0.5;
    std::map<int, double> ofFold; ///< thresholds of the cases of these folds, in place of `threshold`

    [[nodiscard]] double thresholdOf(int fold) const;
    bool operator==(const DecisionRule&) const = default;
};

/// Class of a prediction under the rule; -1 without probabilities.
[[nodiscard]] int decidedClass(const Prediction& prediction, const DecisionRule& rule);

/// The rule that a report of thresholds speaks of: for each fold of the labelled predictions its own threshold, which
/// was chosen without it. `threshold` is their median.
[[nodiscard]] DecisionRule ruleOf(const ThresholdReport& report, const std::vector<Prediction>& predictions,
                                  int positive);

} // namespace nidus
