// SPDX-License-Identifier: Apache-2.0
#include "core/training/selection.h"

#include "core/statistics/evaluation.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>

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

struct PairedDifference {
    double mean = 0, standardError = 0;
};

PairedDifference pairedDifference(const std::vector<double>& a, const std::vector<double>& b) {
    std::vector<double> differences(a.size());
    std::ranges::transform(a, b, differences.begin(), std::minus<>{});
    PairedDifference result;
    result.mean = meanOf(differences);
    double squares = 0;
    for (const double difference : differences)
        squares += (difference - result.mean) * (difference - result.mean);
    const auto n = static_cast<double>(differences.size());
    result.standardError = std::sqrt(squares / (n - 1) / n);
    return result;
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
    choice.bestEpochs = choice.epochs = static_cast<int>(bestIndex) + 1;

    const std::vector<double> bestLosses = caseLogLosses(tuned[bestIndex], labels);
    const PairedDifference toProbe = pairedDifference(bestLosses, probeLosses);
    choice.difference = toProbe.mean;
    choice.standardError = toProbe.standardError;
    choice.isTunedBetter = choice.difference < -choice.standardError;
    // The same rule among the epochs: the fewest that the best number does not beat by more than one standard error.
    for (std::size_t e = 0; e < bestIndex; ++e) {
        const PairedDifference toBest = pairedDifference(caseLogLosses(tuned[e], labels), bestLosses);
        if (toBest.mean <= toBest.standardError) {
            choice.epochs = static_cast<int>(e) + 1;
            break;
        }
    }
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
