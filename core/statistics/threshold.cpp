// SPDX-License-Identifier: Apache-2.0
#include "core/statistics/threshold.h"

#include "core/base/error.h"
#include "core/statistics/proportion.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

namespace nidus {
namespace {

/// A threshold and what it does to the training cases.
struct Candidate {
    double threshold = 0, sensitivity = 0, specificity = 0;
    double youden = 0; ///< times positives and negatives: a whole number, so that equals are equal
};

double between(double low, double high) {
    const double middle = low + (high - low) / 2;
    return middle > low ? middle : high;
}

/// From the highest threshold, which calls no case positive, to the lowest, which calls all of them so.
std::vector<Candidate> candidatesOf(std::span<const double> scores, std::span<const int> events) {
    std::vector<std::size_t> order(scores.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return scores[a] > scores[b]; });
    const double positives =
        static_cast<double>(std::count_if(events.begin(), events.end(), [](int event) { return event != 0; }));
    const double negatives = static_cast<double>(events.size()) - positives;
    std::vector<Candidate> out;
    if (positives <= 0 || negatives <= 0)
        return out;
    const double infinity = std::numeric_limits<double>::infinity();
    out.push_back({std::nextafter(scores[order.front()], infinity), 0, 1, 0});
    double found = 0;
    double alarms = 0;
    for (std::size_t i = 0; i < order.size(); ++i) {
        (events[order[i]] != 0 ? found : alarms) += 1;
        const bool isLast = i + 1 == order.size();
        if (isLast || scores[order[i + 1]] != scores[order[i]])
            out.push_back({isLast ? scores[order[i]] : between(scores[order[i + 1]], scores[order[i]]),
                           found / positives, (negatives - alarms) / negatives,
                           found * negatives - alarms * positives});
    }
    return out;
}

} // namespace

std::optional<double> chooseThreshold(std::span<const double> trainingScores, std::span<const int> events,
                                      const ThresholdGoal& goal) {
    if (!(goal.target >= 0 && goal.target <= 1))
        throw Error("STA-014", "A threshold, sensitivity or specificity to aim at must lie between 0 and 1.");
    const std::vector<Candidate> candidates = candidatesOf(trainingScores, events);
    if (candidates.empty())
        return std::nullopt;
    switch (goal.rule) {
    case ThresholdRule::Fixed:
        return goal.target;
    case ThresholdRule::Youden:
        return std::ranges::max_element(candidates, {}, &Candidate::youden)->threshold;
    case ThresholdRule::Sensitivity:
        return std::ranges::find_if(candidates, [&](const Candidate& c) { return c.sensitivity >= goal.target; })
            ->threshold;
    case ThresholdRule::Specificity:
        return std::find_if(candidates.rbegin(), candidates.rend(),
                            [&](const Candidate& c) { return c.specificity >= goal.target; })
            ->threshold;
    }
    return std::nullopt;
}

OperatingPoint operatingPoint(std::span<const double> scores, std::span<const int> events,
                              std::span<const double> thresholds) {
    OperatingPoint out;
    for (std::size_t i = 0; i < scores.size(); ++i) {
        const bool isCalled = scores[i] >= thresholds[i];
        if (events[i] != 0)
            ++(isCalled ? out.truePositives : out.falseNegatives);
        else
            ++(isCalled ? out.falsePositives : out.trueNegatives);
    }
    out.sensitivity = wilsonInterval(out.truePositives, out.truePositives + out.falseNegatives);
    out.specificity = wilsonInterval(out.trueNegatives, out.trueNegatives + out.falsePositives);
    return out;
}

} // namespace nidus
