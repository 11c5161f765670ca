// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/error.h"
#include "core/base/random.h"
#include "core/base/safetensors.h"
#include "core/imaging/case_file.h"
#include "core/model/engine.h"
#include "core/statistics/evaluation.h"
#include "core/training/member.h"
#include "core/training/schedule.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <functional>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

namespace nidus::test {

/// Stands for LibTorch: the frozen features of a case are its first eight voxels, and the encoder's only weights that
/// matter are eight values of its last stage, which add their product with the features to the logit of class 1.
/// Fine-tuning is honest gradient descent on head and weights, saved after each epoch like the real one's.
class FakeComputeEngine : public ComputeEngine {
public:
    static constexpr std::size_t kDims = 8;
    static constexpr const char* kWeightName = "stages.1.0.convs.0.conv.weight";

    /// Called at each point at which a process may end; the name says where.
    std::function<void(const std::string&)> onPoint = [](const std::string&) {};
    int encodedCases = 0, fits = 0, classifiedCases = 0, explainedCases = 0;

    [[nodiscard]] std::string libraryVersion() const override { return "fake 1"; }

    [[nodiscard]] std::vector<std::vector<float>> encode(const EncoderSource&, HeadKind, const NetworkInput&,
                                                         const CaseSource& cases, const ComputeSettings& compute,
                                                         const JobControl& control) override {
        if (compute.device != "cpu")
            throw Error("DEV-001", "There is no device " + compute.device + ".");
        std::vector<std::vector<float>> rows;
        for (std::size_t i = 0; i < cases.count; ++i) {
            control.step(static_cast<double>(i) / static_cast<double>(cases.count), "encode");
            onPoint("encode");
            rows.push_back(features(cases.load(i)));
            ++encodedCases;
        }
        return rows;
    }

    [[nodiscard]] std::vector<std::vector<double>> classify(const EncoderSource& encoder, const LinearHead& head,
                                                            const NetworkInput&, const CaseSource& cases,
                                                            const ComputeSettings&, const JobControl&) override {
        const std::vector<float> weights = stageWeights(encoder);
        std::vector<std::vector<double>> rows;
        for (std::size_t i = 0; i < cases.count; ++i) {
            onPoint("classify");
            rows.push_back(logits(weights, head, features(cases.load(i))));
            ++classifiedCases;
        }
        return rows;
    }

    /// Each feature is the share of its voxel, by either method; encoder weights are left out.
    [[nodiscard]] Influence influence(const InfluenceTask& task, const PreprocessedCase& preprocessed,
                                      const JobControl&) override {
        ++explainedCases;
        const std::vector<float> f = features(preprocessed);
        Influence result{task.score.constant, 0, std::vector<float>(preprocessed.image.voxels.size())};
        for (std::size_t j = 0; j < kDims; ++j) {
            const double share = task.score.weight.at(j) * static_cast<double>(f[j]);
            result.map[j] = static_cast<float>(share);
            result.score += share;
            result.placed += share;
        }
        return result;
    }

    [[nodiscard]] FineTuneOutcome fineTune(const FineTuneTask& task, const TrainingListener& listener,
                                           const JobControl& control) override {
        ++fits;
        State state{stageWeights(task.encoder), task.head, {}};
        load(task.stateFile, state);
        for (int epoch = static_cast<int>(state.epochs.size()); epoch < task.epochs; ++epoch)
            runEpoch(task, epoch, state, listener, control);
        FineTuneOutcome outcome;
        outcome.epochs = state.epochs;
        outcome.head = state.head;
        outcome.encoderWeights[kWeightName] = {{3, 2, 3, 3, 3}, state.weights};
        return outcome;
    }

    [[nodiscard]] std::vector<HostTensor> forwardStages(const EncoderSource&, const HostTensor&,
                                                        const ComputeSettings&) override {
        return {};
    }
    [[nodiscard]] std::map<std::string, HostTensor> pooledGradient(const EncoderSource&, const HostTensor&,
                                                                   const std::vector<double>&,
                                                                   const ComputeSettings&) override {
        return {};
    }
    [[nodiscard]] SelfTestReport selfTest(const ComputeSettings&) override { return {}; }

private:
    struct State {
        std::vector<float> weights;
        LinearHead head;
        std::vector<FineTuneOutcome::Epoch> epochs;
    };

    static std::vector<float> features(const PreprocessedCase& c) {
        return {c.image.voxels.begin(), c.image.voxels.begin() + kDims};
    }

