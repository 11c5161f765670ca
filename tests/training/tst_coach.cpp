// SPDX-License-Identifier: Apache-2.0
#include "core/base/random.h"
#include "core/statistics/association.h"
#include "core/training/coach.h"

#include <QTest>

#include <algorithm>

using namespace nidus;

namespace {

/// Forty cases of two classes by turns, all scanned alike.
TrainingJob plainJob() {
    TrainingJob job;
    job.classes = {"healthy", "ill"};
    job.positive = 1;
    for (int i = 0; i < 40; ++i) {
        JobCase c;
        c.id = "case-" + std::to_string(100 + i);
        c.patient = c.id;
        c.sha256 = c.id;
        c.label = i % 2;
        c.fold = i / 2 % 4;
        c.spacing = {1, 1, 1};
        c.shapeStored = {64, 64, 64};
        job.cases.push_back(c);
    }
    return job;
}

RunResult plainResult() {
    RunResult result;
    result.evaluation.aucPooled = Estimate{0.9, 0.8, 0.96, "DeLong"};
    result.evaluation.baselines["volume_auc"] = 0.55;
    result.evaluation.logLoss = result.probe.logLoss = 0.4;
    return result;
}

std::vector<std::string> codes(const TrainingJob& job, const RunResult& result) {
    std::vector<std::string> found;
    for (const Problem& problem : coach(job, result))
        found.push_back(problem.code);
    return found;
}

using Codes = std::vector<std::string>;

} // namespace

