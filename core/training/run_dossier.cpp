// SPDX-License-Identifier: Apache-2.0
#include "core/training/run_dossier.h"

#include "core/base/files.h"
#include "core/training/event_log.h"

#include <algorithm>
#include <set>
#include <span>
#include <utility>

namespace nidus {
namespace {

namespace fs = std::filesystem;

/// Names, numbers and dates may be written into the picture itself.
constexpr const char* kBurnedInCode = "DCM-020";

std::string reasonOf(const Case& c, const TrainingJob& job) {
    const auto said =
        std::ranges::find_if(job.problems, [&](const Problem& problem) { return problem.caseId == c.id; });
    if (said != job.problems.end())
        return said->code;
    if (c.included)
        return "added later";
    const auto blocker =
        std::ranges::find_if(c.problems, [](const Problem& p) { return p.severity == Severity::Blocker; });
    const auto finding = blocker != c.problems.end() ? blocker : std::ranges::find_if(c.problems, [](const Problem& p) {
        return p.severity == Severity::Warning;
    });
    return finding == c.problems.end() ? "excluded" : finding->code;
}

void countCases(RunDossier& dossier, const std::vector<Case>& cases) {
    std::set<std::string> took;
    for (const JobCase& c : dossier.job.cases)
        took.insert(c.id);
    dossier.casesFound = static_cast<int>(took.size());
    std::map<std::string, int> reasons;
    for (const Case& c : cases) {
        for (const Problem& problem : c.problems)
            if (problem.code == kBurnedInCode)
                dossier.notShown[c.id] = problem.code;
        if (!took.contains(c.id)) {
            ++reasons[reasonOf(c, dossier.job)];
            ++dossier.casesFound;
        }
    }
    for (const auto& [code, count] : reasons)
        dossier.exclusions.push_back({code, count});
}

std::optional<PretrainedModel> modelWithoutWeights(const fs::path& folder) {
    try {
        PretrainedModel model = readModelFolder(folder);
        model.weights.clear();
        return model;
    } catch (const Error&) {
        return std::nullopt;
    }
}

} // namespace

RunDossier readDossier(const Project& project, const std::string& runId) {
    RunDossier dossier;
    dossier.project = project.folder().stem().string();
    dossier.result = readRun(project, runId);
    const fs::path folder = project.runFolder(dossier.result.runId);
    dossier.job = readJob(project, dossier.result.runId);
    for (const int fold : dossier.result.folds) {
        const fs::path ofFold = folder / ("fold_" + std::to_string(fold));
        dossier.folds.push_back(readFoldRecord(ofFold));
        std::ranges::move(readEpochs(ofFold / "events.jsonl"), std::back_inserter(dossier.epochs));
    }
    dossier.model = modelWithoutWeights(project.folder() / dossier.job.modelFolder);
    countCases(dossier, project.cases());
    return dossier;
}

std::string dataDigest(const TrainingJob& job) {
    std::string text;
    for (const JobCase& c : job.cases)
        text += c.id + " " + c.sha256 + "\n";
    return sha256(std::as_bytes(std::span(text)));
}

} // namespace nidus
