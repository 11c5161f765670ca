// SPDX-License-Identifier: Apache-2.0
#include "core/base/error.h"
#include "core/statistics/evaluation.h"
#include "tests/statistics/reference.h"

#include <QTest>

using namespace nidus;

namespace {

constexpr double kTolerance = 1e-6;

/// Gradient of the objective of fitLogisticRegression at a model, by the definition; largest component.
double gradientOf(const LogisticModel& model, const Matrix& x, const std::vector<int>& labels, double c) {
    const auto classes = static_cast<std::size_t>(model.classes);
    // Two classes: the penalty is on w = w1 - w0, of which each row carries half.
    const double penalty = classes == 2 ? 2 : 1;
    std::vector<double> weights(model.weights);
    for (double& w : weights)
        w *= penalty;
    std::vector<double> bias(classes, 0);
    const auto z = logits(model, x);
    for (std::size_t i = 0; i < x.rows; ++i) {
        const std::vector<double> p = softmax(z[i]);
        for (std::size_t k = 0; k < classes; ++k) {
            const double residual = c * (p[k] - (static_cast<std::size_t>(labels[i]) == k ? 1 : 0));
            bias[k] += residual;
            for (std::size_t j = 0; j < x.columns; ++j)
                weights[k * x.columns + j] += residual * x.row(i)[j];
        }
    }
    double largest = 0;
    for (const double g : weights)
        largest = std::max(largest, std::abs(g));
    for (const double g : bias)
        largest = std::max(largest, std::abs(g));
    return largest;
}

std::string codeOf(const std::function<void()>& call) {
    try {
        call();
    } catch (const Error& error) {
        return error.code();
    }
    return "none";
}

} // namespace

