// SPDX-License-Identifier: Apache-2.0
#include "core/training/train.h"

#include "core/training/feature_cache.h"
#include "core/training/fold_training.h"
#include "core/training/job.h"
#include "core/training/run_result.h"
#include "core/training/signal_test.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <exception>
#include <utility>

namespace nidus {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

double secondsSince(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

std::string numberedRun(int number) {
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "run-%03d", number);
    return text.data();
}

/// Claims the next free name by creating its folder.
std::string newRunId(const Project& project) {
    for (int number = 1;; ++number) {
        const fs::path folder = project.runFolder(numberedRun(number));
        fs::create_directories(folder.parent_path());
        if (fs::create_directory(folder))
            return numberedRun(number);
    }
}

bool isFinished(const Project& project, const std::string& runId) {
    return fs::exists(project.runFolder(runId) / "metrics.json");
}

std::string newestUnfinished(const Project& project) {
    const fs::path runs = project.runFolder("x").parent_path();
    std::pair<std::string, std::string> newest; // created, id
    if (fs::exists(runs))
        for (const auto& entry : fs::directory_iterator(runs)) {
            const std::string id = entry.path().filename().string();
            if (fs::exists(entry.path() / "job.json") && !isFinished(project, id))
                newest = std::max(newest, {readJob(project, id).created, id});
        }
    if (newest.second.empty())
        throw Error("TRN-006", "The project has no unfinished run that could go on. Start a new one.");
    return newest.second;
}

TrainingJob existingJob(const Project& project, const TrainOptions& options, const JobControl& control) {
    const std::string id = options.runId.empty() ? newestUnfinished(project) : options.runId;
    if (!fs::exists(project.runFolder(id) / "job.json"))
        throw Error("TRN-006", "The project has no run \"" + id + "\" that could go on. Start a new one.");
    TrainingJob job = readJob(project, id);
    checkJobUnchanged(project, job, control);
    return job;
}

TrainingJob newJob(Project& project, const TrainOptions& options, const ComputeEngine& engine,
                   const JobControl& control) {
    if (!options.runId.empty() && fs::exists(project.runFolder(options.runId)))
        throw Error("TRN-006", "There is a run \"" + options.runId + "\" already. Resume it, or choose another name.");
    const std::string id = options.runId.empty() ? newRunId(project) : options.runId;
    try {
        TrainingJob job = createJob(project, options.recipe, id, options.device, engine.libraryVersion(), control);
        project.putRun({id, job.recipe.preset, job.created, "running", {}});
        return job;
    } catch (...) {
        // Nothing was begun: the name is free again.
        std::error_code ignored;
        fs::remove(project.runFolder(id), ignored);
        throw;
    }
}

/// What the freeze and a resume on other terms have to say.
void tellAbout(const TrainingJob& job, const TrainOptions& options, const ComputeEngine& engine,
               const RunListener& listener) {
    listener.onStart(job.runId);
    for (const Problem& problem : job.problems)
        listener.onMessage({problem.code, problem.text});
    if (job.libraryVersion != engine.libraryVersion())
        listener.onMessage({"TRN-024", "The run began with LibTorch " + job.libraryVersion + " and goes on with "
                                           + engine.libraryVersion() + "; the last digits may differ."});
    if (job.compute.device != options.device)
        listener.onMessage({"TRN-025", "The run began on " + job.compute.device + " and goes on there."});
}

class Run {
public:
    Run(const Project& project, const TrainingJob& job, const TrainOptions& options, ComputeEngine& engine,
        const RunListener& listener)
        : m_project(project), m_job(job), m_engine(engine), m_listener(listener), m_finish(options.finish) {
        m_secondsBefore["prepare"] = options.prepareSeconds;
        m_folds = options.fold ? std::vector<int>{*options.fold} : job.folds();
    }

