// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>

namespace nidus {

/// Permutation test of independence between two groupings of the same cases: (1 + number of permutations whose mutual
/// information reaches the observed one) / (1 + permutations), never 0 (Phipson and Smyth 2010). Groups are numbers
/// from 0. 1 without cases or where one grouping has a single group.
[[nodiscard]] double associationP(std::span<const int> first, std::span<const int> second, std::uint64_t seed,
                                  int permutations = 1999);

} // namespace nidus
