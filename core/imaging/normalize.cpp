// SPDX-License-Identifier: Apache-2.0
#include "core/imaging/normalize.h"

#include "core/base/error.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace nidus {
namespace {

/// nnU-Net's guard against division by zero for float32 data.
constexpr double kEpsilon = 1e-8;
/// Partial sums side by side, so that the compiler can use vectors without reordering a sum.
constexpr std::size_t kLanes = 8;

template <class Term>
double laneSum(std::size_t count, Term&& term) {
    std::array<double, kLanes> sums{};
    std::size_t i = 0;
    for (; i + kLanes <= count; i += kLanes)
        for (std::size_t lane = 0; lane < kLanes; ++lane)
            sums[lane] += term(i + lane);
    for (std::size_t lane = 0; i < count; ++i, ++lane)
        sums[lane] += term(i);
    double total = 0;
    for (const double sum : sums)
        total += sum;
    return total;
}

std::size_t countOf(std::span<const float> values, std::span<const std::uint8_t> mask) {
    if (mask.empty())
        return values.size();
    return static_cast<std::size_t>(std::count_if(mask.begin(), mask.end(), [](auto value) { return value != 0; }));
}

float divisor(double value) {
    return static_cast<float>(std::max(value, kEpsilon));
}

void zScore(std::span<float> channel, std::span<const std::uint8_t> mask) {
    const MeanAndDeviation statistics = meanAndDeviation(channel, mask);
    const auto mean = static_cast<float>(statistics.mean);
    const float scale = divisor(statistics.deviation);
    if (mask.empty()) {
        for (float& value : channel)
            value = (value - mean) / scale;
        return;
    }
    for (std::size_t i = 0; i < channel.size(); ++i)
        if (mask[i] != 0)
            channel[i] = (channel[i] - mean) / scale;
}

void clipAndScale(std::span<float> channel, const IntensityProperties& properties) {
    const auto low = static_cast<float>(properties.percentile005);
    const auto high = static_cast<float>(properties.percentile995);
    const auto mean = static_cast<float>(properties.mean);
    const float scale = divisor(properties.std);
    for (float& value : channel)
        value = (std::min(std::max(value, low), high) - mean) / scale;
}

void rescaleTo01(std::span<float> channel) {
    if (channel.empty())
        return;
    const auto [lowest, highest] = std::minmax_element(channel.begin(), channel.end());
    const float low = *lowest;
    const float scale = divisor(static_cast<double>(*highest - low));
    for (float& value : channel)
        value = (value - low) / scale;
}

void rgbTo01(std::span<float> channel) {
    for (const float value : channel)
        if (!(value >= 0 && value <= 255))
            throw Error("IMG-015", "The model expects colour values from 0 to 255, but the image has other values. "
                                   "Choose a model for this kind of image.");
    for (float& value : channel)
        value /= 255.F;
}

} // namespace

double meanOf(std::span<const float> values, std::span<const std::uint8_t> mask) {
    const std::size_t selected = countOf(values, mask);
    if (selected == 0)
        return 0;
    const double sum =
        mask.empty() ? laneSum(values.size(), [&](std::size_t i) { return static_cast<double>(values[i]); })
                     : laneSum(values.size(),
                               [&](std::size_t i) { return mask[i] != 0 ? static_cast<double>(values[i]) : 0.0; });
    return sum / static_cast<double>(selected);
}

MeanAndDeviation meanAndDeviation(std::span<const float> values, std::span<const std::uint8_t> mask) {
    const std::size_t selected = countOf(values, mask);
    if (selected == 0)
        return {};
    const double mean = meanOf(values, mask);
    const auto square = [&](std::size_t i) {
        const double difference = static_cast<double>(values[i]) - mean;
        return difference * difference;
    };
    const double squares = mask.empty()
                               ? laneSum(values.size(), square)
                               : laneSum(values.size(), [&](std::size_t i) { return mask[i] != 0 ? square(i) : 0.0; });
    return {mean, std::sqrt(squares / static_cast<double>(selected))};
}

void normalize(std::span<float> channel, NormalizationScheme scheme, std::span<const std::uint8_t> mask,
               const IntensityProperties& properties) {
    switch (scheme) {
    case NormalizationScheme::ZScore:
        zScore(channel, mask);
        break;
    case NormalizationScheme::Ct:
        clipAndScale(channel, properties);
        break;
    case NormalizationScheme::None:
        break;
    case NormalizationScheme::RescaleTo01:
        rescaleTo01(channel);
        break;
    case NormalizationScheme::RgbTo01:
        rgbTo01(channel);
        break;
    }
}

} // namespace nidus
