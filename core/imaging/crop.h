// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/imaging/volume.h"

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace nidus {

/// Half-open [low, high) per axis (d0, d1, d2).
using Box = std::array<std::array<std::int64_t, 2>, 3>;

/// The smallest box around all voxels that are not zero in any channel (NaN is not zero); the whole extent when there
/// is none (acvl_utils' get_bbox_from_mask on nnU-Net's create_nonzero_mask; filling holes never changes the box).
[[nodiscard]] Box nonzeroBox(const PlanImage& image);

/// 1 where any channel differs from zero (NaN differs), as nnU-Net's create_nonzero_mask before the holes are filled.
[[nodiscard]] std::vector<std::uint8_t> nonzeroMask(const PlanImage& image);

/// Keeps the box only, in the memory of the image.
void cropTo(PlanImage& image, const Box& box);

/// The mask with its holes set: zeros that no path over voxel faces connects with a face of the volume
/// (scipy's binary_fill_holes). Filling may be done before or after cropping to nonzeroBox(), with equal result.
[[nodiscard]] std::vector<std::uint8_t> holesFilled(std::vector<std::uint8_t> mask,
                                                    const std::array<std::int64_t, 3>& shape);

/// The image with axis a taken from axis order[a] of the input, spacing alike (plans.json's transpose_forward).
[[nodiscard]] PlanImage transposed(const PlanImage& image, const std::array<int, 3>& order);

} // namespace nidus
