// SPDX-License-Identifier: Apache-2.0
#include "core/training/augment_math.h"
#include "core/training/augment_transforms.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <numbers>

using namespace nidus;

namespace {

PlanImage noiseImage(std::int64_t channels, const GridShape& shape, std::uint64_t seed) {
    PlanImage out{channels, shape, {1, 1, 1}, {}};
    Random random({.seed = seed});
    for (std::size_t i = 0; i < static_cast<std::size_t>(channels) * out.channelVoxels(); ++i)
        out.voxels.push_back(static_cast<float>(random.normal()));
    return out;
}

double largestDifference(std::span<const float> a, std::span<const float> b) {
    double out = a.size() == b.size() ? 0 : INFINITY;
    for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i)
        out = std::max(out, std::abs(static_cast<double>(a[i]) - static_cast<double>(b[i])));
    return out;
}

} // namespace

class TestAugmentTransforms : public QObject {
    Q_OBJECT

private Q_SLOTS:
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
        Random random({.seed = 17, .purpose = Purpose::Augmentation});
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

QTEST_GUILESS_MAIN(TestAugmentTransforms)
#include "tst_augment_transforms.moc"
