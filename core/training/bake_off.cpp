// SPDX-License-Identifier: Apache-2.0
#include "core/training/bake_off.h"

#include "core/base/files.h"
#include "core/model/pretrained_model.h"
#include "core/project/prepare.h"
#include "core/training/cache.h"
#include "core/training/feature_cache.h"
#include "core/training/fold_training.h"
#include "core/training/job.h"
#include "core/training/run_result.h"
#include "core/training/signal_test.h"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <map>
#include <set>
#include <utility>

namespace nidus {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr double kMostUnprepared = 0.1; ///< of the cases, for a model to be judged
constexpr double kPreparing = 0.4;      ///< share of the time

PretrainedModel modelAt(const fs::path& path) {
    return fs::exists(path / "model.json") ? readModelFolder(path) : loadPretrainedModel(path);
}

std::string titleOf(const PretrainedModel& model) {
    const std::string& name = model.plans.datasetName.empty() ? model.trainer : model.plans.datasetName;
    return name + ", " + model.configuration.name;
}

struct Entry {
    BakeOffRow row;
    fs::path path;
    std::string network;     ///< toJson() of the architecture
    std::vector<Case> cases; ///< prepared under this model's plan; those that failed have no cache file
    double prepareSeconds = 0;

    [[nodiscard]] bool hasFailed() const { return row.error.has_value(); }
};

template <class Work>
void guarded(Entry& entry, Work&& work) {
    try {
        work();
    } catch (const std::exception&) {
        entry.row.error = asError(std::current_exception());
    }
}

/// The same control, with the model's name before each stage.
JobControl naming(const JobControl& control, const std::string& name) {
    return {control.token, [report = control.onProgress, name](const Progress& p) {
                report({p.fraction, name + ": " + p.stage});
            }};
}

class Contest {
public:
    Contest(Project& project, const BakeOffOptions& options, SeriesReader& reader, ComputeEngine& engine)
        : m_project(project), m_reader(reader), m_engine(engine), m_device(options.device),
          m_recipe(recipePreset("quick")), m_cases(project.cases()) {
        m_recipe.seed = options.seed;
        std::erase_if(m_cases, [](const Case& c) { return !canTrain(c); });
        if (m_cases.empty())
            throw Error("TRN-005", "No case of the project has a label, so there is nothing to compare models by.");
        m_frame = project.model() ? project.model()->frame : defaultFrame(m_cases);
        for (const fs::path& path : options.models) {
            Entry& entry = m_entries.emplace_back();
            entry.row.model = path.string();
            entry.path = path;
        }
    }

    BakeOff run(const JobControl& control) {
        forEach(control.part(0, kPreparing), [this](Entry& entry, const JobControl& part) { prepare(entry, part); });
        refuseTheUnfit();
        keepCommonCases();
        addRandomNetworks();
        forEach(control.part(kPreparing, 1), [this](Entry& entry, const JobControl& part) { probe(entry, part); });
        return ranked();
    }

private:
    template <class Work>
    void forEach(const JobControl& control, Work&& work) {
        const auto count = static_cast<double>(m_entries.size());
        for (std::size_t i = 0; i < m_entries.size(); ++i) {
            Entry& entry = m_entries[i];
            if (entry.hasFailed())
                continue;
            const JobControl part = naming(
                control.part(static_cast<double>(i) / count, static_cast<double>(i + 1) / count), entry.row.model);
            guarded(entry, [&] { work(entry, part); });
        }
    }

    void prepare(Entry& entry, const JobControl& control) {
        control.step(0, "Reading the model");
        const PretrainedModel model = modelAt(entry.path);
        entry.row.title = titleOf(model);
        entry.network = toJson(model.architecture);
        entry.cases = m_cases;
        const PrepareReport report =
            tryPreparing(m_project, entry.cases, {model.plans, model.configuration, m_frame}, m_reader, control);
        entry.prepareSeconds = report.seconds;
        if (report.prepared + report.reused > 0)
            return;
        const Problem& first = report.problems.front();
        throw Error(first.code, first.text, first.caseId);
    }

    static std::set<std::string> preparedIn(const Entry& entry) {
        std::set<std::string> ids;
        for (const Case& c : entry.cases)
            if (!c.cacheFile.empty())
                ids.insert(c.id);
        return ids;
    }

    /// Why the case could not be prepared, which is the last that was said of it.
    static Problem refusalOf(const Entry& entry, const std::string& id) {
        return std::ranges::find(entry.cases, id, &Case::id)->problems.back();
    }

    /// Models that cannot prepare many of the cases which another one can.
    void refuseTheUnfit() {
        std::set<std::string> possible;
        for (const Entry& entry : m_entries)
            possible.merge(preparedIn(entry));
        for (Entry& entry : m_entries) {
            if (entry.hasFailed())
                continue;
            std::vector<std::string> missing;
            std::ranges::set_difference(possible, preparedIn(entry), std::back_inserter(missing));
            if (static_cast<double>(missing.size()) <= kMostUnprepared * static_cast<double>(possible.size()))
                continue;
            const Problem why = refusalOf(entry, missing.front());
            entry.row.error =
                Error(why.code,
                      "The model cannot prepare " + std::to_string(missing.size()) + " of "
                          + std::to_string(possible.size()) + " cases. " + missing.front() + ": " + why.text,
                      missing.front());
        }
    }

