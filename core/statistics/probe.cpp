// SPDX-License-Identifier: Apache-2.0
#include "core/base/error.h"
#include "core/statistics/evaluation.h"
#include "core/statistics/logistic_regression.h"
#include "core/statistics/logistic_solver.h"

#include <algorithm>
#include <numeric>

namespace nidus {
namespace {

struct FoldRows {
    std::vector<std::size_t> train, test;
};

std::vector<FoldRows> rowsOfFolds(std::span<const int> innerFold) {
    std::vector<int> folds(innerFold.begin(), innerFold.end());
    std::sort(folds.begin(), folds.end());
    folds.erase(std::unique(folds.begin(), folds.end()), folds.end());
    std::vector<FoldRows> out(folds.size());
    for (std::size_t i = 0; i < innerFold.size(); ++i)
        for (std::size_t f = 0; f < folds.size(); ++f)
            (innerFold[i] == folds[f] ? out[f].test : out[f].train).push_back(i);
    return out;
}

std::vector<int> pick(std::span<const int> labels, const std::vector<std::size_t>& rows) {
    std::vector<int> out;
    for (const std::size_t i : rows)
        out.push_back(labels[i]);
    return out;
}

using Logits = std::vector<std::vector<double>>;

/// Logits of the held-out rows for each penalty, [penalty][row][class].
std::vector<Logits> innerLogits(const Matrix& x, std::span<const int> labels, int classes,
                                std::span<const int> innerFold, const std::vector<double>& penalties) {
    std::vector<Logits> out(penalties.size(), Logits(x.rows));
    for (const FoldRows& rows : rowsOfFolds(innerFold)) {
        const Matrix train = selectRows(x, rows.train);
        const Standardiser standardiser = fitStandardiser(train);
        const Matrix test = standardised(selectRows(x, rows.test), standardiser);
        LogisticSolver solver(standardised(train, standardiser), pick(labels, rows.train), classes);
        for (std::size_t p = 0; p < penalties.size(); ++p) {
            const Logits held = logits(solver.fit(penalties[p]), test);
            for (std::size_t i = 0; i < rows.test.size(); ++i)
                out[p][rows.test[i]] = held[i];
        }
    }
    return out;
}

} // namespace

Probe fitProbe(const Matrix& x, std::span<const int> labels, int classes, std::span<const int> innerFold,
               std::span<const double> penalties) {
    if (penalties.empty() || innerFold.size() != x.rows || labels.size() != x.rows)
        throw Error("STA-005", "The probe needs one label and one inner fold per case and at least one penalty.");
    // From strong to weak, each fit starts from the one before; the order given decides only the order of the report.
    std::vector<std::size_t> order(penalties.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return penalties[a] < penalties[b]; });
    std::vector<double> sorted;
    for (const std::size_t p : order)
        sorted.push_back(penalties[p]);

    std::vector<Logits> held = innerLogits(x, labels, classes, innerFold, sorted);
    Probe probe;
    probe.innerLogLoss.resize(penalties.size());
    std::size_t best = 0;
    std::vector<double> loss;
    for (std::size_t p = 0; p < sorted.size(); ++p) {
        Logits probabilities;
        for (const auto& row : held[p])
            probabilities.push_back(softmax(row));
        loss.push_back(logLoss(probabilities, {labels.begin(), labels.end()}));
        probe.innerLogLoss[order[p]] = loss[p];
        if (loss[p] < loss[best])
            best = p;
    }
    probe.c = sorted[best];
    probe.innerLogits = std::move(held[best]);
    probe.standardiser = fitStandardiser(x);
    probe.model = fitLogisticRegression(standardised(x, probe.standardiser), labels, classes, probe.c);
    return probe;
}

} // namespace nidus
