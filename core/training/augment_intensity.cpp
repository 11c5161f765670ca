// SPDX-License-Identifier: Apache-2.0
#include "core/training/augment_math.h"
#include "core/training/augment_transforms.h"

#include <algorithm>
#include <cmath>

namespace nidus {
namespace {

constexpr std::size_t kBlock = 1024; ///< voxels at a time: stays in the first cache, and divides into vectors

struct Moments {
    double mean = 0;
    double standardDeviation = 0; ///< of the sample, divisor n - 1, as torch's default
};

/// Sums of blocks in float lanes would lose digits on large volumes; double lanes keep them and still vectorise.
Moments momentsOf(std::span<const float> values) {
    const auto lanes = [&](auto term) {
        std::array<double, 8> sum{};
        std::size_t i = 0;
        for (; i + 8 <= values.size(); i += 8)
            for (std::size_t k = 0; k < 8; ++k)
                sum[k] += term(values[i + k]);
        for (; i < values.size(); ++i)
            sum[0] += term(values[i]);
        return ((sum[0] + sum[1]) + (sum[2] + sum[3])) + ((sum[4] + sum[5]) + (sum[6] + sum[7]));
    };
    const double count = static_cast<double>(values.size());
    Moments out;
    out.mean = lanes([](float v) { return static_cast<double>(v); }) / count;
    const double squares = lanes([mean = out.mean](float v) {
        const double d = static_cast<double>(v) - mean;
        return d * d;
    });
    out.standardDeviation = values.size() > 1 ? std::sqrt(squares / (count - 1)) : 0;
    return out;
}

struct Range {
    float low = 0, high = 0;
};

Range rangeOf(std::span<const float> values) {
    std::array<float, 8> low{};
    std::array<float, 8> high{};
    low.fill(values[0]);
    high.fill(values[0]);
    std::size_t i = 0;
    for (; i + 8 <= values.size(); i += 8)
        for (std::size_t k = 0; k < 8; ++k) {
            low[k] = values[i + k] < low[k] ? values[i + k] : low[k];
            high[k] = values[i + k] > high[k] ? values[i + k] : high[k];
        }
    for (; i < values.size(); ++i) {
        low[0] = std::min(low[0], values[i]);
        high[0] = std::max(high[0], values[i]);
    }
    return {*std::min_element(low.begin(), low.end()), *std::max_element(high.begin(), high.end())};
}

} // namespace

void addNoise(std::span<float> voxels, double standardDeviation, Random& random) {
    const auto scale = static_cast<float>(standardDeviation);
    std::array<std::uint32_t, kBlock> word{};
    for (std::size_t start = 0; start < voxels.size(); start += kBlock) {
        const std::size_t count = std::min(kBlock, voxels.size() - start);
        const std::size_t pairs = (count + 1) / 2;
        for (std::size_t i = 0; i < 2 * pairs; ++i)
            word[i] = random.bits();
        // Box-Muller on 24 bits each: the first half of the words gives radii, the second angles.
        std::array<float, kBlock> normal{};
        for (std::size_t i = 0; i < pairs; ++i) {
            const float u = (static_cast<float>(static_cast<std::int32_t>(word[i] >> 8U)) + 0.5F) * 0x1.0p-24F;
            const float turn = static_cast<float>(static_cast<std::int32_t>(word[pairs + i] >> 8U)) * 0x1.0p-24F - 0.5F;
            const float quarter = turn > 0.25F ? turn - 0.75F : turn + 0.25F;
            const float radius = scale * std::sqrt(-1.38629436112F * fastLog2(u)); // -2 ln u
            normal[i] = radius * fastSinTurns(turn);
            normal[pairs + i] = radius * fastSinTurns(quarter);
        }
        for (std::size_t i = 0; i < count; ++i)
            voxels[start + i] += normal[i];
    }
}

void multiplyBrightness(std::span<float> channel, double factor) {
    const auto f = static_cast<float>(factor);
    for (float& v : channel)
        v *= f;
}

void changeContrast(std::span<float> channel, double factor) {
    if (channel.empty())
        return;
    const auto [low, high] = rangeOf(channel);
    const auto mean = static_cast<float>(momentsOf(channel).mean);
    const auto f = static_cast<float>(factor);
    for (float& v : channel) {
        const float spread = (v - mean) * f + mean;
        v = spread < low ? low : spread > high ? high : spread;
    }
}

void applyGamma(std::span<float> channel, double gamma, GammaSign sign, GammaStatistics statistics) {
    if (channel.empty())
        return;
    const float direction = sign == GammaSign::Inverted ? -1.0F : 1.0F;
    const Moments before = momentsOf(channel);
    const Range extent = rangeOf(channel);
    const float low = sign == GammaSign::Inverted ? -extent.high : extent.low;
    const float range = extent.high - extent.low;
    const float perRange = 1 / std::max(range, 1e-7F);
    const auto exponent = static_cast<float>(gamma);
    for (float& v : channel) {
        const float x = (direction * v - low) * perRange;
        const float safe = x > 1e-30F ? x : 1e-30F;
        const float power = fastExp2(exponent * fastLog2(safe));
        v = (x > 1e-30F ? power : 0.0F) * range + low;
    }
    float scale = direction;
    float shift = 0;
    if (statistics == GammaStatistics::Retained) {
        const Moments after = momentsOf(channel);
        const double stretch = before.standardDeviation / std::max(after.standardDeviation, 1e-7);
        // Of the image as it was turned: its mean carries the sign.
        scale = direction * static_cast<float>(stretch);
        shift = static_cast<float>(before.mean - static_cast<double>(scale) * after.mean);
    }
    for (float& v : channel)
        v = scale * v + shift;
}

void zeroOutside(std::span<float> channel, std::span<const std::int16_t> inside) {
    for (std::size_t i = 0; i < channel.size(); ++i)
        channel[i] = inside[i] != 0 ? channel[i] : 0.0F;
}

} // namespace nidus
