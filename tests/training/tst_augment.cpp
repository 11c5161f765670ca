// SPDX-License-Identifier: Apache-2.0
#include "core/training/augment_preview.h"
#include "core/training/augment_transforms.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>
#include <numeric>

using namespace nidus;

namespace {

constexpr int kDraws = 10000;

RandomKey keyOf(std::uint32_t index) {
    return {.seed = 17, .purpose = Purpose::Augmentation, .fold = 1, .epoch = 2, .caseIndex = index};
}

PlanImage noiseImage(std::int64_t channels, const GridShape& shape, std::uint64_t seed) {
    PlanImage out{channels, shape, {1, 1, 1}, {}};
    Random random({.seed = seed});
    for (std::size_t i = 0; i < static_cast<std::size_t>(channels) * out.channelVoxels(); ++i)
        out.voxels.push_back(static_cast<float>(random.normal()));
    return out;
}

double meanOf(const std::vector<double>& values) {
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

double largestDifference(std::span<const float> a, std::span<const float> b) {
    double out = a.size() == b.size() ? 0 : INFINITY;
    for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i)
        out = std::max(out, std::abs(static_cast<double>(a[i]) - static_cast<double>(b[i])));
    return out;
}

/// A share within four standard errors of p.
bool isNear(int count, int draws, double p) {
    return std::abs(count - draws * p) <= 4 * std::sqrt(draws * p * (1 - p));
}

} // namespace

