// SPDX-License-Identifier: Apache-2.0
#include "core/base/error.h"
#include "core/base/random.h"
#include "core/imaging/crop.h"
#include "core/imaging/normalize.h"
#include "core/nnunet/preprocess.h"

#include <QTest>

#include <algorithm>
#include <cmath>

using namespace nidus;

namespace {

using Triple = std::array<std::int64_t, 3>;

/// A mask drawn row by row, slices behind one another: '#' is set.
std::vector<std::uint8_t> maskFrom(const std::string& drawing) {
    std::vector<std::uint8_t> mask;
    for (const char c : drawing)
        if (c == '#' || c == '.')
            mask.push_back(c == '#' ? 1 : 0);
    return mask;
}

PlanImage imageOf(Triple shape, std::vector<float> voxels, std::array<double, 3> spacing = {1, 1, 1}) {
    const auto channelVoxels = static_cast<std::size_t>(shape[0] * shape[1] * shape[2]);
    return {static_cast<std::int64_t>(voxels.size() / channelVoxels), shape, spacing, std::move(voxels)};
}

Configuration configurationWith(NormalizationScheme scheme, bool isMasked, std::vector<std::optional<double>> spacing,
                                std::size_t channels = 1) {
    Configuration configuration;
    configuration.spacing = std::move(spacing);
    configuration.normalization.assign(channels, scheme);
    configuration.useMaskForNorm.assign(channels, isMasked);
    return configuration;
}

std::string codeOf(const std::function<void()>& call) {
    try {
        call();
    } catch (const Error& error) {
        return error.code();
    }
    return "none";
}

std::vector<float> normalized(std::vector<float> values, NormalizationScheme scheme,
                              const std::vector<std::uint8_t>& mask = {}, const IntensityProperties& properties = {}) {
    normalize(values, scheme, mask, properties);
    return values;
}

} // namespace

