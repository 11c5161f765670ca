// SPDX-License-Identifier: Apache-2.0
// Seconds and memory of resampling one volume as nnU-Net does, checked against a slow resampler.
#include "core/base/allocator.h"
#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/base/safetensors.h"
#include "core/imaging/resample.h"
#include "tests/bench/benchmarks.h"
#include "tests/bench/stopwatch.h"
#include "tests/support/slow_resample.h"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

namespace nidus::bench {
namespace {

using Json = nlohmann::ordered_json;
using Triple = std::array<std::int64_t, 3>;

struct ResampleCase {
    const char* name;
    Grid from, to;
};

/// The separate axis of the last one is the first, 5 mm against 0.8 mm.
const std::array<ResampleCase, 3> kCases{
    {{"iso128", {{128, 128, 128}, {1.25, 1.25, 1.25}}, {{160, 160, 160}, {1, 1, 1}}},
     {"iso150", {{150, 400, 400}, {1.5, 0.75, 0.75}}, {{190, 300, 300}, {1.18, 1, 1}}},
     {"separate40", {{40, 512, 512}, {5, 0.8, 0.8}}, {{50, 480, 480}, {4, 0.85, 0.85}}}}};

/// Errors beyond this part of the value range fail the benchmark.
constexpr double kAllowedError = 1e-4;

struct Options {
    std::vector<std::string> cases{"iso128", "iso150", "separate40"};
    std::vector<int> threads{1, threadBudget()};
    int repeats = 7;
    std::string keep;
    bool isUnchecked = false;
};

/// Smooth waves with noise on them, the same on every machine.
std::vector<float> voxelsOf(const Triple& shape) {
    std::vector<float> voxels(static_cast<std::size_t>(shape[0] * shape[1] * shape[2]));
    std::uint64_t state = 7;
    float* voxel = voxels.data();
    for (std::int64_t i = 0; i < shape[0]; ++i)
        for (std::int64_t j = 0; j < shape[1]; ++j)
            for (std::int64_t k = 0; k < shape[2]; ++k) {
                state = state * 6364136223846793005U + 1442695040888963407U;
                const auto noise = static_cast<float>(static_cast<double>(state >> 40U) / (1 << 24));
                const auto wave = static_cast<float>((i * 5 + j * 3 + k * 2) % 97) / 97.F;
                *voxel++ = 2 * wave + noise - 1.5F;
            }
    return voxels;
}

const ResampleCase& caseNamed(const std::string& name) {
    const auto* found = std::find_if(kCases.begin(), kCases.end(), [&](const auto& one) { return one.name == name; });
    if (found == kCases.end())
        throw Error("BEN-001", "There is no resampling case \"" + name + "\"; choose iso128, iso150 or separate40.");
    return *found;
}

/// Largest error as a part of the value range of the input, over every plane of the first axis that is looked at.
double errorOf(const ResampleCase& one, const std::vector<float>& input, const std::vector<float>& output,
               bool isSeparate) {
    const slow::Line values(input.begin(), input.end());
    slow::Line expected;
    const Triple& to = one.to.shape;
    if (isSeparate) {
        const std::int64_t planeSize = one.from.shape[1] * one.from.shape[2];
        for (std::int64_t k = 0; k < to[0]; ++k) {
            const double at =
                static_cast<double>(one.from.shape[0]) / static_cast<double>(to[0]) * (static_cast<double>(k) + 0.5);
            const auto source = values.begin() + static_cast<std::int64_t>(std::floor(at)) * planeSize;
            const slow::Line plane(source, source + planeSize);
            Triple shape{1, one.from.shape[1], one.from.shape[2]};
            slow::Line result = slow::bruteForceAxis(plane, shape, 1, to[1]);
            result = slow::clippedTo(slow::bruteForceAxis(result, shape, 2, to[2]), plane);
            expected.insert(expected.end(), result.begin(), result.end());
        }
    } else {
        Triple shape = one.from.shape;
        expected = values;
        for (const std::size_t axis : {std::size_t{2}, std::size_t{0}, std::size_t{1}})
            expected = slow::bruteForceAxis(expected, shape, axis, to[axis]);
        expected = slow::clippedTo(std::move(expected), values);
    }
    const auto [low, high] = std::minmax_element(values.begin(), values.end());
    double error = expected.size() == output.size() ? 0 : INFINITY;
    for (std::size_t i = 0; i < std::min(expected.size(), output.size()); ++i)
        error = std::max(error, std::abs(expected[i] - static_cast<double>(output[i])));
    return error / (*high - *low);
}

void keepArrays(const std::string& folder, const ResampleCase& one, const std::vector<float>& input,
                const std::vector<float>& output) {
    const auto entry = [](const std::vector<float>& values, const Triple& shape) {
        return f32Entry(values, {1, shape[0], shape[1], shape[2]});
    };
    const std::filesystem::path path = std::filesystem::path(folder) / (std::string(one.name) + ".safetensors");
    writeSafetensors(path, {{"input", entry(input, one.from.shape)}, {"output", entry(output, one.to.shape)}}, {});
}

Json measured(const ResampleCase& one, const Options& options) {
    const ResamplingFunction function;
    const long long before = peakResidentBytes();
    const std::vector<float> input = voxelsOf(one.from.shape);
    Json timings = Json::array();
    PlanImage output;
    long long peak = 0;
    for (const int threads : options.threads) {
        const auto call = [&](Stopwatch& watch) {
            PlanImage image{1, one.from.shape, one.from.spacing, input};
            output = {};
            watch.start();
            output = resampled(std::move(image), one.to, function, threads);
            watch.stop();
        };
        timings.push_back(timed(options.repeats, call));
        timings.back()["threads"] = threads;
        if (peak == 0)
            peak = peakResidentBytes();
    }
    const bool isSeparate = separateAxis(function, one.from.spacing, one.to.spacing).has_value();
    const double error = options.isUnchecked ? 0 : errorOf(one, input, output.voxels, isSeparate);
    if (!(error <= kAllowedError))
        throw Error("BEN-002", std::string("The resampled volume ") + one.name
                                   + " differs from the slow resampler's by " + std::to_string(error)
                                   + " of its range.");
    if (!options.keep.empty())
        keepArrays(options.keep, one, input, output.voxels);
    const auto inputBytes = static_cast<long long>(input.size() * sizeof(float));
    return {
        {"case", one.name},
        {"from", one.from.shape},
        {"to", one.to.shape},
        {"separate_axis", isSeparate},
        {"timings", timings},
        {"largest_volume_bytes", std::max(inputBytes, static_cast<long long>(output.voxels.size() * sizeof(float)))},
        // The benchmark keeps the input a second time, which a program would not.
        {"peak_bytes", peak - before - inputBytes},
        {"error_of_range", error}};
}

void run(const Options& options) {
    Json rows = Json::array();
    for (const std::string& name : options.cases)
        rows.push_back(measured(caseNamed(name), options));
    std::cout << Json{{"bench", "resample"}, {"rows", rows}}.dump(2) << '\n';
}

} // namespace

void addResampleBenchmark(CLI::App& program) {
    CLI::App* command = program.add_subcommand("resample", "time nnU-Net's resampling of one volume");
    const auto options = std::make_shared<Options>();
    command->add_option("--cases", options->cases, "iso128, iso150, separate40")->capture_default_str();
    command->add_option("--threads", options->threads, "thread counts")->capture_default_str();
    command->add_option("--repeats", options->repeats, "calls whose median counts")->check(CLI::Range(1, 1000));
    command->add_option("--keep", options->keep, "folder for CASE.safetensors with input and output");
    command->add_flag("--skip-check", options->isUnchecked, "do not compare with the slow resampler this time");
    command->callback([options] { run(*options); });
}

} // namespace nidus::bench
