// SPDX-License-Identifier: Apache-2.0
#include "core/statistics/bootstrap.h"

#include <QTest>

#include <cmath>

using namespace nidus;

class TestBootstrap : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void patientsAreDrawnWholeAndPerClass() {
        const std::vector<int> labels{0, 0, 1, 0, 1, 1, 0};
        const std::vector<std::string> patients{"a", "a", "b", "c", "d", "d", ""};
        std::size_t draws = 0;
        std::size_t faults = 0;
        const auto figures = [&](std::span<const double> w) {
            if (draws++ > 0 && (w[0] != w[1] || w[4] != w[5] || w[0] + w[3] + w[6] != 3 || w[2] + w[4] != 2))
                ++faults;
            return std::vector<double>{w[6]};
        };
        const auto estimates = bootstrapEstimates(labels, patients, figures, {.seed = 3, .resamples = 100});
        QCOMPARE(draws, std::size_t(101));
        QCOMPARE(faults, std::size_t(0));
        QCOMPARE(estimates[0].value, 1.0);
        QVERIFY(estimates[0].low == 0 && estimates[0].high > 1);
    }

    void boundsNeedDefinedResamples() {
        const std::vector<int> labels(10, 0);
        const std::vector<std::string> patients(10);
        int call = 0;
        const auto figures = [&](std::span<const double>) {
            ++call;
            const double value = call % 2;
            return std::vector<double>{call % 20 == 0 ? NAN : value, call % 5 == 0 ? NAN : value, 1.0};
        };
        const auto estimates = bootstrapEstimates(labels, patients, figures, {.resamples = 200});
        QCOMPARE(estimates[0].low, 0.0);
        QCOMPARE(estimates[0].high, 1.0);
        QVERIFY(std::isnan(estimates[1].low) && std::isnan(estimates[1].high));
        QCOMPARE(estimates[1].value, 1.0);
        QVERIFY(std::isnan(estimates[2].low) && std::isnan(estimates[2].high)); // a single point is no interval
    }
};

QTEST_GUILESS_MAIN(TestBootstrap)
#include "tst_bootstrap.moc"