class TestPreprocess : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void holesAreFilledUnlessAFaceIsReached() {
        // 3 x 4 x 5: the middle slice has an enclosed hole (left) that the slices above and below close.
        const std::string closed = "##### ##### ##### #####";
        const std::string hole = "##### #.### ##### #####";
        const std::string tunnel = "##### #..## ##.## ##.##"; // reaches the border of its slice
        const Triple shape{3, 4, 5};
        QVERIFY(holesFilled(maskFrom(closed + hole + closed), shape) == maskFrom(closed + closed + closed));
        QVERIFY(holesFilled(maskFrom(closed + tunnel + closed), shape) == maskFrom(closed + tunnel + closed));
        // Diagonal contact does not open a hole: faces only.
        const std::string corner = ".#### #.### ##### #####";
        const std::string filled = ".#### ##### ##### #####";
        QVERIFY(holesFilled(maskFrom(closed + corner + closed), shape) == maskFrom(closed + filled + closed));
    }

    void aSingleSliceIsNeverFilled() {
        const auto mask = maskFrom("##### #.### #####");
        QVERIFY(holesFilled(mask, {1, 3, 5}) == mask);
    }

    void aWindingTunnelIsFollowedToItsEnd() {
        // Random masks against a plain flood that repeats until nothing changes.
        Random random({.seed = 4});
        for (int round = 0; round < 20; ++round) {
            const Triple shape{5, 7, 9};
            std::vector<std::uint8_t> mask(5 * 7 * 9);
            for (std::uint8_t& value : mask)
                value = random.coin(0.55 + 0.01 * round) ? 1 : 0;
            std::vector<std::uint8_t> outside(mask.size());
            for (bool isChanged = true; isChanged;) {
                isChanged = false;
                for (std::int64_t i = 0; i < 5; ++i)
                    for (std::int64_t j = 0; j < 7; ++j)
                        for (std::int64_t k = 0; k < 9; ++k) {
                            const auto at = [&](std::int64_t a, std::int64_t b, std::int64_t c) {
                                return a < 0 || b < 0 || c < 0 || a >= 5 || b >= 7 || c >= 9
                                       || outside[static_cast<std::size_t>((a * 7 + b) * 9 + c)] != 0;
                            };
                            const auto here = static_cast<std::size_t>((i * 7 + j) * 9 + k);
                            if (mask[here] == 0 && outside[here] == 0
                                && (at(i - 1, j, k) || at(i + 1, j, k) || at(i, j - 1, k) || at(i, j + 1, k)
                                    || at(i, j, k - 1) || at(i, j, k + 1))) {
                                outside[here] = 1;
                                isChanged = true;
                            }
                        }
            }
            const std::vector<std::uint8_t> filled = holesFilled(mask, shape);
            for (std::size_t i = 0; i < mask.size(); ++i)
                QCOMPARE(int(filled[i]), outside[i] == 0 ? 1 : 0);
        }
    }

    void boundingBoxes() {
        const auto boxOf = [](const std::string& drawing, Triple shape) {
            const std::vector<std::uint8_t> mask = maskFrom(drawing);
            return nonzeroBox(imageOf(shape, {mask.begin(), mask.end()}));
        };
        QVERIFY((boxOf("..... ..#.. ..... .#... ..... .....", {2, 3, 5}) == Box{{{0, 2}, {0, 2}, {1, 3}}}));
        QVERIFY((boxOf("... ...", {1, 2, 3}) == Box{{{0, 1}, {0, 2}, {0, 3}}}));
        QVERIFY((boxOf("..... ....# #....", {1, 3, 5}) == Box{{{0, 1}, {1, 3}, {0, 5}}}));
        // A second channel widens the box; NaN is not zero.
        PlanImage image = imageOf({1, 2, 3}, {0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, NAN});
        QVERIFY((nonzeroBox(image) == Box{{{0, 1}, {0, 2}, {1, 3}}}));
        image.voxels.back() = -0.F;
        QVERIFY((nonzeroBox(image) == Box{{{0, 1}, {0, 1}, {1, 2}}}));
    }

    void boxesOfRandomImages() {
        // Against every voxel looked at on its own; rows longer than the blocks that are looked at together.
        Random random({.seed = 9});
        for (int round = 0; round < 40; ++round) {
            const Triple shape{3, 4, 41};
            PlanImage image = imageOf(shape, std::vector<float>(2 * 3 * 4 * 41));
            Box expected{{{99, 0}, {99, 0}, {99, 0}}};
            for (int n = 0; n < 1 + round / 8; ++n) {
                const std::array<std::size_t, 4> at{random.below(2), random.below(3), random.below(4),
                                                    random.below(41)};
                image.voxels[((at[0] * 3 + at[1]) * 4 + at[2]) * 41 + at[3]] = 1;
                for (std::size_t a = 0; a < 3; ++a) {
                    const auto index = static_cast<std::int64_t>(at[a + 1]);
                    expected[a] = {std::min(expected[a][0], index), std::max(expected[a][1], index + 1)};
                }
            }
            QVERIFY(nonzeroBox(image) == expected);
        }
    }

    void croppingKeepsTheBoxOfEveryChannel() {
        PlanImage image = imageOf({2, 3, 4}, std::vector<float>(48), {1, 2, 3});
        for (std::size_t i = 0; i < 48; ++i)
            image.voxels[i] = static_cast<float>(i);
        cropTo(image, {{{1, 2}, {0, 2}, {1, 4}}});
        QVERIFY((image.shape == Triple{1, 2, 3}));
        QVERIFY((image.spacing == std::array<double, 3>{1, 2, 3}));
        QVERIFY((image.voxels == std::vector<float>{13, 14, 15, 17, 18, 19, 37, 38, 39, 41, 42, 43}));
    }

    void zScoreUsesThePopulationDeviation() {
        // Mean 2.5, population variance 1.25.
        const std::vector<float> got = normalized({1, 2, 3, 4}, NormalizationScheme::ZScore);
        QVERIFY(std::abs(got[0] + 1.3416408F) < 1e-6F);
        QVERIFY(std::abs(got[3] - 1.3416408F) < 1e-6F);
        QVERIFY((normalized({7, 7, 7}, NormalizationScheme::ZScore) == std::vector<float>{0, 0, 0}));
    }

    void maskedZScoreLeavesTheOutsideAlone() {
        const std::vector<float> got = normalized({9, 1, 3, 9}, NormalizationScheme::ZScore, {0, 1, 1, 0});
        QVERIFY((got == std::vector<float>{9, -1, 1, 9}));
        QVERIFY((normalized({9, 1}, NormalizationScheme::ZScore, {0, 0}) == std::vector<float>{9, 1}));
    }

    void otherSchemes() {
        const IntensityProperties ct{10, 4, -100, 50};
        QVERIFY((normalized({-1000, 10, 3000}, NormalizationScheme::Ct, {}, ct) == std::vector<float>{-27.5F, 0, 10}));
        QVERIFY((normalized({2, 4, 6}, NormalizationScheme::RescaleTo01) == std::vector<float>{0, 0.5F, 1}));
        QVERIFY((normalized({5, 5}, NormalizationScheme::RescaleTo01) == std::vector<float>{0, 0}));
        QVERIFY((normalized({0, 51, 255}, NormalizationScheme::RgbTo01) == std::vector<float>{0, 0.2F, 1}));
        QVERIFY((normalized({0, -5}, NormalizationScheme::None) == std::vector<float>{0, -5}));
        QCOMPARE(codeOf([] { (void)normalized({0, 256}, NormalizationScheme::RgbTo01); }), std::string("IMG-015"));
    }

    void orderIsTransposeCropNormaliseResample() {
        // One line of values along y inside zeros; the plan brings y to the front and doubles the sampling there.
        Plans plans;
        plans.transposeForward = {1, 0, 2};
        const Configuration configuration = configurationWith(NormalizationScheme::ZScore, false, {1.0, 3.0, 1.0});
        const PlanImage image = imageOf({2, 6, 1}, {0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 0}, {3, 2, 1});
        const PreprocessedCase got = preprocess(image, plans, configuration, 1);
        QVERIFY((got.shapeBeforeCropping == Triple{6, 2, 1}));
        QVERIFY((got.cropBox == Box{{{1, 5}, {1, 2}, {0, 1}}}));
        QVERIFY((got.shapeAfterCropping == Triple{4, 1, 1}));
        QVERIFY((got.spacingBeforeResampling == std::array<double, 3>{2, 3, 1}));
        QVERIFY((got.image.shape == Triple{8, 1, 1}));
        QVERIFY((got.image.spacing == std::array<double, 3>{1, 3, 1}));
        QVERIFY(!got.separateZ);
        // Statistics come from the four cropped values, and the result stays in their range.
        const float extreme = 1.3416408F;
        QVERIFY(std::abs(got.image.voxels[0] + extreme) < 1e-6F && std::abs(got.image.voxels[7] - extreme) < 1e-6F);
        QCOMPARE(got.nonzeroVolumeMm3, 4.0 * 6);
        QCOMPARE(got.meanIntensity, 2.5);
        QVERIFY(got.nonzero == std::vector<std::uint8_t>(8, 1));
    }

    void baselinesComeFromRawValuesInsideTheFilledMask() {
        // A shell of 10 around a hole of 0: the hole counts as inside.
        std::vector<float> voxels(27, 10);
        voxels[13] = 0;
        const PreprocessedCase got =
            preprocess(imageOf({3, 3, 3}, voxels, {2, 1, 1}), Plans{},
                       configurationWith(NormalizationScheme::None, false, {2.0, 1.0, 1.0}), 1);
        QCOMPARE(got.nonzeroVolumeMm3, 54.0);
        QCOMPARE(got.meanIntensity, 260.0 / 27);
        QVERIFY(got.nonzero == std::vector<std::uint8_t>(27, 1));
        QVERIFY(got.image.voxels == voxels);
    }

    void anEmptyImageKeepsItsExtentAndIsAllOutside() {
        const PreprocessedCase got =
            preprocess(imageOf({2, 3, 4}, std::vector<float>(24)), Plans{},
                       configurationWith(NormalizationScheme::ZScore, true, {0.5, 1.0, 1.0}), 1);
        QVERIFY((got.image.shape == Triple{4, 3, 4}));
        QVERIFY(got.image.voxels == std::vector<float>(48));
        QVERIFY(got.nonzero == std::vector<std::uint8_t>(48));
        QCOMPARE(got.nonzeroVolumeMm3, 0.0);
        QCOMPARE(got.meanIntensity, 0.0);
    }

    void twoDimensionsAndNullKeepTheirOwnSpacing() {
        const PlanImage image = imageOf({3, 4, 2}, std::vector<float>(24, 1), {7, 1, 1});
        const PreprocessedCase flat =
            preprocess(image, Plans{}, configurationWith(NormalizationScheme::None, false, {0.5, 2.0}), 1);
        QVERIFY((flat.image.shape == Triple{3, 8, 1}));
        QVERIFY((flat.image.spacing == std::array<double, 3>{7, 0.5, 2}));
        QVERIFY(flat.separateZ); // 7 against 1
        const PreprocessedCase kept = preprocess(
            image, Plans{}, configurationWith(NormalizationScheme::None, false, {std::nullopt, 1.0, 1.0}), 1);
        QVERIFY((kept.image.shape == Triple{3, 4, 2}));
        QVERIFY(!kept.separateZ); // nothing was resampled
    }

    void wrongCasesAreRefused() {
        const Configuration two = configurationWith(NormalizationScheme::ZScore, false, {1.0, 1.0, 1.0}, 2);
        const PlanImage image = imageOf({1, 1, 2}, {1, 2});
        QCOMPARE(codeOf([&] { (void)preprocess(image, Plans{}, two, 1); }), std::string("IMG-013"));
        const Configuration ct = configurationWith(NormalizationScheme::Ct, false, {1.0, 1.0, 1.0});
        QCOMPARE(codeOf([&] { (void)preprocess(image, Plans{}, ct, 1); }), std::string("PLN-002"));
    }
};

QTEST_GUILESS_MAIN(TestPreprocess)
#include "tst_preprocess.moc"
