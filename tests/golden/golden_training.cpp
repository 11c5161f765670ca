// SPDX-License-Identifier: Apache-2.0
// A fine-tuning, step by step, against PyTorch training nnU-Net's own encoder class.
#include "core/base/files.h"
#include "core/base/npy.h"
#include "core/base/safetensors.h"
#include "core/imaging/case_file.h"
#include "core/model/engine.h"
#include "core/model/pretrained_model.h"
#include "tests/golden/golden_row.h"

#include <cmath>

namespace nidus::golden {
namespace {

using Json = nlohmann::json;

/// The network's input as a case that needs no padding.
TrainingCase writtenCase(const std::filesystem::path& folder, const GoldenEntry& entry, std::size_t index) {
    const NpyArray array = readNpy(entry.file("case_" + std::to_string(index)));
    PreprocessedCase preprocessed;
    preprocessed.image = {
        array.shape.at(0), {array.shape.at(1), array.shape.at(2), array.shape.at(3)}, {1, 1, 1}, array.floats()};
    preprocessed.nonzero.assign(preprocessed.image.channelVoxels(), 1);
    TrainingCase written{"case " + std::to_string(index),
                         folder / (std::to_string(index) + ".safetensors"),
                         entry.params.at("labels").at(index).get<int>(),
                         static_cast<std::uint32_t>(index),
                         {}};
    writeCaseFile(written.file, preprocessed, Publish::Replace);
    return written;
}

/// Plain SGD on everything: each epoch is one step over all cases, so that their order does not matter.
Recipe recipeOf(const Json& params) {
    Recipe recipe;
    recipe.head = HeadKind::Gap;
    recipe.phases = {{64, params.at("steps").get<int>()}};
    recipe.optimizer = Optimizer::Sgd;
    recipe.schedule = RateSchedule::Polynomial;
    recipe.momentum = params.at("momentum");
    recipe.headLearningRate = recipe.encoderLearningRate = params.at("initial_lr");
    recipe.weightDecay = params.at("weight_decay");
    recipe.gradientClip = params.at("clip");
    recipe.layerDecay = 1;
    recipe.warmupSteps = 0;
    recipe.dropout = 0;
    recipe.augmentation.enabled = false;
    recipe.batch = 1;
    recipe.views = 0;
    recipe.accumulation = static_cast<int>(params.at("labels").size());
    recipe.precision = Precision::Float32;
    return recipe;
}

void checkCurve(const GoldenIndex& index, const GoldenEntry& entry, GoldenRow& row) {
    const PretrainedModel model = loadPretrainedModel(index.folder / entry.params.at("checkpoint").get<std::string>());
    const TemporaryFolder folder;
    FineTuneTask task;
    task.fit = "golden";
    task.encoder.architecture = model.architecture;
    task.encoder.weights = {folder.path() / "encoder.safetensors"};
    writeSafetensors(task.encoder.weights.front(), f32Entries(model.weights), {});
    task.recipe = recipeOf(entry.params);
    task.epochs = entry.params.at("steps");
    task.stateFile = folder.path() / "fit.state.safetensors";
    task.compute = {"cpu", 2, Precision::Float32};
    for (std::size_t i = 0; i < entry.params.at("labels").size(); ++i)
        task.training.push_back(writtenCase(folder.path(), entry, i));
    task.input.size = readCaseFile(task.training.front().file).image.shape;
    task.input.maskedChannels.assign(static_cast<std::size_t>(model.architecture.inputChannels), false);
    const auto features = static_cast<std::size_t>(model.architecture.featuresPerStage.back());
    task.head = {HeadKind::Gap,
                 entry.params.at("classes"),
                 std::vector<float>(features, 0),
                 std::vector<float>(features, 1),
                 readNpy(entry.file("head_weight")).floats(),
                 readNpy(entry.file("head_bias")).floats()};

    const std::vector<double> expected = entry.params.at("losses");
    std::vector<double> losses;
    TrainingListener listener;
    listener.onStep = [&](const StepEvent& event) { losses.push_back(event.loss); };
    (void)loadComputeEngine()->fineTune(task, listener, {});
    if (losses.size() != expected.size())
        return fail(row, "another number of steps");
    for (std::size_t step = 0; step < entry.tolerance.at("steps").get<std::size_t>(); ++step)
        note(row, std::abs(losses[step] - expected[step]) / std::abs(expected[step]), entry.tolerance.at("rel"),
             "relative error of the loss of step " + std::to_string(step));
}

const GoldenRegistration kRegistration{[](const GoldenIndex& index) {
    return checkEach(index, "training_curve", [&](const GoldenEntry& e, GoldenRow& r) { checkCurve(index, e, r); });
}};

} // namespace
} // namespace nidus::golden
