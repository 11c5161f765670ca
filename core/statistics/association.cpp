// SPDX-License-Identifier: Apache-2.0
#include "core/statistics/association.h"

#include "core/base/random.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace nidus {
namespace {

/// Sum of n log n over the cells of the table: as mutual information, but for what the margins fix.
double cellInformation(std::span<const int> first, const std::vector<int>& second, std::size_t columns,
                       std::vector<double>& cells) {
    std::fill(cells.begin(), cells.end(), 0.0);
    for (std::size_t i = 0; i < first.size(); ++i)
        ++cells[static_cast<std::size_t>(first[i]) * columns + static_cast<std::size_t>(second[i])];
    double sum = 0;
    for (const double n : cells)
        sum += n > 0 ? n * std::log(n) : 0;
    return sum;
}

} // namespace

double associationP(std::span<const int> first, std::span<const int> second, std::uint64_t seed, int permutations) {
    if (first.empty())
        return 1;
    const auto rows = static_cast<std::size_t>(*std::ranges::max_element(first)) + 1;
    const auto columns = static_cast<std::size_t>(*std::ranges::max_element(second)) + 1;
    std::vector<double> cells(rows * columns);
    std::vector<int> shuffled(second.begin(), second.end());
    const double observed = cellInformation(first, shuffled, columns, cells);
    int reached = 0;
    for (int i = 0; i < permutations; ++i) {
        Random random(
            {.seed = seed, .purpose = Purpose::Permutation, .view = static_cast<std::uint32_t>(i), .layer = 1});
        shuffle(shuffled, random);
        reached += cellInformation(first, shuffled, columns, cells) >= observed - 1e-9 ? 1 : 0;
    }
    return (1.0 + reached) / (1.0 + permutations);
}

} // namespace nidus
