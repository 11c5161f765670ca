// SPDX-License-Identifier: Apache-2.0
#include "core/training/augment_transforms.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace nidus {
namespace {

std::size_t asSize(std::int64_t value) {
    return static_cast<std::size_t>(value);
}

/// Index reflected into [0, n) without repeating the edge; axes shorter than the kernel reflect several times.
std::int64_t reflected(std::int64_t i, std::int64_t n) {
    if (n == 1)
        return 0;
    const std::int64_t period = 2 * (n - 1);
    const std::int64_t phase = ((i % period) + period) % period;
    return phase < n ? phase : period - phase;
}

/// Blurs `count` lines of length n at once; element i of all lines lies at data[i * stride ... + count).
void blurLines(float* data, std::int64_t n, std::int64_t stride, std::int64_t count, const std::vector<float>& kernel,
               std::vector<float>& before) {
    const auto half = static_cast<std::int64_t>(kernel.size() / 2);
    before.resize(asSize(n * count));
    for (std::int64_t i = 0; i < n; ++i)
        std::copy_n(data + i * stride, count, before.begin() + i * count);
    for (std::int64_t i = 0; i < n; ++i) {
        float* out = data + i * stride;
        const float* middle = before.data() + i * count;
        for (std::int64_t c = 0; c < count; ++c)
            out[c] = kernel[asSize(half)] * middle[c];
        for (std::int64_t k = 1; k <= half; ++k) {
            const float weight = kernel[asSize(half + k)];
            const float* below = before.data() + reflected(i - k, n) * count;
            const float* above = before.data() + reflected(i + k, n) * count;
            for (std::int64_t c = 0; c < count; ++c)
                out[c] += weight * (below[c] + above[c]);
        }
    }
}

void blurRow(float* row, std::int64_t n, const std::vector<float>& kernel, std::vector<float>& padded) {
    const auto half = static_cast<std::int64_t>(kernel.size() / 2);
    padded.resize(asSize(n + 2 * half));
    std::copy_n(row, n, padded.begin() + half);
    for (std::int64_t i = 1; i <= half; ++i) {
        padded[asSize(half - i)] = row[reflected(-i, n)];
        padded[asSize(half + n - 1 + i)] = row[reflected(n - 1 + i, n)];
    }
    for (std::int64_t i = 0; i < n; ++i)
        row[i] = kernel[asSize(half)] * padded[asSize(half + i)];
    for (std::int64_t k = 1; k <= half; ++k) {
        const float weight = kernel[asSize(half + k)];
        const float* below = padded.data() + half - k;
        const float* above = padded.data() + half + k;
        for (std::int64_t i = 0; i < n; ++i)
            row[i] += weight * (below[i] + above[i]);
    }
}

/// Along one axis, to the low resolution and back.
struct LowResolutionAxis {
    std::vector<std::int64_t> down;      ///< source of each coarse sample
    std::vector<std::int64_t> low, high; ///< coarse neighbours of each fine sample
    std::vector<float> weight;           ///< of `high`
};

/// Index rules of torch's interpolate ("nearest-exact", then "trilinear" with align_corners false), whose ratios are
/// float32.
LowResolutionAxis lowResolutionAxis(std::int64_t size, double scale) {
    const double wanted = std::nearbyint(static_cast<double>(size) * static_cast<double>(static_cast<float>(scale)));
    const std::int64_t coarse = std::max<std::int64_t>(1, static_cast<std::int64_t>(wanted));
    LowResolutionAxis out;
    const float toFine = static_cast<float>(size) / static_cast<float>(coarse);
    for (std::int64_t i = 0; i < coarse; ++i) {
        const double position = (static_cast<double>(i) + 0.5) * static_cast<double>(toFine);
        out.down.push_back(std::min(static_cast<std::int64_t>(std::floor(static_cast<float>(position))), size - 1));
    }
    const float toCoarse = static_cast<float>(coarse) / static_cast<float>(size);
    for (std::int64_t i = 0; i < size; ++i) {
        const float position = std::max(toCoarse * (static_cast<float>(i) + 0.5F) - 0.5F, 0.0F);
        const auto below = std::min(static_cast<std::int64_t>(position), coarse - 1);
        out.low.push_back(below);
        out.high.push_back(std::min(below + 1, coarse - 1));
        out.weight.push_back(std::clamp(position - static_cast<float>(below), 0.0F, 1.0F));
    }
    return out;
}

void blend(const float* a, const float* b, float weight, float* out, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i)
        out[i] = (1 - weight) * a[i] + weight * b[i];
}

} // namespace

