// SPDX-License-Identifier: Apache-2.0
#include "core/inference/trust.h"

#include "core/base/error.h"
#include "core/inference/input_checks.h"
#include "core/model/pretrained_model.h"
#include "core/training/fold_record.h"

#include <algorithm>
#include <utility>

namespace nidus {
namespace {

std::vector<CaseFacts> factsOfAll(const TrainingJob& job, const std::vector<std::size_t>& indices) {
    std::vector<CaseFacts> facts;
    for (const std::size_t i : indices)
        facts.push_back(factsOf(job.cases[i]));
    return facts;
}

/// In the order of job.folds().
std::vector<FoldRecord> recordsOf(const Project& project, const TrainingJob& job) {
    std::vector<FoldRecord> records;
    for (const int fold : job.folds())
        records.push_back(readFoldRecord(project.runFolder(job.runId) / ("fold_" + std::to_string(fold))));
    return records;
}

bool isCt(const Configuration& configuration) {
    return !configuration.normalization.empty() && configuration.normalization.front() == NormalizationScheme::Ct;
}

/// Of every tested case: its number in the job, and how unlike the cases of its models it is.
struct OutOfFold {
    std::vector<std::size_t> cases;
    std::vector<OodScores> scores;
};

OutOfFold outOfFold(const TrainingJob& job, const std::vector<FoldRecord>& records, bool isIntensityMeaningful) {
    OutOfFold all;
    const std::vector<int> folds = job.folds();
    for (std::size_t k = 0; k < folds.size(); ++k) {
        const int fold = folds[k];
        const FoldRecord& record = records[k];
        const TrainingRange others = trainingRange(factsOfAll(job, job.trainingCases(fold)), isIntensityMeaningful);
        const std::vector<std::size_t> indices = job.testCases(fold);
        const std::vector<CaseFacts> tested = factsOfAll(job, indices);
        if (record.novelty.size() != tested.size())
            throw Error("TRN-013", "The record of fold " + std::to_string(fold) + " of run " + job.runId
                                       + " is damaged: it has another number of cases than the run.");
        for (std::size_t i = 0; i < tested.size(); ++i) {
            all.cases.push_back(indices[i]);
            all.scores.push_back({record.novelty[i], highestScore(inputFindings(others, tested[i]))});
        }
    }
    return all;
}

Trust trustFrom(const std::vector<OodScores>& scores, const TrainingJob& job, const RunResult& result,
                const Configuration& configuration, const ZoneTargets& targets) {
    Trust trust;
    trust.range = trainingRange(factsOfAll(job, job.everTrained()), isCt(configuration));
    trust.limits = fitOodLimits(scores);
    trust.outOfFoldCases = static_cast<int>(scores.size());
    trust.outOfFoldFlagged = static_cast<int>(
        std::ranges::count_if(scores, [&](const OodScores& s) { return oodScore(trust.limits, s) > 1; }));
    if (job.classes.size() == 2)
        trust.zones = fitZones(result.predictions, job.positive, targets);
    return trust;
}

} // namespace

Trust trustOf(const Project& project, const TrainingJob& job, const RunResult& result,
              const Configuration& configuration, const ZoneTargets& targets) {
    return trustFrom(outOfFold(job, recordsOf(project, job), isCt(configuration)).scores, job, result, configuration,
                     targets);
}

std::map<std::string, TestedTrust> trustOfTested(const Project& project, const std::string& runId) {
    const RunResult result = readRun(project, runId);
    const TrainingJob job = readJob(project, result.runId);
    const std::vector<FoldRecord> records = recordsOf(project, job);
    if (std::ranges::any_of(records, [](const FoldRecord& record) { return record.novelty.empty(); }))
        return {};
    const Configuration configuration = readModelFolder(project.folder() / job.modelFolder).configuration;
    const OutOfFold tested = outOfFold(job, records, isCt(configuration));
    const Trust trust = trustFrom(tested.scores, job, result, configuration, {});
    std::map<std::string, TestedTrust> all;
    for (std::size_t i = 0; i < tested.cases.size(); ++i)
        all[job.cases[tested.cases[i]].id].isFlagged = oodScore(trust.limits, tested.scores[i]) > 1;
    if (job.positive >= 0)
        for (const Prediction& prediction : result.predictions)
            all[prediction.caseId].zone =
                trust.zones.nameOf(prediction.probabilities.at(static_cast<std::size_t>(job.positive)));
    return all;
}

Verdict verdictOn(const Trust& trust, const CaseFacts& facts, const NoveltyScores& novelty) {
    const auto findings = inputFindings(trust.range, facts);
    Verdict verdict;
    verdict.oodScore = oodScore(trust.limits, {novelty, highestScore(findings)});
    verdict.isFlagged = verdict.oodScore > 1;
    for (const InputFinding& finding : findings)
        if (finding.score > trust.limits.input)
            verdict.problems.push_back(finding.problem);
    if (oodScore(trust.limits, {novelty, 0}) > 1)
        verdict.problems.push_back({"CLF-110",
                                    Severity::Warning,
                                    "This case looks unlike the training cases; the prediction may mean nothing.",
                                    {}});
    return verdict;
}

std::string zoneOf(const Trust& trust, const Verdict& verdict, double probability) {
    const std::string name = trust.zones.nameOf(probability);
    return verdict.isFlagged && !name.empty() ? "uncertain" : name;
}

} // namespace nidus
