// SPDX-License-Identifier: Apache-2.0
#include "app/single_instance.h"

#include <QDir>
#include <QSignalSpy>
#include <QTest>
#include <QUuid>

#include <thread>

using nidus::SingleInstance;

class TestSingleInstance : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aSecondStartHandsOver() {
        const QString name = QUuid::createUuid().toString(QUuid::WithoutBraces);
        SingleInstance first(name);
        QVERIFY(!first.handOver({}));
        QSignalSpy received(&first, &SingleInstance::received);
        bool isHandedOver = false;
        std::thread second([&] { // stands for another process: it blocks until the first has answered
            SingleInstance other(name);
            isHandedOver = other.handOver({QStringLiteral("肺结节.nidus"), QStringLiteral("/data/scan 1")});
        });
        QTRY_COMPARE(received.count(), 1);
        second.join();
        QVERIFY(isHandedOver);
        const QStringList paths = received.front().front().toStringList();
        QCOMPARE(paths, (QStringList{QDir::current().absoluteFilePath(QStringLiteral("肺结节.nidus")),
                                     QStringLiteral("/data/scan 1")}));
    }

    void theNextIsFirstAgain() {
        const QString name = QUuid::createUuid().toString(QUuid::WithoutBraces);
        {
            SingleInstance first(name);
            QVERIFY(!first.handOver({}));
        }
        SingleInstance next(name);
        QVERIFY(!next.handOver({}));
    }
};

QTEST_GUILESS_MAIN(TestSingleInstance)
#include "tst_single_instance.moc"
