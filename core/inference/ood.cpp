// SPDX-License-Identifier: Apache-2.0
#include "core/inference/ood.h"

#include <algorithm>
#include <limits>

namespace nidus {
namespace {

double scaled(double score, double limit) {
    return limit > 0 ? score / limit : 0;
}

double featureScore(const OodLimits& limits, const NoveltyScores& scores) {
    return std::max(scaled(scores.mahalanobis, limits.mahalanobis), scaled(scores.neighbours, limits.neighbours));
}

} // namespace

double oodScore(const OodLimits& limits, const OodScores& scores) {
    return std::max(featureScore(limits, scores.features) / limits.features, scores.input / limits.input);
}

OodLimits fitOodLimits(const std::vector<OodScores>& outOfFold) {
    std::vector<double> mahalanobis, neighbours, input;
    for (const OodScores& scores : outOfFold) {
        mahalanobis.push_back(scores.features.mahalanobis);
        neighbours.push_back(scores.features.neighbours);
        input.push_back(scores.input);
    }
    OodLimits limits{noveltyThreshold(mahalanobis), noveltyThreshold(neighbours), 1,
                     std::max(1.0, noveltyThreshold(input))};
    // A case that the input flags already counts as if its features were beyond every limit.
    std::vector<double> features;
    for (const OodScores& scores : outOfFold) {
        const bool isFlagged = scores.input > limits.input;
        features.push_back(isFlagged ? std::numeric_limits<double>::infinity() : featureScore(limits, scores.features));
    }
    limits.features = noveltyThreshold(features);
    return limits;
}

} // namespace nidus
