// SPDX-License-Identifier: Apache-2.0
#include "core/training/compare_runs.h"

#include "core/training/fold_record.h"
#include "core/training/train.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace nidus {
namespace {

using Json = nlohmann::ordered_json;

std::string padded(std::string text) {
    text.resize(std::max<std::size_t>(26, text.size()), ' ');
    return text;
}

std::string tableRow(const std::string& name, const PairedDifference& figure) {
    const Estimate& difference = figure.difference;
    std::string interval = threeDecimals(difference.value);
    if (std::isfinite(difference.low))
        interval += " (" + threeDecimals(difference.low) + " to " + threeDecimals(difference.high) + ")";
    return padded(name) + padded(threeDecimals(figure.first)) + padded(threeDecimals(figure.second)) + padded(interval)
           + (figure.p ? threeDecimals(*figure.p) : "") + "\n";
}

/// Whether transfer helped, where one run has it and the other begins with random weights.
void aboutTransfer(bool isFirstPretrained, bool isSecondPretrained, Comparison& comparison) {
    const Estimate& difference = comparison.logLoss.difference;
    if (isFirstPretrained == isSecondPretrained || !std::isfinite(difference.low))
        return;
    const bool helps = isFirstPretrained ? difference.high < 0 : difference.low > 0;
    comparison.problems.push_back(
        {"TRN-062",
         Severity::Info,
         helps ? "Transfer helps: the run with pretrained weights has the smaller log-loss, and the interval of the "
                 "difference lies apart from zero."
               : "Random weights are as good as the pretrained ones here: the interval of the difference of the "
                 "log-losses reaches zero. These cases do not show that transfer helps.",
         {}});
}

} // namespace

RunComparison compareRuns(const Project& project, const std::string& a, const std::string& b) {
    const RunResult first = readRun(project, a);
    const RunResult second = readRun(project, b);
    const std::vector<std::string>& classes = first.evaluation.classes;
    if (classes != second.evaluation.classes || first.evaluation.positive != second.evaluation.positive)
        throw Error("STA-012", "Runs " + a + " and " + b
                                   + " have other classes or another positive one. Only runs on the same cases and "
                                     "labels can be compared.");
    RunComparison result{first.runId, second.runId, {}};
    const auto positive = std::find(classes.begin(), classes.end(), first.evaluation.positive) - classes.begin();
    result.comparison = comparePredictions(first.predictions, second.predictions, classes, static_cast<int>(positive));
    aboutTransfer(readJob(project, first.runId).recipe.pretrained, readJob(project, second.runId).recipe.pretrained,
                  result.comparison);
    return result;
}

std::string toJson(const RunComparison& result) {
    Json json{{"a", result.a}, {"b", result.b}};
    json.update(Json::parse(toJson(result.comparison)));
    return json.dump(2, ' ', false, Json::error_handler_t::replace);
}

std::string toText(const RunComparison& result) {
    const Comparison& c = result.comparison;
    std::string text = "Runs " + result.a + " and " + result.b + " on the same " + std::to_string(c.n) + " cases";
    text += (c.positive.empty() ? "" : ", positive class " + c.positive) + "\n\n";
    text += padded("") + padded(result.a) + padded(result.b) + padded("difference") + "p\n";
    if (c.auc)
        text += tableRow("AUC, all cases pooled", *c.auc);
    text += tableRow("log-loss", c.logLoss);
    text += tableRow("Brier score", c.brier);
    text += '\n';
    for (const Problem& problem : c.problems)
        text += problem.code + ": " + problem.text + "\n";
    text += "Intervals (95 %) do not contain the randomness of training. For research use only.\n";
    return text;
}

} // namespace nidus
