// SPDX-License-Identifier: Apache-2.0
#include "core/base/files.h"
#include "core/training/fold_record.h"
#include "core/training/job.h"
#include "core/training/lease.h"
#include "core/training/member.h"
#include "core/training/train.h"
#include "tests/support/error_code.h"
#include "tests/support/fake_compute_engine.h"
#include "tests/support/training_project.h"

#include <QTest>
#include <nlohmann/json.hpp>

#include <csignal>
#include <fstream>
#include <map>
#include <set>
#include <sys/wait.h>
#include <unistd.h>

using namespace nidus;
using namespace nidus::test;
namespace fs = std::filesystem;
using Json = nlohmann::json;

namespace {

Recipe smallRecipe() {
    Recipe recipe;
    recipe.phases = {{1, 1}, {2, 1}};
    recipe.probePenalties = {1e-3};
    recipe.warmupSteps = 0;
    recipe.augmentation.enabled = false;
    recipe.headLearningRate = 0.06;
    recipe.encoderLearningRate = 0.0005;
    recipe.seed = 5;
    return recipe;
}

TrainOptions optionsWith(const Recipe& recipe) {
    TrainOptions options;
    options.recipe = recipe;
    return options;
}

RunResult trained(Project& project, const TrainOptions& options, FakeComputeEngine& engine,
                  const RunListener& listener = {}) {
    return train(project, options, engine, listener, {});
}

Json withoutTimes(Json json) {
    for (const char* key : {"seconds", "peak_rss_bytes", "created"})
        json.erase(key);
    return json;
}

/// Everything of a run that must not depend on interruptions, by file name.
std::map<std::string, std::string> fingerprint(const fs::path& run) {
    std::map<std::string, std::string> files;
    for (const auto& entry : fs::recursive_directory_iterator(run)) {
        // A lease of a dead process means nothing; the next owner of the folder removes it.
        if (!entry.is_regular_file() || entry.path().filename().string().starts_with("lease-"))
            continue;
        const std::string name = fs::relative(entry.path(), run).string();
        std::string text = readTextFile(entry.path());
        if (entry.path().extension() == ".json")
            text = withoutTimes(Json::parse(text)).dump();
        if (entry.path().extension() == ".jsonl") {
            std::string lines;
            std::istringstream stream(text);
            for (std::string line; std::getline(stream, line);)
                lines += withoutTimes(Json::parse(line)).dump() + "\n";
            text = lines;
        }
        files[name] = text;
    }
    return files;
}

/// Runs `body` in a process of its own and returns its exit status; 77 is what dieAt() ends with.
template <class Body>
int inChild(Body&& body) {
    const pid_t child = ::fork();
    if (child == 0) {
        try {
            body();
        } catch (...) {
            ::_exit(1);
        }
        ::_exit(0);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/// Ends the process without any clean-up at the n-th point of engine and listener.
class Grim {
public:
    explicit Grim(int point) : m_left(point) {}
    void operator()() {
        if (m_left-- == 0)
            ::_exit(77);
    }

private:
    int m_left;
};

void trainUntil(const fs::path& folder, int point) {
    Grim grim(point);
    Project project = Project::open(folder);
    FakeComputeEngine engine;
    engine.onPoint = [&grim](const std::string&) { grim(); };
    RunListener listener;
    listener.onStart = [&grim](const std::string&) { grim(); };
    listener.onEpoch = [&grim](const EpochEvent&) { grim(); };
    listener.onMessage = [&grim](const MessageEvent&) { grim(); };
    listener.onPrediction = [&grim](const Prediction&) { grim(); };
    static_cast<void>(trained(project, optionsWith(smallRecipe()), engine, listener));
}

} // namespace

class TestTrain : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void quickKeepsTheProbeAndWritesEverything() {
        const TemporaryFolder folder;
        const TrainingProject made(folder.path());
        Project project = Project::open(made.folder);
        FakeComputeEngine engine;
        std::vector<std::string> predicted;
        RunListener listener;
        listener.onPrediction = [&](const Prediction& p) { predicted.push_back(p.caseId); };
        Recipe recipe = smallRecipe();
        recipe.phases.clear();
        const RunResult result = trained(project, optionsWith(recipe), engine, listener);

        QCOMPARE(result.kept, (std::vector<std::string>{"probe", "probe"}));
        QCOMPARE(engine.encodedCases, 24); // once for all folds
        QCOMPARE(engine.fits, 0);
        QCOMPARE(result.predictions.size(), std::size_t{24});
        QCOMPARE(std::set<std::string>(predicted.begin(), predicted.end()).size(), std::size_t{24});
        QVERIFY2(result.evaluation.aucPooled->value > 0.9, "voxel 0 tells the class");
        QCOMPARE(result.weightsSha256.size(), std::size_t{64});

        const fs::path run = project.runFolder(result.runId);
        const Json metrics = Json::parse(readTextFile(run / "metrics.json"));
        for (const char* key :
             {"run", "n", "classes", "positive", "kept", "auc", "auc_pooled", "fold_auc", "baselines", "log_loss",
              "brier", "balanced_accuracy", "calibration", "confusion", "seconds", "peak_rss_bytes", "weights_sha256"})
            QVERIFY2(metrics.contains(key), key);
        for (const char* key : {"prepare", "features", "probe", "train", "evaluate"})
            QVERIFY2(metrics["seconds"].contains(key), key);
        for (const char* name : {"job.json", "predictions.csv", "fold_0/events.jsonl", "fold_0/weights.safetensors",
                                 "fold_0/predictions.csv", "fold_1/fold.json"})
            QVERIFY2(fs::exists(run / name), name);
        QCOMPARE(project.runs().front().state, std::string("done"));
        QCOMPARE(readRun(project, "").weightsSha256, result.weightsSha256);
        QCOMPARE(toJson(readRun(project, result.runId)), toJson(result));
        QVERIFY(toText(result).find("AUC of the volume alone") != std::string::npos);
    }

    void probabilitiesAreSoftmaxOfTheLogitsInTheTable() {
        const TemporaryFolder folder;
        const TrainingProject made(folder.path());
        Project project = Project::open(made.folder);
        FakeComputeEngine engine;
        const RunResult result = trained(project, optionsWith(smallRecipe()), engine);
        for (const Prediction& p : result.predictions) {
            const std::vector<double> expected = softmax(p.logits);
            QVERIFY(std::abs(expected[1] - p.probabilities[1]) < 1e-12);
        }
    }

    void fineTuningIsKeptOnlyWhereTheInnerFoldsSaySo() {
        const TemporaryFolder folder;
        TrainingProject::Options clear;
        clear.signal = 2;
        const TrainingProject made(folder.path(), clear);
        Project project = Project::open(made.folder);
        FakeComputeEngine engine;
        Recipe useless = smallRecipe();
        useless.headLearningRate = useless.encoderLearningRate = 0;
        const RunResult stands = trained(project, optionsWith(useless), engine);
        QCOMPARE(stands.kept, (std::vector<std::string>{"probe", "probe"}));
        QVERIFY(!stands.finetuned);
        QCOMPARE(engine.fits, 6); // three inner fits per fold, no refit
        QCOMPARE(engine.classifiedCases, 0);

        engine.fits = 0;
        const RunResult better = trained(project, optionsWith(smallRecipe()), engine);
        QVERIFY2(better.kept == (std::vector<std::string>{"finetuned", "finetuned"}), better.why[0].c_str());
        QCOMPARE(engine.fits, 8);
        QVERIFY(better.finetuned);
        QVERIFY(better.evaluation.logLoss < better.probe.logLoss);
        const FoldRecord record = readFoldRecord(project.runFolder(better.runId) / "fold_0");
        QVERIFY(record.inner->difference < -record.inner->standardError);
        QVERIFY(record.epochs >= 1);
    }

    void keepDecidesAgainstTheInnerFoldsWhenAsked() {
        const TemporaryFolder folder;
        const TrainingProject made(folder.path());
        Project project = Project::open(made.folder);
        FakeComputeEngine engine;
        Recipe recipe = smallRecipe();
        recipe.headLearningRate = recipe.encoderLearningRate = 0;
        recipe.keep = Keep::Finetuned;
        const RunResult tuned = trained(project, optionsWith(recipe), engine);
        QCOMPARE(tuned.kept, (std::vector<std::string>{"finetuned", "finetuned"}));
        const Member member = readMember(project.runFolder(tuned.runId) / "fold_1" / "weights.safetensors");
        QVERIFY(member.isFinetuned && member.epochs >= 1);
        QVERIFY(member.encoderWeights.count(FakeComputeEngine::kWeightName) == 1);

        recipe = smallRecipe();
        recipe.keep = Keep::Probe;
        engine.fits = 0;
        QCOMPARE(trained(project, optionsWith(recipe), engine).kept, (std::vector<std::string>{"probe", "probe"}));
        QCOMPARE(engine.fits, 0);
    }

    void aRunThatIsKilledAnywhereEndsInTheSameBits() {
        const TemporaryFolder folder;
        const TrainingProject made(folder.path());
        const fs::path reference = folder.path() / "reference" / "p.nidus";
        fs::create_directories(reference.parent_path());
        fs::copy(made.folder, reference, fs::copy_options::recursive);
        QCOMPARE(inChild([&] { trainUntil(reference, 1 << 30); }), 0);
        const auto expected = fingerprint(reference / "runs" / "run-001");
        QVERIFY(expected.size() > 10);

        int kills = 0;
        for (int point = 0;; point += 17) {
            const fs::path copy = folder.path() / "copy" / "p.nidus";
            fs::remove_all(copy.parent_path());
            fs::create_directories(copy.parent_path());
            fs::copy(made.folder, copy, fs::copy_options::recursive);
            const int status = inChild([&] { trainUntil(copy, point); });
            if (status == 0)
                break;
            QCOMPARE(status, 77);
            ++kills;
            Project project = Project::open(copy);
            FakeComputeEngine engine;
            TrainOptions options = optionsWith(smallRecipe());
            options.resume = true;
            static_cast<void>(trained(project, options, engine));
            const auto found = fingerprint(copy / "runs" / "run-001");
            for (const auto& [name, text] : expected) {
                const std::string where = name + " after a kill at point " + std::to_string(point);
                QVERIFY2(found.contains(name), where.c_str());
                QVERIFY2(found.at(name) == text, where.c_str());
            }
            QCOMPARE(found.size(), expected.size());
        }
        QVERIFY2(kills > 10, std::to_string(kills).c_str());
    }

    void theOuterFoldHasNoSayInItsMember() {
        const TemporaryFolder folder;
        const fs::path a = folder.path() / "a", b = folder.path() / "b";
        fs::create_directories(a);
        fs::create_directories(b);
        const TrainingProject plain(a);
        TrainingProject::Options perturbed;
        perturbed.change = [](Case& c, Volume& volume) {
            if (c.fold != 0)
                return;
            c.label = c.label == "ill" ? "healthy" : "ill";
            volume = FakeSeriesReader::volume({9, 7, 11}, 3);
            volume.voxels[0] = static_cast<float>(c.id.back());
        };
        const TrainingProject changed(b, perturbed);
        Project first = Project::open(plain.folder), second = Project::open(changed.folder);
        FakeComputeEngine engine;
        Recipe recipe = smallRecipe();
        recipe.keep = Keep::Finetuned;
        const RunResult x = trained(first, optionsWith(recipe), engine);
        const RunResult y = trained(second, optionsWith(recipe), engine);
        QCOMPARE(x.foldWeightsSha256[0], y.foldWeightsSha256[0]);
        QVERIFY(x.foldWeightsSha256[1] != y.foldWeightsSha256[1]); // fold 0 trains the member of fold 1
        QVERIFY(x.predictions.front().probabilities != y.predictions.front().probabilities);
    }

    void aHoldOutIsTestedOnce() {
        const TemporaryFolder folder;
        TrainingProject::Options options;
        options.cases = 48;
        options.folds = 0;
        options.change = [](Case& c, Volume& volume) { // the volume tells a bit of the class
            if (c.label == "ill" && c.id < "case-130")
                volume.voxels.back() = 0;
        };
        const TrainingProject made(folder.path(), options);
        Project project = Project::open(made.folder);
        FakeComputeEngine engine;
        Recipe recipe = smallRecipe();
        recipe.holdout = 0.25;
        const RunResult result = trained(project, optionsWith(recipe), engine);
        QCOMPARE(result.folds, std::vector<int>{0});
        QCOMPARE(result.predictions.size(), std::size_t{12});
        QCOMPARE(result.evaluation.n, 12);
        QCOMPARE(result.neverTested, 36);
        QCOMPARE(result.evaluation.auc->value, result.evaluation.aucPooled->value);
        QVERIFY(result.evaluation.auc->low < result.evaluation.auc->value);
        QVERIFY(result.evaluation.baselines.at("volume_auc")); // learned from the cases that only trained
        QVERIFY(result.evaluation.calibration && result.evaluation.logLossInterval);
        QCOMPARE(result.leakage.patients, 0);
        QVERIFY(result.signal && result.signal->p < 0.05);
        const std::string text = toText(result);
        QVERIFY2(text.find("12 cases, held out beside 36 that trained") != std::string::npos, text.c_str());
        QVERIFY(Json::parse(toJson(result))["never_tested"] == 36);
        QCOMPARE(toJson(readRun(project, "")), toJson(result));
    }

    // Nothing in the images that are held out changes weights or the test for signal.
    void theHeldOutCasesHaveNoSay() {
        const TemporaryFolder folder;
        const fs::path a = folder.path() / "a", b = folder.path() / "b";
        fs::create_directories(a);
        fs::create_directories(b);
        TrainingProject::Options options;
        options.folds = 0;
        const TrainingProject plain(a, options);
        Project first = Project::open(plain.folder);
        FakeComputeEngine engine;
        Recipe recipe = smallRecipe();
        recipe.holdout = 0.25;
        const RunResult x = trained(first, optionsWith(recipe), engine);
        std::set<std::string> held;
        for (const Prediction& p : x.predictions)
            held.insert(p.caseId);
        QCOMPARE(held.size(), std::size_t{6});
        options.change = [&held](Case& c, Volume& volume) {
            if (held.contains(c.id))
                volume.voxels[0] = static_cast<float>(c.id.back());
        };
        const TrainingProject changed(b, options);
        Project second = Project::open(changed.folder);
        const RunResult y = trained(second, optionsWith(recipe), engine);
        QCOMPARE(x.weightsSha256, y.weightsSha256);
        QCOMPARE(x.signal->p, y.signal->p);
        QVERIFY(x.predictions.front().logits != y.predictions.front().logits);
    }

    void foldsTrainedElsewhereAreJoined() {
        const TemporaryFolder folder;
        const TrainingProject made(folder.path());
        FakeComputeEngine engine;
        std::string id;
        {
            Project project = Project::open(made.folder);
            id = freezeRun(project, optionsWith(smallRecipe()), engine, {});
            QCOMPARE(codeOf([&] { static_cast<void>(collect(project, id)); }), std::string("TRN-008"));
        }
        for (const int fold : {1, 0}) {
            Project reading = Project::open(made.folder, Project::Access::ReadOnly);
            TrainOptions options;
            options.runId = id;
            options.fold = fold;
            const RunResult one = trained(reading, options, engine);
            QCOMPARE(one.folds, std::vector<int>{fold});
            QCOMPARE(one.evaluation.n, 12);
        }
        Project project = Project::open(made.folder);
        const RunResult joined = collect(project, id);
        const RunResult whole = trained(project, optionsWith(smallRecipe()), engine);
        QVERIFY(joined.runId != whole.runId);
        QCOMPARE(joined.weightsSha256, whole.weightsSha256);
        QCOMPARE(joined.predictions, whole.predictions);
        TrainOptions options;
        options.runId = id;
        options.fold = 9;
        QCOMPARE(codeOf([&] { static_cast<void>(trained(project, options, engine)); }), std::string("TRN-016"));
    }

    void twoProcessesDoNotTrainOneFold() {
        const TemporaryFolder folder;
        const TrainingProject made(folder.path());
        Project project = Project::open(made.folder);
        FakeComputeEngine engine;
        const std::string id = freezeRun(project, optionsWith(smallRecipe()), engine, {});
        const fs::path fold = project.runFolder(id) / "fold_0";
        fs::create_directories(fold);
        int ready[2];
        QCOMPARE(::pipe(ready), 0);
        const pid_t child = ::fork();
        if (child == 0) {
            const FolderLease lease(fold, "a fold");
            if (::write(ready[1], "x", 1) != 1)
                _exit(2);
            ::pause();
            ::_exit(0);
        }
        ::close(ready[1]); // a child that dies is the end of the pipe, not a wait for ever
        char sign = 0;
        QCOMPARE(::read(ready[0], &sign, 1), ssize_t{1});
        TrainOptions options;
        options.runId = id;
        options.fold = 0;
        QCOMPARE(codeOf([&] { static_cast<void>(trained(project, options, engine)); }), std::string("TRN-011"));
        ::kill(child, SIGKILL);
        ::waitpid(child, nullptr, 0);
        QCOMPARE(trained(project, options, engine).folds, std::vector<int>{0}); // the dead owner's lease is void
        for (const auto& entry : fs::directory_iterator(fold))
            QVERIFY(!entry.path().filename().string().starts_with("lease"));
        ::close(ready[0]);
    }

    void stoppingLeavesARunThatGoesOn() {
        const TemporaryFolder folder;
        const TrainingProject made(folder.path());
        Project project = Project::open(made.folder);
        FakeComputeEngine engine;
        JobControl control;
        int epochs = 0;
        RunListener listener;
        listener.onEpoch = [&](const EpochEvent&) {
            if (++epochs == 3)
                control.token.cancel();
        };
        bool isCancelled = false;
        try {
            static_cast<void>(train(project, optionsWith(smallRecipe()), engine, listener, control));
        } catch (const Cancelled&) {
            isCancelled = true;
        }
        QVERIFY(isCancelled);
        QCOMPARE(project.runs().front().state, std::string("stopped"));
        TrainOptions options;
        options.resume = true;
        const RunResult result = trained(project, options, engine);
        QCOMPARE(result.runId, std::string("run-001"));
        QCOMPARE(project.runs().front().state, std::string("done"));
        QCOMPARE(codeOf([&] { static_cast<void>(trained(project, options, engine)); }), std::string("TRN-006"));
    }

    // Stopped in the second fold and ended there: the first keeps what it has, the second its probe.
    void aStoppedRunCanBeEnded() {
        const TemporaryFolder folder;
        const TrainingProject made(folder.path());
        Project project = Project::open(made.folder);
        FakeComputeEngine engine;
        Recipe recipe = smallRecipe();
        recipe.keep = Keep::Finetuned;
        JobControl control;
        RunListener listener;
        listener.onEpoch = [&](const EpochEvent& event) {
            if (event.fit == "fold_1/inner_0")
                control.token.cancel();
        };
        try {
            static_cast<void>(train(project, optionsWith(recipe), engine, listener, control));
            QFAIL("not stopped");
        } catch (const Cancelled&) {
        }
        TrainOptions options;
        options.resume = true;
        options.finish = true;
        const RunResult result = trained(project, options, engine);
        QCOMPARE(result.kept, (std::vector<std::string>{"finetuned", "probe"}));
        QVERIFY(result.why[1].find("ended before") != std::string::npos);
        QCOMPARE(project.runs().front().state, std::string("done"));
        for (const auto& entry : fs::recursive_directory_iterator(project.runFolder(result.runId)))
            QVERIFY2(entry.path().string().find(".state.") == std::string::npos, entry.path().c_str());
    }

    void refusals() {
        const TemporaryFolder folder;
        const TrainingProject made(folder.path());
        Project project = Project::open(made.folder);
        FakeComputeEngine engine;
        const auto code = [&](const TrainOptions& options) {
            return codeOf([&] { static_cast<void>(trained(project, options, engine)); });
        };
        QCOMPARE(codeOf([&] { static_cast<void>(readRun(project, "")); }), std::string("TRN-009"));
        TrainOptions resume;
        resume.resume = true;
        QCOMPARE(code(resume), std::string("TRN-006"));
        TrainOptions cuda = optionsWith(smallRecipe());
        cuda.device = "cuda";
        QCOMPARE(code(cuda), std::string("DEV-001"));
        QCOMPARE(project.runs().front().state, std::string("failed"));

        const std::string id = freezeRun(project, optionsWith(smallRecipe()), engine, {});
        const fs::path image = project.folder() / project.cases().front().cacheFile;
        PreprocessedCase prepared = readCaseFile(image);
        prepared.image.voxels[5] += 1;
        writeCaseFile(image, prepared, Publish::Replace);
        resume.runId = id;
        QCOMPARE(code(resume), std::string("TRN-007"));
    }
};

QTEST_GUILESS_MAIN(TestTrain)
#include "tst_train.moc"
