// SPDX-License-Identifier: Apache-2.0
#include "core/base/safetensors.h"
#include "core/imaging/case_file.h"
#include "core/inference/classifier.h"
#include "core/model/engine.h"
#include "core/training/fold_record.h"
#include "core/training/job.h"
#include "core/training/member.h"
#include "core/training/train.h"
#include "tests/support/error_code.h"
#include "tests/support/fake_compute_engine.h"
#include "tests/support/training_project.h"

#include <QTest>
#include <nlohmann/json.hpp>

#include <cmath>

using namespace nidus;
using namespace nidus::test;
namespace fs = std::filesystem;

class TestMembers : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void membersAreDrawnApartAndAveraged() {
        const TemporaryFolder folder;
        const TrainingProject made(folder.path());
        Project project = Project::open(made.folder);
        FakeComputeEngine engine;
        const auto trainedWith = [&](int members) {
            TrainOptions options;
            options.recipe.phases = {{1, 2}};
            options.recipe.headLearningRate = 0.3;
            options.recipe.encoderLearningRate = 0.0005;
            options.recipe.warmupSteps = 0;
            options.recipe.keep = Keep::Finetuned;
            options.recipe.members = members;
            engine.fits = 0;
            return train(project, options, engine, {}, {});
        };
        const RunResult one = trainedWith(1);
        const RunResult two = trainedWith(2);
        QCOMPARE(engine.fits, 10); // per fold three inner fits and two refits
        const auto folder0 = [&](const RunResult& run) { return project.runFolder(run.runId) / "fold_0"; };
        QVERIFY(sha256File(folder0(one) / memberFileName(0)) == sha256File(folder0(two) / memberFileName(0)));
        QVERIFY(sha256File(folder0(two) / memberFileName(1)) != sha256File(folder0(two) / memberFileName(0)));
        QVERIFY(!fs::exists(folder0(one) / memberFileName(1)));
        QCOMPARE(readFoldRecord(folder0(two)).members, 2);

        const TrainingJob job = readJob(project, two.runId);
        const std::size_t tested = job.testCases(0).front();
        const CaseSource source{
            1, [&](std::size_t) { return readCaseFile(project.folder() / job.cases[tested].cacheFile); }};
        std::vector<double> mean(2);
        for (int i = 0; i < 2; ++i) {
            const fs::path file = folder0(two) / memberFileName(i);
            const Member member = readMember(file);
            const auto logits = engine.classify({{}, {file}, 0}, member.head, member.input, source, {}, {}).front();
            for (std::size_t k = 0; k < 2; ++k)
                mean[k] += logits[k] / member.temperature / 2;
        }
        const auto row = std::ranges::find(two.predictions, job.cases[tested].id, &Prediction::caseId);
        for (std::size_t k = 0; k < 2; ++k)
            QVERIFY(std::abs(row->logits[k] - mean[k]) < 1e-9);

        const fs::path file = folder.path() / "two.nidusmodel";
        exportClassifier(project, two.runId, file);
        const Classifier classifier(file);
        QCOMPARE(classifier.info().members, 4);
        QVERIFY(classifier.info().trainedOn.ends_with("2 folds"));
    }

    void attentionIsKeptInAFormatOfItsOwn() {
        const TemporaryFolder folder;
        const fs::path file = folder.path() / "weights.safetensors";
        Member member{true, 3, 1.5, {{4, 4, 4}, {false}}, {HeadKind::Multi, 2, {1}, {2}, {3, 4}, {5, 6}}, {}};
        const auto format = [&] {
            return nlohmann::json::parse(SafetensorsFile(file).metadata().at("nidus")).at("format").get<int>();
        };
        writeMember(file, member);
        QCOMPARE(format(), 1);
        QVERIFY(readMember(file).head == member.head);
        member.head.kind = HeadKind::Attention; // the probe, which has none
        writeMember(file, member);
        QCOMPARE(format(), 2);
        QVERIFY(readMember(file).head == member.head);
        member.head.attention = {{1, 2, 3}, {4, 5, 6}, {7, 8, 9}};
        writeMember(file, member);
        QCOMPARE(format(), 2);
        QVERIFY(readMember(file).head == member.head && readMember(file).encoderWeights.empty());
    }

    void weightsOfEveryFormatAreReadAndNewerOnesRefused() {
        const TemporaryFolder folder;
        const fs::path file = folder.path() / "weights.safetensors";
        const std::vector<float> numbers{1, 2};
        const auto write = [&](int format, const char* head, std::int64_t units) {
            const auto entry = [&](const std::vector<std::int64_t>& shape, std::size_t count) {
                return f32Entry(std::span(numbers).first(count), shape);
            };
            std::map<std::string, TensorEntry> tensors{{"head.mean", entry({1}, 1)},
                                                       {"head.scale", entry({1}, 1)},
                                                       {"head.weight", entry({2, 1}, 2)},
                                                       {"head.bias", entry({2}, 2)}};
            if (units > 0) {
                tensors["head.attention.v"] = tensors["head.attention.u"] = entry({2, 1}, 2);
                tensors["head.attention.w"] = entry({units}, static_cast<std::size_t>(units));
            }
            const nlohmann::json json{{"format", format}, {"kind", "member"},   {"finetuned", true},
                                      {"epochs", 2},      {"input", {4, 5, 6}}, {"temperature", 1.25},
                                      {"head", head},     {"classes", 2},       {"masked_channels", {true}}};
            writeSafetensors(file, tensors, {{"nidus", json.dump()}});
        };
        const auto code = [&] { return codeOf([&] { (void)readMember(file); }); };
        write(1, "multi", 0);
        const Member first = readMember(file);
        QVERIFY((first.head == LinearHead{HeadKind::Multi, 2, {1}, {1}, {1, 2}, {1, 2}}));
        QVERIFY(first.isFinetuned && first.epochs == 2 && first.temperature == 1.25);
        write(2, "attention", 2);
        QVERIFY((readMember(file).head.attention == GatedAttention{{1, 2}, {1, 2}, {1, 2}}));
        write(2, "attention", 1);
        QCOMPARE(code(), std::string("TRN-015"));
        write(3, "attention", 2);
        QCOMPARE(code(), std::string("TRN-014"));
    }
};

QTEST_GUILESS_MAIN(TestMembers)
#include "tst_members.moc"
