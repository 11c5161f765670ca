// SPDX-License-Identifier: Apache-2.0
// What evaluate() says of each class, its bootstrap intervals, and what it leaves out.
#include "core/statistics/bootstrap.h"
#include "core/statistics/evaluation.h"
#include "core/statistics/roc.h"
#include "tests/statistics/reference.h"

#include <QTest>

#include <utility>

using namespace nidus;

namespace {

constexpr double kTolerance = 1e-6;
const std::vector<std::string> kTwo{"healthy", "ill"};

void compareInterval(const Estimate& estimate, const nlohmann::json& bounds) {
    QVERIFY_NEAR(estimate.low, bounds[0].get<double>(), kTolerance);
    QVERIFY_NEAR(estimate.high, bounds[1].get<double>(), kTolerance);
    QCOMPARE(estimate.method, std::string(kBootstrapMethod));
}

void compareIntervals(const Evaluation& e, const nlohmann::json& r) {
    compareInterval(e.logLossInterval.value(), r["log_loss"]);
    compareInterval(e.brierInterval.value(), r["brier"]);
    compareInterval(e.balancedAccuracyInterval.value(), r["balanced_accuracy"]);
    compareInterval(e.mcc.value(), r["mcc"]);
    compareInterval(e.averagePrecision.value(), r["average_precision"]);
    QCOMPARE(e.logLossInterval->value, e.logLoss);
}

void compareThresholds(const std::vector<ThresholdReport>& reports, const nlohmann::json& r) {
    QCOMPARE(reports.size(), r.size());
    for (std::size_t i = 0; i < r.size(); ++i) {
        const OperatingPoint& point = reports[i].point;
        QVERIFY(maxDifference(reports[i].thresholds, r[i]["thresholds"].get<std::vector<double>>()) < kTolerance);
        QCOMPARE(
            (std::vector<int>{point.truePositives, point.falsePositives, point.trueNegatives, point.falseNegatives}),
            r[i]["counts"].get<std::vector<int>>());
        QVERIFY(maxDifference({point.sensitivity.value, point.sensitivity.low, point.sensitivity.high},
                              r[i]["sensitivity"].get<std::vector<double>>())
                < kTolerance);
        QVERIFY(maxDifference({point.specificity.value, point.specificity.low, point.specificity.high},
                              r[i]["specificity"].get<std::vector<double>>())
                < kTolerance);
        QVERIFY_NEAR(reports[i].predictive.positive, r[i]["ppv"].get<double>(), kTolerance);
        QVERIFY_NEAR(reports[i].predictive.negative, r[i]["npv"].get<double>(), kTolerance);
    }
}

void compareClass(const ClassEvaluation& one, const nlohmann::json& r) {
    QVERIFY_NEAR(one.averagePrecision->value, r["average_precision"].get<double>(), kTolerance);
    QVERIFY_NEAR(one.auc->low, r["auc_pooled"]["interval"][0].get<double>(), kTolerance);
    QVERIFY_NEAR(one.auc->value, r["auc_pooled"]["value"].get<double>(), kTolerance);
    QVERIFY_NEAR(one.brier->reliability, r["decomposition"]["reliability"].get<double>(), kTolerance);
    QVERIFY_NEAR(one.brier->resolution, r["decomposition"]["resolution"].get<double>(), kTolerance);
    QVERIFY_NEAR(one.brier->uncertainty, r["decomposition"]["uncertainty"].get<double>(), kTolerance);
    QVERIFY_NEAR(one.brier->withinBins, r["decomposition"]["within_bins"].get<double>(), kTolerance);
    QCOMPARE(one.brier->bins, r["decomposition"]["bins"].get<int>());
    QCOMPARE(one.calibrationCurve.size(), r["curve"].size());
    for (std::size_t i = 0; i < one.calibrationCurve.size(); ++i) {
        const CalibrationBin& bin = one.calibrationCurve[i];
        QCOMPARE(bin.count, r["curve"][i]["count"].get<int>());
        QVERIFY_NEAR(bin.meanPredicted, r["curve"][i]["mean_predicted"].get<double>(), kTolerance);
        QVERIFY_NEAR(bin.observed.value, r["curve"][i]["observed"].get<double>(), kTolerance);
        QVERIFY_NEAR(bin.observed.low, r["curve"][i]["interval"][0].get<double>(), kTolerance);
        QVERIFY_NEAR(bin.observed.high, r["curve"][i]["interval"][1].get<double>(), kTolerance);
    }
    QCOMPARE(one.decisionCurve.size(), r["decision"].size());
    for (std::size_t i = 0; i < one.decisionCurve.size(); ++i) {
        QVERIFY_NEAR(one.decisionCurve[i].model, r["decision"][i][0].get<double>(), kTolerance);
        QVERIFY_NEAR(one.decisionCurve[i].treatAll, r["decision"][i][1].get<double>(), kTolerance);
    }
    compareThresholds(one.thresholds, r["thresholds"]);
}

} // namespace

