// SPDX-License-Identifier: Apache-2.0
#include "core/statistics/calibration.h"
#include "core/statistics/roc.h"
#include "tests/statistics/reference.h"

#include <QTest>

using namespace nidus;

namespace {

constexpr double kTolerance = 1e-6;

ScoredCases binaryCases(const std::vector<int>& labels, const std::vector<double>& scores,
                        std::vector<int> folds = {}) {
    ScoredCases out;
    out.labels = labels;
    for (const double score : scores)
        out.scores.push_back({-score, score});
    out.folds = folds.empty() ? std::vector<int>(labels.size(), 0) : std::move(folds);
    out.ranked = {1};
    return out;
}

} // namespace

class TestRoc : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // Hanley and McNeil, Radiology 1982, table 1: 58 normal and 51 abnormal scans in five rating classes; area 0.893.
    void hanleyAndMcNeilsRatings() {
        std::vector<int> labels;
        std::vector<double> scores;
        const int normal[] = {33, 6, 6, 11, 2};
        const int abnormal[] = {3, 2, 2, 11, 33};
        for (int rating = 0; rating < 5; ++rating)
            for (int i = 0; i < normal[rating] + abnormal[rating]; ++i) {
                labels.push_back(i < normal[rating] ? 0 : 1);
                scores.push_back(rating);
            }
        QVERIFY_NEAR(rocAuc(scores, labels, 1).value(), 0.893, 5e-4);
        QVERIFY_NEAR(rocAuc(scores, labels, 0).value(), 1 - 0.893, 5e-4);
    }

    // The example of scikit-learn's roc_auc_score; the components of DeLong by hand: 1/2, 1 and 1, 1/2.
    void fourCasesByHand() {
        const auto auc = pooledAuc(binaryCases({0, 0, 1, 1}, {0.1, 0.4, 0.35, 0.8})).value();
        QCOMPARE(auc.value, 0.75);
        QVERIFY_NEAR(auc.standardError, std::sqrt(0.125), 1e-15);
        QCOMPARE(auc.disjointPairs, std::size_t(2));
    }

    void tiesEqualTheDoubleLoop() {
        for (const auto& r : statisticsReference()["tied_aucs"]) {
            const auto auc = pooledAuc(binaryCases(r["labels"], r["scores"])).value();
            QVERIFY_NEAR(auc.value, r["value"].get<double>(), kTolerance);
            QVERIFY_NEAR(auc.value, r["check"].get<double>(), kTolerance);
            QVERIFY_NEAR(auc.standardError, r["se"].get<double>(), kTolerance);
            const Estimate estimate = withInterval(auc, kDeLongMethod);
            QVERIFY_NEAR(estimate.low, r["interval"][0].get<double>(), kTolerance);
            QVERIFY_NEAR(estimate.high, r["interval"][1].get<double>(), kTolerance);
        }
    }

    void orderOfTheCasesDoesNotMatter() {
        const auto& r = statisticsReference()["tied_aucs"][0];
        std::vector<int> labels = r["labels"];
        std::vector<double> scores = r["scores"];
        const auto before = pooledAuc(binaryCases(labels, scores)).value();
        std::reverse(labels.begin(), labels.end());
        std::reverse(scores.begin(), scores.end());
        const auto after = pooledAuc(binaryCases(labels, scores)).value();
        QVERIFY_NEAR(after.value, before.value, 1e-15);
        QVERIFY_NEAR(after.standardError, before.standardError, 1e-15);
    }

    void exactFallbackAtZeroAndOne() {
        for (const auto& r : statisticsReference()["exact"]) {
            const Estimate estimate = withInterval({r["value"], 0, r["pairs"]}, kDeLongMethod);
            QCOMPARE(estimate.method, std::string(kExactMethod));
            QVERIFY_NEAR(estimate.low, r["low"].get<double>(), kTolerance);
            QVERIFY_NEAR(estimate.high, r["high"].get<double>(), kTolerance);
        }
        // Known: 20 of 20 has the 95 % interval 0.8316 to 1.
        const std::vector<int> labels{0, 0, 0, 1, 1, 1, 1};
        const std::vector<double> scores{1, 2, 3, 4, 5, 6, 7};
        const Estimate best = withInterval(pooledAuc(binaryCases(labels, scores)).value(), kDeLongMethod);
        QCOMPARE(best.value, 1.0);
        QVERIFY_NEAR(best.low, std::cbrt(0.025), 1e-9); // three disjoint pairs, all right
        QCOMPARE(best.high, 1.0);
        QVERIFY_NEAR(withInterval({1, 0, 20}, kDeLongMethod).low, 0.8316, 5e-5);
    }

    void oneCaseOfAClassGetsTheExactInterval() {
        const auto auc = pooledAuc(binaryCases({0, 0, 1}, {1, 3, 2})).value();
        QCOMPARE(auc.value, 0.5);
        const Estimate estimate = withInterval(auc, kDeLongMethod);
        QCOMPARE(estimate.method, std::string(kExactMethod));
        QVERIFY(estimate.low < 0.05 && estimate.high > 0.95);
    }

    void crossValidatedEqualsTheFormula() {
        const auto& r = statisticsReference()["binary"];
        ScoredCases cases;
        cases.labels = r["labels"].get<std::vector<int>>();
        cases.scores = r["probabilities"].get<std::vector<std::vector<double>>>();
        cases.folds = r["folds"].get<std::vector<int>>();
        cases.ranked = {1};
        const auto auc = crossValidatedAuc(cases).value();
        QVERIFY_NEAR(auc.value, r["auc"]["value"].get<double>(), kTolerance);
        QVERIFY_NEAR(auc.standardError, r["auc"]["se"].get<double>(), kTolerance);
        // 20 + 40 cases in 4 folds: the published form lacks the factors 20/16 and 40/36.
        const double published = r["auc_published_form"]["se"].get<double>();
        QVERIFY(auc.standardError > published * std::sqrt(40.0 / 36));
        QVERIFY(auc.standardError < published * std::sqrt(20.0 / 16));
    }

    void foldsWithoutAClassAreLeftOut() {
        const auto cases =
            binaryCases({0, 1, 0, 1, 0, 0, 0, 1, 1}, {1, 2, 3, 1, 5, 5, 1, 2, 3}, {2, 2, 2, 2, 5, 5, 9, 9, 9});
        const auto folds = aucOfFolds(cases);
        QCOMPARE(folds.size(), std::size_t(3));
        QCOMPARE(folds[0].value(), 0.375);
        QVERIFY(!folds[1]);
        QCOMPARE(folds[2].value(), 1.0);
        QCOMPARE(crossValidatedAuc(cases).value().value, 0.6875);
        QVERIFY(!crossValidatedAuc(binaryCases({0, 0, 1, 1}, {1, 2, 3, 4}, {0, 0, 1, 1})));
        QVERIFY(pooledAuc(binaryCases({0, 0, 1, 1}, {1, 2, 3, 4}, {0, 0, 1, 1})));
        QVERIFY(!pooledAuc(binaryCases({1, 1}, {1, 2})));
        QVERIFY(!rocAuc(std::vector<double>{}, std::vector<int>{}, 1));
    }

    void oneFoldIsDeLong() {
        const auto cases = binaryCases({0, 1, 0, 1, 0, 1, 1}, {0.1, 0.4, 0.35, 0.8, 0.5, 0.3, 0.9});
        const auto pooled = pooledAuc(cases).value();
        const auto folded = crossValidatedAuc(cases).value();
        QVERIFY_NEAR(folded.value, pooled.value, 1e-15);
        // Same components; DeLong divides by m (m - 1) as the corrected influence function does.
        QVERIFY_NEAR(folded.standardError, pooled.standardError, 1e-12);
    }

    void recalibrationExistsUnlessSeparated() {
        const std::vector<double> x{-2, -1, 0.5, 1, -0.5, 2};
        const std::vector<int> mixed{0, 0, 0, 1, 1, 1};
        QVERIFY(fitRecalibration(x, mixed));
        QVERIFY(!fitRecalibration(x, std::vector<int>{0, 0, 0, 1, 0, 1}));
        QVERIFY(!fitRecalibration(x, std::vector<int>{1, 1, 0, 0, 1, 0}));
        QVERIFY(!fitRecalibration(std::vector<double>(4, 1.0), std::vector<int>{0, 1, 0, 1}));
        QVERIFY(!fitRecalibration(x, std::vector<int>(6, 1)));
    }

    void calibrationErrorByHand() {
        // Ten cases in two bins: |4 * 0.2 + 0.3 - 2| and |5 * 0.8 - 4| of ten.
        const std::vector<double> p{0.2, 0.2, 0.2, 0.2, 0.3, 0.8, 0.8, 0.8, 0.8, 0.8};
        const std::vector<int> events{1, 0, 1, 0, 0, 1, 1, 1, 1, 0};
        QVERIFY_NEAR(expectedCalibrationError(p, events), 0.09, 1e-12);
        // Equal probabilities are never torn apart: one bin, whatever the order of the events.
        QVERIFY_NEAR(
            expectedCalibrationError(std::vector<double>(10, 0.5), std::vector<int>{1, 1, 1, 1, 1, 0, 0, 0, 0, 0}), 0,
            1e-12);
    }
};

QTEST_GUILESS_MAIN(TestRoc)
#include "tst_roc.moc"
