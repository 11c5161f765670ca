// SPDX-License-Identifier: Apache-2.0
#include "core/base/error.h"
#include "core/inference/classify_torch.h"
#include "core/inference/influence_torch.h"
#include "core/model/compute_torch.h"
#include "core/model/encoder_torch.h"
#include "core/model/engine.h"
#include "core/model/engine_module.h"
#include "core/model/segmentation_torch.h"
#include "core/model/self_test.h"
#include "core/training/ranks_torch.h"
#include "core/training/trainer_torch.h"

#include <ATen/Version.h>
#include <c10/core/GradMode.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace nidus::compute {
namespace {

/// The version of the library that was opened, not of the headers.
std::string runningVersion() {
    const std::string text = at::show_config();
    const std::string key = "TORCH_VERSION=";
    const auto found = text.find(key);
    if (found == std::string::npos)
        return "unknown";
    const auto from = found + key.size();
    return text.substr(from, text.find_first_of(", \n", from) - from);
}

std::vector<at::Tensor> runAllStages(const Encoder& encoder, const HostTensor& input, const ComputeSettings& settings,
                                     at::Device device) {
    const auto wanted = static_cast<std::size_t>(encoder.architecture().dimension) + 2;
    if (input.shape.size() != wanted || input.shape[1] != encoder.architecture().inputChannels)
        throw Error("ENG-004", "The network input has shape " + shapeText(input.shape) + ", the network needs "
                                   + std::to_string(wanted) + " axes with "
                                   + std::to_string(encoder.architecture().inputChannels) + " channels in the second.");
    const AutocastScope autocast(device, settings.precision);
    std::vector<at::Tensor> outputs;
    at::Tensor x = toDevice(input, device);
    for (int stage = 0; stage < encoder.stageCount(); ++stage)
        outputs.push_back(x = encoder.runStage(stage, x));
    return outputs;
}

std::vector<HostTensor> outputsOfStages(const EncoderSource& source, const HostTensor& input,
                                        const ComputeSettings& settings) {
    const c10::NoGradGuard noGrad;
    const at::Device device = deviceFromName(settings.device);
    const Encoder encoder(source, device);
    std::vector<HostTensor> outputs;
    for (const at::Tensor& output : runAllStages(encoder, input, settings, device))
        outputs.push_back(toHost(output));
    return outputs;
}

std::map<std::string, HostTensor> gradientOfPooled(const EncoderSource& source, const HostTensor& input,
                                                   const std::vector<double>& weightPerChannel,
                                                   const ComputeSettings& settings) {
    const c10::AutoGradMode grad(true);
    const at::Device device = deviceFromName(settings.device);
    Encoder encoder(source, device);
    if (static_cast<std::int64_t>(weightPerChannel.size()) != encoder.architecture().featuresPerStage.back())
        throw Error("ENG-004", "The gradient needs one weight per channel of the last stage.");
    for (int stage = 0; stage < encoder.stageCount(); ++stage)
        encoder.setOpen(stage, true);
    const at::Tensor last = runAllStages(encoder, input, settings, device).back().to(at::kFloat);
    const at::Tensor weight = at::tensor(weightPerChannel, at::kDouble).to(device, at::kFloat);
    (last.flatten(2).mean(2) * weight).sum().backward();
    std::map<std::string, HostTensor> gradients;
    for (int stage = 0; stage < encoder.stageCount(); ++stage)
        for (const Encoder::Parameter& parameter : encoder.parameters(stage))
            gradients[parameter.name] = toHost(parameter.tensor.grad());
    return gradients;
}

double medianSeconds(int repeats, at::Device device, const std::function<void()>& body) {
    std::vector<double> seconds;
    for (int i = -2; i < std::max(1, repeats); ++i) {
        const auto start = std::chrono::steady_clock::now();
        body();
        if (device.is_cuda())
            at::detail::getCUDAHooks().deviceSynchronize(device.index());
        if (i >= 0)
            seconds.push_back(std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
    }
    std::nth_element(seconds.begin(), seconds.begin() + static_cast<std::ptrdiff_t>(seconds.size() / 2), seconds.end());
    return seconds[seconds.size() / 2];
}

EncoderTiming timed(const EncoderSource& source, const std::vector<std::int64_t>& shape, int repeats,
                    const ComputeSettings& settings) {
    const at::Device device = deviceFromName(settings.device);
    Encoder encoder(source, device);
    const at::Tensor input = at::randn(shape, at::TensorOptions(at::kFloat).device(device));
    const int stages = encoder.stageCount();
    const auto step = [&](int firstOpen) {
        at::Tensor x = input;
        for (int stage = 0; stage < stages; ++stage) {
            const c10::AutoGradMode grad(stage >= firstOpen);
            const AutocastScope autocast(device, settings.precision);
            x = encoder.runStage(stage, x);
        }
        return x;
    };
    const auto train = [&](int firstOpen) {
        for (int stage = 0; stage < stages; ++stage) {
            encoder.setOpen(stage, stage >= firstOpen);
            for (const Encoder::Parameter& parameter : encoder.parameters(stage))
                at::Tensor(parameter.tensor).mutable_grad().reset();
        }
        const c10::AutoGradMode grad(true);
        step(firstOpen).to(at::kFloat).mean().backward();
    };
    EncoderTiming timing;
    timing.forward = medianSeconds(repeats, device, [&] { (void)step(stages); });
    timing.forwardBackward = medianSeconds(repeats, device, [&] { train(0); });
    timing.forwardBackwardDeepest = medianSeconds(repeats, device, [&] { train(stages - 1); });
    return timing;
}

class TorchEngine final : public ComputeEngine {
public:
    std::string libraryVersion() const override { return runningVersion(); }

    std::vector<std::vector<float>> encode(const EncoderSource& encoder, HeadKind head, const NetworkInput& input,
                                           const CaseSource& cases, const ComputeSettings& compute,
                                           const JobControl& control) override {
        return guarded(compute, "computing features of " + inputText(input),
                       [&] { return encodeCases(encoder, head, input, cases, compute, control); });
    }

    std::vector<std::vector<double>> classify(const EncoderSource& encoder, const LinearHead& head,
                                              const NetworkInput& input, const CaseSource& cases,
                                              const ComputeSettings& compute, const JobControl& control) override {
        return guarded(compute, "classifying " + inputText(input),
                       [&] { return classifyCases(encoder, head, input, cases, compute, control); });
    }

    Influence influence(const InfluenceTask& task, const PreprocessedCase& preprocessed,
                        const JobControl& control) override {
        return guarded(task.compute, "explaining " + inputText(task.input),
                       [&] { return influenceOf(task, preprocessed, control); });
    }

    FineTuneOutcome fineTune(const FineTuneTask& task, const TrainingListener& listener,
                             const JobControl& control) override {
        return m_ranks->lead(task, [&, this] { return fit(task, listener, control); });
    }

    void join(const RankPlace& place, const JobControl& control) override {
        m_ranks = std::make_unique<Ranks>(place, runningVersion(), control);
        if (m_ranks->isFirst())
            return;
        const JobControl silent{control.token};
        m_ranks->serve([&, this](const FineTuneTask& task) { return fit(task, {}, silent); }, silent);
    }

    std::vector<HostTensor> forwardStages(const EncoderSource& encoder, const HostTensor& input,
                                          const ComputeSettings& compute) override {
        return guarded(compute, "running the network on an input of " + shapeText(input.shape),
                       [&] { return outputsOfStages(encoder, input, compute); });
    }

    std::map<std::string, HostTensor> pooledGradient(const EncoderSource& encoder, const HostTensor& input,
                                                     const std::vector<double>& weightPerChannel,
                                                     const ComputeSettings& compute) override {
        return guarded(compute, "computing gradients for an input of " + shapeText(input.shape),
                       [&] { return gradientOfPooled(encoder, input, weightPerChannel, compute); });
    }

    EncoderTiming timeEncoder(const EncoderSource& encoder, const std::vector<std::int64_t>& shape, int repeats,
                              const ComputeSettings& compute) override {
        return guarded(compute, "timing the network on an input of " + shapeText(shape),
                       [&] { return timed(encoder, shape, repeats, compute); });
    }

    HostTensor segment(const SegmentationNetwork& network, const PlanImage& image, const NetworkInput& input,
                       const std::vector<int>& mirrorAxes, const ComputeSettings& compute,
                       const JobControl& control) override {
        return guarded(compute, "segmenting with " + inputText(input),
                       [&] { return compute::segment(network, image, input, mirrorAxes, compute, control); });
    }

    SelfTestReport selfTest(const ComputeSettings& compute) override {
        // No lock here: the checks go through the calls above.
        SelfTestReport report = runSelfTest(*this, compute);
        report.libraryVersion = libraryVersion();
        report.device = compute.device;
        return report;
    }

private:
    static std::string inputText(const NetworkInput& input) {
        return "windows of " + shapeText(input.size) + " voxels";
    }

    FineTuneOutcome fit(const FineTuneTask& task, const TrainingListener& listener, const JobControl& control) {
        return guarded(task.compute, "training on " + inputText(task.input),
                       [&, this] { return compute::fineTune(task, listener, control, *m_ranks); });
    }

    std::unique_ptr<Ranks> m_ranks = std::make_unique<Ranks>();
};

} // namespace
} // namespace nidus::compute

extern "C" int nidusEngineApiVersion() {
    return nidus::kEngineApiVersion;
}

extern "C" nidus::ComputeEngine* nidusCreateEngine() {
    return new nidus::compute::TorchEngine;
}
