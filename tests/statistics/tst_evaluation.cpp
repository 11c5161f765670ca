// SPDX-License-Identifier: Apache-2.0
#include "core/base/error.h"
#include "core/statistics/evaluation.h"
#include "core/statistics/roc.h"
#include "tests/statistics/reference.h"

#include <QTest>

using namespace nidus;

namespace {

constexpr double kTolerance = 1e-6;

std::string codeOf(const std::function<void()>& call) {
    try {
        call();
    } catch (const Error& error) {
        return error.code();
    }
    return "none";
}

const std::vector<std::string> kTwo{"healthy", "ill"};

} // namespace

class TestEvaluation : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void twoClassesEqualTheReference() {
        const auto& r = statisticsReference()["binary"];
        const Evaluation e = evaluate(predictionsOf(r), kTwo, 1, {r["volume"], {}});
        QCOMPARE(e.n, 60);
        QCOMPARE(e.positive, std::string("ill"));
        QCOMPARE(e.aucKind, std::string("binary"));
        QVERIFY_NEAR(e.auc->value, r["auc"]["value"].get<double>(), kTolerance);
        QVERIFY_NEAR(e.auc->low, r["auc"]["interval"][0].get<double>(), kTolerance);
        QVERIFY_NEAR(e.auc->high, r["auc"]["interval"][1].get<double>(), kTolerance);
        QCOMPARE(e.auc->method, std::string(kInfluenceMethod));
        QVERIFY_NEAR(e.aucPooled->value, r["auc_pooled"]["value"].get<double>(), kTolerance);
        QVERIFY_NEAR(e.aucPooled->low, r["auc_pooled"]["interval"][0].get<double>(), kTolerance);
        QVERIFY_NEAR(e.aucPooled->high, r["auc_pooled"]["interval"][1].get<double>(), kTolerance);
        QCOMPARE(e.aucPooled->method, std::string(kDeLongMethod));
        for (std::size_t f = 0; f < 4; ++f)
            QVERIFY_NEAR(e.foldAuc[f].value(), r["auc"]["folds"][f].get<double>(), kTolerance);
        QVERIFY_NEAR(e.logLoss, r["log_loss"].get<double>(), kTolerance);
        QVERIFY_NEAR(e.brier, r["brier"].get<double>(), kTolerance);
        QVERIFY_NEAR(e.balancedAccuracy, r["balanced_accuracy"].get<double>(), kTolerance);
        QCOMPARE(e.confusion, r["confusion"].get<std::vector<std::vector<int>>>());
        QVERIFY_NEAR(e.calibration->slope, r["calibration"]["slope"].get<double>(), kTolerance);
        QVERIFY_NEAR(e.calibration->intercept, r["calibration"]["intercept"].get<double>(), kTolerance);
        QVERIFY_NEAR(e.calibration->ece, r["calibration"]["ece"].get<double>(), kTolerance);
        QVERIFY_NEAR(e.baselines.at("volume_auc").value(), r["volume_auc"].get<double>(), kTolerance);
        QVERIFY(!e.baselines.at("mean_intensity_auc"));
        QVERIFY_NEAR(e.mcc->value, r["mcc"].get<double>(), kTolerance);
    }

    // One fold alone: the baseline learns from the cases that have no prediction, and is what it is with all folds.
    void baselinesLearnFromCasesThatOnlyTrained() {
        std::vector<int> labels, folds;
        std::vector<double> p, volume;
        for (int i = 0; i < 40; ++i) {
            labels.push_back(i % 2);
            folds.push_back(i < 20 ? 0 : 1);
            p.push_back(0.4 + 0.2 * (i % 2));
            volume.push_back(i % 2 + (i % 5) * 0.4);
        }
        const std::vector<Prediction> all = predictions(labels, p, folds);
        const std::vector<Prediction> first(all.begin(), all.begin() + 20);
        Covariates covariates{{volume.begin(), volume.begin() + 20}, {}};
        QVERIFY(!evaluate(first, kTwo, 1, covariates).baselines.at("volume_auc"));
        covariates.onlyTraining = {{labels.begin() + 20, labels.end()}, {volume.begin() + 20, volume.end()}, {}};
        const Evaluation e = evaluate(first, kTwo, 1, covariates);
        QVERIFY(e.baselines.at("volume_auc"));
        const std::vector<int> firstLabels(labels.begin(), labels.begin() + 20);
        QCOMPARE(*e.baselines.at("volume_auc"), *rocAuc(covariates.volumeMm3, firstLabels, 1)); // larger is ill
    }

    void threeClassesEqualTheReference() {
        const auto& r = statisticsReference()["multiclass"];
        const Evaluation e = evaluate(predictionsOf(r), {"a", "b", "c"}, 0, {{}, r["volume"]});
        QCOMPARE(e.aucKind, std::string("macro_ovr"));
        QVERIFY(e.positive.empty());
        QVERIFY_NEAR(e.auc->value, r["auc"].get<double>(), kTolerance);
        for (std::size_t f = 0; f < 3; ++f)
            QVERIFY_NEAR(e.foldAuc[f].value(), r["fold_auc"][f].get<double>(), kTolerance);
        QVERIFY_NEAR(e.aucPooled->value, r["auc_pooled"]["value"].get<double>(), kTolerance);
        QVERIFY_NEAR(e.aucPooled->low, r["auc_pooled"]["interval"][0].get<double>(), kTolerance);
        QVERIFY_NEAR(e.aucPooled->high, r["auc_pooled"]["interval"][1].get<double>(), kTolerance);
        QVERIFY(e.auc->low < e.auc->value && e.auc->value < e.auc->high);
        QVERIFY_NEAR(e.logLoss, r["log_loss"].get<double>(), kTolerance);
        QVERIFY_NEAR(e.brier, r["brier"].get<double>(), kTolerance);
        QVERIFY_NEAR(e.balancedAccuracy, r["balanced_accuracy"].get<double>(), kTolerance);
        QCOMPARE(e.confusion, r["confusion"].get<std::vector<std::vector<int>>>());
        QVERIFY_NEAR(e.baselines.at("mean_intensity_auc").value(), r["volume_auc"].get<double>(), kTolerance);
        QVERIFY_NEAR(e.mcc->value, r["mcc"].get<double>(), kTolerance);
        QVERIFY_NEAR(e.averagePrecision->value, r["average_precision"].get<double>(), kTolerance);
    }

    void theOtherPositiveClassMirrorsNothingButTheIntercept() {
        const auto& r = statisticsReference()["binary"];
        const Evaluation one = evaluate(predictionsOf(r), kTwo, 1, {});
        const Evaluation zero = evaluate(predictionsOf(r), kTwo, 0, {});
        QCOMPARE(zero.positive, std::string("healthy"));
        QVERIFY_NEAR(zero.auc->value, one.auc->value, 1e-12);
        QVERIFY_NEAR(zero.brier, one.brier, 1e-12);
        QVERIFY_NEAR(zero.calibration->slope, one.calibration->slope, 1e-9);
        QVERIFY_NEAR(zero.calibration->intercept, -one.calibration->intercept, 1e-9);
    }

    void perfectAndInverseRanking() {
        const std::vector<int> labels{0, 0, 0, 0, 1, 1, 1, 1};
        const std::vector<int> folds{0, 0, 1, 1, 0, 0, 1, 1};
        const std::vector<double> p{0.1, 0.2, 0.15, 0.3, 0.7, 0.8, 0.9, 0.95};
        const Evaluation best = evaluate(predictions(labels, p, folds), kTwo, 1, {});
        QCOMPARE(best.auc->value, 1.0);
        QCOMPARE(best.auc->method, std::string(kExactMethod));
        QVERIFY(best.auc->low > 0.3 && best.auc->low < 1);
        QCOMPARE(best.aucPooled->value, 1.0);
        QCOMPARE(best.aucPooled->high, 1.0);
        QVERIFY(std::isnan(best.calibration->slope)); // separated: no recalibration exists
        const auto json = nlohmann::json::parse(toJson(best));
        QVERIFY(json["calibration"]["slope"].is_null());
        QVERIFY(json["calibration"]["ece"].is_number());
        const Evaluation worst = evaluate(predictions({1, 1, 1, 1, 0, 0, 0, 0}, p, folds), kTwo, 1, {});
        QCOMPARE(worst.auc->value, 0.0);
        QCOMPARE(worst.auc->low, 0.0);
        QVERIFY(worst.auc->high < 0.7);
    }

    void aClassMissingInAFoldOrEverywhere() {
        const Evaluation fold =
            evaluate(predictions({0, 1, 0, 1, 0, 0}, {0.2, 0.7, 0.4, 0.3, 0.1, 0.6}, {0, 0, 1, 1, 2, 2}), kTwo, 1, {});
        QCOMPARE(fold.foldAuc.size(), std::size_t(3));
        QVERIFY(!fold.foldAuc[2]);
        QCOMPARE(fold.auc->value, 0.5);
        const Evaluation all = evaluate(predictions({1, 1}, {0.2, 0.7}, {0, 1}), kTwo, 1, {});
        QVERIFY(!all.auc && !all.aucPooled && !all.calibration);
        QCOMPARE(all.balancedAccuracy, 0.5);
        const auto json = nlohmann::json::parse(toJson(all));
        QVERIFY(json["auc"].is_null() && json["auc_pooled"].is_null() && json["fold_auc"][0].is_null());
        QVERIFY(json["baselines"]["volume_auc"].is_null());
    }

    void unlabelledCasesDoNotCount() {
        auto rows = predictions({0, 1, 0, 1}, {0.2, 0.7, 0.4, 0.6}, {0, 0, 1, 1});
        const Evaluation before = evaluate(rows, kTwo, 1, {{1, 2, 3, 4}, {}});
        rows.insert(rows.begin() + 1, {"unknown", "", 0, -1, {0.5, 0.5}, {0, 0}});
        const Evaluation after = evaluate(rows, kTwo, 1, {{1, 99, 2, 3, 4}, {}});
        QCOMPARE(toJson(after), toJson(before));
        QCOMPARE(codeOf([] {
                     static_cast<void>(evaluate({{"x", "", 0, -1, {0.5, 0.5}, {}}}, kTwo, 1, {}));
                 }),
                 std::string("STA-004"));
        QCOMPARE(codeOf([] {
                     static_cast<void>(evaluate({{"x", "", 0, 1, {0.5, 0.2, 0.3}, {}}}, kTwo, 1, {}));
                 }),
                 std::string("STA-008"));
        QCOMPARE(codeOf([] {
                     static_cast<void>(evaluate({{"x", "", 0, 1, {NAN, 0.2}, {}}}, kTwo, 1, {}));
                 }),
                 std::string("STA-008"));
    }

    void jsonHasTheAgreedKeys() {
        const auto& r = statisticsReference()["binary"];
        const auto json =
            nlohmann::json::parse(toJson(evaluate(predictionsOf(r), kTwo, 1, {r["volume"], r["volume"]})));
        for (const char* key : {"n", "classes", "positive", "auc", "auc_pooled", "fold_auc", "baselines", "log_loss",
                                "brier", "balanced_accuracy", "calibration", "confusion"})
            QVERIFY2(json.contains(key), key);
        for (const char* key : {"value", "low", "high", "kind"})
            QVERIFY2(json["auc"].contains(key) && json["auc_pooled"].contains(key), key);
        QCOMPARE(json["auc"]["kind"].get<std::string>(), std::string("binary"));
        QCOMPARE(json["fold_auc"].size(), std::size_t(4));
        for (const char* key : {"volume_auc", "mean_intensity_auc"})
            QVERIFY2(json["baselines"][key].is_number(), key);
        for (const char* key : {"slope", "intercept", "ece"})
            QVERIFY2(json["calibration"][key].is_number(), key);
    }

    void csvReadsBackExactly() {
        const std::vector<std::string> classes{"benign, low", "恶性 \"高\"", "line\nbreak"};
        std::vector<Prediction> rows{
            {"病例,1", "王\"小\"明", 3, 1, {0.1, 1.0 / 3, 0.5666666666666667}, {-1e-300, 2.5, 0.1}},
            {"b", "", 0, -1, {1, 0, 0}, {1e17, -4.75, 0}},
            {" c ", "p\r\n2", 12, 2, {0.25, 0.25, 0.5}, {}}};
        const std::string csv = predictionsCsv(rows, classes);
        QVERIFY(csv.starts_with("case,patient,fold,label,prediction,\"p_benign, low\",\"p_恶性 \"\"高\"\"\","));
        std::vector<std::string> names;
        const auto back = predictionsFromCsv(csv, &names);
        QCOMPARE(names, classes);
        QVERIFY(back == rows);
        QVERIFY(predictionsFromCsv(csv, nullptr) == rows);
        QVERIFY(csv.find("3,\"恶性 \"\"高\"\"\",\"line\nbreak\",0.1") != std::string::npos);
    }

    void damagedCsvIsRefused() {
        const auto codeOfCsv = [](const std::string& csv) {
            return codeOf([&] { static_cast<void>(predictionsFromCsv(csv, nullptr)); });
        };
        const std::string head = "case,patient,fold,label,prediction,p_a,p_b,logit_a,logit_b\r\n";
        QCOMPARE(codeOfCsv(head + "x,y,0,a,a,0.5,0.5,0,0\r\n"), std::string("none"));
        QCOMPARE(codeOfCsv(head + "x,y,zero,a,a,0.5,0.5,0,0\r\n"), std::string("STA-011"));
        QCOMPARE(codeOfCsv(head + "x,y,0,c,a,0.5,0.5,0,0\r\n"), std::string("STA-011"));
        QCOMPARE(codeOfCsv(head + "x,y,0,a,a,0.5\r\n"), std::string("STA-011"));
        QCOMPARE(codeOfCsv("id,label\r\n1,2\r\n"), std::string("STA-011"));
        QCOMPARE(codeOfCsv("case,patient,fold,label,prediction,p_a,p_b,logit_b,logit_a\r\n"), std::string("STA-011"));
    }

    void softmaxAndLogLoss() {
        QCOMPARE(softmax({1000, 1000}), (std::vector<double>{0.5, 0.5}));
        QVERIFY_NEAR(softmax({0, std::log(3.0)})[1], 0.75, 1e-15);
        QVERIFY_NEAR(logLoss({{0.25, 0.75}, {1, 0}}, {1, 1}), (-std::log(0.75) - std::log(1e-7)) / 2, 1e-12);
    }

    void temperatureEqualsTheMinimum() {
        for (const auto& r : statisticsReference()["temperatures"]) {
            const auto rows = r["rows"].get<std::size_t>();
            const auto classes = r["classes"].get<std::size_t>();
            std::vector<std::vector<double>> z(rows, std::vector<double>(classes));
            for (std::size_t i = 0; i < rows; ++i)
                for (std::size_t k = 0; k < classes; ++k)
                    z[i][k] = r["factor"].get<double>()
                              * (2 * hashed(i * classes + k, r["seed"]) + (i % classes == k ? 1 : 0));
            const double wanted = r["temperature"];
            QVERIFY_NEAR(fitTemperature(z, hashedLabels(rows, classes)), wanted, kTolerance * wanted);
        }
    }

    void temperatureStaysFiniteWithoutAMinimum() {
        // All right: the targets are (n + 1) / (n + 2) = 3/4, so sigmoid(2 / t) = 3/4.
        QVERIFY_NEAR(fitTemperature({{1, -1}, {-1, 1}}, {0, 1}), 2 / std::log(3.0), 1e-9);
        QCOMPARE(fitTemperature({{1, -1}, {-1, 1}}, {1, 0}), 100.0); // all wrong: as flat as it gets
        const double none = fitTemperature({{0, 0}, {0, 0}}, {0, 1});
        QVERIFY(none > 0 && std::isfinite(none));
    }
};

QTEST_GUILESS_MAIN(TestEvaluation)
#include "tst_evaluation.moc"