class TestLogisticRegression : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void probeEqualsScikitLearn_data() {
        QTest::addColumn<int>("index");
        const auto& reference = statisticsReference();
        for (int i = 0; i < static_cast<int>(reference["probes"].size()); ++i)
            QTest::newRow(reference["probes"][static_cast<std::size_t>(i)]["name"].get<std::string>().c_str()) << i;
    }

    void probeEqualsScikitLearn() {
        QFETCH(int, index);
        const auto& reference = statisticsReference();
        const auto& r = reference["probes"][static_cast<std::size_t>(index)];
        const auto rows = r["rows"].get<std::size_t>();
        const auto classes = r["classes"].get<std::size_t>();
        const Matrix x = hashedTable(rows, r["columns"], classes, r["seed"]);
        const std::vector<int> labels = hashedLabels(rows, classes);
        std::vector<int> folds;
        for (std::size_t i = 0; i < rows; ++i)
            folds.push_back(static_cast<int>(i / classes % 3));
        const std::vector<double> penalties = reference["penalties"];
        const Probe probe = fitProbe(x, labels, static_cast<int>(classes), folds, penalties);
        QCOMPARE(probe.c, r["c"].get<double>());
        const double loss = maxDifference(probe.innerLogLoss, r["inner_log_loss"].get<std::vector<double>>());
        const double inner =
            maxDifference(probe.innerLogits, r["inner_logits"].get<std::vector<std::vector<double>>>());
        const double outer = maxDifference(logits(probe.model, standardised(x, probe.standardiser)),
                                           r["final_logits"].get<std::vector<std::vector<double>>>());
        qInfo("log-loss %.2g, inner logits %.2g, logits %.2g away from scikit-learn", loss, inner, outer);
        QVERIFY(loss < kTolerance);
        QVERIFY(inner < kTolerance);
        QVERIFY(outer < kTolerance);
        QVERIFY(maxDifference(probe.standardiser.mean, r["mean"].get<std::vector<double>>()) < 1e-12);
        QVERIFY(maxDifference(probe.standardiser.scale, r["scale"].get<std::vector<double>>()) < 1e-12);
        QCOMPARE(probe.standardiser.scale.back(), 1.0); // the constant column

        const Matrix scaled = standardised(x, probe.standardiser);
        const LogisticModel model = fitLogisticRegression(scaled, labels, static_cast<int>(classes), 0.1);
        const std::vector<double> last(model.weights.end() - static_cast<std::ptrdiff_t>(x.columns),
                                       model.weights.end());
        QVERIFY(maxDifference(last, r["weights_c_0.1"].get<std::vector<double>>()) < kTolerance);
        QVERIFY(maxDifference(model.bias, r["bias_c_0.1"].get<std::vector<double>>()) < kTolerance);
    }

    void gradientVanishesAtTheSolution_data() {
        QTest::addColumn<int>("rows");
        QTest::addColumn<int>("columns");
        QTest::addColumn<int>("classes");
        QTest::addColumn<double>("c");
        QTest::newRow("wide") << 36 << 416 << 2 << 1.0;
        QTest::newRow("wide, weak penalty") << 36 << 416 << 2 << 1000.0;
        QTest::newRow("tall") << 120 << 9 << 2 << 0.01;
        QTest::newRow("square") << 30 << 30 << 2 << 0.1;
        QTest::newRow("four classes") << 60 << 200 << 4 << 1.0;
    }

    void gradientVanishesAtTheSolution() {
        QFETCH(int, rows);
        QFETCH(int, columns);
        QFETCH(int, classes);
        QFETCH(double, c);
        const Matrix raw = hashedTable(static_cast<std::size_t>(rows), static_cast<std::size_t>(columns),
                                       static_cast<std::size_t>(classes), 42);
        const Matrix x = standardised(raw, fitStandardiser(raw));
        const auto labels = hashedLabels(x.rows, static_cast<std::size_t>(classes));
        const double gradient = gradientOf(fitLogisticRegression(x, labels, classes, c), x, labels, c);
        QVERIFY2(gradient < 1e-8, qPrintable(QString::number(gradient)));
    }

    void handComputedSolution() {
        // Cases x = -1, 1 of two classes, C = 1: w = 2 sigmoid(-w), intercept 0 by symmetry.
        const Matrix x{2, 1, {-1, 1}};
        const LogisticModel model = fitLogisticRegression(x, std::vector<int>{0, 1}, 2, 1);
        const double w = model.weights[1] - model.weights[0];
        QVERIFY_NEAR(w, 2 / (1 + std::exp(w)), 1e-9);
        QCOMPARE(model.weights[0], -model.weights[1]);
        QVERIFY_NEAR(model.bias[1], 0, 1e-9);
    }

    void perfectSeparationStaysFinite() {
        const Matrix x{6, 1, {-3, -2, -1, 1, 2, 3}};
        const std::vector<int> labels{0, 0, 0, 1, 1, 1};
        const LogisticModel model = fitLogisticRegression(x, labels, 2, 1e4);
        QVERIFY(std::isfinite(model.weights[1]) && model.weights[1] > 0);
        QVERIFY(gradientOf(model, x, labels, 1e4) < 1e-7);
    }

    void featuresInLargeUnitsConverge() {
        Matrix x = hashedTable(40, 5, 2, 9);
        for (double& value : x.values)
            value *= 1e6;
        const LogisticModel model = fitLogisticRegression(x, hashedLabels(40, 2), 2, 1);
        QVERIFY(std::isfinite(model.weights[0]));
    }

    void constantFeaturesGiveTheBaseRate() {
        const Matrix x{4, 3, std::vector<double>(12, 0)};
        const LogisticModel model = fitLogisticRegression(x, std::vector<int>{0, 0, 0, 1}, 2, 0.1);
        QVERIFY_NEAR(softmax(logits(model, x)[0])[1], 0.25, 1e-8);
    }

    void theStrongerPenaltyWinsTies() {
        const Matrix x{12, 2, std::vector<double>(24, 1)};
        const std::vector<int> labels{0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1};
        const std::vector<int> folds{0, 0, 1, 1, 2, 2, 0, 0, 1, 1, 2, 2};
        const Probe probe = fitProbe(x, labels, 2, folds, std::vector<double>{1, 0.001, 0.1});
        QCOMPARE(probe.c, 0.001);
        QCOMPARE(probe.innerLogLoss.size(), std::size_t(3));
        QVERIFY_NEAR(probe.innerLogLoss[0], std::log(2.0), 1e-9);
    }

    void faultsHaveCodes() {
        const Matrix x{3, 1, {1, 2, 3}};
        const auto fit = [&](const Matrix& table, std::vector<int> labels, int classes, double c) {
            return codeOf([&] { static_cast<void>(fitLogisticRegression(table, labels, classes, c)); });
        };
        QCOMPARE(fit(x, {0, 0, 0}, 2, 1), std::string("STA-001"));
        QCOMPARE(fit({3, 1, {1, NAN, 3}}, {0, 1, 0}, 2, 1), std::string("STA-003"));
        QCOMPARE(fit(x, {0, 1, 2}, 2, 1), std::string("STA-005"));
        QCOMPARE(fit(x, {0, 1}, 2, 1), std::string("STA-005"));
        QCOMPARE(fit(x, {0, 1, 1}, 2, 0), std::string("STA-006"));
        QCOMPARE(codeOf([&] { static_cast<void>(standardised(x, {{1, 2}, {1, 1}})); }), std::string("STA-010"));
        // A class that is in one inner fold alone is missing in that fold's training set.
        QCOMPARE(codeOf([&] {
                     static_cast<void>(fitProbe({4, 1, {1, 2, 3, 4}}, std::vector<int>{0, 0, 0, 1}, 2,
                                                std::vector<int>{0, 1, 0, 1}, std::vector<double>{1}));
                 }),
                 std::string("STA-001"));
    }
};

QTEST_GUILESS_MAIN(TestLogisticRegression)
#include "tst_logistic_regression.moc"
