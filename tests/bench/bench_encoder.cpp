// SPDX-License-Identifier: Apache-2.0
// Seconds of the encoder's forward and backward pass, the C++ side of a comparison with PyTorch from Python.
#include "core/base/error.h"
#include "core/base/files.h"
#include "core/base/parallel.h"
#include "core/base/safetensors.h"
#include "core/model/engine.h"
#include "core/model/pretrained_model.h"
#include "tests/bench/benchmarks.h"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <iostream>
#include <map>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

namespace nidus::bench {
namespace {

using Json = nlohmann::ordered_json;

const std::map<std::string, Precision> kTypes{
    {"fp32", Precision::Float32}, {"bf16", Precision::Bfloat16}, {"fp16", Precision::Float16}};

/// bf16 only where the processor has instructions for it: elsewhere it takes minutes and nobody uses it.
std::vector<std::string> standardTypes() {
#if defined(__x86_64__) && defined(__GNUC__)
    if (__builtin_cpu_supports("avx512bf16"))
        return {"fp32", "bf16"};
#endif
    return {"fp32"};
}

struct Options {
    std::string model, configuration, device = "cpu";
    int stockStages = 0;
    std::vector<std::string> sizes{"64x80x64"};
    std::vector<std::int64_t> batches{1};
    std::vector<int> threads{threadBudget()};
    std::vector<std::string> types = standardTypes();
    int repeats = 5;
};

/// nnU-Net's default 3-D encoder: 32 features doubling up to 320, kernel 3, stride 2 from the second stage on.
EncoderArchitecture stockArchitecture(int stages) {
    EncoderArchitecture a;
    for (int s = 0; s < stages; ++s) {
        a.featuresPerStage.push_back(std::min<std::int64_t>(std::int64_t{32} << s, 320));
        a.kernelSizes.push_back({3, 3, 3});
        a.strides.push_back(std::vector<std::int64_t>(3, s == 0 ? 1 : 2));
        a.convsOrBlocksPerStage.push_back(2);
    }
    return a;
}

EncoderSource sourceOf(const Options& options, const TemporaryFolder& folder) {
    EncoderSource source;
    if (options.model.empty()) {
        source.architecture = stockArchitecture(options.stockStages > 0 ? options.stockStages : 6);
        return source;
    }
    const PretrainedModel model = loadPretrainedModel(options.model, {options.configuration, {}});
    source.architecture = model.architecture;
    source.weights = {folder.path() / "encoder.safetensors"};
    writeSafetensors(source.weights.front(), f32Entries(model.weights), {});
    return source;
}

std::vector<std::int64_t> spatialSize(const std::string& text) {
    std::vector<std::int64_t> size;
    std::istringstream parts(text);
    for (std::string part; std::getline(parts, part, 'x');)
        size.push_back(std::max<std::int64_t>(1, std::atoll(part.c_str())));
    return size;
}

Json measured(ComputeEngine& engine, const EncoderSource& source, const Options& options, const std::string& size,
              std::int64_t batch, int threads, const std::string& type) {
    std::vector<std::int64_t> shape{batch, source.architecture.inputChannels};
    const std::vector<std::int64_t> spatial = spatialSize(size);
    shape.insert(shape.end(), spatial.begin(), spatial.end());
    const EncoderTiming timing =
        engine.timeEncoder(source, shape, options.repeats, {options.device, threads, kTypes.at(type)});
    return {{"size", size},
            {"batch", batch},
            {"threads", threads},
            {"type", type},
            {"forward_s", timing.forward},
            {"forward_backward_s", timing.forwardBackward},
            {"forward_backward_deepest_s", timing.forwardBackwardDeepest}};
}

void run(const Options& options) {
    const TemporaryFolder folder;
    const EncoderSource source = sourceOf(options, folder);
    const std::shared_ptr<ComputeEngine> engine = loadComputeEngine();
    Json rows = Json::array();
    for (const std::string& size : options.sizes)
        for (const std::int64_t batch : options.batches)
            for (const int threads : options.threads)
                for (const std::string& type : options.types)
                    rows.push_back(measured(*engine, source, options, size, batch, threads, type));
    std::cout << Json{{"bench", "encoder"},
                      {"network", options.model.empty() ? "stock" : "model"},
                      {"rows", rows},
                      {"device", options.device},
                      {"torch", engine->libraryVersion()}}
                     .dump(2)
              << '\n';
}

} // namespace

void addEncoderBenchmark(CLI::App& program) {
    CLI::App* command = program.add_subcommand("encoder", "time the encoder, as peer_encoder.py does in Python");
    const auto options = std::make_shared<Options>();
    command->add_option("--model", options->model, "pretrained nnU-Net (default: the stock encoder)");
    command->add_option("--configuration", options->configuration, "configuration of that model");
    command->add_option("--stock", options->stockStages, "stages of the stock encoder")->check(CLI::Range(1, 8));
    command->add_option("--sizes", options->sizes, "input sizes, for example 64x80x64")->capture_default_str();
    command->add_option("--batches", options->batches, "batch sizes")->capture_default_str();
    command->add_option("--threads", options->threads, "thread counts")->capture_default_str();
    command
        ->add_option("--types", options->types, "fp32, bf16, fp16 (default: fp32, and bf16 where the processor has it)")
        ->check(CLI::IsMember(kTypes));
    command->add_option("--repeats", options->repeats, "calls whose median counts")->check(CLI::Range(1, 1000));
    command->add_option("--device", options->device, "cpu, cuda or cuda:N")->capture_default_str();
    command->callback([options] { run(*options); });
}

} // namespace nidus::bench
