// SPDX-License-Identifier: Apache-2.0
#include "core/training/augment.h"

#include "core/training/augment_transforms.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace nidus {
namespace {

constexpr double kChannelProbability = 0.5; ///< blur and low resolution, per channel once they fire
constexpr double kMirrorProbability = 0.5;  ///< per axis
constexpr std::uint32_t kNoiseLayer = 1;    ///< sub-stream of the noise samples

/// nnU-Net's BGContrast: below or above 1 with equal probability, uniform on each side.
double contrastFactor(double low, double high, Random& random) {
    return random.coin(0.5) && low < 1 ? random.uniform(low, 1) : random.uniform(std::max(low, 1.0), high);
}

std::optional<AugmentationDraw::Spatial> drawSpatial(const AugmentationRecipe& recipe,
                                                     const std::array<std::int64_t, 3>& patch, Random& random) {
    AugmentationDraw::Spatial out;
    out.dummy2d = usesDummy2d(patch);
    const bool isTurned = random.coin(recipe.rotationProbability);
    const bool isScaled = random.coin(recipe.zoomProbability);
    if (!isTurned && !isScaled)
        return std::nullopt;
    const double limit = largestRotation(recipe, patch);
    if (isTurned)
        for (double& angle : out.anglesRad)
            angle = random.uniform(-limit, limit);
    if (out.dummy2d)
        out.anglesRad = {0, 0, out.anglesRad[2]};
    if (isScaled)
        out.scale = random.uniform(recipe.zoomLow, recipe.zoomHigh);
    return out;
}

std::vector<double> drawFactors(double probability, int channels, double low, double high, Random& random) {
    std::vector<double> out;
    if (random.coin(probability))
        for (int c = 0; c < channels; ++c)
            out.push_back(contrastFactor(low, high, random));
    return out;
}

void drawFilters(AugmentationDraw& draw, const AugmentationRecipe& recipe, int channels,
                 const std::array<std::int64_t, 3>& patch, Random& random) {
    if (random.coin(recipe.blurProbability))
        for (int c = 0; c < channels; ++c) {
            draw.blurSigma.emplace_back();
            if (!random.coin(kChannelProbability))
                continue;
            auto& sigma = draw.blurSigma.back().emplace();
            for (double& s : sigma)
                s = random.uniform(recipe.blurSigmaLow, recipe.blurSigmaHigh);
            if (patch[0] == 1) // slices of a 2-D network do not know their neighbours
                sigma[0] = 0;
        }
    draw.brightness =
        drawFactors(recipe.brightnessProbability, channels, recipe.brightnessLow, recipe.brightnessHigh, random);
    draw.contrast = drawFactors(recipe.contrastProbability, channels, recipe.contrastLow, recipe.contrastHigh, random);
    if (random.coin(recipe.lowResolutionProbability))
        for (int c = 0; c < channels; ++c) {
            draw.lowResolutionScale.emplace_back();
            if (random.coin(kChannelProbability))
                draw.lowResolutionScale.back() = random.uniform(recipe.lowResolutionLow, 1);
        }
}

/// Labels of the mask after the spatial part: 1 where the image counts.
std::vector<std::int16_t> movedMask(const std::vector<std::uint8_t>& nonzero, const GridShape& shape,
                                    const AugmentationDraw& draw, const GridShape& patch) {
    std::vector<std::int16_t> mask(nonzero.size());
    for (std::size_t i = 0; i < nonzero.size(); ++i)
        mask[i] = nonzero[i] != 0 ? 1 : 0;
    return draw.spatial ? transformedLabels(mask, shape, gridAffine(*draw.spatial), patch, 0)
                        : centreCropped(mask, shape, patch, std::int16_t{0});
}

std::vector<float> moved(std::span<const float> channel, const GridShape& shape, const AugmentationDraw& draw,
                         const GridShape& patch) {
    return draw.spatial ? transformed(channel, shape, gridAffine(*draw.spatial), patch)
                        : centreCropped(channel, shape, patch, 0.0F);
}

void changeIntensities(std::span<float> channel, const GridShape& shape, std::size_t c, const AugmentationDraw& draw) {
    if (c < draw.blurSigma.size() && draw.blurSigma[c])
        blur(channel, shape, *draw.blurSigma[c]);
    if (c < draw.brightness.size())
        multiplyBrightness(channel, draw.brightness[c]);
    if (c < draw.contrast.size())
        changeContrast(channel, draw.contrast[c]);
    if (c < draw.lowResolutionScale.size() && draw.lowResolutionScale[c]) {
        const double scale = *draw.lowResolutionScale[c];
        simulateLowResolution(channel, shape, {draw.lowResolutionInPlane ? 1 : scale, scale, scale});
    }
    if (c < draw.invertedGamma.size())
        applyGamma(channel, draw.invertedGamma[c], GammaSign::Inverted, GammaStatistics::Retained);
    if (c < draw.gamma.size())
        applyGamma(channel, draw.gamma[c], GammaSign::Plain, GammaStatistics::Retained);
}

bool isMirrored(const AugmentationDraw& draw) {
    return draw.mirror[0] || draw.mirror[1] || draw.mirror[2];
}

} // namespace

