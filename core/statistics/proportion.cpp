// SPDX-License-Identifier: Apache-2.0
#include "core/statistics/proportion.h"

#include <boost/math/special_functions/beta.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

namespace nidus {
namespace {

Estimate unknownShare(const char* method) {
    return {std::numeric_limits<double>::quiet_NaN(), 0, 1, method};
}

} // namespace

Estimate wilsonInterval(double successes, double trials) {
    if (!(trials > 0))
        return unknownShare(kWilsonMethod);
    constexpr double z2 = kNormalQuantile975 * kNormalQuantile975;
    const double share = successes / trials;
    const double centre = (successes + z2 / 2) / (trials + z2);
    const double half = kNormalQuantile975 * std::sqrt(share * (1 - share) * trials + z2 / 4) / (trials + z2);
    // At none and all of them the bounds are 0 and 1 but for rounding.
    return {share, successes <= 0 ? 0 : std::max(0.0, centre - half),
            successes >= trials ? 1 : std::min(1.0, centre + half), kWilsonMethod};
}

Estimate clopperPearsonInterval(double successes, double trials) {
    if (!(trials > 0))
        return unknownShare(kClopperPearsonMethod);
    const double failures = trials - successes;
    const double low = successes <= 0 ? 0 : boost::math::ibeta_inv(successes, failures + 1, 0.025);
    const double high = failures <= 0 ? 1 : boost::math::ibeta_inv(successes + 1, failures, 0.975);
    return {successes / trials, low, high, kClopperPearsonMethod};
}

double clopperPearsonUpperBound(double successes, double trials, double confidence) {
    const double failures = trials - successes;
    return failures <= 0 ? 1 : boost::math::ibeta_inv(successes + 1, failures, confidence);
}

PredictiveValues predictiveValues(double sensitivity, double specificity, double prevalence) {
    const double truePositive = sensitivity * prevalence;
    const double falsePositive = (1 - specificity) * (1 - prevalence);
    const double trueNegative = specificity * (1 - prevalence);
    const double falseNegative = (1 - sensitivity) * prevalence;
    return {prevalence, truePositive / (truePositive + falsePositive), trueNegative / (trueNegative + falseNegative)};
}

} // namespace nidus
