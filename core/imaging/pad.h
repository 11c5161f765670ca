// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/imaging/volume.h"

#include <array>
#include <cstdint>
#include <vector>

namespace nidus {

/// Voxels added below and above one axis.
struct Padding {
    std::int64_t below = 0, above = 0;
    bool operator==(const Padding&) const = default;
};

/// acvl_utils' pad_nd_image for one axis: to max(size, patch), the odd voxel goes above.
[[nodiscard]] Padding inferencePadding(std::int64_t size, std::int64_t patch) noexcept;

/// The smallest size >= max(size, patch) that is a multiple of `multiple` (the network's total stride on that axis).
[[nodiscard]] std::int64_t paddedSize(std::int64_t size, std::int64_t patch, std::int64_t multiple) noexcept;

/// Centred zero padding of every channel to `shape` (each axis at least as large as the image's).
[[nodiscard]] PlanImage padded(const PlanImage& image, const std::array<std::int64_t, 3>& shape);
[[nodiscard]] std::vector<std::uint8_t> padded(const std::vector<std::uint8_t>& mask,
                                               const std::array<std::int64_t, 3>& from,
                                               const std::array<std::int64_t, 3>& to);

/// The box that starts at `start` and has `shape`; zero where it lies outside of the image.
[[nodiscard]] PlanImage cropped(const PlanImage& image, const std::array<std::int64_t, 3>& start,
                                const std::array<std::int64_t, 3>& shape);
[[nodiscard]] std::vector<std::uint8_t> cropped(const std::vector<std::uint8_t>& mask,
                                                const std::array<std::int64_t, 3>& from,
                                                const std::array<std::int64_t, 3>& start,
                                                const std::array<std::int64_t, 3>& shape);

/// Start positions of sliding windows with half a window of overlap along one axis, as nnU-Net's
/// compute_steps_for_sliding_window with tile_step_size 0.5 (round half to even). size >= tile.
[[nodiscard]] std::vector<std::int64_t> windowStarts(std::int64_t size, std::int64_t tile);

} // namespace nidus
