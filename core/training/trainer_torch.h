// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/model/engine.h"

namespace nidus::compute {

/// ComputeEngine::fineTune; the caller holds a CallScope.
[[nodiscard]] FineTuneOutcome fineTune(const FineTuneTask& task, const TrainingListener& listener,
                                       const JobControl& control);

} // namespace nidus::compute
