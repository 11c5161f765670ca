// SPDX-License-Identifier: Apache-2.0
#include "core/training/run_cost.h"

#include <algorithm>

namespace nidus {
namespace {

/// One case through one training step with so many open stages, closed stages from the cache of views or computed.
double stepSeconds(const UnfreezePhase& phase, const Recipe& recipe, const EncoderTiming& encoder) {
    if (phase.openStages == 0)
        return recipe.views > 0 ? 0 : encoder.forward;
    const double whole = phase.openStages == 1 ? encoder.forwardBackwardDeepest : encoder.forwardBackward;
    return recipe.views > 0 ? std::max(whole - encoder.forward, 0.1 * whole) : whole;
}

} // namespace

double estimatedSeconds(const Recipe& recipe, const RunCosts& costs) {
    const double cases = costs.cases, forward = costs.encoder.forward;
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
        seconds +=
            outerFolds * phase.epochs * (steps * stepSeconds(phase, recipe, costs.encoder) + validated * forward);
    }
    if (recipe.views > 0)
        seconds += cases * std::min(recipe.views, epochs) * forward; // once for all folds
    return seconds + cases * recipe.members * forward;               // the test cases
}

} // namespace nidus
