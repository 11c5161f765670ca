// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/statistics/roc.h"

#include <optional>
#include <span>

namespace nidus {

/// Pooled AUC of out-of-fold logistic regressions (C = 1) on one number per case, standardised with the training
/// folds: what this number alone achieves. `cases` gives labels, folds and the ranked classes. Absent without a value
/// for each case, with one fold, or where a training set lacks a class.
[[nodiscard]] std::optional<double> baselineAuc(std::span<const double> values, const ScoredCases& cases, int classes);

} // namespace nidus
