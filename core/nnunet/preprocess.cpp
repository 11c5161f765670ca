// SPDX-License-Identifier: Apache-2.0
#include "core/nnunet/preprocess.h"

#include "core/base/error.h"
#include "core/imaging/crop.h"
#include "core/imaging/normalize.h"
#include "core/imaging/resample.h"

#include <algorithm>
#include <span>
#include <utility>

namespace nidus {
namespace {

/// Labels of nnU-Net's generated segmentation.
constexpr std::int8_t kInside = 0;
constexpr std::int8_t kOutside = -1;

void requireChannels(const PlanImage& image, const Configuration& configuration) {
    const auto expected = static_cast<std::int64_t>(configuration.normalization.size());
    if (image.channels != expected)
        throw Error("IMG-013", "The case has " + std::to_string(image.channels)
                                   + " channel(s), but the model was trained " + "with " + std::to_string(expected)
                                   + ". Add or remove images of the case, or choose another model.");
    if (image.channels == 0 || std::any_of(image.shape.begin(), image.shape.end(), [](auto size) { return size <= 0; }))
        throw Error("IMG-013", "The case has an image without voxels. Choose another image or leave the case out.");
}

/// The plan's spacing with the gaps filled: a 2-D configuration keeps the spacing between slices, and so does null.
std::array<double, 3> targetSpacing(const Configuration& configuration, const std::array<double, 3>& own) {
    std::array<double, 3> target = own;
    const std::size_t given = std::min<std::size_t>(configuration.spacing.size(), 3);
    for (std::size_t a = 0; a < given; ++a)
        target[3 - given + a] = configuration.spacing[a].value_or(own[3 - given + a]);
    return target;
}

IntensityProperties intensityOf(const Plans& plans, const Configuration& configuration, std::int64_t channel) {
    const auto found = plans.intensity.find(static_cast<int>(channel));
    if (found != plans.intensity.end())
        return found->second;
    if (configuration.normalization[static_cast<std::size_t>(channel)] == NormalizationScheme::Ct)
        throw Error("PLN-002",
                    "The plan of the model lacks the intensity properties of channel " + std::to_string(channel)
                        + ", which its CT normalisation needs. Use the plans.json the model was trained with.");
    return {};
}

void normalizeChannels(PlanImage& image, std::span<const std::uint8_t> mask, const Plans& plans,
                       const Configuration& configuration) {
    const std::size_t voxels = image.channelVoxels();
    for (std::int64_t c = 0; c < image.channels; ++c) {
        const auto at = static_cast<std::size_t>(c);
        const bool isMasked = at < configuration.useMaskForNorm.size() && configuration.useMaskForNorm[at];
        normalize(std::span(image.voxels).subspan(at * voxels, voxels), configuration.normalization[at],
                  isMasked ? mask : std::span<const std::uint8_t>{}, intensityOf(plans, configuration, c));
    }
}

std::vector<std::uint8_t> resampledMask(const std::vector<std::uint8_t>& mask, const Grid& from, const Grid& target,
                                        const ResamplingFunction& function, int threads) {
    const bool isFull = std::all_of(mask.begin(), mask.end(), [](std::uint8_t value) { return value != 0; });
    if (isFull && function.kind != ResamplingFunction::Kind::None)
        return std::vector<std::uint8_t>(static_cast<std::size_t>(target.shape[0] * target.shape[1] * target.shape[2]),
                                         1);
    std::vector<std::int8_t> labels(mask.size());
    std::transform(mask.begin(), mask.end(), labels.begin(),
                   [](std::uint8_t value) { return value != 0 ? kInside : kOutside; });
    labels = resampledLabels(labels, from, target, function, threads);
    std::vector<std::uint8_t> result(labels.size());
    std::transform(labels.begin(), labels.end(), result.begin(),
                   [](std::int8_t label) { return static_cast<std::uint8_t>(label >= kInside ? 1 : 0); });
    return result;
}

void crop(PlanImage& image, PreprocessedCase& result) {
    result.shapeBeforeCropping = image.shape;
    result.spacingBeforeResampling = image.spacing;
    result.cropBox = nonzeroBox(image);
    cropTo(image, result.cropBox);
    result.shapeAfterCropping = image.shape;
}

void measureBaselines(const PlanImage& image, std::span<const std::uint8_t> mask, PreprocessedCase& result) {
    const auto inside = static_cast<std::size_t>(std::count(mask.begin(), mask.end(), std::uint8_t{1}));
    result.nonzeroVolumeMm3 = static_cast<double>(inside) * image.spacing[0] * image.spacing[1] * image.spacing[2];
    result.meanIntensity = meanOf(std::span(image.voxels).first(image.channelVoxels()),
                                  inside == mask.size() ? std::span<const std::uint8_t>{} : mask);
}

} // namespace

PreprocessedCase preprocess(PlanImage image, const Plans& plans, const Configuration& configuration, int threads) {
    requireChannels(image, configuration);
    if (plans.transposeForward != std::array<int, 3>{0, 1, 2})
        image = transposed(image, plans.transposeForward);
    PreprocessedCase result;
    crop(image, result);
    // Holes are filled inside the box only: what lies outside is background that reaches the faces anyway.
    const std::vector<std::uint8_t> mask = holesFilled(nonzeroMask(image), image.shape);
    measureBaselines(image, mask, result);
    const Grid from{image.shape, image.spacing};
    Grid target{{}, targetSpacing(configuration, image.spacing)};
    target.shape = resampledShape(from, target.spacing);
    const ResamplingFunction& function = configuration.resamplingData;
    normalizeChannels(image, mask, plans, configuration);
    result.image = resampled(std::move(image), target, function, threads);
    result.nonzero = resampledMask(mask, from, target, function, threads);
    result.separateZ =
        result.image.shape != from.shape && separateAxis(function, from.spacing, target.spacing).has_value();
    return result;
}

} // namespace nidus
