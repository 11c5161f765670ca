// SPDX-License-Identifier: Apache-2.0
#include "core/inference/explain_tested.h"

#include "core/inference/influence_maps.h"
#include "core/model/pretrained_model.h"
#include "core/training/fold_record.h"
#include "core/training/job.h"
#include "core/training/train.h"

#include <algorithm>
#include <filesystem>
#include <utility>
#include <vector>

namespace nidus {
namespace {

namespace fs = std::filesystem;

std::vector<LoadedMember> membersOf(const fs::path& foldFolder) {
    std::vector<LoadedMember> members;
    for (int i = 0; i < readFoldRecord(foldFolder).members; ++i) {
        const fs::path file = foldFolder / memberFileName(i);
        members.push_back({readMember(file), {}, file});
    }
    return members;
}

std::vector<SeriesSource> channelsOf(const Project& project, const std::string& caseId) {
    for (Case& c : project.cases())
        if (c.id == caseId && !c.channels.empty())
            return std::move(c.channels);
    throw Error("PRJ-016", "The project has no images of this case any more. Import it again.", caseId);
}

CasePrediction predictionOf(const Prediction& row, const std::vector<std::string>& classes) {
    CasePrediction prediction;
    prediction.input = row.caseId;
    for (std::size_t k = 0; k < classes.size(); ++k)
        prediction.probabilities[classes[k]] = row.probabilities.at(k);
    prediction.prediction =
        classes.at(static_cast<std::size_t>(std::ranges::max_element(row.probabilities) - row.probabilities.begin()));
    return prediction;
}

} // namespace

CaseExplanation explainTested(const Project& project, const std::string& runId, const std::string& caseId,
                              const ExplainOptions& options, SeriesReader& reader, ComputeEngine& engine,
                              const JobControl& control) {
    control.step(0, "Reading " + caseId);
    const RunResult run = readRun(project, runId);
    const TrainingJob job = readJob(project, run.runId);
    const auto row = std::ranges::find(run.predictions, caseId, &Prediction::caseId);
    if (row == run.predictions.end())
        throw Error("CLF-008",
                    "Run " + run.runId + " did not test this case, so that none of its models is without it.", caseId);
    const PretrainedModel model = readModelFolder(project.folder() / job.modelFolder);
    const PreprocessingPlan plan{model.plans, model.configuration, job.frame};
    const std::vector<LoadedMember> members =
        membersOf(project.runFolder(run.runId) / ("fold_" + std::to_string(row->fold)));
    const PlacedCase placed = preparePlacedCase(channelsOf(project, caseId), plan, reader, control.part(0.02, 0.1));
    ComputeSettings compute = job.compute;
    compute.device = options.device;

    CaseExplanation result;
    result.prediction = predictionOf(*row, job.classes);
    result.className = explainedClass(options, run.evaluation.positive, result.prediction.prediction);
    const std::size_t classIndex = classIndexOf(job.classes, result.className);
    result.score = contrastOf(row->logits, classIndex);
    const EncoderSource encoder = pretrainedEncoder(project, job, model);
    result.maps = influenceMaps({encoder, members, plan}, classIndex, placed.prepared, placed.source, options, compute,
                                engine, control.part(0.1, 1));
    return result;
}

} // namespace nidus
