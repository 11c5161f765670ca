// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/statistics/estimate.h"

#include <optional>
#include <span>

namespace nidus {

enum class ThresholdRule {
    Fixed,       ///< `target` is the threshold
    Youden,      ///< greatest sensitivity + specificity - 1 (Youden 1950); of equals the highest threshold
    Sensitivity, ///< the highest threshold whose sensitivity is `target` or more
    Specificity  ///< the lowest threshold whose specificity is `target` or more
};

struct ThresholdGoal {
    ThresholdRule rule = ThresholdRule::Fixed;
    double target = 0.5;
};

/// The threshold that reaches the goal on training scores; a case is positive from it on. It lies halfway between two
/// neighbouring scores, so that it does not hang on one case. Only ever to be given scores of training cases from
/// models that did not see them: chosen on the cases that it is judged by, it flatters. `events`: 1 or 0 per case.
/// Absent when either side is empty. Throws Error STA-014 (a target outside [0, 1]).
[[nodiscard]] std::optional<double> chooseThreshold(std::span<const double> trainingScores, std::span<const int> events,
                                                    const ThresholdGoal& goal);

struct OperatingPoint {
    int truePositives = 0, falsePositives = 0, trueNegatives = 0, falseNegatives = 0;
    Estimate sensitivity, specificity; ///< Wilson's intervals
};

/// One threshold per case, since each fold may have its own.
[[nodiscard]] OperatingPoint operatingPoint(std::span<const double> scores, std::span<const int> events,
                                            std::span<const double> thresholds);

} // namespace nidus
