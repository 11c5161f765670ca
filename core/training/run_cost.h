// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/training/recipe.h"

namespace nidus {

/// What was measured of a project on this machine, with one of its cases.
struct RunCosts {
    int cases = 0;             ///< that train and are tested
    int unprepared = 0;        ///< of them
    double prepareSeconds = 0; ///< to read and preprocess one
    double forwardSeconds = 0; ///< one through the frozen network
};

/// About how long a run takes, seconds: preparing what is not prepared, features of all cases, the fixed views, and the
/// steps of all fits. Good to a factor of two; what the cache holds already makes a run faster.
[[nodiscard]] double estimatedSeconds(const Recipe& recipe, const RunCosts& costs);

} // namespace nidus
