// SPDX-License-Identifier: Apache-2.0
#include "core/base/npy.h"
#include "core/training/augment_transforms.h"
#include "tests/golden/golden_row.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <numbers>

namespace nidus::golden {
namespace {

using Json = nlohmann::json;
using Channels = std::vector<std::vector<float>>;

struct Image {
    GridShape shape{};
    Channels channels;
};

GridShape patchFrom(const Json& sizes) {
    GridShape patch{1, 1, 1};
    for (std::size_t a = 0; a < sizes.size(); ++a)
        patch[3 - sizes.size() + a] = sizes[a];
    return patch;
}

GridShape shapeOf(const Json& three) {
    return {three[0], three[1], three[2]};
}

Image readImage(const std::filesystem::path& path) {
    const NpyArray array = readNpy(path);
    Image out{{array.shape[1], array.shape[2], array.shape[3]}, {}};
    const auto size = array.values.size() / static_cast<std::size_t>(array.shape[0]);
    const std::vector<float> all = array.floats();
    for (std::size_t start = 0; start < all.size(); start += size)
        out.channels.emplace_back(all.begin() + static_cast<std::ptrdiff_t>(start),
                                  all.begin() + static_cast<std::ptrdiff_t>(start + size));
    return out;
}

std::vector<std::int16_t> readLabels(const std::filesystem::path& path) {
    std::vector<std::int16_t> out;
    for (const double value : readNpy(path).values)
        out.push_back(static_cast<std::int16_t>(value));
    return out;
}

Json readFacts(const GoldenEntry& entry) {
    std::ifstream file(entry.file("facts"));
    return Json::parse(file);
}

/// The affine of an entry, from its angles and scale; the stored matrix is compared by the caller.
GridAffine affineOf(const Json& params) {
    AugmentationDraw::Spatial spatial;
    const auto& angles = params["angles_rad"];
    spatial.dummy2d = angles.size() == 2;
    for (std::size_t a = 0; a < angles.size(); ++a)
        spatial.anglesRad[3 - angles.size() + a] = angles[a];
    spatial.scale = params["scale"];
    return gridAffine(spatial);
}

void checkSpatial(const GoldenEntry& entry, Image& image, GoldenRow& row) {
    const Json& params = entry.params;
    const GridShape outShape = shapeOf(params["patch_size"]);
    std::vector<std::int16_t> labels = readLabels(entry.file("seg"));
    if (params["angles_rad"].is_null()) {
        for (auto& channel : image.channels)
            channel = centreCropped(channel, image.shape, outShape, 0.0F);
        labels = centreCropped(labels, image.shape, outShape, std::int16_t{-1});
    } else {
        const GridAffine affine = affineOf(params);
        double difference = 0;
        if (params.contains("affine"))
            for (std::size_t i = 0; i < 3; ++i)
                for (std::size_t j = 0; j < 3; ++j)
                    difference = std::max(difference, std::abs(affine[i][j] - params["affine"][i][j].get<double>()));
        note(row, difference, 1e-12, "affine");
        for (auto& channel : image.channels)
            channel = transformed(channel, image.shape, affine, outShape);
        labels = transformedLabels(labels, image.shape, affine, outShape, -1);
    }
    const std::vector<std::int16_t> wanted = readLabels(entry.file("output_seg"));
    double wrong = labels.size() == wanted.size() ? 0 : INFINITY;
    for (std::size_t i = 0; i < std::min(labels.size(), wanted.size()); ++i)
        wrong += labels[i] != wanted[i] ? 1 : 0;
    note(row, wrong, entry.tolerance["seg_max_wrong_voxels"], "mask voxels");
}

void applyBlur(const Json& params, Image& image) {
    const auto sigmas = params["sigmas_channel_axis"].get<std::vector<std::array<double, 3>>>();
    std::vector<std::size_t> channels(sigmas.size());
    for (std::size_t i = 0; i < channels.size(); ++i)
        channels[i] = params.contains("channels") ? params["channels"][i].get<std::size_t>() : i;
    for (std::size_t i = 0; i < channels.size(); ++i)
        blur(image.channels[channels[i]], image.shape, sigmas[i]);
}

void applyIntensity(const std::string& transform, const Json& params, Image& image) {
    for (std::size_t c = 0; c < image.channels.size(); ++c) {
        auto& channel = image.channels[c];
        if (transform == "MultiplicativeBrightnessTransform")
            multiplyBrightness(channel, params["multipliers"][c]);
        else if (transform == "ContrastTransform")
            changeContrast(channel, params["multipliers"][c]);
        else if (transform == "SimulateLowResolutionTransform")
            simulateLowResolution(channel, image.shape, params["scales_channel_axis"][c].get<std::array<double, 3>>());
        else
            applyGamma(channel, params["gamma"], params["invert"].get<bool>() ? GammaSign::Inverted : GammaSign::Plain,
                       params["retain_stats"].get<bool>() ? GammaStatistics::Retained : GammaStatistics::Changed);
    }
}

void applyMirror(const Json& params, Image& image) {
    std::array<bool, 3> axes{};
    for (const auto& axis : params["axes"])
        axes[axis.get<std::size_t>()] = true;
    for (auto& channel : image.channels)
        mirror(channel, image.shape, axes);
}

void applyMask(const GoldenEntry& entry, Image& image) {
    std::vector<std::int16_t> inside = readLabels(entry.file("seg"));
    for (std::int16_t& label : inside)
        label = label >= 0 ? 1 : 0;
    for (auto& channel : image.channels)
        for (float& v : channel)
            v += entry.params["add_before"].get<float>();
    for (const auto& c : entry.params["apply_to_channels"])
        zeroOutside(image.channels[c.get<std::size_t>()], inside);
}

void checkTransform(const GoldenEntry& entry, GoldenRow& row) {
    const auto transform = entry.params["transform"].get<std::string>();
    Image image = readImage(entry.file("image"));
    if (transform.starts_with("SpatialTransform"))
        checkSpatial(entry, image, row);
    else if (transform == "GaussianBlurTransform")
        applyBlur(entry.params, image);
    else if (transform == "MirrorTransform")
        applyMirror(entry.params, image);
    else if (transform == "MaskImageTransform")
        applyMask(entry, image);
    else
        applyIntensity(transform, entry.params, image);
    std::vector<double> got;
    for (const auto& channel : image.channels)
        got.insert(got.end(), channel.begin(), channel.end());
    note(row, maxDifference(got, readNpy(entry.file("output")).values), entry.tolerance["abs"], "voxels");
}

/// Sorted values at q of their range, as numpy's linear quantile.
double quantile(const std::vector<double>& sorted, double q) {
    const double position = q * static_cast<double>(sorted.size() - 1);
    const auto low = static_cast<std::size_t>(position);
    const std::size_t high = std::min(low + 1, sorted.size() - 1);
    return sorted[low] + (position - static_cast<double>(low)) * (sorted[high] - sorted[low]);
}

/// Quantiles of 20,000 to 40,000 draws are good to about 0.01 of the range, and both sides are such samples.
void compareQuantiles(GoldenRow& row, std::vector<double> values, const Json& facts, const std::string& what) {
    std::sort(values.begin(), values.end());
    const double range = values.back() - values.front();
    for (const auto& [q, wanted] : facts["quantiles"].items())
        note(row, std::abs(quantile(values, std::stod(q)) - wanted.get<double>()), 0.02 * range,
             what + " quantile " + q);
}

AugmentationDraw drawNumber(const AugmentationRecipe& recipe, std::uint32_t index) {
    return drawAugmentation(recipe, 1, {32, 32, 32},
                            {.seed = 11, .purpose = Purpose::Augmentation, .caseIndex = index});
}

void checkNoiseSamples(const Json& facts, GoldenRow& row) {
    const auto count = facts["n_voxels_per_channel"].get<std::size_t>();
    const double n = static_cast<double>(count);
    for (const auto& part : facts["gaussian_noise"]) {
        const double sigma = part["parameter"];
        Random random({.seed = 12, .purpose = Purpose::Augmentation});
        std::array<std::vector<float>, 2> channels;
        std::array<double, 2> deviation{};
        for (std::size_t c = 0; c < 2; ++c) {
            channels[c].assign(count, 0.0F);
            addNoise(channels[c], sigma, random);
            double squares = 0;
            for (const float v : channels[c])
                squares += static_cast<double>(v) * static_cast<double>(v);
            deviation[c] = std::sqrt(squares / n);
            const double wanted = part["sample_std_per_channel"][c];
            note(row, std::abs(deviation[c] - wanted), 4 * std::numbers::sqrt2 * sigma / std::sqrt(2 * n), "deviation");
        }
        double product = 0;
        for (std::size_t i = 0; i < count; ++i)
            product += static_cast<double>(channels[0][i]) * static_cast<double>(channels[1][i]);
        note(row, std::abs(product / n / deviation[0] / deviation[1]), 4 / std::sqrt(n), "correlation of channels");
    }
}

void checkStatistics(const GoldenEntry& entry, GoldenRow& row) {
    const Json facts = readFacts(entry);
    if (entry.name == "blur_kernel_sizes") {
        for (const auto& [sigma, size] : facts["sigma_to_kernel_size"].items())
            note(row, std::abs(static_cast<double>(blurKernel(std::stod(sigma)).size()) - size.get<double>()), 0,
                 "kernel of sigma " + sigma);
        return;
    }
    AugmentationRecipe recipe;
    recipe.noiseProbability = recipe.contrastProbability = recipe.gammaProbability = 1;
    std::vector<double> sigma;
    std::vector<double> contrast;
    std::vector<double> gamma;
    for (std::uint32_t i = 0; i < 40000; ++i) {
        const AugmentationDraw draw = drawNumber(recipe, i);
        sigma.push_back(draw.noiseStd.value());
        contrast.push_back(draw.contrast.at(0));
        gamma.push_back(draw.gamma.at(0));
    }
    compareQuantiles(row, sigma, facts["sigma_when_range_is_0_to_0.1"], "noise");
    compareQuantiles(row, contrast, facts["bgcontrast"]["0.75-1.25"], "contrast");
    compareQuantiles(row, gamma, facts["bgcontrast"]["0.7-1.5"], "gamma");
    checkNoiseSamples(facts, row);
}

/// What the recipe says of one transform: probability and the two ends of its parameter.
struct Step {
    std::string name;
    double probability = 0, low = 0, high = 0;
};

std::vector<Step> stepsOfRecipe(const AugmentationRecipe& r) {
    return {{"GaussianNoiseTransform", r.noiseProbability, 0, r.noiseStdHigh},
            {"GaussianBlurTransform", r.blurProbability, r.blurSigmaLow, r.blurSigmaHigh},
            {"MultiplicativeBrightnessTransform", r.brightnessProbability, r.brightnessLow, r.brightnessHigh},
            {"ContrastTransform", r.contrastProbability, r.contrastLow, r.contrastHigh},
            {"SimulateLowResolutionTransform", r.lowResolutionProbability, r.lowResolutionLow, 1},
            {"GammaTransform", r.invertedGammaProbability, r.gammaLow, r.gammaHigh},
            {"GammaTransform", r.gammaProbability, r.gammaLow, r.gammaHigh}};
}

std::vector<double> rangeOf(const Json& transform) {
    for (const char* key : {"noise_variance", "blur_sigma", "multiplier_range", "contrast_range", "scale", "gamma"})
        if (transform.contains(key)) {
            const Json& range = transform[key];
            return (range.is_object() ? range["BGContrast"] : range).get<std::vector<double>>();
        }
    return {NAN, NAN};
}

void checkSpatialOfPipeline(const Json& spatial, const AugmentationRecipe& recipe, const GridShape& patch,
                            GoldenRow& row) {
    note(row, std::abs(spatial["p_rotation"].get<double>() - recipe.rotationProbability), 0, "rotation probability");
    note(row, std::abs(spatial["p_scaling"].get<double>() - recipe.zoomProbability), 0, "zoom probability");
    note(row, std::abs(spatial["scaling"][0].get<double>() - recipe.zoomLow), 0, "lowest zoom");
    note(row, std::abs(spatial["scaling"][1].get<double>() - recipe.zoomHigh), 0, "highest zoom");
    double largest = 0;
    AugmentationRecipe always = recipe;
    always.rotationProbability = 1;
    for (std::uint32_t i = 0; i < 2000; ++i) {
        const auto draw = drawAugmentation(always, 1, patch, {.seed = 13, .caseIndex = i});
        for (const double angle : draw.spatial->anglesRad)
            largest = std::max(largest, std::abs(angle));
    }
    const double limit = spatial["rotation"][1];
    note(row, largest > limit ? INFINITY : limit - largest, 0.01 * limit, "largest angle");
}

void checkPipeline(const Json& pipeline, GoldenRow& row) {
    const GridShape patch = patchFrom(pipeline["patch_size"]);
    AugmentationRecipe recipe;
    recipe.zoomProbability = 0.2; // off in our default on purpose; nnU-Net's own value for the comparison
    const std::vector<Step> ours = stepsOfRecipe(recipe);
    std::size_t at = 0;
    bool isFlat = false;
    for (const auto& step : pipeline["training"]) {
        const auto name = step["class"].get<std::string>();
        isFlat = isFlat || name == "Convert3DTo2DTransform";
        if (name == "SpatialTransform")
            checkSpatialOfPipeline(step, recipe, patch, row);
        if (name != "RandomTransform")
            continue;
        const Json& inner = step["transform"];
        if (at >= ours.size() || inner["class"] != ours[at].name)
            return fail(row, "step " + std::to_string(at) + " is " + inner["class"].get<std::string>());
        note(row, std::abs(step["apply_probability"].get<double>() - ours[at].probability), 0, ours[at].name);
        note(row, std::abs(rangeOf(inner)[0] - ours[at].low), 0, ours[at].name + " low");
        note(row, std::abs(rangeOf(inner)[1] - ours[at].high), 0, ours[at].name + " high");
        if (inner["class"] == "SimulateLowResolutionTransform" && patch[0] > 1) {
            const auto draw = drawNumber(recipe, 0);
            const bool isInPlane = drawAugmentation(recipe, 1, patch, draw.noiseKey).lowResolutionInPlane;
            note(row, isInPlane == !inner["ignore_axes"].is_null() ? 0 : 1, 0, "axes of low resolution");
        }
        ++at;
    }
    note(row, at == ours.size() ? 0 : 1, 0, "number of steps");
    note(row, isFlat == (usesDummy2d(patch) && patch[0] > 1) ? 0 : 1, 0, "dummy-2D");
}

std::vector<GoldenRow> checkAugmentation(const GoldenIndex& index) {
    std::vector<GoldenRow> rows = checkEach(index, "augment", checkTransform);
    for (GoldenRow& row : checkEach(index, "augment_stats", checkStatistics))
        rows.push_back(std::move(row));
    const auto pipelines = checkEach(index, "augment_pipeline", [](const GoldenEntry& entry, GoldenRow& row) {
        const Json facts = readFacts(entry);
        for (const Json& pipeline : facts)
            checkPipeline(pipeline, row);
    });
    rows.insert(rows.end(), pipelines.begin(), pipelines.end());
    return rows;
}

const GoldenRegistration kRegistration{checkAugmentation};

} // namespace
} // namespace nidus::golden