class TestCoach : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void namesAClassThatIsNeverPredicted() {
        RunResult result = plainResult();
        result.evaluation.classes = {"healthy", "ill"};
        result.evaluation.confusion = {{20, 0}, {20, 0}};
        QCOMPARE(codes(plainJob(), result), Codes{"TRN-056"});
        result.evaluation.confusion = {{20, 0}, {19, 1}};
        QCOMPARE(codes(plainJob(), result), Codes{});
    }

    void saysWhenTheProbeBeatsWhatTheRecipeKeeps() {
        TrainingJob job = plainJob();
        RunResult result = plainResult();
        result.finetuned = result.evaluation;
        result.finetuned->logLoss = 0.5;
        QCOMPARE(codes(job, result), Codes{});
        job.recipe.keep = Keep::Finetuned;
        QCOMPARE(codes(job, result), Codes{"TRN-057"});
    }

    void readsCurves() {
        const auto code = [](std::vector<double> curve) {
            InnerChoice inner;
            inner.tunedLogLoss = std::move(curve);
            const std::vector<Problem> found = curveFindings(inner);
            return found.empty() ? std::string() : found.front().code;
        };
        QCOMPARE(code({0.6, 0.5, 0.4, 0.3}), std::string());
        QCOMPARE(code({0.6, 0.4, 0.41, 0.44}), std::string("TRN-058"));
        QCOMPARE(code({0.6, 0.4, 0.4, 0.402}), std::string("TRN-059"));
        QCOMPARE(code({0.4, 0.5, 0.6}), std::string());
    }

    void saysNothingOfAnUnsuspiciousResult() {
        const auto found = codes(plainJob(), plainResult());
        QVERIFY2(found.empty(), found.empty() ? "" : found.front().c_str());
    }

    void chanceIsNamed() {
        RunResult result = plainResult();
        result.signal = PermutationTest{0.6, 200, 9, 10.0 / 201};
        QVERIFY(codes(plainJob(), result).empty());
        result.signal->p = 0.06;
        QVERIFY(codes(plainJob(), result) == Codes({"TRN-054"}));
    }

    void volumeThatTellsTheLabelIsNamed() {
        RunResult result = plainResult();
        result.evaluation.baselines["volume_auc"] = 0.78;
        QVERIFY(codes(plainJob(), result) == Codes({"TRN-050"}));
        result.evaluation.baselines["volume_auc"] = 0.85; // within the interval of the classifier
        QVERIFY(codes(plainJob(), result) == Codes({"TRN-050", "TRN-051"}));
    }

    void aHeadThatHardlyLearnsIsNamed() {
        TrainingJob job = plainJob();
        RunResult result = plainResult();
        result.finetuned = result.evaluation;
        result.finetuned->logLoss = 0.69;    // the shares of two equal classes: 0.693
        QVERIFY(codes(job, result).empty()); // it started from the probe: bad luck, not this mistake
        job.recipe.probe = false;
        QVERIFY(codes(job, result) == Codes({"TRN-052"}));
        result.probe.logLoss = 0.68; // nothing to learn for the probe either
        QVERIFY(codes(job, result).empty());
    }

    void scanningThatGoesWithTheLabelIsNamed() {
        TrainingJob job = plainJob();
        for (std::size_t i = 0; i < job.cases.size(); ++i)
            if (job.cases[i].label == 1 && i < 30)
                job.cases[i].spacing = {1.5, 1, 1};
        const std::vector<Problem> found = coach(job, plainResult());
        QCOMPARE(found.size(), std::size_t{1});
        QCOMPARE(found[0].code, std::string("TRN-053"));
        QVERIFY2(found[0].text.find("1.00 x 1.00 x 1.00 mm in 20 of 20 cases of healthy, but in 5 of 20")
                         != std::string::npos
                     || found[0].text.find("1.50 x 1.00 x 1.00 mm in 15 of 20 cases of ill, but in 0 of 20")
                            != std::string::npos,
                 found[0].text.c_str());
        for (std::size_t i = 0; i < job.cases.size(); ++i) // two scanners, both for both classes
            job.cases[i].spacing = {i % 4 < 2 ? 1.5 : 1.0, 1, 1};
        QVERIFY(codes(job, plainResult()).empty());
        job.cases[7].shapeStored = {65, 64, 64}; // one alone says nothing
        QVERIFY(codes(job, plainResult()).empty());
    }

    // Whose maker is told of is not told of its model and its field strength as well.
    void aScannerThatGoesWithTheLabelIsNamed() {
        TrainingJob job = plainJob();
        const auto scan = [&job](const auto& scannerOf) {
            for (JobCase& c : job.cases)
                c.scanners = {scannerOf(c)};
            return coach(job, plainResult());
        };
        QVERIFY(scan([](const JobCase&) { return Scanner{}; }).empty());
        QVERIFY(scan([](const JobCase& c) {
                    return Scanner{*c.fold % 2 == 0 ? "Aldebaran" : "Capella", "", 3};
                }).empty());
        const auto found = scan([](const JobCase& c) {
            return c.label == 1 ? Scanner{"Aldebaran", "A-15", 1.494} : Scanner{"Capella", "C-70", 3};
        });
        QCOMPARE(found.size(), std::size_t{1});
        QCOMPARE(found[0].code, std::string("TRN-053"));
        QVERIFY2(found[0].text.find("manufacturer of the scanner goes with the label: ") != std::string::npos
                     && found[0].text.find("in 20 of 20 cases of ") != std::string::npos,
                 found[0].text.c_str());
        const auto model = scan([](const JobCase& c) { return Scanner{"Capella", c.label == 1 ? "C-70" : "C-15", 3}; });
        QVERIFY(model.size() == 1 && model[0].text.find("model of the scanner") != std::string::npos);
        const auto field = scan([](const JobCase& c) { return Scanner{"Capella", "C", c.label == 1 ? 1.494 : 3}; });
        QVERIFY(field.size() == 1 && field[0].text.find("field strength of the scanner") != std::string::npos);
        QVERIFY2(field[0].text.find("1.5 T") != std::string::npos || field[0].text.find("3.0 T") != std::string::npos,
                 field[0].text.c_str());
        const auto silent = scan([](const JobCase& c) { return c.label == 1 ? Scanner{"Capella", "", 0} : Scanner{}; });
        QVERIFY(silent.size() == 1 && silent[0].text.find("manufacturer") != std::string::npos);
    }

    // A second image from one more scanner hides nothing.
    void eachImageOfACaseCounts() {
        TrainingJob job = plainJob();
        for (JobCase& c : job.cases)
            c.scanners = {{"Capella", "", 0}, {c.label == 1 ? "Aldebaran" : "Capella", "", 0}};
        const auto found = coach(job, plainResult());
        QCOMPARE(found.size(), std::size_t{1});
        QVERIFY2(found[0].text.find("Capella and Aldebaran in 20") != std::string::npos
                     || found[0].text.find(": Capella in 20") != std::string::npos,
                 found[0].text.c_str());
    }

    // Under independence p is at most 0.05 in about 5 % of the data sets.
    void associationKeepsItsLevel() {
        const std::vector<int> labels = [] {
            std::vector<int> values;
            for (int i = 0; i < 40; ++i)
                values.push_back(i % 2);
            return values;
        }();
        int rejected = 0;
        for (std::uint64_t seed = 0; seed < 300; ++seed) {
            std::vector<int> kinds(labels.size());
            Random random({.seed = seed, .purpose = Purpose::Phantom});
            for (int& kind : kinds)
                kind = static_cast<int>(random.below(3));
            rejected += associationP(kinds, labels, seed, 199) <= 0.05 ? 1 : 0;
        }
        QVERIFY2(rejected <= 30, std::to_string(rejected).c_str());
        QCOMPARE(associationP(labels, labels, 1, 199), 1.0 / 200);
        QCOMPARE(associationP(std::vector<int>(40, 0), labels, 1, 199), 1.0);
        QCOMPARE(associationP({}, {}, 1), 1.0);
    }
};

QTEST_GUILESS_MAIN(TestCoach)
#include "tst_coach.moc"
