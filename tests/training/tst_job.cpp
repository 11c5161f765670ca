// SPDX-License-Identifier: Apache-2.0
#include "core/base/files.h"
#include "core/base/parallel.h"
#include "core/imaging/case_file.h"
#include "core/training/job.h"
#include "tests/support/error_code.h"
#include "tests/support/training_project.h"

#include <QTest>
#include <nlohmann/json.hpp>

#include <fstream>
#include <iterator>
#include <set>

using namespace nidus;
using namespace nidus::test;

namespace {

TrainingJob jobOf(Project& project, const Recipe& recipe = {}) {
    std::filesystem::remove_all(project.runFolder("r"));
    return createJob(project, recipe, "r", "cpu", "fake 1", {});
}

bool has(const std::vector<Problem>& problems, const std::string& code) {
    return std::ranges::any_of(problems, [&](const Problem& problem) { return problem.code == code; });
}

std::string codeOfJob(const TemporaryFolder& folder, const TrainingProject::Options& options,
                      const Recipe& recipe = {}) {
    const TrainingProject made(folder.path(), options);
    Project project = Project::open(made.folder);
    return codeOf([&] { static_cast<void>(jobOf(project, recipe)); });
}

} // namespace

class TestJob : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void freezesWhatDecidesTheBits() {
        const TemporaryFolder folder;
        const TrainingProject made(folder.path());
        Project project = Project::open(made.folder);
        std::vector<Case> cases = project.cases();
        cases[3].channels[0].scanner = {"Aldebaran", "A-15", 1.5};
        project.updateCases(cases);
        const TrainingJob job = jobOf(project);
        QCOMPARE(job.cases.size(), std::size_t{24});
        QCOMPARE(job.folds(), (std::vector<int>{0, 1}));
        QCOMPARE(job.testCases(1).size(), std::size_t{12});
        QCOMPARE(job.classes, (std::vector<std::string>{"healthy", "ill"}));
        QCOMPARE(job.positive, 1);
        QCOMPARE(job.compute.threads, threadBudget());
        const JobCase& c = job.cases[3];
        QCOMPARE(c.id, std::string("case-103"));
        QCOMPARE(c.label, 1);
        QCOMPARE(c.fold, 1);
        QCOMPARE(c.sha256, sha256File(project.folder() / c.cacheFile));
        QCOMPARE(c.shape, (std::array<std::int64_t, 3>{4, 4, 4}));
        QCOMPARE(c.volumeMm3, 64.0);
        QVERIFY(c.scanners == std::vector{cases[3].channels[0].scanner});
        QVERIFY(readJob(project, "r") == job);
        QVERIFY(jobFromJson(toJson(job)) == job);
        QVERIFY(c.traits && c.traits->foregroundShare == 1);
        auto json = nlohmann::json::parse(toJson(job));
        for (auto& item : json["cases"])
            for (const char* key :
                 {"modalities", "scanners", "smoothness", "foreground_share"}) // earlier versions had none
                item.erase(key);
        QVERIFY(!jobFromJson(json.dump()).cases[3].traits);
        checkJobUnchanged(project, job, {});
    }

    void unlabelledAndUnpreparedCasesAreLeftOutByName() {
        const TemporaryFolder folder;
        TrainingProject::Options options;
        options.change = [](Case& c, Volume& volume) {
            if (c.id == "case-102")
                c.label.clear();
            if (c.id == "case-105")
                volume.voxels[7] = std::numeric_limits<float>::quiet_NaN();
            if (c.id == "case-107")
                c.included = false;
        };
        const TrainingProject made(folder.path(), options);
        Project project = Project::open(made.folder);
        const TrainingJob job = jobOf(project);
        QCOMPARE(job.cases.size(), std::size_t{21});
        std::set<std::pair<std::string, std::string>> found;
        for (const Problem& problem : job.problems)
            found.insert({problem.code, problem.caseId});
        QVERIFY(found
                == (std::set<std::pair<std::string, std::string>>{{"TRN-020", "case-102"}, {"TRN-021", "case-105"}}));
    }

    void aDamagedPreparedImageLeavesItsCaseOut() {
        const TemporaryFolder folder;
        const TrainingProject made(folder.path());
        Project project = Project::open(made.folder);
        const auto file = made.folder / project.cases()[4].cacheFile;
        writeFileAtomically(file, "not a case");
        const TrainingJob job = jobOf(project);
        QCOMPARE(job.cases.size(), std::size_t{23});
        QVERIFY(std::ranges::none_of(job.cases, [&](const JobCase& c) { return c.id == project.cases()[4].id; }));
        QCOMPARE(job.problems.front().code, std::string("TRN-028"));
        QCOMPARE(job.problems.front().caseId, project.cases()[4].id);
        QVERIFY(!std::filesystem::exists(file)); // the next preparation makes it anew
    }

    void oneImageTwiceIsReported() {
        const TemporaryFolder folder;
        TrainingProject::Options options;
        options.change = [](Case& c, Volume& volume) {
            if (c.id == "case-105")
                volume = TrainingProject::volume(1, 1, 1.0); // the image of case-101
        };
        const TrainingProject made(folder.path(), options);
        Project project = Project::open(made.folder);
        const TrainingJob job = jobOf(project);
        QVERIFY(std::ranges::any_of(job.problems, [](const Problem& p) {
            return p.code == "TRN-022" && p.text.find("case-101") != std::string::npos && p.caseId == "case-105";
        }));
    }

    void copiesOfAnImageStayInOneFold() {
        const TemporaryFolder folder;
        TrainingProject::Options options;
        options.folds = 0;
        options.change = [](Case& c, Volume& volume) {
            if (c.id == "case-107")
                volume = TrainingProject::volume(1, 1, 1.0); // the image of case-101
            if (c.id == "case-109")
                c.patient = "P7"; // that of case-107
        };
        const TrainingProject made(folder.path(), options);
        Project project = Project::open(made.folder);
        Recipe recipe;
        recipe.folds = 3;
        for (recipe.seed = 0; recipe.seed < 8; ++recipe.seed) {
            const std::vector<JobCase> cases = jobOf(project, recipe).cases;
            QCOMPARE(cases[7].fold, cases[1].fold);
            QCOMPARE(cases[9].fold, cases[1].fold);
        }
    }

    void mirroringIsToldOf() {
        const TemporaryFolder folder;
        const TrainingProject made(folder.path());
        Project project = Project::open(made.folder);
        PretrainedModel model = readModelFolder(project.folder() / project.model()->folder);
        Recipe recipe;
        QVERIFY(!has(jobOf(project, recipe).problems, "TRN-026"));
        model.mirroringAxes = std::vector<int>{0, 1, 2};
        writeModelFolder(project.folder() / project.model()->folder, model);
        recipe.augmentation.mirrorAxes = {2};
        QVERIFY(has(jobOf(project, recipe).problems, "TRN-026"));
        recipe.phases.clear(); // nothing is augmented
        QVERIFY(!has(jobOf(project, recipe).problems, "TRN-026"));
    }

    void foldsAreDrawnByPatientWhereNoneAreGiven() {
        const TemporaryFolder folder;
        TrainingProject::Options options;
        options.folds = 0;
        options.change = [](Case& c, Volume&) {
            if (c.id == "case-104")
                c.patient = "P2"; // that of case-102
            if (c.id == "case-106")
                c.fold = 1; // one alone does not make folds
        };
        const TrainingProject made(folder.path(), options);
        Project project = Project::open(made.folder);
        Recipe recipe;
        recipe.folds = 3;
        const TrainingJob job = jobOf(project, recipe);
        QCOMPARE(job.folds(), (std::vector<int>{0, 1, 2}));
        QCOMPARE(job.cases[2].fold, job.cases[4].fold);
        QVERIFY(jobOf(project, recipe).cases == job.cases);
        QVERIFY(std::ranges::any_of(job.problems, [](const Problem& p) { return p.code == "TRN-023"; }));
    }

    void aHoldOutTestsAShareOnceAndNothingElse() {
        const TemporaryFolder folder;
        TrainingProject::Options options;
        options.folds = 0;
        options.change = [](Case& c, Volume&) {
            if (c.id == "case-104")
                c.patient = "P2"; // that of case-102
        };
        const TrainingProject made(folder.path(), options);
        Project project = Project::open(made.folder);
        Recipe recipe;
        recipe.holdout = 0.25;
        const TrainingJob job = jobOf(project, recipe);
        QCOMPARE(job.folds(), std::vector<int>{0});
        QCOMPARE(job.testCases(0).size(), std::size_t{6});
        QCOMPARE(job.trainingCases(0).size(), std::size_t{18});
        QCOMPARE(job.everTrained(), job.trainingCases(0));
        QCOMPARE(job.cases[2].fold, job.cases[4].fold);
        QVERIFY(readJob(project, "r") == job); // cases that are never tested have no fold there either
        QVERIFY(nlohmann::json::parse(toJson(job))["cases"][job.trainingCases(0)[0]]["fold"].is_null());
    }

    void givenFoldsWinOverAHoldOut() {
        const TemporaryFolder folder;
        const TrainingProject made(folder.path());
        Project project = Project::open(made.folder);
        Recipe recipe;
        recipe.holdout = 0.25;
        const TrainingJob job = jobOf(project, recipe);
        QCOMPARE(job.folds(), (std::vector<int>{0, 1}));
        QCOMPARE(job.everTrained().size(), std::size_t{24});
        QVERIFY(has(job.problems, "TRN-027"));
    }

    void refusesWhatCannotBeJudged() {
        const auto with = [](int cases, int folds, auto&& change) {
            TrainingProject::Options options;
            options.cases = cases;
            options.folds = folds;
            options.change = change;
            return options;
        };
        const auto nothing = [](Case&, Volume&) {};
        const TemporaryFolder a, b, c, d, e;
        QCOMPARE(codeOfJob(a, with(24, 2, [](Case& x, Volume&) { x.patient = "P1"; })), std::string("TRN-012"));
        QCOMPARE(codeOfJob(b, with(8, 2, nothing)), std::string("TRN-005"));  // two of a class to train on
        QCOMPARE(codeOfJob(c, with(8, 0, nothing)), std::string("TRN-005"));  // five folds of four patients
        QCOMPARE(codeOfJob(d, with(24, 1, nothing)), std::string("TRN-005")); // one fold
        QCOMPARE(codeOfJob(e, with(24, 2, [](Case& x, Volume&) { x.label.clear(); })), std::string("TRN-005"));
        Recipe half; // leaves two of a class to train on
        half.holdout = 0.5;
        const TemporaryFolder g;
        QCOMPARE(codeOfJob(g, with(8, 0, nothing), half), std::string("TRN-005"));
        const TemporaryFolder f;
        const Project empty = Project::create(f.path() / "x.nidus");
        QCOMPARE(codeOf([&] { static_cast<void>(createJob(empty, {}, "r", "cpu", "", {})); }), std::string("PRJ-020"));
    }

    void mirroringNeedsTheCheckpointsLeave() {
        const TemporaryFolder folder;
        const TrainingProject made(folder.path());
        Project project = Project::open(made.folder);
        Recipe recipe;
        recipe.augmentation.mirrorAxes = {2};
        QCOMPARE(codeOf([&] { static_cast<void>(jobOf(project, recipe)); }), std::string("TRN-017"));
        PretrainedModel model = tinyModel();
        model.mirroringAxes = std::vector<int>{2};
        writeModelFolder(project.folder() / "models" / "tiny", model);
        QVERIFY(jobOf(project, recipe).recipe.augmentation.mirrorAxes == std::vector<int>{2});
        recipe.augmentation.mirrorAxes = {0};
        QCOMPARE(codeOf([&] { static_cast<void>(jobOf(project, recipe)); }), std::string("TRN-017"));
    }

    void theInputFollowsTheTrainingCasesAlone() {
        TrainingJob job;
        job.patch = {40, 56, 40};
        job.stride = {8, 8, 8};
        job.maskedChannels = {true};
        JobCase c;
        c.shape = {35, 50, 36};
        job.cases = {c, c, c};
        job.cases[2].fold = 1;
        using Size = std::array<std::int64_t, 3>;
        QCOMPARE(networkInput(job, 0).size, (Size{40, 56, 40}));
        job.cases[2].shape = {43, 59, 47}; // tested in fold 1, trained on for fold 0
        QCOMPARE(networkInput(job, 0).size, (Size{48, 64, 48}));
        QCOMPARE(networkInput(job, 1).size, (Size{40, 56, 40}));
        job.cases[2].shape = {80, 60, 60}; // more than twice the patch: windows
        QCOMPARE(networkInput(job, 0).size, (Size{40, 56, 40}));
        job.patch = {1, 50, 40}; // two dimensions: slices
        job.stride = {1, 16, 16};
        job.cases[2].shape = {90, 60, 40};
        QCOMPARE(networkInput(job, 0).size, (Size{1, 64, 48}));
        QVERIFY(networkInput(job, 0).maskedChannels == std::vector<bool>{true});
    }

    void damagedAndNewerJobsAreRefused() {
        const TemporaryFolder folder;
        const TrainingProject made(folder.path());
        Project project = Project::open(made.folder);
        const TrainingJob job = jobOf(project);
        nlohmann::json json = nlohmann::json::parse(toJson(job));
        json["format"] = 2;
        QCOMPARE(codeOf([&] { static_cast<void>(jobFromJson(json.dump())); }), std::string("TRN-014"));
        json["format"] = 1;
        json.erase("cases");
        QCOMPARE(codeOf([&] { static_cast<void>(jobFromJson(json.dump())); }), std::string("TRN-013"));
        QCOMPARE(codeOf([&] { static_cast<void>(readJob(project, "none")); }), std::string("TRN-013"));
    }

    void computeSettingsFollowTheMachine() {
        Recipe recipe;
        recipe.precision = Precision::Float32;
        QVERIFY(pinnedCompute(recipe, "cpu").precision == Precision::Float32);
        std::ifstream info("/proc/cpuinfo"); // of no size, as far as the file system knows
        const std::string processor{std::istreambuf_iterator<char>(info), {}};
        for (const auto& [precision, suffix] : {std::pair{Precision::Bfloat16, std::string("bf16")},
                                                std::pair{Precision::Float16, std::string("fp16")}}) {
            recipe.precision = precision;
            QVERIFY(pinnedCompute(recipe, "cuda").precision == precision);
            QCOMPARE(pinnedCompute(recipe, "cuda").device, std::string("cuda"));
            const bool isNative = processor.find(" avx512_" + suffix) != std::string::npos
                                  || processor.find(" amx_" + suffix) != std::string::npos;
            QVERIFY(pinnedCompute(recipe, "cpu").precision == (isNative ? precision : Precision::Float32));
        }
    }

    void everyPrecisionIsKept() {
        const TemporaryFolder folder;
        const TrainingProject made(folder.path());
        Project project = Project::open(made.folder);
        TrainingJob job = jobOf(project);
        for (const Precision precision : {Precision::Float32, Precision::Bfloat16, Precision::Float16}) {
            job.compute.precision = job.recipe.precision = precision;
            QVERIFY(jobFromJson(toJson(job)) == job);
        }
        nlohmann::json json = nlohmann::json::parse(toJson(job));
        json["compute"]["precision"] = "float8";
        QCOMPARE(codeOf([&] { static_cast<void>(jobFromJson(json.dump())); }), std::string("TRN-001"));
    }
};

QTEST_GUILESS_MAIN(TestJob)
#include "tst_job.moc"
