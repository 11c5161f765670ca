// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/statistics/roc.h"

#include <optional>
#include <span>

namespace nidus {

/// Cases that are in no fold, and that every regression may learn from.
struct OtherCases {
    std::span<const int> labels;
    std::span<const double> values;
};

/// Pooled AUC of out-of-fold logistic regressions (C = 1) on one number per case, standardised with the training
/// folds and `others`: what this number alone achieves. `cases` gives labels, folds and the ranked classes. Absent
/// without a value for each case, or where a training set lacks a class.
[[nodiscard]] std::optional<double> baselineAuc(std::span<const double> values, const ScoredCases& cases, int classes,
                                                const OtherCases& others = {});

} // namespace nidus
