// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/training/recipe.h"

namespace nidus {

/// Epochs of all phases together.
[[nodiscard]] int totalEpochs(const Recipe& recipe) noexcept;

/// Number of open stages (from the deepest) in this epoch (0-based).
[[nodiscard]] int openStages(const Recipe& recipe, int epoch) noexcept;

/// First epoch in which the stage at `depth` (0: deepest) is open; -1 if never.
[[nodiscard]] int firstOpenEpoch(const Recipe& recipe, int depth) noexcept;

/// Learning rate of one parameter group at one optimiser step. `depth`: -1 the head, 0 the deepest stage, 1 the next.
/// Linear warm-up since the group opened, then the recipe's schedule over the rest of the run; 0 while closed.
[[nodiscard]] double learningRate(const Recipe& recipe, int depth, int step, int stepsPerEpoch) noexcept;

/// nnU-Net's PolyLRScheduler: initial * (1 - epoch / epochs)^0.9, `epoch` from 0.
[[nodiscard]] double polynomialRate(double initial, int epoch, int epochs) noexcept;

} // namespace nidus
