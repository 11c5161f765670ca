// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/statistics/estimate.h"

namespace nidus {

/// Share of `successes` among independent `trials` with Wilson's 95 % score interval (Wilson 1927). Without trials the
/// share is not a number and the interval is all of 0 to 1.
[[nodiscard]] Estimate wilsonInterval(double successes, double trials);

/// The same with the exact interval (Clopper, Pearson 1934), which covers 95 % at least. Part successes are allowed.
[[nodiscard]] Estimate clopperPearsonInterval(double successes, double trials);

/// The upper end alone, at this confidence; 1 without trials.
[[nodiscard]] double clopperPearsonUpperBound(double successes, double trials, double confidence);

/// What a test result means where `prevalence` of the tested have the disease; not a number where no result of that
/// kind is expected.
struct PredictiveValues {
    double prevalence = 0, positive = 0, negative = 0;
};

/// Bayes' theorem; all three numbers in [0, 1].
[[nodiscard]] PredictiveValues predictiveValues(double sensitivity, double specificity, double prevalence);

inline constexpr const char* kWilsonMethod = "Wilson";
inline constexpr const char* kClopperPearsonMethod = "exact, Clopper-Pearson";

} // namespace nidus
