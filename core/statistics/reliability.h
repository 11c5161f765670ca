// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/statistics/estimate.h"

#include <cstddef>
#include <span>
#include <vector>

namespace nidus {

/// Cases in bins of equal counts by ascending probability: min(10, n / 5) bins and at least one; equal probabilities
/// share a bin, so that there may be fewer.
[[nodiscard]] std::vector<std::vector<std::size_t>> equalCountBins(std::span<const double> probabilities);

/// One point of the calibration curve.
struct CalibrationBin {
    int count = 0;
    double meanPredicted = 0;
    Estimate observed; ///< share of events, Wilson's interval
};

/// Over equalCountBins. `events`: 1 or 0 per case.
[[nodiscard]] std::vector<CalibrationBin> calibrationCurve(std::span<const double> probabilities,
                                                           std::span<const int> events);

/// brier = reliability - resolution + uncertainty + withinBins, exactly. The first three are Murphy's (Murphy 1973)
/// over equalCountBins with the mean probability of each bin; the last is what the spread of the probabilities within a
/// bin adds, their variance less twice their covariance with the events (Stephenson, Coelho, Jolliffe 2008).
struct BrierDecomposition {
    double reliability = 0, resolution = 0, uncertainty = 0, withinBins = 0;
    int bins = 0;
};

[[nodiscard]] BrierDecomposition decomposedBrier(std::span<const double> probabilities, std::span<const int> events);

} // namespace nidus