class TestAugment : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void probabilitiesFollowTheRecipe() {
        AugmentationRecipe recipe;
        recipe.zoomProbability = 0.2;
        recipe.mirrorAxes = {1};
        std::map<std::string, int> count;
        for (std::uint32_t i = 0; i < kDraws; ++i)
            for (const std::string& name : drawAugmentation(recipe, 1, {64, 80, 64}, keyOf(i)).names())
                ++count[name];
        const std::map<std::string, double> expected{
            {"rotation", 0.2},    {"zoom", 0.2},      {"noise", 0.1},           {"blur", 0.2},
            {"brightness", 0.15}, {"contrast", 0.15}, {"low_resolution", 0.25}, {"gamma_inverted", 0.1},
            {"gamma", 0.3},       {"mirror", 0.5}};
        QCOMPARE(count.size(), expected.size());
        for (const auto& [name, p] : expected)
            QVERIFY2(isNear(count[name], kDraws, p), qPrintable(QString::fromStdString(name)));
    }

    void defaultsZoomAndMirrorNothing() {
        for (std::uint32_t i = 0; i < kDraws; ++i) {
            const auto draw = drawAugmentation({}, 2, {64, 80, 64}, keyOf(i));
            QVERIFY(!draw.spatial || draw.spatial->scale == 1);
            QVERIFY((draw.mirror == std::array<bool, 3>{}));
        }
    }

    void parametersFollowTheirDistributions() {
        AugmentationRecipe recipe;
        recipe.zoomProbability = 0.2;
        std::vector<double> angle;
        std::vector<double> zoom;
        std::vector<double> sigma;
        std::vector<double> factor;
        std::vector<double> gamma;
        std::vector<double> coarse;
        int blurred = 0;
        int channels = 0;
        for (std::uint32_t i = 0; i < kDraws; ++i) {
            const auto draw = drawAugmentation(recipe, 2, {64, 80, 64}, keyOf(i));
            if (draw.spatial && draw.spatial->anglesRad[0] != 0)
                angle.insert(angle.end(), draw.spatial->anglesRad.begin(), draw.spatial->anglesRad.end());
            if (draw.spatial && draw.spatial->scale != 1)
                zoom.push_back(draw.spatial->scale);
            for (const auto& channel : draw.blurSigma) {
                ++channels;
                blurred += channel.has_value();
                if (channel)
                    sigma.insert(sigma.end(), channel->begin(), channel->end());
            }
            factor.insert(factor.end(), draw.brightness.begin(), draw.brightness.end());
            gamma.insert(gamma.end(), draw.gamma.begin(), draw.gamma.end());
            for (const auto& scale : draw.lowResolutionScale)
                if (scale)
                    coarse.push_back(*scale);
        }
        QVERIFY(isNear(blurred, channels, 0.5));
        const double limit = std::numbers::pi / 6;
        const auto isUniform = [](const std::vector<double>& values, double low, double high) {
            const double n = static_cast<double>(values.size());
            const auto [least, most] = std::minmax_element(values.begin(), values.end());
            const double error = (high - low) / std::sqrt(12 * n);
            // The extremes of n draws lie within 20 / n of the range of its ends, but for odds of e^-20.
            return std::abs(meanOf(values) - (low + high) / 2) < 4 * error && *least >= low && *most <= high
                   && *least - low < 20 / n * (high - low) && high - *most < 20 / n * (high - low);
        };
        QVERIFY(isUniform(angle, -limit, limit));
        QVERIFY(isUniform(zoom, 0.7, 1.4));
        QVERIFY(isUniform(sigma, 0.5, 1));
        QVERIFY(isUniform(coarse, 0.5, 1));
        // BGContrast: half below 1 whatever the range, uniform on either side.
        for (const auto& [values, low, high] : {std::tuple(factor, 0.75, 1.25), std::tuple(gamma, 0.7, 1.5)}) {
            std::vector<double> below;
            std::vector<double> above;
            for (const double value : values)
                (value < 1 ? below : above).push_back(value);
            QVERIFY(isNear(static_cast<int>(below.size()), static_cast<int>(values.size()), 0.5));
            QVERIFY(isUniform(below, low, 1));
            QVERIFY(isUniform(above, 1, high));
        }
    }

    void flatPatchesTurnInPlane() {
        QVERIFY(!usesDummy2d({64, 80, 64}));
        QVERIFY(!usesDummy2d({16, 48, 48}));
        QVERIFY(usesDummy2d({16, 49, 32}));
        QVERIFY(usesDummy2d({28, 256, 224}));
        AugmentationRecipe always;
        always.rotationProbability = always.blurProbability = 1;
        double largest = 0;
        double largestOfLong = 0;
        for (std::uint32_t i = 0; i < 1000; ++i) {
            const auto draw = drawAugmentation(always, 1, {10, 40, 40}, keyOf(i));
            QVERIFY(draw.spatial->dummy2d && draw.lowResolutionInPlane);
            QVERIFY(draw.spatial->anglesRad[0] == 0 && draw.spatial->anglesRad[1] == 0);
            largest = std::max(largest, std::abs(draw.spatial->anglesRad[2]));
            const auto flat = drawAugmentation(always, 1, {1, 256, 128}, keyOf(i));
            largestOfLong = std::max(largestOfLong, std::abs(flat.spatial->anglesRad[2]));
            QVERIFY(!flat.blurSigma[0] || (*flat.blurSigma[0])[0] == 0);
        }
        QVERIFY(largest > 0.98 * std::numbers::pi && largest <= std::numbers::pi);
        QVERIFY(largestOfLong > 14.5 * std::numbers::pi / 180 && largestOfLong <= 15.01 * std::numbers::pi / 180);
        const auto draw = drawAugmentation(always, 1, {10, 40, 40}, keyOf(0));
        const GridAffine affine = gridAffine(*draw.spatial);
        QVERIFY((affine[0] == std::array<double, 3>{1, 0, 0}));
    }

    void aDrawDependsOnItsKeyAlone() {
        AugmentationRecipe recipe;
        recipe.noiseProbability = 1;
        const PlanImage image = noiseImage(2, {12, 10, 14}, 5);
        const auto apply = [&](std::uint32_t index) {
            return augmented(image, {}, {}, drawAugmentation(recipe, 2, image.shape, keyOf(index)), image.shape);
        };
        QVERIFY(apply(3) == apply(3));
        QVERIFY(apply(3) != apply(4));
        AugmentationRecipe off;
        off.enabled = false;
        QVERIFY(drawAugmentation(off, 2, image.shape, keyOf(1)).names().empty());
        QVERIFY(augmented(image, {}, {}, drawAugmentation(off, 2, image.shape, keyOf(1)), image.shape) == image);
    }

    // The order of nnU-Net's list: a change of order changes the result.
    void augmentedAppliesTheTransformsInOrder() {
        const PlanImage image = noiseImage(2, {12, 10, 14}, 6);
        std::vector<std::uint8_t> nonzero(image.channelVoxels(), 1);
        std::fill_n(nonzero.begin(), 300, std::uint8_t{0});
        AugmentationDraw draw;
        draw.spatial = AugmentationDraw::Spatial{{0.1, -0.2, 0.3}, 1.1, false};
        draw.noiseStd = 0.05;
        draw.blurSigma = {std::array<double, 3>{0.6, 0.7, 0.95}, std::nullopt};
        draw.brightness = {0.8, 1.2};
        draw.contrast = {1.1, 0.9};
        draw.lowResolutionScale = {std::nullopt, 0.6};
        draw.invertedGamma = {0.8, 1.3};
        draw.gamma = {1.4, 0.75};
        draw.mirror = {true, false, true};
        draw.noiseKey = keyOf(9);
        const PlanImage got = augmented(image, nonzero, {false, true}, draw, image.shape);

        const std::size_t size = image.channelVoxels();
        const GridAffine affine = gridAffine(*draw.spatial);
        std::vector<std::int16_t> mask(nonzero.begin(), nonzero.end());
        mask = transformedLabels(mask, image.shape, affine, image.shape, 0);
        mirror(mask, image.shape, draw.mirror);
        Random noise(draw.noiseKey);
        for (std::size_t c = 0; c < 2; ++c) {
            auto channel =
                transformed(std::span(image.voxels).subspan(c * size, size), image.shape, affine, image.shape);
            addNoise(channel, 0.05, noise);
            if (c == 0)
                blur(channel, image.shape, {0.6, 0.7, 0.95});
            multiplyBrightness(channel, draw.brightness[c]);
            changeContrast(channel, draw.contrast[c]);
            if (c == 1)
                simulateLowResolution(channel, image.shape, {0.6, 0.6, 0.6});
            applyGamma(channel, draw.invertedGamma[c], GammaSign::Inverted, GammaStatistics::Retained);
            applyGamma(channel, draw.gamma[c], GammaSign::Plain, GammaStatistics::Retained);
            mirror(channel, image.shape, draw.mirror);
            if (c == 1)
                zeroOutside(channel, mask);
            QCOMPARE(largestDifference(channel, std::span(got.voxels).subspan(c * size, size)), 0.0);
        }
        QVERIFY(std::count(mask.begin(), mask.end(), std::int16_t{0}) > 100);
    }

    // Of a case in the size of the network, and of one that is larger, whose middle is shown.
    void previewsShowWhatTrainingDoes() {
        SampleCase sample;
        sample.architecture.inputChannels = 2;
        sample.input = {{8, 16, 20}, {false, false}};
        sample.prepared.image = noiseImage(2, {8, 16, 20}, 3);
        sample.prepared.nonzero.assign(sample.prepared.image.channelVoxels(), 1);
        Recipe recipe;
        recipe.augmentation.mirrorAxes = {2};
        const AugmentationPreview preview = previewAugmentation(sample, recipe, 12, 7, {});
        QCOMPARE(preview.rows, 16);
        QCOMPARE(preview.columns, 20);
        const auto middle = std::span(sample.prepared.image.voxels).subspan(4 * 16 * 20, 16 * 20);
        QCOMPARE(largestDifference(preview.original.values, middle), 0.0);
        Recipe mirrors = recipe;
        AugmentationRecipe& only = mirrors.augmentation;
        only.rotationProbability = only.noiseProbability = only.blurProbability = only.brightnessProbability = 0;
        only.contrastProbability = only.lowResolutionProbability = 0;
        only.gammaProbability = only.invertedGammaProbability = 0;
        int mirrored = 0;
        for (const AugmentationPreview::Slice& slice : previewAugmentation(sample, mirrors, 12, 0, {}).augmented) {
            const bool isMirrored = slice.transforms == std::vector<std::string>{"mirror"};
            mirrored += isMirrored ? 1 : 0;
            for (std::size_t row = 0; row < 16; ++row)
                for (std::size_t column = 0; column < 20; ++column)
                    QCOMPARE(slice.values[row * 20 + column], middle[row * 20 + (isMirrored ? 19 - column : column)]);
        }
        QVERIFY(mirrored > 0 && mirrored < 12);
        const AugmentationPreview again = previewAugmentation(sample, recipe, 3, 7, {});
        const AugmentationPreview other = previewAugmentation(sample, recipe, 12, 8, {});
        bool differs = false;
        for (std::size_t k = 0; k < 3; ++k)
            QCOMPARE(again.augmented[k].values, preview.augmented[k].values);
        for (std::size_t k = 0; k < 12; ++k)
            differs = differs || other.augmented[k].values != preview.augmented[k].values;
        QVERIFY(differs);
        sample.input.size = {4, 8, 12};
        recipe.augmentation.enabled = false;
        const AugmentationPreview part = previewAugmentation(sample, recipe, 1, 0, {});
        QCOMPARE(part.original.values.size(), std::size_t{8 * 12});
        QCOMPARE(part.original.values.front(), middle[4 * 20 + 4]);
        QCOMPARE(part.augmented.front().values, part.original.values);
        recipe.augmentation = {};
        int unchanged = 0;
        for (const AugmentationPreview::Slice& slice : previewAugmentation(sample, recipe, 40, 0, {}).augmented)
            if (slice.transforms.empty()) {
                ++unchanged;
                QCOMPARE(slice.values, part.original.values); // cut from a larger box, at the same place
            }
        QVERIFY(unchanged > 0);
    }
};

QTEST_GUILESS_MAIN(TestAugment)
#include "tst_augment.moc"
