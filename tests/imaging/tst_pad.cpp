// SPDX-License-Identifier: Apache-2.0
#include "core/imaging/pad.h"

#include <QTest>

using namespace nidus;

namespace {

PlanImage counting(std::int64_t channels, std::array<std::int64_t, 3> shape) {
    PlanImage image{channels, shape, {1, 2, 3}, {}};
    image.voxels.resize(static_cast<std::size_t>(channels) * image.channelVoxels());
    for (std::size_t i = 0; i < image.voxels.size(); ++i)
        image.voxels[i] = static_cast<float>(i + 1);
    return image;
}

} // namespace

class TestPad : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // acvl_utils' pad_nd_image: the odd voxel goes above.
    void paddingIsSplit() {
        QVERIFY((inferencePadding(10, 16) == Padding{3, 3}));
        QVERIFY((inferencePadding(11, 16) == Padding{2, 3}));
        QVERIFY((inferencePadding(1, 4) == Padding{1, 2}));
        QVERIFY((inferencePadding(20, 16) == Padding{0, 0}));
    }

    void sizesAreMultiplesOfTheStride() {
        QCOMPARE(paddedSize(35, 40, 8), std::int64_t{40});
        QCOMPARE(paddedSize(41, 40, 8), std::int64_t{48});
        QCOMPARE(paddedSize(3, 5, 4), std::int64_t{8});
        QCOMPARE(paddedSize(33, 16, 1), std::int64_t{33});
    }

    void paddingIsUndoneByCropping() {
        const PlanImage image = counting(2, {2, 3, 4});
        const PlanImage larger = padded(image, {5, 3, 7});
        QVERIFY((larger.shape == std::array<std::int64_t, 3>{5, 3, 7}));
        QVERIFY(larger.spacing == image.spacing);
        QVERIFY(cropped(larger, {1, 0, 1}, image.shape) == image);
        double sum = 0;
        for (const float value : larger.voxels)
            sum += static_cast<double>(value);
        QCOMPARE(sum, 48.0 * 49 / 2); // everything else is 0
    }

    void masksArePaddedLikeImages() {
        const std::vector<std::uint8_t> mask(24, 1);
        const std::vector<std::uint8_t> larger = padded(mask, {2, 3, 4}, {5, 3, 7});
        const PlanImage image = padded(counting(1, {2, 3, 4}), {5, 3, 7});
        QCOMPARE(larger.size(), image.voxels.size());
        for (std::size_t i = 0; i < larger.size(); ++i)
            QCOMPARE(larger[i] != 0, image.voxels[i] != 0);
    }

    void croppingTakesTheBox() {
        const PlanImage part = cropped(counting(2, {2, 3, 4}), {1, 1, 2}, {1, 2, 2});
        // Voxel (i, j, k) of channel c holds 24c + 12i + 4j + k + 1.
        QVERIFY((part.voxels == std::vector<float>{19, 20, 23, 24, 43, 44, 47, 48}));
    }

    // nnU-Net's compute_steps_for_sliding_window with half overlap; 97 in tiles of 64 meets 16.5, rounded to even.
    void windowsStartWhereNnUnetPutsThem() {
        QVERIFY((windowStarts(110, 64) == std::vector<std::int64_t>{0, 23, 46}));
        QVERIFY((windowStarts(64, 64) == std::vector<std::int64_t>{0}));
        QVERIFY((windowStarts(65, 64) == std::vector<std::int64_t>{0, 1}));
        QVERIFY((windowStarts(97, 64) == std::vector<std::int64_t>{0, 16, 33}));
        QVERIFY((windowStarts(500, 96) == std::vector<std::int64_t>{0, 45, 90, 135, 180, 224, 269, 314, 359, 404}));
    }
};

QTEST_GUILESS_MAIN(TestPad)
#include "tst_pad.moc"
