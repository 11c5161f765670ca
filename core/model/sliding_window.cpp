// SPDX-License-Identifier: Apache-2.0
#include "core/model/sliding_window.h"

#include "core/checkpoint/half.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace nidus {
namespace {

/// One axis of the smoothed impulse.
std::vector<double> bellOf(std::int64_t size) {
    constexpr double kSigmaShare = 1.0 / 8, kTruncate = 4;
    const double sigma = static_cast<double>(size) * kSigmaShare;
    const auto radius = static_cast<std::int64_t>(kTruncate * sigma + 0.5);
    const auto weight = [&](std::int64_t x) {
        return std::exp(-0.5 / (sigma * sigma) * static_cast<double>(x) * static_cast<double>(x));
    };
    double sum = 0;
    for (std::int64_t x = -radius; x <= radius; ++x)
        sum += weight(x);
    std::vector<double> bell(static_cast<std::size_t>(size));
    for (std::int64_t i = 0; i < size; ++i)
        if (const std::int64_t x = i - size / 2; std::abs(x) <= radius)
            bell[static_cast<std::size_t>(i)] = weight(x) / sum;
    return bell;
}

} // namespace

std::vector<float> gaussianImportance(const std::array<std::int64_t, 3>& window) {
    constexpr double kLargest = 10;
    const std::array<std::vector<double>, 3> bells{bellOf(window[0]), bellOf(window[1]), bellOf(window[2])};
    const double peak = bells[0][static_cast<std::size_t>(window[0] / 2)]
                        * bells[1][static_cast<std::size_t>(window[1] / 2)]
                        * bells[2][static_cast<std::size_t>(window[2] / 2)];
    std::vector<float> map;
    map.reserve(bells[0].size() * bells[1].size() * bells[2].size());
    float smallest = static_cast<float>(kLargest);
    for (const double a : bells[0])
        for (const double b : bells[1])
            for (const double c : bells[2]) {
                const float value = floatOfHalf(halfOfFloat(static_cast<float>(a * b * c / peak * kLargest)));
                map.push_back(value);
                if (value > 0)
                    smallest = std::min(smallest, value);
            }
    std::replace(map.begin(), map.end(), 0.0F, smallest);
    return map;
}

std::vector<std::vector<int>> mirroredPasses(const std::vector<int>& axes) {
    std::vector<std::vector<int>> passes;
    for (std::size_t subset = 0; subset < (std::size_t{1} << axes.size()); ++subset) {
        passes.emplace_back();
        for (std::size_t i = 0; i < axes.size(); ++i)
            if ((subset >> i & 1U) != 0)
                passes.back().push_back(axes[i]);
    }
    return passes;
}

} // namespace nidus
