// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/engine/engine_fixture.h"

#include <array>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <vector>

namespace nidus::test {

inline constexpr std::size_t kDims = 24; ///< mean and max of 3, 4 and 5 features

/// A fit on six toy cases with two for validation; two phases, augmentation and dropout on. The network sees 4 x 8 x 8
/// voxels.
struct Bench {
    explicit Bench(EncoderClass encoderClass = EncoderClass::PlainConv,
                   const std::array<std::int64_t, 3>& shape = {4, 8, 8})
        : training(folder.path(), 6, shape), validation(folder.path(), 2, shape, 6) {
        task.fit = "fold_1/inner_0";
        task.fold = 1;
        task.encoder.architecture = tinyArchitecture(encoderClass);
        weights = randomWeights(task.encoder.architecture, 1);
        task.encoder.weights = {writeWeights(folder.path() / "encoder.safetensors", weights)};
        task.head = zeroHead(HeadKind::Multi, kDims);
        task.input = {{4, 8, 8}, {false, false}};
        task.recipe.phases = {{1, 5}, {2, 3}};
        task.recipe.headLearningRate = 1e-3;
        task.recipe.encoderLearningRate = 5e-4;
        task.recipe.seed = 7;
        task.recipe.augmentation.noiseProbability = 0.5;
        task.recipe.augmentation.brightnessProbability = 0.5;
        task.compute = {"cpu", 2, Precision::Bfloat16};
        task.training = training.cases;
        task.validation = validation.cases;
        task.epochs = 8;
        task.stateFile = folder.path() / "state.safetensors";
    }

    FineTuneOutcome run(const TrainingListener& listener = {}, const JobControl& control = {}) const {
        return engine().fineTune(task, listener, control);
    }

    /// Without a state of before.
    FineTuneOutcome runAfresh(const TrainingListener& listener = {}) const {
        std::filesystem::remove(task.stateFile);
        return run(listener);
    }

    TemporaryFolder folder;
    Weights weights;
    Cohort training, validation;
    FineTuneTask task;
};

inline bool sameBits(const std::vector<float>& a, const std::vector<float>& b) {
    return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * sizeof(float)) == 0;
}

inline bool sameBits(const FineTuneOutcome& a, const FineTuneOutcome& b) {
    if (a.encoderWeights.size() != b.encoderWeights.size() || a.epochs.size() != b.epochs.size())
        return false;
    for (const auto& [name, tensor] : a.encoderWeights)
        if (b.encoderWeights.count(name) == 0 || !sameBits(tensor.values, b.encoderWeights.at(name).values))
            return false;
    for (std::size_t i = 0; i < a.epochs.size(); ++i)
        if (a.epochs[i].trainingLoss != b.epochs[i].trainingLoss
            || a.epochs[i].validationLogits != b.epochs[i].validationLogits)
            return false;
    return sameBits(a.head.weight, b.head.weight) && sameBits(a.head.bias, b.head.bias)
           && sameBits(a.head.attention.v, b.head.attention.v) && sameBits(a.head.attention.u, b.head.attention.u)
           && sameBits(a.head.attention.w, b.head.attention.w);
}

inline std::vector<StepEvent> stepsOf(const Bench& bench) {
    std::vector<StepEvent> steps;
    TrainingListener listener;
    listener.onStep = [&](const StepEvent& event) { steps.push_back(event); };
    (void)bench.runAfresh(listener);
    return steps;
}

} // namespace nidus::test