class TestClassEvaluation : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void twoClassesEqualTheReference() {
        const auto& r = statisticsReference()["binary"];
        const Evaluation e = evaluate(predictionsOf(r), kTwo, 1, {});
        QCOMPARE(e.perClass.size(), std::size_t(1));
        QCOMPARE(e.perClass[0].averagePrecision->value, e.averagePrecision->value);
        compareIntervals(e, r["intervals"]);
        compareClass(e.perClass[0], r["class"]);
    }

    void threeClassesEqualTheReference() {
        const auto& r = statisticsReference()["multiclass"];
        const Evaluation e = evaluate(predictionsOf(r), {"a", "b", "c"}, 0, {});
        QCOMPARE(e.perClass.size(), std::size_t(3));
        compareIntervals(e, r["intervals"]);
        for (std::size_t k = 0; k < 3; ++k)
            compareClass(e.perClass[k], r["classes"][k]);
    }

    // Three of one class: every figure that would need more is left out, and the report says why.
    void aClassOfThreeGetsAWarningAndNoFalseNumber() {
        std::vector<int> labels(30, 0);
        std::vector<int> folds;
        std::vector<double> p;
        for (std::size_t i = 0; i < labels.size(); ++i) {
            folds.push_back(static_cast<int>(i % 3));
            p.push_back(0.3 + 0.2 * hashed(i, 5));
        }
        for (std::size_t i = 0; i < 3; ++i) {
            labels[i] = 1;
            p[i] += 0.1;
        }
        const Evaluation e = evaluate(predictions(labels, p, folds), kTwo, 1, {});
        QCOMPARE(e.problems.size(), std::size_t(1));
        QCOMPARE(e.problems[0].code, std::string("STA-013"));
        QCOMPARE(e.problems[0].severity, Severity::Warning);
        QVERIFY(e.problems[0].text.find("\"ill\" has 3 patients") != std::string::npos);
        QCOMPARE(e.aucPooled->method, std::string(kExactMethod));
        QVERIFY(e.aucPooled->high - e.aucPooled->low > 0.5);
        const auto json = nlohmann::json::parse(toJson(e));
        for (const char* key :
             {"average_precision", "mcc", "log_loss_interval", "brier_interval", "balanced_accuracy_interval",
              "brier_decomposition", "calibration_curve", "decision_curve", "thresholds"})
            QVERIFY2(json[key].is_null(), key);
        QVERIFY(json["calibration"]["slope"].is_null());
        QCOMPARE(json["problems"][0]["code"].get<std::string>(), std::string("STA-013"));
        labels[3] = labels[4] = 1;
        const Evaluation five = evaluate(predictions(labels, p, folds), kTwo, 1, {});
        QVERIFY(five.problems.empty() && five.mcc && five.averagePrecision);
    }

    void perfectPredictionsGetNoIntervalOfOnePoint() {
        std::vector<int> folds;
        std::vector<double> p;
        for (std::size_t i = 0; i < 24; ++i) {
            folds.push_back(static_cast<int>(i / 2 % 3));
            p.push_back(0.5 + (i % 2 == 0 ? -0.2 : 0.2) + 0.1 * hashed(i, 6));
        }
        const Evaluation e = evaluate(predictions(hashedLabels(24, 2), p, folds), kTwo, 1, {});
        const auto json = nlohmann::json::parse(toJson(e));
        for (const char* key : {"mcc", "average_precision"}) {
            QCOMPARE(json[key]["value"].get<double>(), 1.0);
            QVERIFY(json[key]["low"].is_null() && json[key]["high"].is_null());
        }
        QVERIFY(json["balanced_accuracy_interval"]["low"].is_null());
        QVERIFY(json["log_loss_interval"]["low"] < json["log_loss"]);
    }

    void severalCasesOfAPatientAreNoted() {
        const Evaluation e = evaluate(predictionsOf(statisticsReference()["binary"]), kTwo, 1, {});
        QCOMPARE(e.problems.size(), std::size_t(1));
        QCOMPARE(e.problems[0].code, std::string("STA-015"));
        QCOMPARE(e.problems[0].severity, Severity::Info);
    }

    void oneFoldHasNoThresholdToChooseBy() {
        auto rows = predictionsOf(statisticsReference()["binary"]);
        for (Prediction& row : rows)
            row.fold = 0;
        const Evaluation e = evaluate(rows, kTwo, 1, {});
        QCOMPARE(e.perClass[0].thresholds.size(), std::size_t(1));
        QCOMPARE(e.perClass[0].thresholds[0].goal.rule, ThresholdRule::Fixed);
    }

    void scoresOfAFoldDoNotMoveItsOwnThreshold() {
        auto rows = predictionsOf(statisticsReference()["binary"]);
        const Evaluation before = evaluate(rows, kTwo, 1, {});
        for (Prediction& row : rows)
            if (row.fold == 2) {
                row.label = 1 - row.label;
                std::swap(row.probabilities[0], row.probabilities[1]);
            }
        const Evaluation after = evaluate(rows, kTwo, 1, {});
        for (std::size_t i = 1; i < 4; ++i) {
            const auto& a = before.perClass[0].thresholds[i].thresholds;
            const auto& b = after.perClass[0].thresholds[i].thresholds;
            QCOMPARE(a[2], b[2]);
            QVERIFY(a != b);
        }
    }

    void jsonOfClasses() {
        const auto json =
            nlohmann::json::parse(toJson(evaluate(predictionsOf(statisticsReference()["binary"]), kTwo, 1, {})));
        for (const char* key :
             {"average_precision", "mcc", "log_loss_interval", "brier_interval", "balanced_accuracy_interval",
              "brier_decomposition", "calibration_curve", "decision_curve", "thresholds", "problems"})
            QVERIFY2(!json[key].is_null(), key);
        QCOMPARE(json["decision_curve"].size(), std::size_t(99));
        QCOMPARE(json["thresholds"][1]["rule"].get<std::string>(), std::string("youden"));
        QVERIFY(json["log_loss_interval"]["low"] < json["log_loss"]);
        QVERIFY(json["per_class"].is_null());
        const auto& m = statisticsReference()["multiclass"];
        const auto three = nlohmann::json::parse(toJson(evaluate(predictionsOf(m), {"a", "b", "c"}, 0, {})));
        QVERIFY(three["calibration_curve"].is_null());
        QCOMPARE(three["average_precision"]["kind"].get<std::string>(), std::string("macro_ovr"));
        for (const char* key : {"cases", "auc_pooled", "average_precision", "brier_decomposition", "calibration_curve",
                                "decision_curve", "thresholds"})
            QVERIFY2(!three["per_class"]["b"][key].is_null(), key);
    }
};

QTEST_GUILESS_MAIN(TestClassEvaluation)
#include "tst_class_evaluation.moc"
