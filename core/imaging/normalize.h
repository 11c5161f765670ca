// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/nnunet/plans.h"

#include <cstdint>
#include <span>

namespace nidus {

struct MeanAndDeviation {
    double mean = 0, deviation = 0; ///< population standard deviation
};

/// Of all values, or of those whose mask is 1 (an empty mask span means all). Summed in double in a fixed order;
/// zeros when nothing is selected.
[[nodiscard]] MeanAndDeviation meanAndDeviation(std::span<const float> values, std::span<const std::uint8_t> mask);

/// The mean alone.
[[nodiscard]] double meanOf(std::span<const float> values, std::span<const std::uint8_t> mask);

/// One channel, in place, as the class of that name in nnU-Net's default_normalization_schemes.py, in float32.
/// `mask` (1 inside the nonzero region, size of the channel) matters for ZScore only: empty when use_mask_for_norm is
/// false, else statistics come from it and only it is changed. `properties` matters for Ct only.
/// Throws Error IMG-015 when RgbTo01 meets a value outside 0 to 255.
void normalize(std::span<float> channel, NormalizationScheme scheme, std::span<const std::uint8_t> mask,
               const IntensityProperties& properties);

} // namespace nidus
