// SPDX-License-Identifier: Apache-2.0
#include "core/training/run_cost.h"

#include <algorithm>
#include <cmath>

namespace nidus {
namespace {

/// A training step computes the open part forwards, and backwards twice as long.
constexpr double kForwardAndBackward = 3;

/// Share of a forward pass that falls on the deepest stages: they are small, and each one above takes about three times
/// as long.
double openShare(int openStages) {
    constexpr double kDeepest = 0.02, kGrowth = 3;
    return openStages == 0 ? 0 : std::min(1.0, kDeepest * std::pow(kGrowth, openStages - 1));
}

} // namespace

double estimatedSeconds(const Recipe& recipe, const RunCosts& costs) {
    const double cases = costs.cases, forward = costs.forwardSeconds;
    double seconds = costs.unprepared * costs.prepareSeconds + cases * forward;
    if (recipe.phases.empty())
        return seconds;
    const double outerFolds = recipe.holdout > 0 ? 1 : recipe.folds;
    const double training =
        recipe.holdout > 0 ? cases * (1 - recipe.holdout) : cases * (recipe.folds - 1) / recipe.folds;
    const double innerShare = recipe.selectEpochs && recipe.innerFolds > 1
                                  ? static_cast<double>(recipe.innerFolds - 1) / recipe.innerFolds
                                  : 0;
    int epochs = 0;
    for (const UnfreezePhase& phase : recipe.phases) {
        epochs += phase.epochs;
        // Cases that go through training steps in one epoch of all fits of one outer fold, and those that validate.
        const double steps = training * (innerShare * recipe.innerFolds + recipe.members);
        const double validated = innerShare > 0 ? training : 0;
        // With fixed views the closed stages are computed once for all fits, and of unchanged cases once for all.
        const double open = openShare(phase.openStages), closed = recipe.views > 0 ? 0 : 1 - open;
        seconds += outerFolds * phase.epochs * forward
                   * (steps * (closed + kForwardAndBackward * open) + validated * (closed + open));
    }
    if (recipe.views > 0)
        seconds += cases * std::min(recipe.views, epochs) * forward; // once for all folds
    return seconds + cases * recipe.members * forward;               // the test cases
}

} // namespace nidus
