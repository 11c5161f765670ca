// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/imaging/volume.h"
#include "core/nnunet/plans.h"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace nidus {

/// Size and spacing (mm) in plan axis order.
struct Grid {
    std::array<std::int64_t, 3> shape{};
    std::array<double, 3> spacing{1, 1, 1};
    bool operator==(const Grid&) const = default;
};

/// nnU-Net's compute_new_shape: spacing / target * size, rounded half to even. At least 1 per axis, where nnU-Net
/// would make an empty image.
[[nodiscard]] std::array<std::int64_t, 3> resampledShape(const Grid& from, const std::array<double, 3>& spacing);

/// nnU-Net's determine_do_sep_z_and_axis with its threshold of 3: the axis that is resampled apart from the other two,
/// or nothing.
[[nodiscard]] std::optional<std::size_t> separateAxis(const ResamplingFunction& function,
                                                      const std::array<double, 3>& spacing,
                                                      const std::array<double, 3>& targetSpacing);

/// Resamples every channel as the named function of nnU-Net does: resample_data_or_seg_to_shape (spline of order 0, 1
/// or 3 as skimage's resize, clipped to the range of the channel, or of each slice where an axis is separate;
/// along that axis order orderZ of 0, 1 or 3), resample_torch_fornnunet (linear, nothing clipped) or
/// no_resampling_hack. An image that has the shape already keeps its voxels. Computed in float32 with tables made in
/// double: within about 3e-7 of the value range of scipy's result. The result does not depend on `threads`. The memory
/// of the image is used up. Throws Error IMG-014 for another order.
[[nodiscard]] PlanImage resampled(PlanImage image, const Grid& target, const ResamplingFunction& function, int threads);

/// The same in double, for any number of channels behind one another.
[[nodiscard]] std::vector<double> resampled(std::span<const double> channels, const Grid& from, const Grid& target,
                                            const ResamplingFunction& function, int threads);

/// Labels as nnU-Net resamples a segmentation (order 1, order_z 0): the label whose indicator has the largest
/// interpolated value, ties to the nearest neighbour's label (batchgenerators 0.25.5), or as the torch function does
/// (scores of half precision, ties to the smaller label).
[[nodiscard]] std::vector<std::int8_t> resampledLabels(std::span<const std::int8_t> labels, const Grid& from,
                                                       const Grid& target, const ResamplingFunction& function,
                                                       int threads);

} // namespace nidus
