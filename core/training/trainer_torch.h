// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/model/engine.h"
#include "core/training/ranks_torch.h"

namespace nidus::compute {

/// ComputeEngine::fineTune, on every one of the ranks with the same task; the caller holds a CallScope. Rank 0 alone
/// writes the state.
[[nodiscard]] FineTuneOutcome fineTune(const FineTuneTask& task, const TrainingListener& listener,
                                       const JobControl& control, Ranks& ranks);

} // namespace nidus::compute
