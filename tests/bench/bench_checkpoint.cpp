// SPDX-License-Identifier: Apache-2.0
// Seconds and memory of opening a checkpoint and reading its whole encoder, the C++ side of a comparison with
// torch.load.
#include "core/base/error.h"
#include "core/base/files.h"
#include "core/model/pretrained_model.h"
#include "tests/bench/benchmarks.h"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

namespace nidus::bench {
namespace {

using Json = nlohmann::ordered_json;

struct Options {
    std::string file, expected;
    int repeats = 7;
};

/// Compares with {"key of the file": "SHA-256 of the tensor as float32"} of every tensor that counts. Throws Error
/// BEN-001 when a tensor has other bytes, is missing or is one too many.
void requireBytes(const PretrainedModel& model, const std::string& expectedFile) {
    const Json expected = Json::parse(readTextFile(expectedFile));
    const Json document = Json::parse(inspectJson(model, TensorHashes::Yes));
    std::size_t used = 0;
    for (const Json& row : document.at("tensors").at("rows")) {
        if (!row.contains("sha256"))
            continue;
        ++used;
        const std::string key = row.at("key");
        if (expected.value(key, "") != row.at("sha256").get<std::string>())
            throw Error("BEN-001", "The tensor \"" + key + "\" has other bytes than expected.");
    }
    if (used != expected.size())
        throw Error("BEN-001",
                    std::to_string(used) + " tensors were read, " + std::to_string(expected.size()) + " are expected.");
}

/// A field of /proc/self/status, which counts in kB; getrusage also knows the program that started this one.
long long statusBytes(const std::string& field) {
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);)
        if (line.rfind(field + ":", 0) == 0)
            return std::atoll(line.c_str() + field.size() + 1) * 1024;
    return 0;
}

void run(const Options& options) {
    std::vector<double> seconds;
    double firstProcessor = 0;
    const long long before = statusBytes("VmRSS");
    long long growth = 0;
    Json facts;
    for (int i = 0; i < options.repeats; ++i) {
        const std::clock_t processor = std::clock();
        const auto start = std::chrono::steady_clock::now();
        const PretrainedModel model = loadPretrainedModel(options.file);
        seconds.push_back(std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
        if (i > 0)
            continue;
        firstProcessor = static_cast<double>(std::clock() - processor) / CLOCKS_PER_SEC;
        growth = statusBytes("VmHWM") - before;
        std::size_t bytes = 0;
        double sum = 0;
        for (const auto& [name, tensor] : model.weights) {
            bytes += tensor.values.size() * sizeof(float);
            for (const float value : tensor.values)
                sum += static_cast<double>(value);
        }
        if (!options.expected.empty())
            requireBytes(model, options.expected);
        facts = {{"tensors", model.weights.size()},
                 {"encoder_bytes", bytes},
                 {"sum", sum},
                 {"peak_growth_bytes", growth},
                 {"peak_growth_per_encoder_byte", static_cast<double>(growth) / static_cast<double>(bytes)},
                 {"bytes_compared", !options.expected.empty()}};
    }
    const double first = seconds.front();
    std::nth_element(seconds.begin(), seconds.begin() + static_cast<std::ptrdiff_t>(seconds.size() / 2), seconds.end());
    facts["first_s"] = first;
    facts["first_processor_s"] = firstProcessor;
    facts["median_s"] = seconds[seconds.size() / 2];
    Json document{{"bench", "checkpoint"}, {"repeats", options.repeats}};
    document.update(facts);
    std::cout << document.dump(2) << '\n';
}

} // namespace

void addCheckpointBenchmark(CLI::App& program) {
    CLI::App* command = program.add_subcommand("checkpoint", "time reading the encoder of a checkpoint, as torch.load");
    const auto options = std::make_shared<Options>();
    command->add_option("FILE", options->file, "checkpoint (.pth)")->required();
    command->add_option("--expect", options->expected,
                        "JSON file with the SHA-256 of every tensor by its key, as make_golden_models.py writes it");
    command->add_option("--repeats", options->repeats, "times whose median counts")->check(CLI::Range(1, 1000));
    command->callback([options] { run(*options); });
}

} // namespace nidus::bench
