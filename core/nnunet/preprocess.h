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
/// in this order and to the same numbers. `image` has its axes in the input frame (see stackChannels); its memory is
/// used up, so that the peak stays below three times the larger of the two volumes (masks: a quarter per volume in it).
/// `threads`: for the resampling. Where nnU-Net has no answer: a NaN or infinite voxel is refused before
/// (stackChannels, IMG-012); an axis whose new length rounds to 0 gets length 1; a null of the plan's spacing keeps the
/// case's own; an image of zeros keeps its extent and is all outside; a constant image becomes 0 under ZScore and
/// RescaleTo01. The mask is resampled by the function of the data, also where the plan names another for segmentations.
/// Throws Error IMG-013 when the channel count differs from the plan's, IMG-015 when RGBTo01 meets another value than 0
/// to 255, PLN-002 when the plan lacks the intensities that its CT normalisation needs.
[[nodiscard]] PreprocessedCase preprocess(PlanImage image, const Plans& plans, const Configuration& configuration,
                                          int threads);

/// Bump when preprocess() changes its numbers; part of every cache key.
inline constexpr int kPreprocessingVersion = 1;

} // namespace nidus
