// SPDX-License-Identifier: Apache-2.0
#include "core/statistics/confusion.h"
#include "core/statistics/decision_rule.h"
#include "core/statistics/ranking.h"
#include "core/statistics/threshold_curve.h"
#include "tests/statistics/reference.h"

using namespace nidus;

namespace {

const std::vector<double> kScores{0.9, 0.8, 0.8, 0.4, 0.3, 0.1};
const std::vector<int> kEvents{1, 1, 0, 1, 0, 0};

Prediction scored(double positive, int fold = 0) {
    return {"c", "", fold, 1, {1 - positive, positive}, {}};
}

} // namespace

class TestDecision : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // At the share of events among the cases nothing changes; where events are rare, a positive call means less.
    void predictiveValuesAtAnotherPrevalence() {
        const std::vector<ThresholdPoint> curve = thresholdCurve(kScores, kEvents);
        const double share = static_cast<double>(std::ranges::count(kEvents, 1)) / static_cast<double>(kEvents.size());
        const std::vector<ThresholdPoint> same = atPrevalence(curve, share), rare = atPrevalence(curve, 0.01);
        for (std::size_t i = 1; i + 1 < curve.size(); ++i) {
            QVERIFY(std::abs(same[i].positivePredictive - curve[i].positivePredictive) < 1e-12);
            QVERIFY(std::abs(same[i].negativePredictive - curve[i].negativePredictive) < 1e-12);
            QCOMPARE(rare[i].sensitivity, curve[i].sensitivity);
            if (curve[i].falsePositives > 0)
                QVERIFY(rare[i].positivePredictive < curve[i].positivePredictive);
            const PredictiveValues values = predictiveValues(curve[i].sensitivity, curve[i].specificity, 0.01);
            QVERIFY(std::isnan(values.positive) || rare[i].positivePredictive == values.positive);
        }
    }

    void curveGoesFromNobodyToEverybody() {
        const std::vector<ThresholdPoint> curve = thresholdCurve(kScores, kEvents);
        QCOMPARE(curve.size(), std::size_t{6}); // equal scores are one step
        QVERIFY(std::isinf(curve.front().threshold));
        QCOMPARE(curve.front().sensitivity, 0.0);
        QCOMPARE(curve.front().specificity, 1.0);
        QVERIFY(std::isnan(curve.front().positivePredictive));
        QCOMPARE(curve[2].threshold, 0.8);
        QCOMPARE(curve[2].truePositives, 2);
        QCOMPARE(curve[2].falsePositives, 1);
        QVERIFY_NEAR(curve[2].sensitivity, 2.0 / 3, 1e-12);
        QVERIFY_NEAR(curve[2].positivePredictive, 2.0 / 3, 1e-12);
        QVERIFY_NEAR(curve[2].negativePredictive, 2.0 / 3, 1e-12);
        QCOMPARE(curve.back().sensitivity, 1.0);
        QCOMPARE(curve.back().specificity, 0.0);
    }

    /// Trapezes under the ROC curve and steps under the precision-recall curve are the areas of Ranking.
    void areasUnderTheCurves() {
        std::vector<double> scores;
        std::vector<int> events;
        for (std::uint64_t i = 0; i < 80; ++i) {
            events.push_back(static_cast<int>(i % 3 == 0));
            scores.push_back(std::round(20 * (hashed(i, 5) + 0.7 * events.back())) / 20); // some are equal
        }
        const std::vector<ThresholdPoint> curve = thresholdCurve(scores, events);
        double auc = 0, precision = 0;
        for (std::size_t i = 1; i < curve.size(); ++i) {
            auc += (curve[i - 1].specificity - curve[i].specificity) * (curve[i - 1].sensitivity + curve[i].sensitivity)
                   / 2;
            precision += (curve[i].sensitivity - curve[i - 1].sensitivity) * curve[i].positivePredictive;
        }
        QVERIFY_NEAR(auc, Ranking(scores, events).auc(), 1e-12);
        QVERIFY_NEAR(precision, Ranking(scores, events).averagePrecision(), 1e-12);
    }

    void oneSidedAndEmpty() {
        const std::vector<ThresholdPoint> all = thresholdCurve(std::vector{0.5}, std::vector{1});
        QVERIFY(std::isnan(all[0].specificity) && std::isnan(all[1].specificity));
        QCOMPARE(thresholdCurve({}, {}).size(), std::size_t{1});
    }

    void thresholdOfAPointCallsAsThePointDoes() {
        const std::vector<ThresholdPoint> curve = thresholdCurve(kScores, kEvents);
        for (std::size_t i = 0; i < curve.size(); ++i) {
            const double threshold = thresholdOf(curve, i);
            QVERIFY(threshold > 0 && threshold <= 1);
            const std::vector<double> ofCases(kScores.size(), threshold);
            const OperatingPoint point = operatingPoint(kScores, kEvents, ofCases);
            QCOMPARE(point.truePositives, curve[i].truePositives);
            QCOMPARE(point.falsePositives, curve[i].falsePositives);
            QCOMPARE(&pointAt(curve, threshold), &curve[i]);
        }
        QCOMPARE(pointAt(curve, 0.8).truePositives, 2); // from the threshold on
        QCOMPARE(pointAt(curve, 0).falsePositives, 3);
    }

    void mostProbableOrFromTheThreshold() {
        QCOMPARE(decidedClass({"c", "", 0, 1, {0.2, 0.5, 0.3}, {}}, {}), 1);
        QCOMPARE(decidedClass({"c", "", 0, 1, {}, {}}, {}), -1);
        DecisionRule rule{1, 0.3, {}};
        QCOMPARE(decidedClass(scored(0.3), rule), 1);
        QCOMPARE(decidedClass(scored(0.29), rule), 0);
        rule.ofFold = {{2, 0.6}};
        QCOMPARE(decidedClass(scored(0.5, 2), rule), 0);
        QCOMPARE(decidedClass(scored(0.5, 1), rule), 1);
        rule = {0, 0.3, {}};
        QCOMPARE(decidedClass(scored(0.65), rule), 0); // the first class is the positive one
    }

    /// The calls under the rule of a report are those the report counts.
    void ruleOfAReportGivesItsCounts() {
        std::vector<int> labels, folds;
        std::vector<double> p;
        for (std::uint64_t i = 0; i < 60; ++i) {
            labels.push_back(static_cast<int>(i % 2));
            folds.push_back(static_cast<int>(i / 2 % 3) + 4);
            p.push_back(std::clamp(0.5 + 0.3 * hashed(i, 9) + 0.2 * (labels.back() - 0.5), 0.01, 0.99));
        }
        const std::vector<Prediction> rows = predictions(labels, p, folds);
        const Evaluation e = evaluate(rows, {"no", "yes"}, 1, {});
        QCOMPARE(e.perClass[0].thresholds.size(), std::size_t{4});
        for (const ThresholdReport& report : e.perClass[0].thresholds) {
            const DecisionRule rule = ruleOf(report, rows, 1);
            QCOMPARE(rule.ofFold.size(), std::size_t(report.goal.rule == ThresholdRule::Fixed ? 0 : 3));
            int found = 0, alarms = 0;
            for (const Prediction& row : rows)
                if (decidedClass(row, rule) == 1)
                    ++(row.label == 1 ? found : alarms);
            QCOMPARE(found, report.point.truePositives);
            QCOMPARE(alarms, report.point.falsePositives);
            QVERIFY(rule.threshold >= *std::ranges::min_element(report.thresholds)
                    && rule.threshold <= *std::ranges::max_element(report.thresholds));
        }
    }

    void probabilitiesSharedOut() {
        const Confusion c = confusionOfProbabilities(std::vector{0, 0, 1}, {{0.7, 0.3}, {0.6, 0.4}, {0.1, 0.9}}, 2);
        QVERIFY(maxDifference(c.counts, {1.3, 0.7, 0.1, 0.9}) < 1e-12);
        const ConfusionMargins margins = marginsOf(c);
        QVERIFY(maxDifference(margins.ofTrue, {2, 1}) < 1e-12);
        QVERIFY(maxDifference(margins.ofPredicted, {1.4, 1.6}) < 1e-12);
        QVERIFY_NEAR(margins.total, 3.0, 1e-12);
        QVERIFY_NEAR(margins.right, 2.2, 1e-12);
    }
};

QTEST_GUILESS_MAIN(TestDecision)
#include "tst_decision.moc"
