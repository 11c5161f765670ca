// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace nidus {

/// Fold of each case, in [0, folds): stratified by label, cases of one patient together, deterministic in (seed,
/// `stream`). Throws Error STA-002 when a class has fewer patients than folds. A patient with cases of several classes
/// counts to the class of the first of them; a case with an empty patient is a patient of its own.
[[nodiscard]] std::vector<int> stratifiedGroupFolds(std::span<const int> labels, std::span<const std::string> patients,
                                                    int classes, int folds, std::uint64_t seed, std::uint32_t stream);

} // namespace nidus
