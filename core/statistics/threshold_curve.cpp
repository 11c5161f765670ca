// SPDX-License-Identifier: Apache-2.0
#include "core/statistics/threshold_curve.h"

#include "core/statistics/proportion.h"

#include <algorithm>
#include <limits>
#include <numeric>

namespace nidus {
namespace {

double share(int part, int rest) {
    return part + rest > 0 ? static_cast<double>(part) / (part + rest) : std::numeric_limits<double>::quiet_NaN();
}

ThresholdPoint completed(ThresholdPoint p) {
    p.sensitivity = share(p.truePositives, p.falseNegatives);
    p.specificity = share(p.trueNegatives, p.falsePositives);
    p.positivePredictive = share(p.truePositives, p.falsePositives);
    p.negativePredictive = share(p.trueNegatives, p.falseNegatives);
    return p;
}

} // namespace

std::vector<ThresholdPoint> thresholdCurve(std::span<const double> scores, std::span<const int> events) {
    std::vector<std::size_t> order(scores.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return scores[a] > scores[b]; });
    ThresholdPoint point;
    point.threshold = std::numeric_limits<double>::infinity();
    for (const int event : events)
        ++(event != 0 ? point.falseNegatives : point.trueNegatives);
    std::vector<ThresholdPoint> out{completed(point)};
    for (std::size_t i = 0; i < order.size(); ++i) {
        point.threshold = scores[order[i]];
        if (events[order[i]] != 0) {
            ++point.truePositives;
            --point.falseNegatives;
        } else {
            ++point.falsePositives;
            --point.trueNegatives;
        }
        if (i + 1 == order.size() || scores[order[i + 1]] != scores[order[i]])
            out.push_back(completed(point));
    }
    return out;
}

std::vector<ThresholdPoint> atPrevalence(std::vector<ThresholdPoint> curve, double prevalence) {
    for (ThresholdPoint& point : curve) {
        const PredictiveValues values = predictiveValues(point.sensitivity, point.specificity, prevalence);
        point.positivePredictive = values.positive;
        point.negativePredictive = values.negative;
    }
    return curve;
}

const ThresholdPoint& pointAt(std::span<const ThresholdPoint> curve, double threshold) {
    const auto below = std::ranges::find_if(curve, [&](const ThresholdPoint& p) { return p.threshold < threshold; });
    return *(below - 1); // the first one is infinite
}

double thresholdOf(std::span<const ThresholdPoint> curve, std::size_t index) {
    const double high = std::min(1.0, curve[index].threshold);
    const double low = index + 1 < curve.size() ? curve[index + 1].threshold : 0;
    const double middle = low + (high - low) / 2;
    return middle > low ? middle : high; // at low itself that score would be called too
}

} // namespace nidus
