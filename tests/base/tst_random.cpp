// SPDX-License-Identifier: Apache-2.0
#include "core/base/parallel.h"
#include "core/base/random.h"

#include <QTest>

#include <atomic>
#include <cmath>
#include <stdexcept>
#include <vector>

using namespace nidus;

class TestRandom : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // Known answers of Random123's kat_vectors for philox4x32, 10 rounds.
    void philoxMatchesTheKnownAnswers() {
        const std::array<std::uint32_t, 4> zero{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8};
        QVERIFY((philox4x32({0, 0, 0, 0}, {0, 0}) == zero));
        const std::array<std::uint32_t, 4> ones{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd};
        const std::uint32_t f = 0xffffffff;
        QVERIFY((philox4x32({f, f, f, f}, {f, f}) == ones));
        const std::array<std::uint32_t, 4> pi{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1};
        QVERIFY((philox4x32({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0}) == pi));
    }

    void equalKeysGiveEqualStreamsAndOthersDoNot() {
        const RandomKey key{.seed = 7, .purpose = Purpose::Augmentation, .fold = 1, .epoch = 2, .caseIndex = 3};
        Random a(key);
        Random b(key);
        RandomKey otherKey = key;
        otherKey.caseIndex = 4;
        Random c(otherKey);
        int equalToOther = 0;
        for (int i = 0; i < 1000; ++i) {
            const std::uint32_t value = a.bits();
            QCOMPARE(b.bits(), value);
            equalToOther += c.bits() == value;
        }
        QVERIFY(equalToOther < 3);
    }

    void momentsOfUniformAndNormal() {
        Random random({.seed = 1});
        const int n = 100000;
        double sum = 0;
        double normalSum = 0;
        double normalSquares = 0;
        for (int i = 0; i < n; ++i) {
            const double u = random.uniform();
            QVERIFY(u >= 0 && u < 1);
            sum += u;
            const double z = random.normal();
            normalSum += z;
            normalSquares += z * z;
        }
        // Four standard errors of the mean, and of the second moment.
        QVERIFY(std::abs(sum / n - 0.5) < 4 * std::sqrt(1.0 / 12 / n));
        QVERIFY(std::abs(normalSum / n) < 4 / std::sqrt(double(n)));
        QVERIFY(std::abs(normalSquares / n - 1) < 4 * std::sqrt(2.0 / n));
    }

    void belowReachesEveryValue() {
        Random random({.seed = 2});
        std::vector<int> counts(7);
        for (int i = 0; i < 7000; ++i)
            ++counts[random.below(7)];
        for (const int count : counts)
            QVERIFY(std::abs(count - 1000) < 4 * std::sqrt(1000.0 * 6 / 7));
    }

    void parallelForVisitsEachIndexOnceAndRethrowsTheFirstFault() {
        std::vector<std::atomic_int> visits(1000);
        parallelFor(visits.size(), 4, [&](std::size_t i) { ++visits[i]; });
        for (const auto& count : visits)
            QCOMPARE(count.load(), 1);
        QVERIFY_EXCEPTION_THROWN(parallelFor(10, 3,
                                             [](std::size_t i) {
                                                 if (i == 4)
                                                     throw std::runtime_error("four");
                                             }),
                                 std::runtime_error);
        parallelFor(0, 3, [](std::size_t) { QFAIL("no index to visit"); });
    }
};

QTEST_GUILESS_MAIN(TestRandom)
#include "tst_random.moc"
