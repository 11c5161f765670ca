// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>

namespace nidus {

/// Where nnU-Net's trainer cuts training patches (nnUNetDataLoader, get_patch_size); used for cases that are larger
/// than the network's input.

/// The box that is cut before the spatial transform, so that turning it leaves few empty corners: the patch, turned by
/// the angle (at most 90 degrees) about each axis alone, divided by 0.85 and truncated. Plan axes. With `dummy2d` and
/// for patches of thickness 1 axis 0 stays as it is.
[[nodiscard]] std::array<std::int64_t, 3> initialPatchSize(const std::array<std::int64_t, 3>& patch,
                                                           double largestAngleRad, bool dummy2d) noexcept;

/// Bounds, both inclusive, of the start of a box of `box` voxels on an axis of `size`, from which a patch of `patch`
/// voxels will be taken; starts may be negative (zeros are added).
struct StartRange {
    std::int64_t lowest = 0, highest = 0;
    bool operator==(const StartRange&) const = default;
};
[[nodiscard]] StartRange startRange(std::int64_t size, std::int64_t box, std::int64_t patch) noexcept;

/// Start of the box whose centre is `voxel`, not below the range; unlike a random start it may lie above it.
[[nodiscard]] std::int64_t centredStart(const StartRange& range, std::int64_t voxel, std::int64_t box) noexcept;

/// True for the last third of a batch: nnU-Net centres those patches on a foreground voxel (oversampling 0.33).
/// `position` counts from 0.
[[nodiscard]] bool isForegroundForced(std::int64_t position, std::int64_t batchSize) noexcept;

} // namespace nidus