    static std::vector<float> stageWeights(const EncoderSource& encoder) {
        std::vector<float> weights(162, 0.0F);
        for (const auto& path : encoder.weights) {
            const SafetensorsFile file(path);
            if (file.tensors().count(kWeightName) != 0)
                weights = file.floats(kWeightName);
        }
        return weights;
    }

    static std::vector<double> logits(const std::vector<float>& weights, const LinearHead& head,
                                      const std::vector<float>& features) {
        std::vector<double> result = logitsOf(head, features);
        for (std::size_t j = 0; j < kDims; ++j)
            result[1] += static_cast<double>(weights[j]) * static_cast<double>(features[j]);
        return result;
    }

    void runEpoch(const FineTuneTask& task, int epoch, State& state, const TrainingListener& listener,
                  const JobControl& control) {
        std::vector<std::size_t> order(task.training.size());
        std::iota(order.begin(), order.end(), std::size_t{0});
        Random random({.seed = task.recipe.seed,
                       .purpose = Purpose::Order,
                       .fold = task.fold,
                       .epoch = static_cast<std::uint32_t>(epoch),
                       .view = task.fitIndex});
        shuffle(order, random);
        const int steps = static_cast<int>(order.size());
        double lossSum = 0;
        for (int s = 0; s < steps; ++s) {
            const TrainingCase& c = task.training[order[static_cast<std::size_t>(s)]];
            const int step = epoch * steps + s;
            const double loss = descend(task, state, c, learningRate(task.recipe, -1, step, steps));
            lossSum += loss;
            onPoint("step");
            listener.onStep({task.fit, epoch, step, task.epochs, loss, {{"head", 0.1, 0, 0}}, {c.id}, {{}}});
            control.step(0.5, "fine-tune");
        }
        FineTuneOutcome::Epoch result{lossSum / steps, {}};
        for (const TrainingCase& c : task.validation)
            result.validationLogits.push_back(logits(state.weights, state.head, features(readCaseFile(c.file))));
        state.epochs.push_back(result);
        onPoint("epoch");
        listener.onEpoch(
            {task.fit, epoch, task.epochs, openStages(task.recipe, epoch), result.trainingLoss, {}, 0.001});
        save(task.stateFile, state);
        onPoint("saved");
    }

    static double descend(const FineTuneTask& task, State& state, const TrainingCase& c, double rate) {
        const std::vector<float> f = features(readCaseFile(c.file));
        const std::vector<double> p = softmax(logits(state.weights, state.head, f));
        for (std::size_t k = 0; k < p.size(); ++k) {
            const double error = (static_cast<int>(k) == c.label ? 1.0 : 0.0) - p[k];
            for (std::size_t j = 0; j < kDims; ++j)
                state.head.weight[k * kDims + j] += static_cast<float>(
                    rate * error * static_cast<double>((f[j] - state.head.mean[j]) / state.head.scale[j]));
            state.head.bias[k] += static_cast<float>(rate * error);
        }
        const double error = (c.label == 1 ? 1.0 : 0.0) - p[1];
        for (std::size_t j = 0; j < kDims; ++j)
            state.weights[j] += static_cast<float>(task.recipe.encoderLearningRate * error * static_cast<double>(f[j]));
        return -std::log(p[static_cast<std::size_t>(c.label)]);
    }

    static void save(const std::filesystem::path& path, const State& state) {
        nlohmann::json json = nlohmann::json::array();
        for (const auto& epoch : state.epochs)
            json.push_back({{"loss", epoch.trainingLoss}, {"logits", epoch.validationLogits}});
        const auto size = [](const std::vector<float>& v) { return std::vector{static_cast<std::int64_t>(v.size())}; };
        writeSafetensors(path,
                         {{"w", f32Entry(state.weights, size(state.weights))},
                          {"head", f32Entry(state.head.weight, size(state.head.weight))},
                          {"bias", f32Entry(state.head.bias, size(state.head.bias))}},
                         {{"epochs", json.dump()}});
    }

    static void load(const std::filesystem::path& path, State& state) {
        if (!std::filesystem::exists(path))
            return;
        const SafetensorsFile file(path);
        state.weights = file.floats("w");
        state.head.weight = file.floats("head");
        state.head.bias = file.floats("bias");
        for (const auto& item : nlohmann::json::parse(file.metadata().at("epochs")))
            state.epochs.push_back({item.at("loss"), item.at("logits")});
    }
};

} // namespace nidus::test