    void keepCommonCases() {
        std::set<std::string> lost;
        for (const Entry& entry : m_entries) {
            if (entry.hasFailed())
                continue;
            const std::set<std::string> prepared = preparedIn(entry);
            for (const Case& c : m_cases) {
                if (prepared.contains(c.id) || !lost.insert(c.id).second)
                    continue;
                const Problem why = refusalOf(entry, c.id);
                m_problems.push_back({"TRN-061", Severity::Warning,
                                      "Case " + c.id + " is left out for all models, because " + entry.row.model
                                          + " cannot prepare it (" + why.code + "): " + why.text,
                                      c.id});
            }
        }
        for (Entry& entry : m_entries)
            std::erase_if(entry.cases, [&](const Case& c) { return lost.contains(c.id); });
    }

    /// Each network once with random weights, on the cases as the first model of that network has them.
    void addRandomNetworks() {
        std::vector<Entry> random;
        std::set<std::string> seen;
        for (const Entry& entry : m_entries) {
            if (entry.hasFailed() || !seen.insert(entry.network).second)
                continue;
            Entry added = entry;
            added.row.model = "random weights, network of " + entry.row.model;
            added.row.isRandom = true;
            added.prepareSeconds = 0;
            random.push_back(std::move(added));
        }
        std::ranges::move(random, std::back_inserter(m_entries));
    }

    void probe(Entry& entry, const JobControl& control) {
        control.step(0, "Reading the model");
        const TemporaryFolder folder(m_project.cacheFolder());
        const PretrainedModel model = modelAt(entry.path);
        writeModelFolder(folder.path() / "model", model);
        Recipe recipe = m_recipe;
        recipe.pretrained = !entry.row.isRandom;
        const TrainingJob job = frozenJob(m_project, entry.cases, {(folder.path() / "model").string(), m_frame}, recipe,
                                          m_device, m_engine.libraryVersion(), control);
        const fs::path run = folder.path() / "run";
        runFolds(entry, job, pretrainedEncoder(m_project, job, model), run, control);
        entry.row.result = resultOfFolds(run, job, job.folds());
    }

    void runFolds(const Entry& entry, const TrainingJob& job, const EncoderSource& encoder, const fs::path& run,
                  const JobControl& control) {
        constexpr double kFeatures = 0.9; // of the time; the folds have one size as a rule
        const std::vector<int> folds = job.folds();
        const double width = (1 - kFeatures) / static_cast<double>(folds.size());
        std::map<std::string, double> seconds{{"prepare", entry.prepareSeconds}};
        for (std::size_t i = 0; i < folds.size(); ++i) {
            const NetworkInput input = networkInput(job, folds[i]);
            const double from = kFeatures + width * static_cast<double>(i);
            const auto start = Clock::now();
            const FeatureRows rows =
                frozenFeatures(m_project.folder(), m_project.cacheFolder(), job, encoder, job.recipe.head, input,
                               m_engine, i == 0 ? control.part(0, from) : control.part(from, from));
            seconds["features"] = std::chrono::duration<double>(Clock::now() - start).count();
            trainFold(
                {m_project.folder(),
                 run / ("fold_" + std::to_string(folds[i])),
                 folds[i],
                 encoder,
                 input,
                 {},
                 std::exchange(seconds, {})},
                job, [&](HeadKind) -> const FeatureRows& { return rows; }, m_engine, {},
                control.part(from, from + width));
            if (i == 0)
                writeSignalTest(run, signalTest(job, rows));
        }
    }

    BakeOff ranked() {
        const auto isBetter = [](const Entry& a, const Entry& b) {
            if (!a.row.result || !b.row.result)
                return a.row.result.has_value() && !b.row.result;
            return a.row.result->evaluation.logLoss < b.row.result->evaluation.logLoss;
        };
        std::ranges::stable_sort(m_entries, isBetter);
        BakeOff out;
        out.problems = std::move(m_problems);
        for (Entry& entry : m_entries) {
            out.compared += entry.row.result ? 1 : 0;
            out.rows.push_back(std::move(entry.row));
        }
        for (std::size_t i = 1; i < out.rows.size() && out.rows[i].result; ++i)
            out.rows[i].toBest = compared(*out.rows[i].result, *out.rows.front().result);
        if (out.compared > 1)
            out.problems.push_back(
                {"TRN-060",
                 Severity::Info,
                 "The first is the best of " + std::to_string(out.compared)
                     + " by the same folds that its figures come from: chance has a say in which one that is, so that "
                       "its figures, and the differences to it, look better than they are, the more so the more models "
                       "are compared. Judge the chosen one on cases that had no part here.",
                 {}});
        return out;
    }

    [[nodiscard]] static Comparison compared(const RunResult& one, const RunResult& best) {
        const Evaluation& e = best.evaluation;
        const auto positive = std::ranges::find(e.classes, e.positive) - e.classes.begin();
        return comparePredictions(one.predictions, best.predictions, e.classes, static_cast<int>(positive));
    }

    Project& m_project;
    SeriesReader& m_reader;
    ComputeEngine& m_engine;
    std::string m_device;
    Recipe m_recipe;
    std::vector<Case> m_cases; ///< labelled
    InputFrame m_frame = InputFrame::Plan;
    std::vector<Entry> m_entries;
    std::vector<Problem> m_problems;
};

} // namespace

BakeOff bakeOff(Project& project, const BakeOffOptions& options, SeriesReader& reader, ComputeEngine& engine,
                const JobControl& control) {
    BakeOff result = Contest(project, options, reader, engine).run(control);
    keepCacheLimit(project);
    return result;
}

} // namespace nidus
