// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace nidus {

/// A cell that is a number, blanks around it and a decimal comma allowed: "7", "7.5", " 7,5"; nullopt for others.
[[nodiscard]] std::optional<double> numberIn(const std::string& cell);

/// The class of a number where a cut makes two of a column: "< 7", or from it on "≥ 7". Sorted by name, the second is
/// the last and so the positive one.
[[nodiscard]] std::string classByCut(double value, double cut);

/// A cut that leaves numbers on both sides, near the middle: their median, or the next larger one if the median is the
/// least. nullopt where all are the same, or there are none.
[[nodiscard]] std::optional<double> suggestedCut(std::vector<double> numbers);

} // namespace nidus
