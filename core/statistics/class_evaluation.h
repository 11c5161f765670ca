// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/statistics/scored_cases.h"

#include <string>

namespace nidus {

/// One class against the rest, without its average precision. Thresholds are cross-fitted: each fold's is chosen on the
/// scores of the other folds, which are this fold's training cases, scored by models that did not see them.
[[nodiscard]] ClassEvaluation evaluateClass(const ScoredCases& cases, int ranked, const std::string& name);

} // namespace nidus
