// SPDX-License-Identifier: Apache-2.0
#include "core/base/error.h"
#include "core/statistics/evaluation.h"

#include <algorithm>
#include <cmath>

namespace nidus {
namespace {

constexpr double kSmallestProbability = 1e-7;
constexpr double kLowestInverse = 1e-2, kHighestInverse = 1e2; ///< of the temperature

std::size_t checkedLabel(const std::vector<double>& row, int label) {
    if (label < 0 || static_cast<std::size_t>(label) >= row.size())
        throw Error("STA-005", "Label " + std::to_string(label) + " lies outside the " + std::to_string(row.size())
                                   + " classes. Check the labels of the cases.");
    return static_cast<std::size_t>(label);
}

/// Derivative by the inverse temperature of the summed log-loss; the true class gets the weight `own`, the others
/// share the rest.
double slopeAt(const std::vector<std::vector<double>>& logits, const std::vector<int>& labels, double inverse,
               double own) {
    double slope = 0;
    for (std::size_t i = 0; i < logits.size(); ++i) {
        std::vector<double> scaled = logits[i];
        for (double& z : scaled)
            z *= inverse;
        const std::vector<double> p = softmax(scaled);
        const auto label = static_cast<std::size_t>(labels[i]);
        const double others = p.size() > 1 ? (1 - own) / static_cast<double>(p.size() - 1) : 0;
        for (std::size_t k = 0; k < p.size(); ++k)
            slope += (p[k] - (k == label ? own : others)) * logits[i][k];
    }
    return slope;
}

bool isSeparated(const std::vector<std::vector<double>>& logits, const std::vector<int>& labels) {
    for (std::size_t i = 0; i < logits.size(); ++i)
        for (const double z : logits[i])
            if (z > logits[i][static_cast<std::size_t>(labels[i])])
                return false;
    return true;
}

} // namespace

std::vector<double> softmax(const std::vector<double>& logits) {
    std::vector<double> out = logits;
    if (out.empty())
        return out;
    const double highest = *std::max_element(out.begin(), out.end());
    double sum = 0;
    for (double& value : out) {
        value = std::exp(value - highest);
        sum += value;
    }
    for (double& value : out)
        value /= sum;
    return out;
}

double logLoss(const std::vector<std::vector<double>>& probabilities, const std::vector<int>& labels) {
    if (probabilities.size() != labels.size() || labels.empty())
        throw Error("STA-005", "The log-loss needs one label per case and at least one case.");
    double sum = 0;
    for (std::size_t i = 0; i < labels.size(); ++i) {
        const double p = probabilities[i][checkedLabel(probabilities[i], labels[i])];
        sum -= std::log(std::clamp(p, kSmallestProbability, 1 - kSmallestProbability));
    }
    return sum / static_cast<double>(labels.size());
}

double fitTemperature(const std::vector<std::vector<double>>& logits, const std::vector<int>& labels) {
    if (logits.size() != labels.size() || labels.empty())
        throw Error("STA-005", "The temperature needs one label per case and at least one case.");
    for (std::size_t i = 0; i < labels.size(); ++i)
        static_cast<void>(checkedLabel(logits[i], labels[i]));
    const double n = static_cast<double>(labels.size());
    const double own = isSeparated(logits, labels) ? (n + 1) / (n + 2) : 1;
    double low = kLowestInverse;
    double high = kHighestInverse;
    if (slopeAt(logits, labels, low, own) >= 0)
        return 1 / low;
    if (slopeAt(logits, labels, high, own) <= 0)
        return 1 / high;
    // The loss is convex in the inverse temperature; bisection on a logarithmic scale to the last digits.
    for (int i = 0; i < 200 && high / low > 1 + 1e-15; ++i) {
        const double middle = std::sqrt(low * high);
        if (middle <= low || middle >= high)
            break;
        (slopeAt(logits, labels, middle, own) < 0 ? low : high) = middle;
    }
    return 1 / std::sqrt(low * high);
}

} // namespace nidus
