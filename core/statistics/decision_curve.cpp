// SPDX-License-Identifier: Apache-2.0
#include "core/statistics/decision_curve.h"

#include <cstddef>

namespace nidus {

std::vector<NetBenefit> decisionCurve(std::span<const double> probabilities, std::span<const int> events) {
    const double n = static_cast<double>(probabilities.size());
    std::vector<NetBenefit> out;
    for (int percent = 1; percent < 100; ++percent) {
        const double threshold = percent / 100.0;
        const double harm = threshold / (1 - threshold);
        NetBenefit point{threshold};
        for (std::size_t i = 0; i < probabilities.size(); ++i) {
            const double benefit = (events[i] != 0 ? 1 : -harm) / n;
            point.treatAll += benefit;
            point.model += probabilities[i] >= threshold ? benefit : 0;
        }
        out.push_back(point);
    }
    return out;
}

} // namespace nidus
