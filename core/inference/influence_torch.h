// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/model/engine.h"

namespace nidus::compute {

/// ComputeEngine::influence; the caller holds a CallScope.
[[nodiscard]] Influence influenceOf(const InfluenceTask& task, const PreprocessedCase& preprocessed,
                                    const JobControl& control);

} // namespace nidus::compute
