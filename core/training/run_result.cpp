// SPDX-License-Identifier: Apache-2.0
#include "core/training/run_result.h"

#include "core/base/files.h"
#include "core/training/cache.h"
#include "core/training/coach.h"
#include "core/training/fold_record.h"
#include "core/training/signal_test.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <span>

namespace nidus {
namespace {

namespace fs = std::filesystem;

fs::path foldFolder(const fs::path& runFolder, int fold) {
    return runFolder / ("fold_" + std::to_string(fold));
}

void checkFinished(const fs::path& runFolder, const TrainingJob& job, const std::vector<int>& folds) {
    std::string missing;
    for (const int fold : folds)
        if (!hasFoldRecord(foldFolder(runFolder, fold)))
            missing += (missing.empty() ? "" : ", ") + std::to_string(fold);
    if (!missing.empty())
        throw Error("TRN-008", "Run " + job.runId + " is not finished: fold " + missing
                                   + " has no result yet. Resume the run, or train that fold.");
}

/// The rows of one table of all folds in the order of the job's cases; nothing when a fold has no such table.
std::optional<std::vector<Prediction>> joined(const fs::path& runFolder, const TrainingJob& job,
                                              const std::vector<int>& folds, const char* name) {
    std::map<std::string, Prediction> byCase;
    for (const int fold : folds) {
        const fs::path file = foldFolder(runFolder, fold) / name;
        if (!fs::exists(file))
            return {};
        for (Prediction& row : predictionsFromCsv(readTextFile(file), nullptr))
            byCase.insert_or_assign(row.caseId, std::move(row));
    }
    std::vector<Prediction> rows;
    for (const JobCase& c : job.cases)
        if (const auto found = byCase.find(c.id); found != byCase.end())
            rows.push_back(std::move(found->second));
    return rows;
}

Evaluation evaluated(const TrainingJob& job, const std::vector<Prediction>& rows) {
    std::map<std::string, const JobCase*> cases;
    for (const JobCase& c : job.cases)
        cases[c.id] = &c;
    Covariates covariates;
    for (const Prediction& row : rows) {
        const auto own = cases.extract(row.caseId);
        covariates.volumeMm3.push_back(own.mapped()->volumeMm3);
        covariates.meanIntensity.push_back(own.mapped()->meanIntensity);
    }
    // What is left was trained on, and never tested here.
    for (const auto& [id, c] : cases) {
        covariates.onlyTraining.labels.push_back(c->label);
        covariates.onlyTraining.volumeMm3.push_back(c->volumeMm3);
        covariates.onlyTraining.meanIntensity.push_back(c->meanIntensity);
    }
    return evaluate(rows, job.classes, job.positive, covariates);
}

void addRecord(RunResult& result, const FoldRecord& record) {
    result.folds.push_back(record.fold);
    result.kept.push_back(record.kept);
    result.why.push_back(record.why);
    result.foldWeightsSha256.push_back(record.weightsSha256);
    for (const auto& [phase, seconds] : record.seconds)
        result.seconds[phase] += seconds;
    result.peakRssBytes = std::max(result.peakRssBytes, record.peakRssBytes);
}

/// Counted afresh from the frozen cases, whatever made the folds.
Leakage leakageOf(const TrainingJob& job) {
    std::map<std::string, std::set<std::optional<int>>> foldsOfPatient, foldsOfImage;
    for (const JobCase& c : job.cases) {
        foldsOfPatient[c.patient].insert(c.fold);
        foldsOfImage[c.sha256].insert(c.fold);
    }
    const auto shared = [](const auto& folds) {
        return static_cast<int>(
            std::ranges::count_if(folds, [](const auto& entry) { return entry.second.size() > 1; }));
    };
    return {shared(foldsOfPatient), shared(foldsOfImage)};
}

std::string joinedDigest(const RunResult& result) {
    std::string text;
    for (std::size_t i = 0; i < result.folds.size(); ++i)
        text += "fold_" + std::to_string(result.folds[i]) + " " + result.foldWeightsSha256[i] + "\n";
    return sha256(std::as_bytes(std::span(text)));
}

} // namespace

RunResult resultOfFolds(const fs::path& runFolder, const TrainingJob& job, const std::vector<int>& folds) {
    checkFinished(runFolder, job, folds);
    RunResult result;
    result.runId = job.runId;
    result.preset = job.recipe.preset;
    result.problems = job.problems;
    for (const char* phase : {"prepare", "features", "probe", "train", "evaluate"})
        result.seconds[phase] = 0;
    for (const int fold : folds)
        addRecord(result, readFoldRecord(foldFolder(runFolder, fold)));
    result.weightsSha256 = joinedDigest(result);
    result.predictions = joined(runFolder, job, folds, "predictions.csv").value();
    result.evaluation = evaluated(job, result.predictions);
    result.problems.insert(result.problems.end(), result.evaluation.problems.begin(), result.evaluation.problems.end());
    result.probe = evaluated(job, joined(runFolder, job, folds, "predictions_probe.csv").value());
    if (const auto finetuned = joined(runFolder, job, folds, "predictions_finetuned.csv"))
        result.finetuned = evaluated(job, *finetuned);
    result.signal = readSignalTest(runFolder);
    result.leakage = leakageOf(job);
    result.neverTested = static_cast<int>(std::ranges::count_if(job.cases, [](const JobCase& c) { return !c.fold; }));
    std::ranges::move(coach(job, result), std::back_inserter(result.problems));
    return result;
}

RunResult collect(Project& project, const std::string& runId) {
    const TrainingJob job = readJob(project, runId);
    const fs::path folder = project.runFolder(runId);
    RunResult result = resultOfFolds(folder, job, job.folds());
    writeFileAtomically(folder / "predictions.csv", predictionsCsv(result.predictions, job.classes));
    const std::string metrics = toJson(result);
    writeFileAtomically(folder / "metrics.json", metrics + "\n");
    project.putRun({runId, job.recipe.preset, job.created, "done", metrics});
    keepCacheLimit(project);
    return result;
}

RunResult readRun(const Project& project, const std::string& runId) {
    std::string id = runId;
    if (id.empty()) {
        const auto runs = project.runs();
        const auto newest = std::ranges::find_if(runs, [](const RunRecord& run) { return run.state == "done"; });
        if (newest == runs.end())
            throw Error("TRN-009", "The project has no finished run yet. Train first.");
        id = newest->id;
    }
    if (!fs::exists(project.runFolder(id) / "metrics.json"))
        throw Error("TRN-009", "The project has no finished run \"" + id + "\". Resume it, or choose another run.");
    const TrainingJob job = readJob(project, id);
    return resultOfFolds(project.runFolder(id), job, job.folds());
}

} // namespace nidus
