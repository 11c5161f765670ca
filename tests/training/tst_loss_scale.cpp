// SPDX-License-Identifier: Apache-2.0
#include "core/training/loss_scale.h"

#include <QtTest>

#include <limits>

using namespace nidus;

namespace {

/// torch.amp.GradScaler writes these as float32.
constexpr double kLargest = 0x1.0p127;

LossScale after(LossScale scale, int goodSteps) {
    for (int i = 0; i < goodSteps; ++i)
        scale.update(true);
    return scale;
}

} // namespace

class TestLossScale : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void doublesAfterTwoThousandGoodSteps() {
        QVERIFY(after({}, 1999) == (LossScale{65536, 1999, 0}));
        QVERIFY(after({}, 2000) == (LossScale{131072, 0, 0}));
        QVERIFY(after({}, 6001) == (LossScale{524288, 1, 0}));
    }

    void halvesAtEveryBadStepAndCountsAnew() {
        LossScale scale = after({}, 1999);
        scale.update(false);
        QVERIFY(scale == (LossScale{32768, 0, 1}));
        scale.update(false);
        QVERIFY(scale == (LossScale{16384, 0, 2}));
        QVERIFY(after(scale, 1999) == (LossScale{16384, 1999, 2}));
        QVERIFY(after(scale, 2000) == (LossScale{32768, 0, 2}));
    }

    void seventeenBadStepsInARowAreTooMany() {
        LossScale scale;
        for (int i = 0; i < 16; ++i) {
            scale.update(false);
            QVERIFY(!scale.isExhausted());
        }
        QCOMPARE(scale.scale, 1.0);
        scale.update(false);
        QVERIFY(scale.isExhausted());
        QCOMPARE(scale.skippedSteps, 17);
    }

    void neverLeavesTheRangeOfFloat32() {
        const LossScale scale = after({kLargest, 0, 0}, 2000);
        QVERIFY(scale == (LossScale{kLargest, 0, 0}));
        QVERIFY(scale.scale * 2 > static_cast<double>(std::numeric_limits<float>::max()));
    }
};

QTEST_GUILESS_MAIN(TestLossScale)
#include "tst_loss_scale.moc"
