// SPDX-License-Identifier: Apache-2.0
#include "core/base/files.h"
#include "core/inference/classifier.h"
#include "core/inference/manifest.h"
#include "core/inference/stored_zip.h"
#include "core/model/pretrained_model.h"
#include "core/training/fold_record.h"
#include "core/training/job.h"
#include "core/training/member.h"
#include "core/training/train.h"

#include <algorithm>
#include <span>
#include <utility>

namespace nidus {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> channelNames(const PretrainedModel& model) {
    std::vector<std::string> names = model.dataset.channelNames;
    for (std::size_t i = names.size(); i < static_cast<std::size_t>(model.architecture.inputChannels); ++i)
        names.push_back("channel " + std::to_string(i));
    return names;
}

struct Parts {
    ClassifierManifest manifest;
    std::vector<ZipMember> files; ///< all but manifest, card, licence and digests
};

void addFold(Parts& parts, const fs::path& folder, int fold) {
    const FoldRecord record = readFoldRecord(folder);
    const std::string stem = "members/fold_" + std::to_string(fold);
    const std::string novelty = stem + ".novelty.safetensors";
    for (int i = 0; i < record.members; ++i) {
        std::string weights = stem;
        if (i > 0)
            weights.append("_").append(std::to_string(i));
        weights += ".safetensors";
        parts.manifest.members.push_back(
            {fold, weights, novelty, record.kept, record.temperature.at(record.kept), record.input});
        parts.files.push_back({weights, folder / memberFileName(i)});
    }
    parts.files.push_back({novelty, folder / "novelty.safetensors"});
}

Parts collectParts(const Project& project, const TrainingJob& job, const RunResult& result, const std::string& name,
                   const ZoneTargets& targets) {
    const fs::path modelFolder = project.folder() / job.modelFolder;
    const PretrainedModel model = readModelFolder(modelFolder);
    Parts parts;
    ClassifierManifest& manifest = parts.manifest;
    manifest.name = name;
    manifest.created = job.created;
    manifest.runId = job.runId;
    manifest.preset = job.recipe.preset;
    manifest.classes = job.classes;
    manifest.positive = result.evaluation.positive;
    manifest.channelNames = channelNames(model);
    manifest.frame = job.frame;
    manifest.configuration = model.configuration.name;
    manifest.architectureJson = toJson(model.architecture);
    manifest.plansJson = model.plansJson;
    manifest.metricsJson = toJson(result.evaluation);
    manifest.pretrained = job.recipe.pretrained;
    manifest.encoderSeed = job.recipe.seed;
    manifest.precision = job.compute.precision;
    manifest.trust = trustOf(project, job, result, model.configuration, targets);
    manifest.trainingCases = static_cast<int>(job.everTrained().size());
    parts.files.push_back({"model/model.json", modelFolder / "model.json"});
    parts.files.push_back({"model/encoder.safetensors", modelFolder / "encoder.safetensors"});
    for (const int fold : job.folds())
        addFold(parts, project.runFolder(job.runId) / ("fold_" + std::to_string(fold)), fold);
    return parts;
}

std::string licenceText() {
    return "The weights under model/ and members/ derive from the pretrained model that this classifier started from; "
           "its "
           "licence, and the terms of the images it was trained on, go on to apply to them. The files manifest.json "
           "and "
           "card.md were written by Nidus (https://spdx.org/licenses/Apache-2.0) and may be used under Apache-2.0.\n";
}

std::string digestLines(const std::vector<ZipMember>& members) {
    std::string lines;
    for (const ZipMember& member : members) {
        const auto* text = std::get_if<std::string>(&member.content);
        lines += (text ? sha256(std::as_bytes(std::span(*text))) : sha256File(std::get<fs::path>(member.content)))
                 + "  " + member.name + "\n";
    }
    return lines;
}

} // namespace

void exportClassifier(const Project& project, const std::string& runId, const fs::path& file,
                      const ZoneTargets& targets) {
    const RunResult result = readRun(project, runId);
    const TrainingJob job = readJob(project, result.runId);
    Parts parts = collectParts(project, job, result, file.stem().string(), targets);
    std::vector<ZipMember> members{{"manifest.json", toJson(parts.manifest) + "\n"},
                                   {"card.md", modelCard(parts.manifest)},
                                   {"LICENCE.txt", licenceText()}};
    std::ranges::move(parts.files, std::back_inserter(members));
    members.push_back({"SHA256SUMS", digestLines(members)});
    writeStoredZip(file, members);
}

} // namespace nidus
