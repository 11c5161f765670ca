// SPDX-License-Identifier: Apache-2.0
#include "core/checkpoint/half.h"
#include "core/model/sliding_window.h"
#include "core/training/patch_sampling.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <numbers>

using namespace nidus;

class TestPatchSampling : public QObject {
    Q_OBJECT

    using Triple = std::array<std::int64_t, 3>;

private Q_SLOTS:
    // 100 (cos 30 + sin 30) / 0.85 = 160.7; a square turned by 90 degrees only grows by the division.
    void theBoxHoldsTheTurnedPatch() {
        const double thirty = std::numbers::pi / 6;
        QVERIFY((initialPatchSize({100, 100, 100}, thirty, false) == Triple{160, 160, 160}));
        QVERIFY((initialPatchSize({10, 85, 170}, std::numbers::pi, true) == Triple{10, 200, 200}));
        QVERIFY((initialPatchSize({1, 85, 85}, std::numbers::pi, true) == Triple{1, 100, 100}));
        QVERIFY((initialPatchSize({85, 85, 85}, 0, false) == Triple{100, 100, 100}));
    }

    void startsLeaveRoomForThePatch() {
        QVERIFY((startRange(100, 64, 48) == StartRange{-8, 44}));
        QVERIFY((startRange(29, 30, 30) == StartRange{-1, 0})); // the odd voxel may go to either side
        QVERIFY((startRange(30, 30, 30) == StartRange{0, 0}));
        QCOMPARE(centredStart({-8, 44}, 0, 64), std::int64_t{-8});
        QCOMPARE(centredStart({-8, 44}, 50, 64), std::int64_t{18});
        QCOMPARE(centredStart({-8, 44}, 99, 64), std::int64_t{67}); // nnU-Net sets no upper limit here
    }

    void theLastThirdOfABatchIsForced() {
        for (const auto& [batch, forced] : {std::pair{1, 0}, {2, 1}, {4, 1}, {5, 2}, {8, 3}, {12, 4}}) {
            int count = 0;
            for (int i = 0; i < batch; ++i)
                count += isForegroundForced(i, batch) ? 1 : 0;
            QCOMPARE(count, forced);
        }
    }

    void windowsCountMostInTheirMiddle() {
        const std::vector<float> map = gaussianImportance({8, 8, 8});
        QCOMPARE(map.size(), std::size_t{512});
        QCOMPARE(map[(4 * 8 + 4) * 8 + 4], 10.0F);
        // sigma is one voxel, so the neighbour has exp(-1/2) of the peak, to the 2^-8 that half precision leaves.
        QVERIFY(std::abs(map[(4 * 8 + 4) * 8 + 5] - 10 * std::exp(-0.5F)) < 0.004F);
        QVERIFY(*std::min_element(map.begin(), map.end()) > 0);
    }

    void everySubsetOfAxesIsMirroredOnce() {
        auto passes = mirroredPasses({0, 2});
        QCOMPARE(passes.size(), std::size_t{4});
        QVERIFY(passes.front().empty());
        std::sort(passes.begin(), passes.end());
        QVERIFY(std::adjacent_find(passes.begin(), passes.end()) == passes.end());
        QCOMPARE(mirroredPasses({}).size(), std::size_t{1});
    }

    void halfPrecisionIsRoundedToEven() {
        for (std::uint32_t half = 0; half < 0x7C00; ++half)
            QCOMPARE(halfOfFloat(floatOfHalf(static_cast<std::uint16_t>(half))), static_cast<std::uint16_t>(half));
        QCOMPARE(halfOfFloat(2049), halfOfFloat(2048)); // halfway to 2050: the even one
        QCOMPARE(halfOfFloat(2051), halfOfFloat(2052));
        QCOMPARE(halfOfFloat(65519), std::uint16_t{0x7BFF});
        QCOMPARE(halfOfFloat(-65520), std::uint16_t{0xFC00});
        QCOMPARE(halfOfFloat(0x1p-25F), std::uint16_t{0});
        QCOMPARE(halfOfFloat(0x1.8p-25F), std::uint16_t{1});
    }
};

QTEST_GUILESS_MAIN(TestPatchSampling)
#include "tst_patch_sampling.moc"
