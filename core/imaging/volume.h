// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace nidus {

/// Triples over voxel axes are ordered (z, y, x), as in nnU-Net plans; x is the fastest axis in memory.
struct Shape {
    std::int64_t z = 0, y = 0, x = 0;
    bool operator==(const Shape&) const = default;
    [[nodiscard]] std::size_t voxels() const noexcept { return static_cast<std::size_t>(z * y * x); }
};

/// Distance of voxel centres in mm, ordered (z, y, x).
struct Spacing {
    double z = 1, y = 1, x = 1;
    bool operator==(const Spacing&) const = default;
};

/// One channel of one study as its reader delivered it: a plain value.
/// Invariant: voxels.size() == shape.voxels().
struct Volume {
    Shape shape;
    Spacing spacing;
    std::array<double, 3>
        originLps{}; ///< mm, centre of voxel (0, 0, 0) in the DICOM patient frame (left, posterior, superior)
    /// lpsFromAxis[row][axis]: unit vector, in LPS, of a step along index axis x (0), y (1), z (2); ITK's direction
    /// matrix.
    std::array<std::array<double, 3>, 3> lpsFromAxis{{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}};
    std::vector<float> voxels; ///< modality unit: HU for CT, arbitrary for MR

    bool operator==(const Volume&) const = default;
};

/// Several channels on one grid in nnU-Net's array order: after the input frame and, further on, after
/// transpose_forward. The type differs from Volume because its axes are the plan's (d0, d1, d2), no longer the reader's
/// (z, y, x). Invariant: voxels.size() == channels * shape[0] * shape[1] * shape[2]; channel slowest, d2 fastest.
struct PlanImage {
    std::int64_t channels = 0;
    std::array<std::int64_t, 3> shape{};    ///< (d0, d1, d2)
    std::array<double, 3> spacing{1, 1, 1}; ///< mm, (d0, d1, d2)
    std::vector<float> voxels;

    [[nodiscard]] std::size_t channelVoxels() const noexcept {
        return static_cast<std::size_t>(shape[0] * shape[1] * shape[2]);
    }
    bool operator==(const PlanImage&) const = default;
};

} // namespace nidus
