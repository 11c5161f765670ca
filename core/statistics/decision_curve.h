// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

namespace nidus {

/// Net benefit per case, in true positives: TP / n - FP / n * t / (1 - t), where cases with a probability of t or more
/// are treated (Vickers, Elkin 2006). Treating none has the net benefit 0.
struct NetBenefit {
    double threshold = 0, model = 0, treatAll = 0;
};

/// At the thresholds 0.01, 0.02, ... 0.99. `events`: 1 or 0 per case.
[[nodiscard]] std::vector<NetBenefit> decisionCurve(std::span<const double> probabilities, std::span<const int> events);

} // namespace nidus
