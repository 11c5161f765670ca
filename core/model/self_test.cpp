// SPDX-License-Identifier: Apache-2.0
#include "core/model/self_test.h"

#include "core/base/files.h"
#include "core/base/random.h"
#include "core/base/safetensors.h"
#include "core/imaging/case_file.h"
#include "core/model/self_test_expected.h"

#include <algorithm>
#include <cmath>

namespace nidus {
namespace {

namespace fs = std::filesystem;
using Weights = std::map<std::string, HostTensor>;

std::size_t elements(const std::vector<std::int64_t>& shape) {
    std::size_t count = 1;
    for (const std::int64_t n : shape)
        count *= static_cast<std::size_t>(n);
    return count;
}

EncoderArchitecture tinyArchitecture(EncoderClass encoderClass) {
    EncoderArchitecture a;
    a.encoderClass = encoderClass;
    a.featuresPerStage = {4, 6, 8};
    a.kernelSizes = {{1, 3, 3}, {3, 3, 3}, {3, 3, 3}};
    a.strides = {{1, 1, 1}, {1, 2, 2}, {2, 2, 2}};
    a.convsOrBlocksPerStage = {1, 2, 2};
    a.stemChannels = encoderClass == EncoderClass::ResidualEncoder ? 4 : 0;
    return a;
}

/// Every tensor random, the norms too, so that no part of a block can be left out unseen.
Weights tinyWeights(const EncoderArchitecture& architecture) {
    Weights weights;
    std::uint32_t index = 0;
    for (const EncoderTensor& tensor : encoderTensors(architecture)) {
        Random random({.seed = 2024, .purpose = Purpose::Initialisation, .layer = index++});
        HostTensor host{tensor.shape, std::vector<float>(elements(tensor.shape))};
        const bool isScale = tensor.name.find("norm.weight") != std::string::npos;
        const double spread =
            tensor.name.find("conv.weight") != std::string::npos
                ? 1 / std::sqrt(static_cast<double>(elements(tensor.shape) / elements({tensor.shape[0]})))
                : 0.3;
        for (float& value : host.values)
            value = static_cast<float>((isScale ? 1.0 : 0.0) + spread * random.normal());
        weights[tensor.name] = std::move(host);
    }
    return weights;
}

HostTensor tinyInput() {
    HostTensor input{{1, 1, 6, 16, 12}, {}};
    Random random({.seed = 2025, .purpose = Purpose::Phantom});
    for (std::size_t i = 0; i < elements(input.shape); ++i)
        input.values.push_back(static_cast<float>(random.normal()));
    return input;
}

fs::path write(const fs::path& path, const Weights& weights) {
    writeSafetensors(path, f32Entries(weights), {});
    return path;
}

double forwardError(ComputeEngine& engine, const ComputeSettings& compute, const EncoderSource& source,
                    const std::array<StageSummary, 3>& expected) {
    const std::vector<HostTensor> outputs = engine.forwardStages(source, tinyInput(), compute);
    double error = outputs.size() == expected.size() ? 0 : 1e9;
    for (std::size_t s = 0; s < std::min(outputs.size(), expected.size()); ++s) {
        const std::vector<float>& v = outputs[s].values;
        double sum = 0, squares = 0;
        for (const float value : v) {
            sum += static_cast<double>(value);
            squares += static_cast<double>(value) * static_cast<double>(value);
        }
        const auto n = static_cast<double>(v.size());
        const StageSummary got{sum / n, std::sqrt(squares / n), static_cast<double>(v[v.size() / 7]),
                               static_cast<double>(v[v.size() * 3 / 7]), static_cast<double>(v[v.size() * 5 / 7])};
        for (std::size_t i = 0; i < got.size(); ++i)
            error = std::max(error, std::isfinite(got[i]) ? std::abs(got[i] - expected[s][i]) : 1e9);
    }
    return error;
}

const std::vector<double> kChannelWeights{1, -2, 0.5, 1.5, -1, 2, 0.25, -0.75};

double weightedPool(ComputeEngine& engine, const ComputeSettings& compute, const EncoderSource& source) {
    const HostTensor last = engine.forwardStages(source, tinyInput(), compute).back();
    const std::size_t perChannel = last.values.size() / kChannelWeights.size();
    double sum = 0;
    for (std::size_t i = 0; i < last.values.size(); ++i)
        sum += kChannelWeights[i / perChannel] * static_cast<double>(last.values[i]) / static_cast<double>(perChannel);
    return sum;
}

/// Relative difference between the derivative along the gradient from the backward pass and from two forward passes.
/// Always float32: the step would vanish in half precision.
double gradientError(ComputeEngine& engine, ComputeSettings compute, const EncoderSource& source,
                     const Weights& weights, const fs::path& folder) {
    compute.precision = Precision::Float32;
    const auto gradient = engine.pooledGradient(source, tinyInput(), kChannelWeights, compute);
    double squares = 0;
    for (const auto& [name, tensor] : gradient)
        for (const float value : tensor.values)
            squares += static_cast<double>(value) * static_cast<double>(value);
    const double length = std::sqrt(squares);
    const double step = 2e-3; // short, since a leaky ReLU bends
    const auto along = [&](double distance) {
        Weights moved = weights;
        for (const auto& [name, tensor] : gradient)
            for (std::size_t i = 0; i < tensor.values.size(); ++i)
                moved.at(name).values[i] +=
                    static_cast<float>(distance / length * static_cast<double>(tensor.values[i]));
        EncoderSource there = source;
        there.weights = {write(folder / "moved.safetensors", moved)};
        return weightedPool(engine, compute, there);
    };
    const double slope = (along(step) - along(-step)) / (2 * step);
    return std::isfinite(slope) ? std::abs(slope - length) / length : 1e9;
}

/// Ratio of the last to the first loss of 20 steps on four cases of noise with two labels.
double overfitRatio(ComputeEngine& engine, const ComputeSettings& compute, const EncoderSource& source,
                    const fs::path& folder) {
    FineTuneTask task;
    task.fit = "selftest";
    task.encoder = source;
    task.compute = compute;
    task.input.size = {6, 16, 12};
    task.input.maskedChannels = {false};
    task.epochs = 20;
    task.stateFile = folder / "state.safetensors";
    task.recipe.phases = {{3, task.epochs}};
    task.recipe.headLearningRate = 2e-2;
    task.recipe.encoderLearningRate = 5e-3;
    task.recipe.dropout = 0;
    task.recipe.augmentation.enabled = false;
    for (std::uint32_t i = 0; i < 4; ++i) {
        PreprocessedCase c;
        c.image = {1, {6, 16, 12}, {1, 1, 1}, {}};
        Random random({.seed = 2026, .purpose = Purpose::Phantom, .caseIndex = i});
        for (std::size_t k = 0; k < c.image.channelVoxels(); ++k)
            c.image.voxels.push_back(static_cast<float>(random.normal()));
        c.nonzero.assign(c.image.channelVoxels(), 1);
        const fs::path file = folder / ("case_" + std::to_string(i) + ".safetensors");
        writeCaseFile(file, c, Publish::Replace);
        task.training.push_back({"case_" + std::to_string(i), file, static_cast<int>(i % 2), i, sha256File(file)});
    }
    const std::size_t dims = 2 * (4 + 6 + 8);
    task.head = {HeadKind::Multi,
                 2,
                 std::vector<float>(dims, 0.0F),
                 std::vector<float>(dims, 1.0F),
                 std::vector<float>(2 * dims, 0.0F),
                 {0.0F, 0.0F}};
    std::vector<double> losses;
    TrainingListener listener;
    listener.onStep = [&](const StepEvent& event) { losses.push_back(event.loss); };
    const FineTuneOutcome outcome = engine.fineTune(task, listener, JobControl{});
    return outcome.epochs.size() == 20 && losses.size() == 20 ? losses.back() / losses.front() : 1e9;
}

/// Outputs are of the order of 1; bfloat16 has 8 bits of mantissa, float16 11, and errors grow over the layers.
double forwardTolerance(const ComputeSettings& compute) {
    switch (compute.precision) {
    case Precision::Bfloat16:
        return 0.1;
    case Precision::Float16:
        return 0.0125;
    case Precision::Float32:
        break;
    }
    return compute.device == "cpu" ? 2e-5 : 1e-3;
}

} // namespace

SelfTestReport runSelfTest(ComputeEngine& engine, const ComputeSettings& compute) {
    const TemporaryFolder folder;
    SelfTestReport report;
    const auto add = [&](const char* name, double error, double tolerance) {
        report.checks.push_back({name, error, tolerance, error <= tolerance});
    };
    const double tolerance = forwardTolerance(compute);
    for (const EncoderClass encoderClass : {EncoderClass::PlainConv, EncoderClass::ResidualEncoder}) {
        const bool isPlain = encoderClass == EncoderClass::PlainConv;
        EncoderSource source{tinyArchitecture(encoderClass), {}, 0};
        const Weights weights = tinyWeights(source.architecture);
        source.weights = {write(folder.path() / (isPlain ? "plain.safetensors" : "residual.safetensors"), weights)};
        add(isPlain ? "forward PlainConv" : "forward ResidualEncoder",
            forwardError(engine, compute, source, isPlain ? kExpectedPlain : kExpectedResidual), tolerance);
        add(isPlain ? "gradient PlainConv" : "gradient ResidualEncoder",
            gradientError(engine, compute, source, weights, folder.path()), 2e-2);
        if (isPlain)
            add("overfit in 20 steps", overfitRatio(engine, compute, source, folder.path()), 0.25);
    }
    return report;
}

} // namespace nidus
