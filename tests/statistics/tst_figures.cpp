// SPDX-License-Identifier: Apache-2.0
// Single figures by hand, by published examples and by the reference.
#include "core/statistics/confusion.h"
#include "core/statistics/decision_curve.h"
#include "core/statistics/proportion.h"
#include "core/statistics/ranking.h"
#include "core/statistics/reliability.h"
#include "core/statistics/threshold.h"
#include "tests/statistics/reference.h"
#include "tests/support/error_code.h"

#include <QTest>

using namespace nidus;

namespace {

constexpr double kTolerance = 1e-6;

const std::vector<double> kScores{0.1, 0.4, 0.35, 0.8, 0.4, 0.9};
const std::vector<int> kEvents{0, 0, 1, 1, 1, 0};

double threshold(ThresholdRule rule, double target) {
    return chooseThreshold(kScores, kEvents, {rule, target}).value();
}

} // namespace

class TestFigures : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void intervalsOfSharesEqualScipy() {
        for (const auto& r : statisticsReference()["proportions"]) {
            const Estimate wilson = wilsonInterval(r["successes"], r["trials"]);
            const Estimate exact = clopperPearsonInterval(r["successes"], r["trials"]);
            QVERIFY_NEAR(wilson.low, r["wilson"][0].get<double>(), kTolerance);
            QVERIFY_NEAR(wilson.high, r["wilson"][1].get<double>(), kTolerance);
            QVERIFY_NEAR(exact.low, r["exact"][0].get<double>(), kTolerance);
            QVERIFY_NEAR(exact.high, r["exact"][1].get<double>(), kTolerance);
        }
    }

    // Newcombe, Statistics in Medicine 1998, 17:857, table I, methods 3 and 5.
    void intervalsOfSharesEqualNewcombesTable() {
        QVERIFY_NEAR(wilsonInterval(81, 263).low, 0.2553, 5e-5);
        QVERIFY_NEAR(wilsonInterval(81, 263).high, 0.3662, 5e-5);
        QVERIFY_NEAR(wilsonInterval(1, 29).low, 0.0061, 5e-5);
        QVERIFY_NEAR(wilsonInterval(1, 29).high, 0.1718, 5e-5);
        QVERIFY_NEAR(clopperPearsonInterval(15, 148).low, 0.0578, 5e-5);
        QVERIFY_NEAR(clopperPearsonInterval(15, 148).high, 0.1617, 5e-5);
        QVERIFY_NEAR(clopperPearsonInterval(0, 20).high, 0.1684, 5e-5);
        QCOMPARE(wilsonInterval(0, 20).low, 0.0);
        QCOMPARE(wilsonInterval(20, 20).high, 1.0);
    }

    void noTrialsTellNothing() {
        for (const Estimate& estimate : {wilsonInterval(0, 0), clopperPearsonInterval(0, 0)}) {
            QVERIFY(std::isnan(estimate.value));
            QCOMPARE(estimate.low, 0.0);
            QCOMPARE(estimate.high, 1.0);
        }
    }

    // Altman, Bland, BMJ 1994;309:102: sensitivity 0.90, specificity 0.63 (231 of 258, 54 of 86) of a liver scan;
    // at the sample's prevalence the counts themselves give 231/263 and 54/81, at 0.25 they give 0.45 and 0.95.
    void predictiveValuesFollowThePrevalence() {
        const double sensitivity = 231.0 / 258;
        const double specificity = 54.0 / 86;
        const PredictiveValues own = predictiveValues(sensitivity, specificity, 258.0 / 344);
        QVERIFY_NEAR(own.positive, 231.0 / 263, 1e-12);
        QVERIFY_NEAR(own.negative, 54.0 / 81, 1e-12);
        const PredictiveValues rare = predictiveValues(sensitivity, specificity, 0.25);
        QVERIFY_NEAR(rare.positive, 0.45, 5e-3);
        QVERIFY_NEAR(rare.negative, 0.95, 5e-3);
        QVERIFY(std::isnan(predictiveValues(0, 1, 0.5).positive));
    }

    void averagePrecisionByHand() {
        // The example of scikit-learn's average_precision_score.
        const Ranking four(std::vector<double>{0.1, 0.4, 0.35, 0.8}, std::vector<int>{0, 0, 1, 1});
        QVERIFY_NEAR(four.averagePrecision(), 0.8333333333333333, 1e-12);
        QCOMPARE(four.auc(), 0.75);
        // From the top: other, event, a tie of one of each, event, other.
        const Ranking tied(kScores, kEvents);
        QVERIFY_NEAR(tied.averagePrecision(), (1.0 / 2 + 2.0 / 4 + 3.0 / 5) / 3, 1e-12);
        QVERIFY_NEAR(tied.auc(), (2 + 1.5 + 1) / 9, 1e-12);
        QVERIFY(std::isnan(Ranking(std::vector<double>{1, 2}, std::vector<int>{0, 0}).averagePrecision()));
        QVERIFY(std::isnan(Ranking(std::vector<double>{1, 2}, std::vector<int>{1, 1}).auc()));
    }

    void weightsAreRepeatedCases() {
        const Ranking weighted(kScores, kEvents);
        const std::vector<double> weights{2, 0, 1, 1, 3, 1};
        std::vector<double> scores;
        std::vector<int> events;
        for (std::size_t i = 0; i < weights.size(); ++i)
            for (int k = 0; k < static_cast<int>(weights[i]); ++k) {
                scores.push_back(kScores[i]);
                events.push_back(kEvents[i]);
            }
        const Ranking repeated(scores, events);
        QVERIFY_NEAR(weighted.averagePrecision(weights), repeated.averagePrecision(), 1e-12);
        QVERIFY_NEAR(weighted.auc(weights), repeated.auc(), 1e-12);
    }

    void matthewsByHand() {
        // The examples of scikit-learn's matthews_corrcoef: two classes, and a constant prediction.
        QVERIFY_NEAR(matthewsCorrelation(confusionOf(std::vector<int>{1, 1, 1, 0}, std::vector<int>{1, 0, 1, 1}, 2)),
                     -1.0 / 3, 1e-12);
        QCOMPARE(matthewsCorrelation(confusionOf(std::vector<int>{1, 1, 0, 0}, std::vector<int>{1, 1, 1, 1}, 2)), 0.0);
        const std::vector<int> three{0, 1, 2, 0, 1, 2};
        QVERIFY_NEAR(matthewsCorrelation(confusionOf(three, three, 3)), 1.0, 1e-12);
        QCOMPARE(balancedAccuracy(confusionOf(std::vector<int>{0, 0, 0, 2}, std::vector<int>{0, 0, 1, 2}, 3)),
                 (2.0 / 3 + 1) / 2);
    }

    void brierByHand() {
        // One bin of five: means 0.5 and 0.4, so 0.01, no resolution, 0.24; variance 0.08, covariance 0.12.
        const std::vector<double> p{0.1, 0.3, 0.5, 0.7, 0.9};
        const BrierDecomposition one = decomposedBrier(p, std::vector<int>{0, 0, 0, 1, 1});
        QCOMPARE(one.bins, 1);
        QVERIFY_NEAR(one.reliability, 0.01, 1e-12);
        QVERIFY_NEAR(one.resolution, 0, 1e-12);
        QVERIFY_NEAR(one.uncertainty, 0.24, 1e-12);
        QVERIFY_NEAR(one.withinBins, 0.08 - 2 * 0.12, 1e-12);
        // Probabilities that are equal within each bin leave Murphy's three terms alone.
        const std::vector<double> two{0.2, 0.2, 0.2, 0.2, 0.2, 0.8, 0.8, 0.8, 0.8, 0.8};
        const BrierDecomposition murphy = decomposedBrier(two, std::vector<int>{0, 0, 0, 1, 1, 1, 1, 1, 1, 0});
        QCOMPARE(murphy.bins, 2);
        QVERIFY_NEAR(murphy.reliability, (0.04 + 0) / 2, 1e-12);
        QVERIFY_NEAR(murphy.resolution, 0.04, 1e-12);
        QVERIFY_NEAR(murphy.withinBins, 0, 1e-12);
    }

    void equalProbabilitiesShareABin() {
        QCOMPARE(equalCountBins(std::vector<double>(20, 0.5)).size(), std::size_t(1));
        QCOMPARE(equalCountBins(std::vector<double>{}).size(), std::size_t(0));
        const auto curve = calibrationCurve(std::vector<double>(20, 0.5), std::vector<int>(20, 1));
        QCOMPARE(curve.size(), std::size_t(1));
        QCOMPARE(curve[0].count, 20);
        QCOMPARE(curve[0].observed.value, 1.0);
    }

    void netBenefitByHand() {
        const auto curve = decisionCurve(kScores, kEvents);
        QCOMPARE(curve.size(), std::size_t(99));
        // At 0.4 four are treated, two of them in vain: 2/6 - 2/6 * 2/3; all: 3/6 - 3/6 * 2/3.
        QCOMPARE(curve[39].threshold, 0.4);
        QVERIFY_NEAR(curve[39].model, 2.0 / 6 - 2.0 / 6 * 2 / 3, 1e-12);
        QVERIFY_NEAR(curve[39].treatAll, 1.0 / 6, 1e-12);
        QVERIFY_NEAR(curve[98].model, 0, 1e-12);
        // Treating all is worth nothing where the threshold is the prevalence.
        QVERIFY_NEAR(curve[49].treatAll, 0, 1e-12);
    }

    void thresholdsByHand() {
        // From the top: 0.9 other, 0.8 event, 0.4 one of each, 0.35 event, 0.1 other.
        QVERIFY_NEAR(threshold(ThresholdRule::Youden, 0), (0.35 + 0.1) / 2, 1e-12);
        QVERIFY_NEAR(threshold(ThresholdRule::Sensitivity, 0.5), (0.4 + 0.35) / 2, 1e-12);
        QVERIFY_NEAR(threshold(ThresholdRule::Sensitivity, 1), (0.35 + 0.1) / 2, 1e-12);
        QVERIFY_NEAR(threshold(ThresholdRule::Specificity, 0.5), (0.8 + 0.4) / 2, 1e-12);
        QVERIFY(threshold(ThresholdRule::Specificity, 1) > 0.9);
        QCOMPARE(threshold(ThresholdRule::Specificity, 0), 0.1);
        QCOMPARE(threshold(ThresholdRule::Fixed, 0.3), 0.3);
        QVERIFY(!chooseThreshold(std::vector<double>{1, 2}, std::vector<int>{1, 1}, {ThresholdRule::Youden, 0}));
        QCOMPARE(test::codeOf([] { static_cast<void>(threshold(ThresholdRule::Sensitivity, 1.5)); }),
                 std::string("STA-014"));
    }

    void neighbouringNumbersKeepTheirSides() {
        const double low = 0.5;
        const double high = std::nextafter(low, 1.0);
        const auto chosen =
            chooseThreshold(std::vector<double>{low, high}, std::vector<int>{0, 1}, {ThresholdRule::Youden, 0});
        QVERIFY(chosen.value() > low && chosen.value() <= high);
    }

    void operatingPointCounts() {
        const OperatingPoint point = operatingPoint(kScores, kEvents, std::vector<double>(6, 0.4));
        QCOMPARE(point.truePositives, 2);
        QCOMPARE(point.falsePositives, 2);
        QCOMPARE(point.trueNegatives, 1);
        QCOMPARE(point.falseNegatives, 1);
        QVERIFY_NEAR(point.sensitivity.value, 2.0 / 3, 1e-12);
        QVERIFY_NEAR(point.specificity.value, 1.0 / 3, 1e-12);
        QVERIFY_NEAR(point.sensitivity.low, wilsonInterval(2, 3).low, 1e-12);
    }
};

QTEST_GUILESS_MAIN(TestFigures)
#include "tst_figures.moc"
