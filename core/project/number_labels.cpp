// SPDX-License-Identifier: Apache-2.0
#include "core/project/number_labels.h"

#include "core/base/csv.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <system_error>

namespace nidus {

std::optional<double> numberIn(const std::string& cell) {
    std::string text = trimmed(cell);
    if (std::count(text.begin(), text.end(), ',') == 1 && text.find('.') == std::string::npos)
        std::replace(text.begin(), text.end(), ',', '.');
    double value = 0;
    const char* begin = text.data() + (text.starts_with('+') ? 1 : 0);
    const char* end = text.data() + text.size();
    const auto [stop, failure] = std::from_chars(begin, end, value);
    return failure == std::errc{} && stop == end && std::isfinite(value) ? std::optional(value) : std::nullopt;
}

std::string classByCut(double value, double cut) {
    std::array<char, 32> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), cut).ptr; // the shortest that means it
    return std::string(value < cut ? "< " : "\u2265 ").append(text.data(), end);
}

std::optional<double> suggestedCut(std::vector<double> numbers) {
    std::sort(numbers.begin(), numbers.end());
    if (numbers.empty() || numbers.front() == numbers.back())
        return std::nullopt;
    const double median = numbers[numbers.size() / 2];
    return median > numbers.front() ? median : *std::upper_bound(numbers.begin(), numbers.end(), median);
}

} // namespace nidus
