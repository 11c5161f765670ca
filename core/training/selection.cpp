// SPDX-License-Identifier: Apache-2.0
#include "core/training/selection.h"

#include "core/statistics/evaluation.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace nidus {
namespace {

constexpr double kCasesOfHalfTrust = 20;
constexpr double kTemperatureLimit = 4;

std::vector<double> caseLogLosses(const LogitRows& logits, const std::vector<int>& labels) {
    std::vector<double> losses;
    for (std::size_t i = 0; i < logits.size(); ++i)
        losses.push_back(logLoss({softmax(logits[i])}, {labels[i]}));
    return losses;
}

double meanOf(const std::vector<double>& values) {
    double sum = 0;
    for (const double value : values)
        sum += value;
    return sum / static_cast<double>(values.size());
}

} // namespace

InnerChoice chooseEpochs(const LogitRows& probe, const std::vector<LogitRows>& tuned, const std::vector<int>& labels) {
    InnerChoice choice;
    const std::vector<double> probeLosses = caseLogLosses(probe, labels);
    choice.probeLogLoss = meanOf(probeLosses);
    for (const LogitRows& epoch : tuned)
        choice.tunedLogLoss.push_back(meanOf(caseLogLosses(epoch, labels)));
    const auto best = std::ranges::min_element(choice.tunedLogLoss);
    const auto bestIndex = static_cast<std::size_t>(best - choice.tunedLogLoss.begin());
    choice.epochs = static_cast<int>(bestIndex) + 1;

    std::vector<double> differences = caseLogLosses(tuned[bestIndex], labels);
    for (std::size_t i = 0; i < differences.size(); ++i)
        differences[i] -= probeLosses[i];
    choice.difference = meanOf(differences);
    double squares = 0;
    for (const double difference : differences)
        squares += (difference - choice.difference) * (difference - choice.difference);
    const auto n = static_cast<double>(differences.size());
    choice.standardError = std::sqrt(squares / (n - 1) / n);
    choice.isTunedBetter = choice.difference < -choice.standardError;
    return choice;
}

double memberTemperature(const LogitRows& logits, const std::vector<int>& labels, int classes) {
    std::vector<std::int64_t> counts(static_cast<std::size_t>(classes), 0);
    for (const int label : labels)
        ++counts[static_cast<std::size_t>(label)];
    const auto smallest = static_cast<double>(*std::ranges::min_element(counts));
    const double trust = smallest / (smallest + kCasesOfHalfTrust);
    const double fitted = std::clamp(fitTemperature(logits, labels), 1 / kTemperatureLimit, kTemperatureLimit);
    return std::exp(trust * std::log(fitted));
}

} // namespace nidus
