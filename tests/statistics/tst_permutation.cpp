// SPDX-License-Identifier: Apache-2.0
#include "core/statistics/permutation.h"
#include "tests/statistics/reference.h"
#include "tests/support/error_code.h"

#include <QTest>

using namespace nidus;

namespace {

constexpr double kTolerance = 1e-6;

struct Null {
    Matrix x;
    std::vector<int> labels, folds;
    std::vector<std::string> patients;
};

Null nullCases() {
    const auto& r = statisticsReference()["permutation"];
    Null out{hashedTable(r["rows"], r["columns"], 2, r["seed"]), r["labels"], r["folds"], {}};
    for (std::size_t i = 0; i < out.labels.size(); ++i)
        out.patients.push_back(std::to_string(i / 2));
    return out;
}

} // namespace

class TestPermutation : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void permutationsEqualTheReference() {
        const auto& r = statisticsReference()["permutation"];
        const Null data = nullCases();
        PermutationOptions options;
        const PermutationTest one = permutationTest(data.x, data.labels, data.patients, 2, data.folds, options);
        QVERIFY_NEAR(one.logLoss, r["log_loss"].get<double>(), kTolerance);
        QCOMPARE(one.atLeastAsGood, r["at_least_as_good"].get<std::uint32_t>());
        QVERIFY_NEAR(one.p, r["p"].get<double>(), 1e-12);
        options.threads = 3;
        QCOMPARE(permutationTest(data.x, data.labels, data.patients, 2, data.folds, options).p, one.p);
    }

    void aSignalIsFound() {
        const Matrix x = hashedTable(60, 40, 2, 4100);
        const std::vector<int> labels = hashedLabels(60, 2);
        std::vector<int> folds;
        for (std::size_t i = 0; i < 60; ++i)
            folds.push_back(static_cast<int>(i / 2 % 5));
        const auto result = permutationTest(x, labels, std::vector<std::string>(60), 2, folds, {});
        QVERIFY(result.p <= 0.05);
        QVERIFY_NEAR(result.p, (1.0 + result.atLeastAsGood) / 201, 1e-12);
    }

    // Once a patient has cases of two classes, patients move among those of as many cases only: here none can.
    void mixedPatientsMoveAmongEqualsOnly() {
        const Matrix x = hashedTable(12, 4, 2, 4200);
        const std::vector<int> folds{0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1};
        const std::vector<std::string> patients{"a", "b", "b", "c", "c", "c", "d", "e", "e", "f", "f", "f"};
        const std::vector<int> unanimous{0, 1, 1, 0, 0, 0, 1, 0, 0, 1, 1, 1};
        QVERIFY(permutationTest(x, unanimous, patients, 2, folds, {}).p < 1);
        std::vector<int> mixed = unanimous;
        mixed[3] = 1;
        const auto result = permutationTest(x, mixed, patients, 2, folds, {});
        QCOMPARE(result.atLeastAsGood, result.permutations);
        QCOMPARE(result.p, 1.0);
    }

    void permutationsNeedFolds() {
        const Null data = nullCases();
        const std::vector<int> one(data.labels.size(), 0);
        QCOMPARE(
            test::codeOf([&] { static_cast<void>(permutationTest(data.x, data.labels, data.patients, 2, one, {})); }),
            std::string("STA-005"));
    }
};

QTEST_GUILESS_MAIN(TestPermutation)
#include "tst_permutation.moc"
