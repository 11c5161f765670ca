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

/// Whether each case is held out, about `share` of each class, between 0 and 1: as above by class and patient. At least
/// one patient of each class is held out and one is not; of a class the cases that are held out come as near to the
/// share as whole patients in random order allow. Throws Error STA-002 when a class has fewer than two patients.
[[nodiscard]] std::vector<bool> stratifiedGroupHoldOut(std::span<const int> labels,
                                                       std::span<const std::string> patients, int classes, double share,
                                                       std::uint64_t seed, std::uint32_t stream);

} // namespace nidus
