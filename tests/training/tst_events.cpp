// SPDX-License-Identifier: Apache-2.0
#include "core/base/files.h"
#include "core/training/event_log.h"
#include "core/training/validation.h"

#include <QTest>
#include <nlohmann/json.hpp>

#include <cmath>
#include <fstream>
#include <sstream>

using namespace nidus;
using Json = nlohmann::json;

namespace {

StepEvent step(const std::string& fit, int epoch, int number) {
    return {fit, epoch, number, 2, 0.5, {{"head", 1e-4, 2, 3}, {"stage_4", 1e-5, 4, 5}}, {"a", "b"}, {{"noise"}, {}}};
}

EpochEvent epoch(const std::string& fit, int number) {
    return {fit, number, 2, 1, 0.25, 0.75, 1.5};
}

/// "fit:step" or "fit/epoch" or the message's text, in order.
std::vector<std::string> summary(const std::filesystem::path& file) {
    std::vector<std::string> lines;
    std::istringstream stream(readTextFile(file));
    for (std::string line; std::getline(stream, line);) {
        const Json json = Json::parse(line);
        if (json["event"] == "step")
            lines.push_back(json["fit"].get<std::string>() + ":" + std::to_string(json["step"].get<int>()));
        else if (json["event"] == "epoch")
            lines.push_back(json["fit"].get<std::string>() + "/" + std::to_string(json["epoch"].get<int>()));
        else
            lines.push_back(json["text"]);
    }
    return lines;
}

} // namespace

class TestEvents : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void linesCarryEverything() {
        const Json json = Json::parse(toJsonLine(step("f/inner_0", 1, 7)));
        QVERIFY(json == Json::parse(R"({"event": "step", "fit": "f/inner_0", "epoch": 1, "epochs": 2, "step": 7,
            "loss": 0.5, "groups": [{"name": "head", "learning_rate": 1e-4, "gradient_norm": 2.0, "weight_change": 3.0},
            {"name": "stage_4", "learning_rate": 1e-5, "gradient_norm": 4.0, "weight_change": 5.0}],
            "cases": ["a", "b"], "transforms": [["noise"], []]})"));
        QVERIFY(Json::parse(toJsonLine(epoch("x", 0))) == Json::parse(R"({"event": "epoch", "fit": "x", "epoch": 0,
            "epochs": 2, "open_stages": 1, "training_loss": 0.25, "validation_loss": 0.75, "validation_auc": null, "seconds": 1.5})"));
        EpochEvent refit = epoch("x", 0);
        refit.validationLoss.reset();
        QVERIFY(Json::parse(toJsonLine(refit))["validation_loss"].is_null());
        const std::string text = toJsonLine(MessageEvent{"TRN-040", "line one\nline \"two\" \xff"});
        QVERIFY(text.find('\n') == std::string::npos);
        QVERIFY(Json::parse(text)["code"] == "TRN-040");
    }

    void aRunIsReadAgain() {
        const TemporaryFolder run;
        QVERIFY(readRunEvents(run.path()).empty());
        QVERIFY(!lastEpoch(run.path()));
        std::filesystem::create_directory(run.path() / "fold_10");
        std::filesystem::create_directory(run.path() / "fold_2");
        EpochEvent judged = epoch("fold_2/inner_0", 1);
        judged.validationAuc = 0.875;
        {
            EventLog later(run.path() / "fold_10" / "events.jsonl"), earlier(run.path() / "fold_2" / "events.jsonl");
            later.append(step("fold_10/refit", 0, 0));
            earlier.append(MessageEvent{"TRN-040", "the probe"});
            earlier.append(step("fold_2/inner_0", 1, 7));
            earlier.append(judged);
        }
        std::ofstream(run.path() / "fold_2" / "events.jsonl", std::ios::app) << "{\"event\": 7}\n{\"event\": \"st";
        const auto events = readRunEvents(run.path());
        QCOMPARE(events.size(), std::size_t(4)); // folds by number, and nothing that is no event
        QCOMPARE(std::get<MessageEvent>(events[0]).text, std::string("the probe"));
        const auto& read = std::get<StepEvent>(events[1]);
        QCOMPARE(read.step, 7);
        QCOMPARE(read.groups.at(1).name, std::string("stage_4"));
        QCOMPARE(read.groups.at(1).learningRate, 1e-5);
        QVERIFY(read.cases.empty() && read.transforms.empty());
        QCOMPARE(std::get<EpochEvent>(events[2]).validationAuc.value(), 0.875);
        QCOMPARE(std::get<StepEvent>(events[3]).fit, std::string("fold_10/refit"));
        std::filesystem::remove_all(run.path() / "fold_10");
        QCOMPARE(lastEpoch(run.path()).value().fit, std::string("fold_2/inner_0"));
    }

    void anEpochIsJudged() {
        EpochEvent event;
        judge(event, {{"a", {}, 0, 0, {}}, {"b", {}, 1, 1, {}}, {"c", {}, 1, 2, {}}}, {{0, 0}, {0, 2}, {1, 0}});
        QCOMPARE(event.validation.size(), std::size_t(3));
        QCOMPARE(event.validation[1].caseId, std::string("b"));
        QVERIFY(std::abs(event.validation[1].probabilities[1] - 1 / (1 + std::exp(-2.0))) < 1e-12);
        QVERIFY(std::abs(event.validationLoss.value()
                         - (std::log(2.0) + std::log1p(std::exp(-2.0)) + std::log1p(std::exp(1.0))) / 3)
                < 1e-12);
        QCOMPARE(event.validationAuc.value(), 0.5); // a above c, below b
        EpochEvent refit;
        judge(refit, {}, {});
        QVERIFY(!refit.validationLoss && !refit.validationAuc && refit.validation.empty());
    }

    void aResumedFitReplacesWhatItDoesAgain() {
        const TemporaryFolder folder;
        const auto file = folder.path() / "events.jsonl";
        {
            EventLog log(file);
            log.append(MessageEvent{"M", "begins"});
            for (int s = 0; s < 4; ++s) {
                log.append(step("a", s / 2, s));
                if (s % 2 == 1)
                    log.append(epoch("a", s / 2));
            }
            log.append(step("b", 0, 0));
        }
        const std::vector<std::string> before{"begins", "a:0", "a:1", "a/0", "a:2", "a:3", "a/1", "b:0"};
        QCOMPARE(summary(file), before);
        {
            std::ofstream(file, std::ios::app) << "{\"event\": \"step\", \"fit\": \"b\", \"st"; // killed while writing
            EventLog log(file);
            QCOMPARE(summary(file), before);
            log.append(MessageEvent{"M", "begins"}); // said already
            log.append(step("b", 0, 0));
        }
        QCOMPARE(summary(file), before);
        {
            EventLog log(file);
            log.append(step("a", 1, 2)); // the state of epoch 0 was the last that was saved
            log.append(step("a", 1, 3));
            log.append(epoch("a", 1));
        }
        QCOMPARE(summary(file), (std::vector<std::string>{"begins", "a:0", "a:1", "a/0", "a:2", "a:3", "a/1"}));
    }
};

QTEST_GUILESS_MAIN(TestEvents)
#include "tst_events.moc"
