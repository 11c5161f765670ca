// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/random.h"
#include "core/imaging/volume.h"
#include "core/training/recipe.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace nidus {

/// What one draw of the augmentation decided: the parameters of every transform that fires, in nnU-Net's order.
struct AugmentationDraw {
    struct Spatial {
        std::array<double, 3> anglesRad{}; ///< about plan axes 0, 1, 2; with dummy-2D the last alone, in plane
        double scale = 1;                  ///< > 1 samples further apart
        bool dummy2d = false;              ///< slices along axis 0 transformed alike, in plane
    };
    std::optional<Spatial> spatial;
    std::optional<double> noiseStd;
    std::vector<std::optional<std::array<double, 3>>> blurSigma; ///< per channel, axis; empty: did not fire
    std::vector<double> brightness, contrast;                    ///< per channel; empty: did not fire
    std::vector<std::optional<double>> lowResolutionScale;       ///< per channel; empty: did not fire
    bool lowResolutionInPlane = false;                           ///< dummy-2D: axis 0 keeps its resolution
    std::vector<double> invertedGamma, gamma;                    ///< per channel; empty: did not fire
    std::array<bool, 3> mirror{};
    RandomKey noiseKey; ///< stream of the noise samples

    /// "rotation", "zoom", "noise", "blur", "brightness", "contrast", "low_resolution", "gamma_inverted", "gamma",
    /// "mirror". Blur and low resolution pick each channel with probability 1/2 once they fire, as nnU-Net does, and
    /// are named also where they picked none.
    [[nodiscard]] std::vector<std::string> names() const;
};

/// True where nnU-Net uses its dummy-2D augmentation: max(patch) / patch[0] > 3 (and for 2-D patches, patch[0] == 1).
[[nodiscard]] bool usesDummy2d(const std::array<std::int64_t, 3>& patch) noexcept;

/// Largest turn about an axis, in radians: the recipe's, with dummy-2D 180 degrees, or 15 for a 2-D patch that is more
/// than 1.5 times as long as wide.
[[nodiscard]] double largestRotation(const AugmentationRecipe& recipe,
                                     const std::array<std::int64_t, 3>& patch) noexcept;

/// Draws the parameters; `key` must be unique per (seed, fold, epoch, case, view).
[[nodiscard]] AugmentationDraw drawAugmentation(const AugmentationRecipe& recipe, int channels,
                                                const std::array<std::int64_t, 3>& patch, const RandomKey& key);

/// Applies a draw to a padded case, or to a box cut out of a larger one; the result is the centre, of the size `patch`.
/// Channels with `maskedChannels[c]` are set to
/// 0 where `nonzero` (moved along by the spatial part and the mirroring) is 0, as nnU-Net's MaskImageTransform does.
[[nodiscard]] PlanImage augmented(const PlanImage& image, const std::vector<std::uint8_t>& nonzero,
                                  const std::vector<bool>& maskedChannels, const AugmentationDraw& draw,
                                  const std::array<std::int64_t, 3>& patch);

} // namespace nidus
