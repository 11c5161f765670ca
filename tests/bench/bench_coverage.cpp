// SPDX-License-Identifier: Apache-2.0
// How often the 95 % intervals of the AUC hold the true one, for a classifier that is fixed.
#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/base/random.h"
#include "core/statistics/roc.h"
#include "tests/bench/benchmarks.h"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <iostream>
#include <memory>
#include <vector>

namespace nidus::bench {
namespace {

using Json = nlohmann::ordered_json;

constexpr double kNominal = 0.95;
constexpr double kLeast = 0.93;
constexpr int kFolds = 5;

struct Options {
    int draws = 5000;
    int threads = threadBudget();
    std::vector<double> aucs{0.7, 0.85, 0.95};
    std::vector<int> cases{30, 60, 200};
    std::vector<int> ratios{1, 3}; ///< negatives per positive
};

struct Cell {
    double auc = 0;
    int cases = 0, ratio = 1;
};

/// Distance of two normal distributions of width 1 whose AUC this is: sqrt(2) times the normal quantile, by bisection.
double distanceOf(double auc) {
    double low = 0;
    double high = 20;
    for (int i = 0; i < 100; ++i) {
        const double middle = (low + high) / 2;
        (std::erfc(-middle / 2) / 2 < auc ? low : high) = middle;
    }
    return low;
}

/// Binormal scores; each class is dealt out evenly over the folds.
ScoredCases drawn(const Cell& cell, std::uint32_t cellIndex, std::uint32_t draw) {
    Random random({.purpose = Purpose::Phantom, .caseIndex = cellIndex, .view = draw});
    const auto positives = static_cast<int>(std::lround(static_cast<double>(cell.cases) / (1 + cell.ratio)));
    const double distance = distanceOf(cell.auc);
    ScoredCases out;
    out.ranked = {1};
    for (int i = 0; i < cell.cases; ++i) {
        const bool isPositive = i < positives;
        const double score = random.normal() + (isPositive ? distance : 0);
        out.labels.push_back(isPositive ? 1 : 0);
        out.scores.push_back({-score, score});
        out.folds.push_back((isPositive ? i : i - positives + kFolds - positives % kFolds) % kFolds);
    }
    return out;
}

struct Outcome {
    bool isHeld = false, isAbove = false, isExact = false; ///< isAbove: the interval lies above the truth
    double width = 0;
};

Outcome outcomeOf(const std::optional<AucEstimate>& auc, const char* method, double truth) {
    const Estimate estimate = withInterval(auc.value(), method);
    return {estimate.low <= truth && truth <= estimate.high, estimate.low > truth, estimate.method == kExactMethod,
            estimate.high - estimate.low};
}

Json summary(const std::vector<Outcome>& outcomes) {
    const double count = static_cast<double>(outcomes.size());
    const auto share = [&](bool Outcome::*question) {
        return static_cast<double>(std::ranges::count(outcomes, true, question)) / count;
    };
    double width = 0;
    for (const Outcome& outcome : outcomes)
        width += outcome.width / count;
    return {{"coverage", share(&Outcome::isHeld)},
            {"too_high", share(&Outcome::isAbove)},
            {"exact", share(&Outcome::isExact)},
            {"mean_width", width}};
}

Json measured(const Cell& cell, std::uint32_t cellIndex, const Options& options) {
    const auto draws = static_cast<std::size_t>(options.draws);
    std::vector<Outcome> folded(draws);
    std::vector<Outcome> pooled(draws);
    parallelFor(draws, options.threads, [&](std::size_t i) {
        const ScoredCases cases = drawn(cell, cellIndex, static_cast<std::uint32_t>(i));
        folded[i] = outcomeOf(crossValidatedAuc(cases), kInfluenceMethod, cell.auc);
        pooled[i] = outcomeOf(pooledAuc(cases), kDeLongMethod, cell.auc);
    });
    return {{"auc", cell.auc},
            {"cases", cell.cases},
            {"negatives_per_positive", cell.ratio},
            {"cross_validated", summary(folded)},
            {"pooled", summary(pooled)}};
}

void run(const Options& options) {
    Json rows = Json::array();
    double lowest = 1;
    for (const int cases : options.cases)
        for (const int ratio : options.ratios)
            for (const double auc : options.aucs) {
                rows.push_back(measured({auc, cases, ratio}, static_cast<std::uint32_t>(rows.size()), options));
                for (const char* kind : {"cross_validated", "pooled"})
                    lowest = std::min(lowest, rows.back()[kind]["coverage"].get<double>());
            }
    std::cout << Json{{"bench", "coverage"}, {"nominal", kNominal}, {"draws", options.draws},
                      {"folds", kFolds},     {"rows", rows},        {"lowest", lowest}}
                     .dump(2)
              << '\n';
    if (lowest < kLeast)
        throw Error("BEN-003", "An interval of the AUC holds the true one in " + std::to_string(100 * lowest)
                                   + " % of the draws only.");
}

} // namespace

void addCoverageBenchmark(CLI::App& program) {
    CLI::App* command = program.add_subcommand("coverage", "how often the intervals of the AUC hold the true one");
    const auto options = std::make_shared<Options>();
    command->add_option("--draws", options->draws, "data sets per cell")->check(CLI::Range(100, 1'000'000));
    command->add_option("--threads", options->threads, "threads")->capture_default_str();
    command->add_option("--aucs", options->aucs, "true AUCs")->check(CLI::Range(0.51, 0.99))->capture_default_str();
    command->add_option("--cases", options->cases, "cases per data set")->check(CLI::Range(20, 10'000));
    command->add_option("--ratios", options->ratios, "negatives per positive")->check(CLI::Range(1, 9));
    command->callback([options] { run(*options); });
}

} // namespace nidus::bench
