// SPDX-License-Identifier: Apache-2.0
#include "core/statistics/permutation.h"

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/base/random.h"
#include "core/statistics/evaluation.h"
#include "core/statistics/logistic_solver.h"
#include "core/statistics/patients.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>
#include <vector>

namespace nidus {
namespace {

using Patients = std::vector<std::vector<std::size_t>>;

std::vector<int> pick(std::span<const int> labels, const std::vector<std::size_t>& rows) {
    std::vector<int> out;
    for (const std::size_t i : rows)
        out.push_back(labels[i]);
    return out;
}

/// One fold, ready to be fitted with any labels of its training cases.
struct FoldProbe {
    std::vector<std::size_t> train, test;
    Matrix held; ///< standardised features of the test cases
    LogisticSolver solver;
};

FoldProbe foldProbe(const Matrix& x, std::span<const int> labels, int classes, std::span<const int> folds, int fold) {
    std::vector<std::size_t> train;
    std::vector<std::size_t> test;
    for (std::size_t i = 0; i < folds.size(); ++i)
        (folds[i] == fold ? test : train).push_back(i);
    const Matrix seen = selectRows(x, train);
    const Standardiser standardiser = fitStandardiser(seen);
    Matrix held = standardised(selectRows(x, test), standardiser);
    LogisticSolver solver(standardised(seen, standardiser), pick(labels, train), classes);
    return {std::move(train), std::move(test), std::move(held), std::move(solver)};
}

double crossValidatedLogLoss(const std::vector<FoldProbe>& probes, std::span<const int> labels, double c) {
    std::vector<std::vector<double>> probabilities(labels.size());
    for (const FoldProbe& probe : probes) {
        LogisticSolver solver = probe.solver;
        solver.relabel(pick(labels, probe.train));
        const auto held = logits(solver.fit(c), probe.held);
        for (std::size_t i = 0; i < held.size(); ++i)
            probabilities[probe.test[i]] = softmax(held[i]);
    }
    return logLoss(probabilities, {labels.begin(), labels.end()});
}

/// Patients who may change places: those of one fold, and of as many cases where a patient's labels differ.
std::vector<Patients> exchangeable(std::span<const int> labels, std::span<const std::string> patients,
                                   std::span<const int> folds) {
    const Patients all = casesOfPatients(patients);
    const bool hasMixed = std::ranges::any_of(all, [&](const std::vector<std::size_t>& cases) {
        return std::ranges::any_of(cases, [&](std::size_t i) { return labels[i] != labels[cases.front()]; });
    });
    std::map<std::pair<int, std::size_t>, Patients> groups;
    for (const auto& cases : all)
        groups[{folds[cases.front()], hasMixed ? cases.size() : 0}].push_back(cases);
    std::vector<Patients> out;
    for (auto& [key, group] : groups)
        out.push_back(std::move(group));
    return out;
}

std::vector<int> permuted(std::span<const int> labels, const std::vector<Patients>& groups, const RandomKey& key) {
    std::vector<int> out(labels.begin(), labels.end());
    Random random(key);
    for (const Patients& group : groups) {
        Patients source = group;
        shuffle(source, random);
        for (std::size_t p = 0; p < group.size(); ++p)
            for (std::size_t j = 0; j < group[p].size(); ++j)
                // Beyond the source's cases only where all of its cases have one label.
                out[group[p][j]] = labels[source[p][std::min(j, source[p].size() - 1)]];
    }
    return out;
}

} // namespace

PermutationTest permutationTest(const Matrix& x, std::span<const int> labels, std::span<const std::string> patients,
                                int classes, std::span<const int> folds, const PermutationOptions& options) {
    const std::set<int> numbers(folds.begin(), folds.end());
    if (labels.size() != x.rows || patients.size() != x.rows || folds.size() != x.rows || numbers.size() < 2)
        throw Error("STA-005", "The permutation test needs one label, one patient entry and one fold per case, and two "
                               "folds at least.");
    std::vector<FoldProbe> probes;
    for (const int fold : numbers)
        probes.push_back(foldProbe(x, labels, classes, folds, fold));
    const std::vector<Patients> groups = exchangeable(labels, patients, folds);
    PermutationTest out;
    out.logLoss = crossValidatedLogLoss(probes, labels, options.c);
    out.permutations = options.permutations;
    std::vector<double> losses(options.permutations);
    parallelFor(losses.size(), options.threads, [&](std::size_t i) {
        const RandomKey key{
            .seed = options.seed, .purpose = Purpose::Permutation, .view = static_cast<std::uint32_t>(i)};
        losses[i] = crossValidatedLogLoss(probes, permuted(labels, groups, key), options.c);
    });
    out.atLeastAsGood =
        static_cast<std::uint32_t>(std::ranges::count_if(losses, [&](double loss) { return loss <= out.logLoss; }));
    out.p = (1.0 + out.atLeastAsGood) / (1.0 + out.permutations);
    return out;
}

} // namespace nidus
