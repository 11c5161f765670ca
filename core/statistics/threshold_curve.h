// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace nidus {

/// What calling cases positive from `threshold` on does to them. Figures whose denominator is 0 are not numbers.
struct ThresholdPoint {
    double threshold = 0; ///< infinite: no case is called positive
    int truePositives = 0, falsePositives = 0, trueNegatives = 0, falseNegatives = 0;
    double sensitivity = 0, specificity = 0;
    double positivePredictive = 0, negativePredictive = 0; ///< at the share of events among the cases
};

/// A point for no positive call and for each score that occurs, from the highest down: the ROC curve (1 - specificity,
/// sensitivity), the precision-recall curve (sensitivity, positivePredictive), and each figure against the threshold.
/// `events`: 1 or 0 per case.
[[nodiscard]] std::vector<ThresholdPoint> thresholdCurve(std::span<const double> scores, std::span<const int> events);

/// The same points with the predictive values to expect where this share of the cases are events (predictiveValues()).
[[nodiscard]] std::vector<ThresholdPoint> atPrevalence(std::vector<ThresholdPoint> curve, double prevalence);

/// The point of the curve that this threshold is at.
[[nodiscard]] const ThresholdPoint& pointAt(std::span<const ThresholdPoint> curve, double threshold);

/// Scores that are probabilities: a threshold with the calls of the point `index` of the curve, halfway to the next
/// lower score (or to 0), so that it does not hang on one case. Where a score of 1 leaves no room above it, 1.
[[nodiscard]] double thresholdOf(std::span<const ThresholdPoint> curve, std::size_t index);

} // namespace nidus
