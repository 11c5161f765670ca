// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

namespace nidus {

/// How one axis is resampled: output k is the sum over `taps` neighbouring elements of the extended line, from
/// start[k] on, weighted with weights[k * taps ...]. The extended line has kLineMargin elements more at both ends.
struct AxisTable {
    std::int64_t sizeIn = 0, sizeOut = 0;
    int taps = 1;
    bool isPrefiltered = false; ///< the line holds cubic spline coefficients instead of its values
    std::vector<std::int64_t> start;
    std::vector<double> weights;
    std::vector<float> weightsFloat; ///< the same, rounded

    /// Nothing changes along this axis (so no other member is filled). True also for a spline whose length stays,
    /// since its positions are the knots.
    [[nodiscard]] bool isIdentity() const noexcept { return sizeIn == sizeOut; }
};

/// Elements by which a line is extended at both ends: edge values, or coefficients of the constant continuation.
inline constexpr std::int64_t kLineMargin = 2;

/// Table of scipy's zoom(grid_mode=True, mode='nearest') with order 0, 1 or 3, and of map_coordinates on the same
/// grid. Both sizes > 0.
[[nodiscard]] AxisTable splineTable(std::int64_t sizeIn, std::int64_t sizeOut, int order);

/// Table of torch's interpolate(mode='linear', align_corners=False), positions computed in float32 as there.
[[nodiscard]] AxisTable torchLinearTable(std::int64_t sizeIn, std::int64_t sizeOut);

/// Source index of each output of scipy's order 0 (ties round up).
[[nodiscard]] std::vector<std::int64_t> nearestIndices(std::int64_t sizeIn, std::int64_t sizeOut);

/// Source index of each output of torch's mode 'nearest-exact'.
[[nodiscard]] std::vector<std::int64_t> torchNearestIndices(std::int64_t sizeIn, std::int64_t sizeOut);

} // namespace nidus
