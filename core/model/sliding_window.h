// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <vector>

namespace nidus {

/// nnU-Net's compute_gaussian: how much each voxel of a window counts where windows overlap. An impulse in the middle,
/// smoothed with sigma = size / 8 (cut off at 4 sigma), scaled to a maximum of 10 and rounded to half precision; zeros
/// become the smallest number that is not. C order.
[[nodiscard]] std::vector<float> gaussianImportance(const std::array<std::int64_t, 3>& window);

/// The mirrored passes of nnU-Net's inference: no axis, then every other subset of `axes` (0 to 2).
[[nodiscard]] std::vector<std::vector<int>> mirroredPasses(const std::vector<int>& axes);

} // namespace nidus
