// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/statistics/roc.h"

#include <optional>
#include <span>

namespace nidus {

struct Recalibration {
    double slope = 1, intercept = 0;
};

/// Maximum-likelihood fit of P(event) = sigmoid(intercept + slope * logit). Absent where none exists: the logits
/// separate the outcomes, or all are equal.
[[nodiscard]] std::optional<Recalibration> fitRecalibration(std::span<const double> logits,
                                                            std::span<const int> events);

/// Expected calibration error over equalCountBins.
[[nodiscard]] double expectedCalibrationError(std::span<const double> probabilities, std::span<const int> events);

/// Slope and intercept: for each fold the recalibration fitted to the other folds, averaged over the folds (one fold:
/// fitted to it). More than two classes: each against the rest, averaged. `scores` of the cases are probabilities.
[[nodiscard]] Calibration crossFittedCalibration(const ScoredCases& cases);

} // namespace nidus
