// SPDX-License-Identifier: Apache-2.0
#include "core/statistics/bootstrap.h"
#include "core/statistics/comparison.h"
#include "tests/statistics/reference.h"
#include "tests/support/error_code.h"

#include <QTest>

using namespace nidus;

namespace {

constexpr double kTolerance = 1e-6;
const std::vector<std::string> kTwo{"healthy", "ill"};

std::vector<Prediction> predictions(const nlohmann::json& probabilities, std::size_t casesPerPatient) {
    const auto& r = statisticsReference()["binary"];
    std::vector<Prediction> out;
    for (std::size_t i = 0; i < probabilities.size(); ++i)
        out.push_back({"case " + std::to_string(i),
                       std::to_string(i / casesPerPatient),
                       r["folds"][i],
                       r["labels"][i],
                       probabilities[i],
                       {}});
    return out;
}

std::vector<Prediction> first(std::size_t casesPerPatient) {
    return predictions(statisticsReference()["binary"]["probabilities"], casesPerPatient);
}

std::vector<Prediction> second(std::size_t casesPerPatient) {
    return predictions(statisticsReference()["comparison"]["probabilities"], casesPerPatient);
}

std::string refusal(const std::vector<Prediction>& a, const std::vector<Prediction>& b) {
    return test::codeOf([&] { static_cast<void>(comparePredictions(a, b, kTwo, 1)); });
}

void compareInterval(const Estimate& estimate, const nlohmann::json& bounds) {
    QVERIFY_NEAR(estimate.low, bounds[0].get<double>(), kTolerance);
    QVERIFY_NEAR(estimate.high, bounds[1].get<double>(), kTolerance);
}

} // namespace

class TestComparison : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void comparisonEqualsTheReference() {
        const auto& r = statisticsReference()["comparison"];
        const Comparison c = comparePredictions(first(1), second(1), kTwo, 1);
        QCOMPARE(c.n, 60);
        QVERIFY_NEAR(c.auc->first, r["auc"]["a"].get<double>(), kTolerance);
        QVERIFY_NEAR(c.auc->second, r["auc"]["b"].get<double>(), kTolerance);
        QVERIFY_NEAR(c.auc->difference.value, r["auc"]["difference"].get<double>(), kTolerance);
        compareInterval(c.auc->difference, r["auc"]["interval"]);
        QVERIFY_NEAR(c.auc->p.value(), r["auc"]["p"].get<double>(), kTolerance);
        QVERIFY_NEAR(c.logLoss.second, r["log_loss"].get<double>(), kTolerance);
        QVERIFY_NEAR(c.brier.second, r["brier"].get<double>(), kTolerance);
        QVERIFY_NEAR(c.brier.difference.value, c.brier.first - c.brier.second, 1e-12);
        compareInterval(c.logLoss.difference, r["single"]["log_loss"]);
        compareInterval(c.brier.difference, r["single"]["brier"]);
        QVERIFY(c.problems.empty());
    }

    void patientsOfSeveralCasesAreResampledForTheAucToo() {
        const auto& r = statisticsReference()["comparison"];
        const Comparison c = comparePredictions(first(2), second(2), kTwo, 1);
        QCOMPARE(c.auc->difference.method, std::string(kBootstrapMethod));
        compareInterval(c.auc->difference, r["pairs"]["auc"]);
        QVERIFY(!c.auc->p);
        compareInterval(c.logLoss.difference, r["pairs"]["log_loss"]);
        compareInterval(c.brier.difference, r["pairs"]["brier"]);
        QCOMPARE(c.problems[0].code, std::string("STA-015"));
    }

    void theOrderOfTheCasesAndTheDirection() {
        auto turned = second(1);
        std::reverse(turned.begin(), turned.end());
        const Comparison one = comparePredictions(first(1), second(1), kTwo, 1);
        QCOMPARE(toJson(comparePredictions(first(1), turned, kTwo, 1)), toJson(one));
        const Comparison other = comparePredictions(second(1), first(1), kTwo, 1);
        QVERIFY_NEAR(other.auc->difference.low, -one.auc->difference.high, 1e-12);
        QVERIFY_NEAR(other.logLoss.difference.low, -one.logLoss.difference.high, 1e-12);
        QVERIFY_NEAR(other.auc->p.value(), one.auc->p.value(), 1e-12);
    }

    void aRunEqualsItself() {
        const Comparison c = comparePredictions(first(1), first(1), kTwo, 1);
        QCOMPARE(c.auc->difference.value, 0.0);
        QCOMPARE(c.auc->p.value(), 1.0);
        QCOMPARE(c.logLoss.difference.value, 0.0);
        QVERIFY(std::isnan(c.logLoss.difference.low));
        const auto json = nlohmann::json::parse(toJson(c));
        for (const char* key : {"n", "classes", "positive", "auc_pooled", "log_loss", "brier", "problems"})
            QVERIFY2(json.contains(key), key);
        QVERIFY(json["brier"]["p"].is_null());
    }

    void runsOnOtherCasesAreRefused() {
        auto fewer = second(1);
        fewer.pop_back();
        QCOMPARE(refusal(first(1), fewer), std::string("STA-012"));
        QCOMPARE(refusal(fewer, first(1)), std::string("STA-012"));
        auto relabelled = second(1);
        relabelled[7].label = 1 - relabelled[7].label;
        QCOMPARE(refusal(first(1), relabelled), std::string("STA-012"));
        auto unknown = second(1);
        unknown[7].label = -1;
        QCOMPARE(refusal(first(1), unknown), std::string("STA-012"));
        auto more = first(1);
        more.push_back({"unlabelled", "", 0, -1, {0.5, 0.5}, {}});
        QCOMPARE(refusal(more, second(1)), std::string("none"));
    }

    void tooFewPatientsLeaveNoBounds() {
        std::vector<Prediction> a;
        std::vector<Prediction> b;
        for (std::size_t i = 0; i < 20; ++i) {
            const int label = i < 3 ? 1 : 0;
            const double p = 0.4 + 0.3 * hashed(i, 9);
            const double q = 0.4 + 0.3 * hashed(i, 10);
            a.push_back({std::to_string(i), "", 0, label, {1 - p, p}, {}});
            b.push_back({std::to_string(i), "", 0, label, {1 - q, q}, {}});
        }
        const Comparison c = comparePredictions(a, b, kTwo, 1);
        QCOMPARE(c.problems[0].code, std::string("STA-013"));
        QVERIFY(std::isnan(c.auc->difference.low) && std::isnan(c.logLoss.difference.high) && !c.auc->p);
    }

    void threeClassesCompareByTheMacroAverage() {
        const auto& r = statisticsReference()["multiclass"];
        std::vector<Prediction> a;
        std::vector<Prediction> b;
        for (std::size_t i = 0; i < r["labels"].size(); ++i) {
            const std::vector<double> p = r["probabilities"][i];
            a.push_back({std::to_string(i), "", 0, r["labels"][i], p, {}});
            b.push_back({std::to_string(i), "", 0, r["labels"][i], {p[1], p[2], p[0]}, {}});
        }
        const Comparison c = comparePredictions(a, b, {"a", "b", "c"}, 0);
        QCOMPARE(c.aucKind, std::string("macro_ovr"));
        QVERIFY_NEAR(c.auc->first, r["auc_pooled"]["value"].get<double>(), kTolerance);
        QVERIFY(c.auc->difference.low > 0 && c.auc->p.value() < 0.01);
    }
};

QTEST_GUILESS_MAIN(TestComparison)
#include "tst_comparison.moc"