std::vector<std::string> AugmentationDraw::names() const {
    std::vector<std::string> out;
    const auto add = [&out](bool isFired, const char* name) {
        if (isFired)
            out.emplace_back(name);
    };
    add(spatial && spatial->anglesRad != std::array<double, 3>{}, "rotation");
    add(spatial && spatial->scale != 1, "zoom");
    add(noiseStd.has_value(), "noise");
    add(!blurSigma.empty(), "blur");
    add(!brightness.empty(), "brightness");
    add(!contrast.empty(), "contrast");
    add(!lowResolutionScale.empty(), "low_resolution");
    add(!invertedGamma.empty(), "gamma_inverted");
    add(!gamma.empty(), "gamma");
    add(isMirrored(*this), "mirror");
    return out;
}

bool usesDummy2d(const std::array<std::int64_t, 3>& patch) noexcept {
    return patch[0] == 1 || *std::max_element(patch.begin(), patch.end()) > 3 * patch[0];
}

double largestRotation(const AugmentationRecipe& recipe, const std::array<std::int64_t, 3>& patch) noexcept {
    double degrees = recipe.rotationDegrees;
    if (usesDummy2d(patch)) {
        // A 2-D patch that is clearly longer than wide would lose its ends in large turns.
        const auto [low, high] = std::minmax(patch[1], patch[2]);
        const bool isLong = patch[0] == 1 && static_cast<double>(high) > 1.5 * static_cast<double>(low);
        degrees = isLong ? 15 : 180;
    }
    return degrees * std::numbers::pi / 180;
}

AugmentationDraw drawAugmentation(const AugmentationRecipe& recipe, int channels,
                                  const std::array<std::int64_t, 3>& patch, const RandomKey& key) {
    AugmentationDraw draw;
    draw.noiseKey = key;
    draw.noiseKey.layer = key.layer + kNoiseLayer;
    draw.lowResolutionInPlane = usesDummy2d(patch);
    if (!recipe.enabled)
        return draw;
    Random random(key);
    draw.spatial = drawSpatial(recipe, patch, random);
    if (random.coin(recipe.noiseProbability))
        draw.noiseStd = random.uniform(0, recipe.noiseStdHigh);
    drawFilters(draw, recipe, channels, patch, random);
    draw.invertedGamma =
        drawFactors(recipe.invertedGammaProbability, channels, recipe.gammaLow, recipe.gammaHigh, random);
    draw.gamma = drawFactors(recipe.gammaProbability, channels, recipe.gammaLow, recipe.gammaHigh, random);
    for (const int axis : recipe.mirrorAxes)
        if (axis >= 0 && axis < 3)
            draw.mirror[static_cast<std::size_t>(axis)] = random.coin(kMirrorProbability);
    return draw;
}

PlanImage augmented(const PlanImage& image, const std::vector<std::uint8_t>& nonzero,
                    const std::vector<bool>& maskedChannels, const AugmentationDraw& draw,
                    const std::array<std::int64_t, 3>& patch) {
    PlanImage out{image.channels, patch, image.spacing, {}};
    const std::size_t size = out.channelVoxels();
    out.voxels.resize(static_cast<std::size_t>(image.channels) * size);
    const auto channels = static_cast<std::size_t>(image.channels);
    Random noise(draw.noiseKey);
    for (std::size_t c = 0; c < channels; ++c) {
        const std::span<float> channel = std::span(out.voxels).subspan(c * size, size);
        const auto source = std::span(image.voxels).subspan(c * image.channelVoxels(), image.channelVoxels());
        std::ranges::copy(moved(source, image.shape, draw, patch), channel.begin());
        if (draw.noiseStd)
            addNoise(channel, *draw.noiseStd, noise);
        changeIntensities(channel, patch, c, draw);
        if (isMirrored(draw))
            mirror(channel, patch, draw.mirror);
    }
    if (nonzero.size() != image.channelVoxels()
        || std::find(maskedChannels.begin(), maskedChannels.end(), true) == maskedChannels.end())
        return out;
    std::vector<std::int16_t> mask = movedMask(nonzero, image.shape, draw, patch);
    if (isMirrored(draw))
        mirror(mask, patch, draw.mirror);
    for (std::size_t c = 0; c < std::min(channels, maskedChannels.size()); ++c)
        if (maskedChannels[c])
            zeroOutside(std::span(out.voxels).subspan(c * size, size), mask);
    return out;
}

} // namespace nidus
