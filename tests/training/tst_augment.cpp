// SPDX-License-Identifier: Apache-2.0
#include "core/training/augment_math.h"
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
            return augmented(image, {}, {}, drawAugmentation(recipe, 2, image.shape, keyOf(index)));
        };
        QVERIFY(apply(3) == apply(3));
        QVERIFY(apply(3) != apply(4));
        AugmentationRecipe off;
        off.enabled = false;
        QVERIFY(drawAugmentation(off, 2, image.shape, keyOf(1)).names().empty());
        QVERIFY(augmented(image, {}, {}, drawAugmentation(off, 2, image.shape, keyOf(1))) == image);
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
        const PlanImage got = augmented(image, nonzero, {false, true}, draw);

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

    void identitiesChangeNothing() {
        const PlanImage image = noiseImage(1, {9, 8, 7}, 7);
        const GridAffine still = gridAffine({});
        QVERIFY(largestDifference(transformed(image.voxels, image.shape, still, image.shape), image.voxels) < 1e-6);
        QVERIFY(centreCropped(image.voxels, image.shape, image.shape, 0.0F) == image.voxels);
        std::vector<float> voxels = image.voxels;
        blur(voxels, image.shape, {0, 0, 0});
        multiplyBrightness(voxels, 1);
        simulateLowResolution(voxels, image.shape, {1, 1, 1});
        mirror(voxels, image.shape, {true, true, false});
        mirror(voxels, image.shape, {true, true, false});
        QVERIFY(voxels == image.voxels);
        changeContrast(voxels, 1);
        applyGamma(voxels, 1, GammaSign::Inverted, GammaStatistics::Retained);
        QVERIFY(largestDifference(voxels, image.voxels) < 3e-6);
    }

    // A quarter turn about axis 0 of a square slice permutes voxels.
    void quarterTurnMovesVoxelsWhole() {
        const GridShape shape{2, 5, 5};
        const PlanImage image = noiseImage(1, shape, 8);
        const auto turned =
            transformed(image.voxels, shape, gridAffine({{std::numbers::pi / 2, 0, 0}, 1, false}), shape);
        for (std::int64_t i = 0; i < 2; ++i)
            for (std::int64_t j = 0; j < 5; ++j)
                for (std::int64_t k = 0; k < 5; ++k) {
                    // (d1, d2) offsets (y, x) sample at (cos y - sin x, sin y + cos x) = (-x, y).
                    const auto from = static_cast<std::size_t>((i * 5 + (4 - k)) * 5 + j);
                    const auto to = static_cast<std::size_t>((i * 5 + j) * 5 + k);
                    QVERIFY(std::abs(turned[to] - image.voxels[from]) < 1e-5F);
                }
    }

    void zoomSamplesFurtherApart() {
        // Offsets -1.5, -0.5, 0.5, 1.5 doubled: sources -1.5, 0.5, 2.5, 4.5 of 0..3.
        const GridShape shape{1, 1, 4};
        const std::vector<float> ramp{10, 20, 30, 40};
        const GridAffine twice{{{1, 0, 0}, {0, 1, 0}, {0, 0, 2}}};
        QCOMPARE(transformed(ramp, shape, twice, shape), (std::vector<float>{0, 15, 35, 0}));
        // Halfway beyond the border half of the weight lies on nothing.
        const GridAffine wider{{{1, 0, 0}, {0, 1, 0}, {0, 0, 4.0 / 3}}};
        QVERIFY(largestDifference(transformed(ramp, shape, wider, shape),
                                  std::vector<float>{5, 10 + 10 * 5.0F / 6, 30 + 10 / 6.0F, 20})
                < 1e-4);
    }

    void labelsGoToTheHeaviestNeighbour() {
        const GridShape shape{1, 1, 4};
        const std::vector<std::int16_t> labels{1, 1, 0, 0};
        // Sources -0.3, 0.9, 2.1, 3.3.
        const GridAffine wider{{{1, 0, 0}, {0, 1, 0}, {0, 0, 1.2}}};
        QCOMPARE(transformedLabels(labels, shape, wider, shape, -1), (std::vector<std::int16_t>{1, 1, 0, 0}));
        // Sources -0.6 and 3.6 lie mostly outside.
        const GridAffine outside{{{1, 0, 0}, {0, 1, 0}, {0, 0, 1.4}}};
        QCOMPARE(transformedLabels(labels, shape, outside, shape, -1), (std::vector<std::int16_t>{-1, 1, 0, -1}));
    }

    void cropStartsAtTheDifferenceOfTheHalves() {
        const std::vector<float> line{1, 2, 3, 4, 5};
        QCOMPARE(centreCropped(line, {1, 1, 5}, {1, 1, 2}, 0.0F), (std::vector<float>{2, 3})); // 5/2 - 2/2 = 1
        QCOMPARE(centreCropped(line, {1, 1, 5}, {1, 1, 8}, 9.0F), (std::vector<float>{9, 9, 1, 2, 3, 4, 5, 9}));
    }

    void noiseIsNormalAndIndependent() {
        const std::size_t n = 200001; // odd: the last pair is cut
        std::vector<float> noise(n, 0.0F);
        Random random(keyOf(1));
        addNoise(noise, 2, random);
        double sum = 0;
        double squares = 0;
        double cubes = 0;
        double fourths = 0;
        double lagged = 0;
        double pairs = 0;
        for (std::size_t i = 0; i < n; ++i) {
            const double z = static_cast<double>(noise[i]) / 2;
            sum += z;
            squares += z * z;
            cubes += z * z * z;
            fourths += z * z * z * z;
            lagged += i > 0 ? z * static_cast<double>(noise[i - 1]) / 2 : 0;
            pairs += i >= 512 ? z * static_cast<double>(noise[i - 512]) / 2 : 0; // the two halves of a Box-Muller block
        }
        const double root = std::sqrt(static_cast<double>(n));
        QVERIFY(std::abs(sum) < 4 * root);
        QVERIFY(std::abs(squares - static_cast<double>(n)) < 4 * std::sqrt(2.0) * root);
        QVERIFY(std::abs(cubes) < 4 * std::sqrt(15.0) * root);
        QVERIFY(std::abs(fourths - 3 * static_cast<double>(n)) < 4 * std::sqrt(96.0) * root);
        QVERIFY(std::abs(lagged) < 4 * root);
        QVERIFY(std::abs(pairs) < 4 * root);
    }

    void blurByHand() {
        // sigma 0.5: kernel 3, outer weight e^-2 / (1 + 2 e^-2) = 0.106507.
        const std::vector<float> kernel = blurKernel(0.5);
        QCOMPARE(kernel.size(), std::size_t(3));
        QVERIFY(std::abs(kernel[0] - 0.10650698F) < 1e-7F);
        QCOMPARE(blurKernel(0.6).size(), std::size_t(5));
        QCOMPARE(blurKernel(1).size(), std::size_t(7));
        std::vector<float> line{1, 0, 0, 0, 2};
        blur(line, {1, 1, 5}, {0, 0, 0.5});
        // Reflection does not repeat the edge: the ends see only zeros beside them.
        const float w = kernel[0];
        QVERIFY(largestDifference(line, std::vector<float>{1 - 2 * w, w, 0, 2 * w, 2 * (1 - 2 * w)}) < 1e-6);
        // The same along the other axes.
        for (const GridShape& shape : {GridShape{5, 1, 1}, GridShape{1, 5, 1}}) {
            std::vector<float> column{1, 0, 0, 0, 2};
            blur(column, shape, {0.5, 0.5, 0.5});
            QVERIFY(largestDifference(column, line) < 1e-6);
        }
    }

    void blurOfAxesShorterThanTheKernel() {
        for (std::int64_t length = 1; length < 4; ++length) {
            std::vector<float> flat(static_cast<std::size_t>(length), 3.0F);
            blur(flat, {1, 1, length}, {1, 1, 1});
            QVERIFY(largestDifference(flat, std::vector<float>(flat.size(), 3.0F)) < 1e-6);
        }
    }

    void brightnessAndContrastByHand() {
        std::vector<float> values{-1, 0, 1, 4};
        multiplyBrightness(values, 0.5);
        QCOMPARE(values, (std::vector<float>{-0.5, 0, 0.5, 2}));
        values = {-1, 0, 1, 4}; // mean 1
        changeContrast(values, 0.5);
        QCOMPARE(values, (std::vector<float>{0, 0.5, 1, 2.5}));
        values = {-1, 0, 1, 4};
        changeContrast(values, 1.25); // -1.5 and 4.75 are cut to the old range
        QCOMPARE(values, (std::vector<float>{-1, -0.25, 1, 4}));
    }

    void lowResolutionByHand() {
        // 4 -> 2: nearest-exact takes 2 and 4; back at positions 0 (cut), 0.25, 0.75 and 1.25 (cut) between them.
        std::vector<float> line{1, 2, 3, 4};
        simulateLowResolution(line, {1, 1, 4}, {1, 1, 0.5});
        QCOMPARE(line, (std::vector<float>{2, 2.5, 3.5, 4}));
        // 5 * 0.5 = 2.5 rounds to the even 2.
        std::vector<float> odd{0, 1, 2, 3, 4};
        simulateLowResolution(odd, {1, 1, 5}, {1, 1, 0.5});
        QVERIFY(largestDifference(odd, std::vector<float>{1, 1.2F, 2, 2.8F, 3}) < 1e-6);
        // A single slice stays.
        std::vector<float> slice{1, 2};
        simulateLowResolution(slice, {1, 1, 2}, {0.5, 0.5, 1});
        QCOMPARE(slice, (std::vector<float>{1, 2}));
    }

    void gammaByHand() {
        std::vector<float> values{0, 1, 2}; // /2, squared, *2: 0, 0.5, 2
        applyGamma(values, 2, GammaSign::Plain, GammaStatistics::Changed);
        QVERIFY(largestDifference(values, std::vector<float>{0, 0.5F, 2}) < 1e-6);
        values = {0, 1, 2}; // -2, -1, 0 -> 0, 1/2, 1 of the range -> -2, -1.5, 0 -> 0, 1.5, 2 turned back
        applyGamma(values, 2, GammaSign::Inverted, GammaStatistics::Changed);
        QVERIFY(largestDifference(values, std::vector<float>{0, 1.5F, 2}) < 1e-6);
        // Retained: mean 1 and standard deviation 1 (n - 1) as before; shape as above.
        values = {0, 1, 2};
        applyGamma(values, 2, GammaSign::Plain, GammaStatistics::Retained);
        const double mean = 2.5 / 3;
        const double deviation = std::sqrt((mean * mean + (0.5 - mean) * (0.5 - mean) + (2 - mean) * (2 - mean)) / 2);
        for (std::size_t i = 0; i < 3; ++i) {
            const double raw = i == 0 ? 0 : i == 1 ? 0.5 : 2;
            QVERIFY(std::abs(static_cast<double>(values[i]) - ((raw - mean) / deviation + 1)) < 1e-6);
        }
        std::vector<float> flat(5, 2.5F);
        applyGamma(flat, 0.7, GammaSign::Plain, GammaStatistics::Retained);
        QVERIFY(largestDifference(flat, std::vector<float>(5, 2.5F)) < 1e-6);
    }

    void elementaryFunctionsAreExactEnough() {
        double logError = 0;
        double expError = 0;
        double sinError = 0;
        for (int i = 1; i <= 200000; ++i) {
            const float u = static_cast<float>(i) / 200000;
            logError =
                std::max(logError, std::abs(static_cast<double>(fastLog2(u)) - std::log2(static_cast<double>(u))));
            const float e = -40 * u;
            expError =
                std::max(expError, std::abs(static_cast<double>(fastExp2(e)) / std::exp2(static_cast<double>(e)) - 1));
            const float t = u - 0.5F;
            sinError = std::max(sinError, std::abs(static_cast<double>(fastSinTurns(t))
                                                   - std::sin(2 * std::numbers::pi * static_cast<double>(t))));
        }
        QVERIFY2(logError < 1e-6, qPrintable(QString::number(logError))); // absolute; half a bit at 16
        QVERIFY2(expError < 3e-7, qPrintable(QString::number(expError)));
        QVERIFY2(sinError < 3e-7, qPrintable(QString::number(sinError)));
    }

    void mirrorsReverseTheirAxes() {
        std::vector<float> cube{0, 1, 2, 3, 4, 5, 6, 7};
        mirror(cube, {2, 2, 2}, {true, false, false});
        QCOMPARE(cube, (std::vector<float>{4, 5, 6, 7, 0, 1, 2, 3}));
        mirror(cube, {2, 2, 2}, {false, true, true});
        QCOMPARE(cube, (std::vector<float>{7, 6, 5, 4, 3, 2, 1, 0}));
    }
};

QTEST_GUILESS_MAIN(TestAugment)
#include "tst_augment.moc"
