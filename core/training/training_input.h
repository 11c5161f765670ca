// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/random.h"
#include "core/model/case_windows.h"

#include <array>
#include <cstdint>
#include <vector>

namespace nidus {

/// What the network sees of one training case in one epoch, augmented as the recipe says: the padded case, or a box cut
/// out of a larger one at random as nnU-Net does; for HeadKind::Attention all windows of a larger one, as windowsOf(),
/// with one draw of the augmentation, so that they stay those of one scan, each about its own centre. `position` is the
/// case's place in its optimiser step: the last third of a step's large cases are cut around a voxel that is not
/// background. Every draw is keyed by (seed, fold, epoch, case, fit), so that it depends on nothing that happened
/// before; with fixed views by (view, content of the case) alone, and every third view is cut around such a voxel. Runs
/// on a loader thread. Throws Error with the case's id.
[[nodiscard]] std::vector<CaseWindow> trainingWindows(const FineTuneTask& task, const TrainingCase& trainingCase,
                                                      int epoch, std::int64_t position);

/// The box that is cut out of a case larger than `patch`: with augmentation larger than it, so that turning it leaves
/// few empty corners. Architecture and recipe of `task` decide.
[[nodiscard]] std::array<std::int64_t, 3> boxShape(const FineTuneTask& task, const std::array<std::int64_t, 3>& patch);

/// The box, as boxShape() has it, around the patch that starts at `start`.
[[nodiscard]] CaseWindow boxAround(const CaseWindow& whole, const std::array<std::int64_t, 3>& start,
                                   const std::array<std::int64_t, 3>& patch, const std::array<std::int64_t, 3>& box);

/// A box, or a whole padded case, as one draw of the recipe's augmentation makes it, of the size `patch`; unchanged
/// where the recipe has none.
[[nodiscard]] CaseWindow augmentedWindow(const FineTuneTask& task, CaseWindow window,
                                         const std::array<std::int64_t, 3>& patch, const RandomKey& key);

/// The views that the epochs of one phase look at, ascending; `epoch` is any of the phase. Recipe::views > 0.
[[nodiscard]] std::vector<int> phaseViews(const Recipe& recipe, int epoch);

/// All windows of a validation case, never augmented. Throws Error with the case's id.
[[nodiscard]] std::vector<CaseWindow> validationWindows(const FineTuneTask& task, const TrainingCase& validationCase);

/// The key of one random stream of this fit.
[[nodiscard]] RandomKey fitKey(const FineTuneTask& task, Purpose purpose, int epoch, std::uint32_t caseIndex);

} // namespace nidus
