// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/statistics/estimate.h"

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace nidus {

struct BootstrapOptions {
    std::uint64_t seed = 0;
    std::uint32_t resamples = 2000;
};

/// Figures of the cases under weights: how often each was drawn. Not a number where a figure is undefined.
using WeightedFigures = std::function<std::vector<double>(std::span<const double> weights)>;

/// The figures of all cases once each, with 95 % percentile intervals (Efron, Tibshirani 1993, chapter 13; quantiles as
/// numpy's). Patients are drawn with their cases, as many of each class as there are (a patient counts to the class of
/// the first case), so that the shares of the classes are taken as given. Deterministic in the seed. Resamples that
/// leave a figure undefined do not count; the bounds are not numbers where those are more than a tenth, and where all
/// resamples agree: of a figure that cannot be worse, the cases do not tell how bad it might be. The randomness of
/// training is not in the interval, and with fewer than some ten patients in a class it is too short.
[[nodiscard]] std::vector<Estimate> bootstrapEstimates(std::span<const int> labels,
                                                       std::span<const std::string> patients,
                                                       const WeightedFigures& figures, const BootstrapOptions& options);

[[nodiscard]] double weightedMean(std::span<const double> values, std::span<const double> weights);

inline constexpr const char* kBootstrapMethod = "patient bootstrap, percentile";

} // namespace nidus
