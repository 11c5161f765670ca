// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/imaging/volume.h"
#include "core/nnunet/plans.h"

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace nidus {

/// A case after nnU-Net's preprocessing: what the cache holds and the network sees before padding.
struct PreprocessedCase {
    PlanImage image;                   ///< normalised, at the plan's spacing, after transpose_forward
    std::vector<std::uint8_t> nonzero; ///< 1 inside nnU-Net's nonzero mask (seg >= 0), same grid, one channel
    std::array<std::int64_t, 3> shapeBeforeCropping{};
    std::array<std::array<std::int64_t, 2>, 3> cropBox{}; ///< half-open [low, high) per axis, after the transpose
    std::array<std::int64_t, 3> shapeAfterCropping{};
    std::array<double, 3> spacingBeforeResampling{};
    bool separateZ = false; ///< whether the separate-axis path of the resampling was taken
    /// Volume of the nonzero mask before normalisation, mm^3, and mean of channel 0 inside it: the trivial baselines.
    double nonzeroVolumeMm3 = 0;
    double meanIntensity = 0;

    bool operator==(const PreprocessedCase&) const = default;
};

/// nnU-Net's DefaultPreprocessor.run_case_npy without a segmentation: transpose, crop to nonzero, normalise, resample,
/// in this order and to the same numbers. `image` has its axes in the input frame (see stackChannels). `threads`: for
/// the resampling. Throws Error IMG-013 when the channel count differs from the plan's.
[[nodiscard]] PreprocessedCase preprocess(const PlanImage& image, const Plans& plans,
                                          const Configuration& configuration, int threads);

/// Bump when preprocess() changes its numbers; part of every cache key.
inline constexpr int kPreprocessingVersion = 1;

} // namespace nidus
