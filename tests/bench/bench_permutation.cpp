// SPDX-License-Identifier: Apache-2.0
// Level and time of the permutation test of the probe.
#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/base/random.h"
#include "core/statistics/permutation.h"
#include "core/statistics/split.h"
#include "tests/bench/benchmarks.h"
#include "tests/bench/stopwatch.h"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <iostream>
#include <memory>
#include <vector>

namespace nidus::bench {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kFolds = 5;
constexpr double kLevel = 0.05, kLeast = 0.02, kMost = 0.08;

struct Options {
    int sets = 400;
    std::uint32_t permutations = 200;
    int threads = threadBudget();
};

/// A study without a signal: features and labels know nothing of each other.
struct Study {
    const char* name;
    std::size_t patients, casesPerPatient, columns;
    double positives; ///< share
};

constexpr Study kStudies[] = {{"balanced", 60, 1, 30, 0.5},
                              {"one in five", 60, 1, 30, 0.2},
                              {"more columns than cases", 50, 1, 120, 0.4},
                              {"two cases per patient", 40, 2, 30, 0.5}};

struct Cases {
    Matrix x;
    std::vector<int> labels, folds;
    std::vector<std::string> patients;
};

/// Neighbouring columns share a part, as features do, and so do the cases of a patient. `shift` of the positives' first
/// columns: 0 for no signal.
Cases casesOf(const Study& study, std::uint32_t set, double shift) {
    Random random({.purpose = Purpose::Phantom, .view = set});
    Cases out{{study.patients * study.casesPerPatient, study.columns, {}}, {}, {}, {}};
    for (std::size_t p = 0; p < study.patients; ++p) {
        const int label = static_cast<double>(p) < study.positives * static_cast<double>(study.patients) ? 1 : 0;
        std::vector<double> own(study.columns);
        for (double& value : own)
            value = random.normal();
        for (std::size_t k = 0; k < study.casesPerPatient; ++k) {
            double before = 0;
            for (std::size_t j = 0; j < study.columns; ++j) {
                before = 0.5 * before + own[j] + 0.5 * random.normal();
                out.x.values.push_back(before + (j < 10 ? shift * label : 0));
            }
            out.labels.push_back(label);
            out.patients.push_back(std::to_string(p));
        }
    }
    out.folds = stratifiedGroupFolds(out.labels, out.patients, 2, kFolds, set, 0);
    return out;
}

PermutationTest tested(const Cases& cases, std::uint32_t set, std::uint32_t permutations, int threads) {
    return permutationTest(cases.x, cases.labels, cases.patients, 2, cases.folds,
                           {.seed = set, .permutations = permutations, .threads = threads});
}

/// Share of the data sets in which the test finds a signal.
double shareFound(const Study& study, const Options& options, double shift) {
    std::vector<int> isFound(static_cast<std::size_t>(options.sets));
    parallelFor(isFound.size(), options.threads, [&](std::size_t i) {
        const auto set = static_cast<std::uint32_t>(i);
        isFound[i] = tested(casesOf(study, set, shift), set, options.permutations, 1).p <= kLevel ? 1 : 0;
    });
    return static_cast<double>(std::ranges::count(isFound, 1)) / static_cast<double>(isFound.size());
}

/// A run of usual size, timed once.
Json timing(const Options& options) {
    const Cases cases = casesOf({"usual size", 175, 1, 600, 0.5}, 0, 0);
    Stopwatch watch;
    watch.start();
    const PermutationTest result = tested(cases, 0, options.permutations, options.threads);
    watch.stop();
    return {{"cases", cases.x.rows}, {"columns", cases.x.columns}, {"seconds", watch.seconds()}, {"p", result.p}};
}

void run(const Options& options) {
    Json rows = Json::array();
    bool isLevel = true;
    for (const Study& study : kStudies) {
        const double share = shareFound(study, options, 0);
        isLevel = isLevel && share >= kLeast && share <= kMost;
        rows.push_back({{"study", study.name},
                        {"found_without_signal", share},
                        {"found_with_signal", shareFound(study, options, 1)}});
    }
    std::cout << Json{{"bench", "permutation"}, {"sets", options.sets}, {"permutations", options.permutations},
                      {"level", kLevel},        {"rows", rows},         {"timing", timing(options)}}
                     .dump(2)
              << '\n';
    if (!isLevel)
        throw Error("BEN-004", "The permutation test does not keep its level of 5 %.");
}

} // namespace

void addPermutationBenchmark(CLI::App& program) {
    CLI::App* command = program.add_subcommand("permutation", "level and time of the permutation test of the probe");
    const auto options = std::make_shared<Options>();
    command->add_option("--sets", options->sets, "data sets per study")->check(CLI::Range(100, 100'000));
    command->add_option("--permutations", options->permutations, "of each data set")->check(CLI::Range(20, 10'000));
    command->add_option("--threads", options->threads, "threads")->capture_default_str();
    command->callback([options] { run(*options); });
}

} // namespace nidus::bench
