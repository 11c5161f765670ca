// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/training/novelty.h"

#include <vector>

namespace nidus {

/// How far one case lies from the training cases, in three ways.
struct OodScores {
    NoveltyScores features; ///< by the frozen encoder; mean over the members
    double input = 0; ///< by what can be seen without a network (see inputFindings): 1 at the limits of the checks
};

/// Where out-of-distribution begins. Fitted to training cases, each judged by what never saw it.
struct OodLimits {
    double mahalanobis = 1, neighbours = 0; ///< bring the two distances to one scale; 0: the distance does not count
    double features = 1;                    ///< of the larger of the two after that
    double input = 1;                       ///< at least 1
    bool operator==(const OodLimits&) const = default;
};

/// Above 1: flagged as unlike the training cases.
[[nodiscard]] double oodScore(const OodLimits& limits, const OodScores& scores);

/// The lowest limits with which at most 5 % of these cases are flagged. The checks of the input come first; the
/// features share what these leave.
[[nodiscard]] OodLimits fitOodLimits(const std::vector<OodScores>& outOfFold);

} // namespace nidus