    void trainFolds(const JobControl& control) {
        const PretrainedModel model = readModelFolder(m_project.folder() / m_job.modelFolder);
        const EncoderSource encoder = pretrainedEncoder(m_project, m_job, model);
        // A probe takes seconds beside the pass through the encoder; fine-tuning takes much longer than it.
        const double featuresEnd = m_job.recipe.phases.empty() ? 0.9 : 0.1;
        const JobControl whole = control.part(featuresEnd, 1);
        for (std::size_t i = 0; i < m_folds.size(); ++i) {
            const int fold = m_folds[i];
            const fs::path folder = m_project.runFolder(m_job.runId) / ("fold_" + std::to_string(fold));
            if (hasFoldRecord(folder))
                continue;
            const NetworkInput input = networkInput(m_job, fold);
            const FeaturesOf features = [&](HeadKind head) -> const FeatureRows& {
                return featuresFor(encoder, head, input, control.part(0, featuresEnd));
            };
            const double width = 1.0 / static_cast<double>(m_folds.size());
            const auto done = static_cast<double>(i);
            const ViewStore views = viewStore(m_project.cacheFolder(), m_job, input, m_engine.libraryVersion());
            trainFold(
                {m_project.folder(), folder, fold, encoder, input, views, std::exchange(m_secondsBefore, {}), m_finish},
                m_job, features, m_engine, m_listener, whole.part(width * done, width * (done + 1)));
        }
        testForSignal(encoder, control);
    }

private:
    /// Beside the folds, once all of them are here.
    void testForSignal(const EncoderSource& encoder, const JobControl& control) {
        const fs::path folder = m_project.runFolder(m_job.runId);
        if (m_folds.size() < m_job.folds().size() || hasSignalTest(folder))
            return;
        control.step(1, "Testing whether there is any signal");
        // The default head stands for whatever the folds chose.
        const HeadKind head = headCandidates(m_job.recipe.head).front();
        const FeatureRows& features =
            featuresFor(encoder, head, networkInput(m_job, m_folds.front()), control.part(1, 1));
        writeSignalTest(folder, signalTest(m_job, features));
    }

    const FeatureRows& featuresFor(const EncoderSource& encoder, HeadKind head, const NetworkInput& input,
                                   const JobControl& control) {
        const auto key = std::pair(head, input.size);
        const auto known = m_features.find(key);
        if (known != m_features.end())
            return known->second;
        const auto start = Clock::now();
        FeatureRows rows =
            frozenFeatures(m_project.folder(), m_project.cacheFolder(), m_job, encoder, head, input, m_engine, control);
        m_secondsBefore["features"] += secondsSince(start);
        return m_features.emplace(key, std::move(rows)).first->second;
    }

    const Project& m_project;
    const TrainingJob& m_job;
    ComputeEngine& m_engine;
    const RunListener& m_listener;
    bool m_finish;
    std::vector<int> m_folds;
    std::map<std::pair<HeadKind, std::array<std::int64_t, 3>>, FeatureRows> m_features; ///< by head and input size
    std::map<std::string, double> m_secondsBefore;
};

/// Trains in a project that is open for reading alone: nothing but fold_K is written.
RunResult trainOneFold(const Project& project, const TrainOptions& options, ComputeEngine& engine,
                       const RunListener& listener, const JobControl& control) {
    const TrainingJob job = existingJob(project, options, control);
    const auto folds = job.folds();
    if (std::ranges::find(folds, *options.fold) == folds.end())
        throw Error("TRN-016", "Run " + job.runId + " has no fold " + std::to_string(*options.fold)
                                   + "; its folds go from " + std::to_string(folds.front()) + " to "
                                   + std::to_string(folds.back()) + ".");
    tellAbout(job, options, engine, listener);
    Run(project, job, options, engine, listener).trainFolds(control);
    return resultOfFolds(project.runFolder(job.runId), job, {*options.fold});
}

} // namespace

std::string freezeRun(Project& project, const TrainOptions& options, ComputeEngine& engine, const JobControl& control) {
    return newJob(project, options, engine, control).runId;
}

RunResult train(Project& project, const TrainOptions& options, ComputeEngine& engine, const RunListener& listener,
                const JobControl& control) {
    if (options.fold)
        return trainOneFold(project, options, engine, listener, control);
    const TrainingJob job =
        options.resume ? existingJob(project, options, control) : newJob(project, options, engine, control);
    const auto record = [&](const char* state) {
        project.putRun({job.runId, job.recipe.preset, job.created, state, {}});
    };
    if (options.resume)
        record("running");
    try {
        tellAbout(job, options, engine, listener);
        Run(project, job, options, engine, listener).trainFolds(control);
        return collect(project, job.runId);
    } catch (const Cancelled&) {
        record("stopped");
        throw;
    } catch (...) {
        record("failed");
        throw;
    }
}

} // namespace nidus
