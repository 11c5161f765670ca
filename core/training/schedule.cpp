// SPDX-License-Identifier: Apache-2.0
#include "core/training/schedule.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace nidus {

int totalEpochs(const Recipe& recipe) noexcept {
    int epochs = 0;
    for (const UnfreezePhase& phase : recipe.phases)
        epochs += phase.epochs;
    return epochs;
}

int openStages(const Recipe& recipe, int epoch) noexcept {
    int end = 0;
    for (const UnfreezePhase& phase : recipe.phases) {
        end += phase.epochs;
        if (epoch < end)
            return phase.openStages;
    }
    return recipe.phases.empty() ? 0 : recipe.phases.back().openStages;
}

int firstOpenEpoch(const Recipe& recipe, int depth) noexcept {
    int begin = 0;
    for (const UnfreezePhase& phase : recipe.phases) {
        if (depth < phase.openStages)
            return begin;
        begin += phase.epochs;
    }
    return -1;
}

double learningRate(const Recipe& recipe, int depth, int step, int stepsPerEpoch) noexcept {
    const int opened = depth < 0 ? 0 : firstOpenEpoch(recipe, depth);
    if (opened < 0 || step < opened * stepsPerEpoch)
        return 0;
    const double rate = depth < 0
                            ? recipe.headLearningRate
                            : recipe.encoderLearningRate * std::pow(recipe.layerDecay, static_cast<double>(depth));
    const int since = step - opened * stepsPerEpoch;
    const int remaining = (totalEpochs(recipe) - opened) * stepsPerEpoch;
    // A span that is shorter than its warm-up would never reach its rate.
    const int warmup = std::min(recipe.warmupSteps, remaining / 2);
    if (since < warmup)
        return rate * static_cast<double>(since + 1) / static_cast<double>(warmup);
    if (since >= remaining)
        return 0;
    if (recipe.schedule == RateSchedule::Polynomial)
        return polynomialRate(rate, since / stepsPerEpoch, totalEpochs(recipe) - opened);
    const double progress = static_cast<double>(since - warmup) / static_cast<double>(remaining - warmup);
    return rate * 0.5 * (1.0 + std::cos(std::numbers::pi * progress));
}

double polynomialRate(double initial, int epoch, int epochs) noexcept {
    return initial * std::pow(1.0 - static_cast<double>(epoch) / static_cast<double>(epochs), 0.9);
}

} // namespace nidus
