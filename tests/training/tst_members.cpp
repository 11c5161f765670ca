// SPDX-License-Identifier: Apache-2.0
#include "core/imaging/case_file.h"
#include "core/inference/classifier.h"
#include "core/model/engine.h"
#include "core/training/fold_record.h"
#include "core/training/job.h"
#include "core/training/member.h"
#include "core/training/train.h"
#include "tests/support/fake_compute_engine.h"
#include "tests/support/training_project.h"

#include <QTest>

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
};

QTEST_GUILESS_MAIN(TestMembers)
#include "tst_members.moc"
