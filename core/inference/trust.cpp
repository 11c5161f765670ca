// SPDX-License-Identifier: Apache-2.0
#include "core/inference/trust.h"

#include "core/base/error.h"
#include "core/inference/input_checks.h"
#include "core/training/fold_record.h"

#include <algorithm>

namespace nidus {
namespace {

std::vector<CaseFacts> factsOfAll(const TrainingJob& job, const std::vector<std::size_t>& indices) {
    std::vector<CaseFacts> facts;
    for (const std::size_t i : indices)
        facts.push_back(factsOf(job.cases[i]));
    return facts;
}

std::vector<OodScores> outOfFoldScores(const Project& project, const TrainingJob& job, bool isIntensityMeaningful) {
    std::vector<OodScores> all;
    for (const int fold : job.folds()) {
        const FoldRecord record = readFoldRecord(project.runFolder(job.runId) / ("fold_" + std::to_string(fold)));
        const TrainingRange others = trainingRange(factsOfAll(job, job.trainingCases(fold)), isIntensityMeaningful);
        const std::vector<CaseFacts> tested = factsOfAll(job, job.testCases(fold));
        if (record.novelty.size() != tested.size())
            throw Error("TRN-013", "The record of fold " + std::to_string(fold) + " of run " + job.runId
                                       + " is damaged: it has another number of cases than the run.");
        for (std::size_t i = 0; i < tested.size(); ++i)
            all.push_back({record.novelty[i], highestScore(inputFindings(others, tested[i]))});
    }
    return all;
}

} // namespace

Trust trustOf(const Project& project, const TrainingJob& job, const RunResult& result,
              const Configuration& configuration, const ZoneTargets& targets) {
    const bool isCt =
        !configuration.normalization.empty() && configuration.normalization.front() == NormalizationScheme::Ct;
    const std::vector<OodScores> scores = outOfFoldScores(project, job, isCt);
    Trust trust;
    trust.range = trainingRange(factsOfAll(job, job.everTrained()), isCt);
    trust.limits = fitOodLimits(scores);
    trust.outOfFoldCases = static_cast<int>(scores.size());
    trust.outOfFoldFlagged = static_cast<int>(
        std::ranges::count_if(scores, [&](const OodScores& s) { return oodScore(trust.limits, s) > 1; }));
    if (job.classes.size() == 2)
        trust.zones = fitZones(result.predictions, job.positive, targets);
    return trust;
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