std::vector<float> blurKernel(double sigma) {
    if (!(sigma > 0))
        return {1.0F};
    const std::int64_t half = std::max<std::int64_t>(0, std::lround((6 * sigma + 0.5 - 1) / 2));
    std::vector<double> weight;
    for (std::int64_t i = -half; i <= half; ++i)
        weight.push_back(std::exp(-0.5 * (static_cast<double>(i) / sigma) * (static_cast<double>(i) / sigma)));
    const double sum = std::accumulate(weight.begin(), weight.end(), 0.0);
    std::vector<float> out;
    for (const double w : weight)
        out.push_back(static_cast<float>(w / sum));
    return out;
}

void blur(std::span<float> channel, const GridShape& shape, const std::array<double, 3>& sigma) {
    const std::int64_t plane = shape[1] * shape[2];
    std::vector<float> before;
    const std::vector<float> kernel0 = blurKernel(sigma[0]);
    for (std::int64_t j = 0; j < shape[1]; ++j) // row by row, so that the copies stay in the cache
        blurLines(channel.data() + j * shape[2], shape[0], plane, shape[2], kernel0, before);
    const std::vector<float> kernel1 = blurKernel(sigma[1]);
    const std::vector<float> kernel2 = blurKernel(sigma[2]);
    for (std::int64_t i = 0; i < shape[0]; ++i) {
        float* slice = channel.data() + i * plane;
        blurLines(slice, shape[1], shape[2], shape[2], kernel1, before);
        for (std::int64_t j = 0; j < shape[1]; ++j)
            blurRow(slice + j * shape[2], shape[2], kernel2, before);
    }
}

void simulateLowResolution(std::span<float> channel, const GridShape& shape, const std::array<double, 3>& scale) {
    const LowResolutionAxis a0 = lowResolutionAxis(shape[0], scale[0]);
    const LowResolutionAxis a1 = lowResolutionAxis(shape[1], scale[1]);
    const LowResolutionAxis a2 = lowResolutionAxis(shape[2], scale[2]);
    const std::size_t n1 = a1.down.size();
    const std::size_t n2 = a2.down.size();
    std::vector<float> coarse;
    coarse.reserve(a0.down.size() * n1 * n2);
    for (const std::int64_t i : a0.down)
        for (const std::int64_t j : a1.down)
            for (const std::int64_t k : a2.down)
                coarse.push_back(channel[asSize((i * shape[1] + j) * shape[2] + k)]);
    std::vector<float> plane(n1 * n2);
    std::vector<float> row(n2);
    float* out = channel.data();
    for (std::size_t i = 0; i < a0.low.size(); ++i) {
        blend(&coarse[asSize(a0.low[i]) * n1 * n2], &coarse[asSize(a0.high[i]) * n1 * n2], a0.weight[i], plane.data(),
              n1 * n2);
        for (std::size_t j = 0; j < a1.low.size(); ++j) {
            blend(&plane[asSize(a1.low[j]) * n2], &plane[asSize(a1.high[j]) * n2], a1.weight[j], row.data(), n2);
            for (std::size_t k = 0; k < a2.low.size(); ++k)
                *out++ = (1 - a2.weight[k]) * row[asSize(a2.low[k])] + a2.weight[k] * row[asSize(a2.high[k])];
        }
    }
}

} // namespace nidus
