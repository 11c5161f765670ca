// SPDX-License-Identifier: Apache-2.0
#include "core/base/files.h"
#include "core/statistics/evaluation.h"
#include "core/training/fold_record.h"
#include "core/training/selection.h"
#include "tests/support/error_code.h"

#include <QTest>
#include <nlohmann/json.hpp>

#include <cmath>

using namespace nidus;
using namespace nidus::test;

namespace {

/// Two-class logits whose softmax gives the true class the probability p.
LogitRows rowsWith(const std::vector<double>& p, const std::vector<int>& labels) {
    LogitRows rows;
    for (std::size_t i = 0; i < p.size(); ++i) {
        const double z = std::log(p[i] / (1 - p[i]));
        rows.push_back(labels[i] == 1 ? std::vector<double>{0, z} : std::vector<double>{z, 0});
    }
    return rows;
}

bool isClose(double a, double b) {
    return std::abs(a - b) < 1e-9;
}

} // namespace

class TestSelection : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void choosesByPooledLogLossWithinOneStandardError() {
        const std::vector<int> labels{0, 1, 0, 1};
        const LogitRows probe = rowsWith({0.5, 0.5, 0.5, 0.5}, labels);
        const LogitRows mixed = rowsWith({0.9, 0.3, 0.8, 0.5}, labels), clear = rowsWith({0.6, 0.7, 0.6, 0.7}, labels);
        const InnerChoice choice = chooseEpochs(probe, {mixed, clear, mixed}, labels);
        QCOMPARE(choice.bestEpochs, 2);
        QCOMPARE(choice.epochs, 1); // the second is better by 0.123, with a standard error of 0.295
        QVERIFY(isClose(choice.probeLogLoss, std::log(2.0)));
        QVERIFY(isClose(choice.tunedLogLoss[1], -(std::log(0.6) + std::log(0.7)) / 2));
        // Differences -log(1.2) and -log(1.4), twice each: mean, and the sample deviation over sqrt(4).
        const double a = -std::log(1.2), b = -std::log(1.4);
        QVERIFY(isClose(choice.difference, (a + b) / 2));
        QVERIFY(isClose(choice.standardError, std::abs(a - b) / 2 / std::sqrt(3.0)));
        QVERIFY(choice.isTunedBetter);

        const LogitRows lucky = rowsWith({0.99, 0.4, 0.45, 0.45}, labels);
        const InnerChoice unclear = chooseEpochs(probe, {lucky}, labels);
        QVERIFY(unclear.difference < 0 && -unclear.difference < unclear.standardError);
        QVERIFY(!unclear.isTunedBetter);
        QVERIFY(!chooseEpochs(probe, {probe}, labels).isTunedBetter);
        QCOMPARE(chooseEpochs(probe, {probe, probe}, labels).epochs, 1);
        // A little better in one case, a little worse in another: not clearly, so that the fewer epochs are chosen.
        const LogitRows further = rowsWith({0.7, 0.62, 0.61, 0.7}, labels);
        const InnerChoice early = chooseEpochs(probe, {clear, further}, labels);
        QCOMPARE(early.bestEpochs, 2);
        QCOMPARE(early.epochs, 1);
        const LogitRows clearer = rowsWith({0.7, 0.8, 0.7, 0.8}, labels);
        QCOMPARE(chooseEpochs(probe, {clear, clearer}, labels).epochs, 2);
    }

    void temperatureIsDrawnTowardsOne() {
        // 30 of 40 right at a claimed 0.95: the fitted temperature makes that 0.75.
        LogitRows rows;
        std::vector<int> labels;
        for (int i = 0; i < 40; ++i) {
            labels.push_back(i % 2);
            const double z = std::log(19.0) * ((i / 2) % 4 == 0 ? -1 : 1);
            rows.push_back(i % 2 == 1 ? std::vector<double>{0, z} : std::vector<double>{z, 0});
        }
        const double fitted = std::log(19.0) / std::log(3.0);
        QVERIFY(std::abs(fitTemperature(rows, labels) - fitted) < 1e-6);
        QVERIFY(std::abs(memberTemperature(rows, labels, 2) - std::sqrt(fitted)) < 1e-6); // 20 / (20 + 20)
        for (std::size_t i = 0; i < rows.size(); ++i)
            rows[i] = labels[i] == 1 ? std::vector<double>{0, 0.1} : std::vector<double>{0.1, 0}; // all right, timid
        QVERIFY(std::abs(memberTemperature(rows, labels, 2) - 0.5) < 1e-9); // the limit 1/4, half trusted
    }

    void recordsAndInnerOutcomesSurviveTheirFiles() {
        const TemporaryFolder folder;
        FoldRecord record;
        record.fold = 3;
        record.kept = "finetuned";
        record.why = "because";
        record.epochs = 4;
        record.penalty = 0.1;
        record.temperature = {{"probe", 1.25}, {"finetuned", 0.75}};
        record.probeInnerLogLoss = 1.0 / 3;
        record.inner = InnerChoice{1.0 / 3, {0.5, 0.25}, 2, 1, -1.0 / 12, 0.01, true};
        record.input = {8, 16, 24};
        record.seconds = {{"probe", 0.5}};
        record.peakRssBytes = 123456789012;
        record.weightsSha256 = "abc";
        record.novelty = {{0.1, 2.0 / 3}, {1.0 / 7, 0.5}};
        QVERIFY(!hasFoldRecord(folder.path()));
        writeFoldRecord(folder.path(), record);
        const FoldRecord again = readFoldRecord(folder.path());
        QCOMPARE(again.inner->tunedLogLoss, record.inner->tunedLogLoss);
        QVERIFY(again.inner->difference == record.inner->difference && again.inner->isTunedBetter);
        QVERIFY(again.novelty == record.novelty && again.temperature == record.temperature);
        QCOMPARE(again.kept, record.kept);

        auto json = nlohmann::json::parse(readTextFile(folder.path() / "fold.json"));
        json["neighbour_scores"] = {0.5};
        writeFileAtomically(folder.path() / "fold.json", json.dump());
        QCOMPARE(codeOf([&] { static_cast<void>(readFoldRecord(folder.path())); }), std::string("TRN-013"));
        json.erase("neighbour_scores"); // as earlier versions wrote it
        writeFileAtomically(folder.path() / "fold.json", json.dump());
        QVERIFY(readFoldRecord(folder.path()).novelty == (std::vector<NoveltyScores>{{0.1, 0}, {1.0 / 7, 0}}));

        const auto file = folder.path() / "inner_0.json";
        QVERIFY(!readInnerOutcome(file));
        const InnerOutcome outcome{{{{0.1, -0.3}, {1.0 / 3, 2e-300}}}, 1.5};
        writeInnerOutcome(file, outcome);
        QVERIFY(readInnerOutcome(file)->logits == outcome.logits); // to the last bit
    }
};

QTEST_GUILESS_MAIN(TestSelection)
#include "tst_selection.moc"
