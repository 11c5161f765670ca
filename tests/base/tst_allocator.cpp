// SPDX-License-Identifier: Apache-2.0
#include "core/base/allocator.h"

#include <QTest>

#include <vector>

using namespace nidus;

class TestAllocator : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void memoryIsCounted() {
        constexpr long long kTaken = 64LL << 20;
        const long long before = peakResidentBytes();
        QVERIFY(before > 1 << 20);
        const std::vector<char> taken(static_cast<std::size_t>(kTaken), 'x');
        QVERIFY(taken.back() == 'x');
        QVERIFY(peakResidentBytes() >= kTaken);
        QVERIFY(availableBytes() > 0);
    }
};

QTEST_GUILESS_MAIN(TestAllocator)
#include "tst_allocator.moc"
