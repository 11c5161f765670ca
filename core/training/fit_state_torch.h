// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/model/engine.h"
#include "core/training/loss_scale.h"
#include "core/training/optimizer_torch.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace nidus::compute {

/// What a fit has done so far; with the task it decides every later bit. All random numbers are keyed, so there is no
/// generator to keep.
struct FitState {
    std::vector<ParameterGroup> groups; ///< the head, then the stages from the deepest
    std::vector<FineTuneOutcome::Epoch> epochs;
    std::optional<LossScale> lossScale; ///< in float16 alone
};

/// Digest of everything of the task that decides bits, except `epochs`: a fit may be prolonged.
[[nodiscard]] std::string fitDigest(const FineTuneTask& task);

/// Writes the state after an epoch (safetensors, format 2) in place of the one before. Format 1 knew no loss scale.
void saveFitState(const std::filesystem::path& file, const FitState& state, const std::string& digest);

/// Restores what saveFitState wrote into groups of the same network, and a loss scale where there is one to restore.
/// Throws Error TRN-030 (belongs to another task), TRN-031 (written by a newer version), TRN-032 (damaged).
void loadFitState(const std::filesystem::path& file, FitState& state, const std::string& digest);

} // namespace nidus::compute
