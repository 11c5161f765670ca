// SPDX-License-Identifier: Apache-2.0
#include "core/base/files.h"
#include "core/training/compare_runs.h"
#include "core/training/train.h"
#include "tests/support/error_code.h"
#include "tests/support/fake_compute_engine.h"
#include "tests/support/training_project.h"

#include <QTest>
#include <nlohmann/json.hpp>

#include <algorithm>

using namespace nidus;
using namespace nidus::test;
using Json = nlohmann::json;

namespace {

/// The probe alone, with this one penalty.
TrainOptions probeOnly(double penalty) {
    TrainOptions options;
    options.recipe.phases.clear();
    options.recipe.probePenalties = {penalty};
    options.recipe.augmentation.enabled = false;
    return options;
}

} // namespace

class TestCompareRuns : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void twoRunsOfAProject() {
        const TemporaryFolder folder;
        const TrainingProject made(folder.path());
        Project project = Project::open(made.folder);
        FakeComputeEngine engine;
        const RunResult weak = train(project, probeOnly(1e-4), engine, {}, {});
        const RunResult strong = train(project, probeOnly(1), engine, {}, {});
        const RunComparison result = compareRuns(project, weak.runId, strong.runId);
        QCOMPARE(result.a, weak.runId);
        QCOMPARE(result.comparison.n, 24);
        QCOMPARE(result.comparison.logLoss.first, weak.evaluation.logLoss);
        QCOMPARE(result.comparison.logLoss.second, strong.evaluation.logLoss);
        const Json json = Json::parse(toJson(result));
        QCOMPARE(json["b"].get<std::string>(), strong.runId);
        for (const char* key : {"n", "classes", "positive", "auc_pooled", "log_loss", "brier", "problems"})
            QVERIFY2(json.contains(key), key);
        for (const char* word : {"AUC, all cases pooled", "log-loss", "Brier score", "positive class ill"})
            QVERIFY2(toText(result).find(word) != std::string::npos, word);
        QCOMPARE(codeOf([&] { static_cast<void>(compareRuns(project, weak.runId, "run-009")); }),
                 std::string("TRN-009"));
    }

    void saysWhetherTransferHelped() {
        const TemporaryFolder folder;
        const TrainingProject made(folder.path());
        Project project = Project::open(made.folder);
        FakeComputeEngine engine;
        const std::string pretrained = train(project, probeOnly(1), engine, {}, {}).runId;
        TrainOptions options = probeOnly(1e-4);
        options.recipe.pretrained = false;
        const std::string random = train(project, options, engine, {}, {}).runId;
        const auto said = [&](const std::string& a, const std::string& b) {
            return std::ranges::count(compareRuns(project, a, b).comparison.problems, "TRN-062", &Problem::code);
        };
        QCOMPARE(said(pretrained, random), 1);
        QCOMPARE(said(random, pretrained), 1);
        QCOMPARE(said(random, random), 0);
    }

    void aRunWithOtherCasesIsRefused() {
        const TemporaryFolder folder;
        const TrainingProject made(folder.path());
        Project project = Project::open(made.folder);
        FakeComputeEngine engine;
        const std::string whole = train(project, probeOnly(1e-2), engine, {}, {}).runId;
        std::vector<Case> cases = project.cases();
        const auto last =
            std::find_if(cases.rbegin(), cases.rend(), [](const Case& c) { return c.label == "healthy"; });
        last->label.clear();
        project.updateCases({*last});
        const std::string fewer = train(project, probeOnly(1e-2), engine, {}, {}).runId;
        QCOMPARE(codeOf([&] { static_cast<void>(compareRuns(project, whole, fewer)); }), std::string("STA-012"));
        QCOMPARE(codeOf([&] { static_cast<void>(compareRuns(project, fewer, whole)); }), std::string("STA-012"));
    }

    // A class of four patients: the warning of the evaluation stands among the problems of the run.
    void aSmallClassShowsInTheRun() {
        const TemporaryFolder folder;
        TrainingProject::Options options;
        options.change = [](Case& c, Volume&) { c.label = c.id < "case-108" ? c.label : "healthy"; };
        const TrainingProject made(folder.path(), options);
        Project project = Project::open(made.folder);
        FakeComputeEngine engine;
        TrainOptions few = probeOnly(1e-2);
        few.recipe.innerFolds = 2;
        const RunResult result = train(project, few, engine, {}, {});
        const Json problems = Json::parse(toJson(result))["problems"];
        const auto isWarning = [](const Json& problem) { return problem["code"] == "STA-013"; };
        QVERIFY(std::any_of(problems.begin(), problems.end(), isWarning));
        QVERIFY(toText(result).find("STA-013") != std::string::npos);
    }
};

QTEST_GUILESS_MAIN(TestCompareRuns)
#include "tst_compare_runs.moc"
