// SPDX-License-Identifier: Apache-2.0
#include "core/model/channel_kernels.h"

#include "core/base/instruction_sets.h"

#include <bit>

namespace nidus {
namespace {

NIDUS_INLINE float widened(float value) {
    return value;
}

NIDUS_INLINE float widened(Bfloat16 value) {
    return std::bit_cast<float>(static_cast<std::uint32_t>(value.bits) << 16);
}

NIDUS_INLINE void assign(float& to, float value) {
    to = value;
}

/// To the nearest, ties to even; NaN stays NaN.
NIDUS_INLINE void assign(Bfloat16& to, float value) {
    const auto bits = std::bit_cast<std::uint32_t>(value);
    const std::uint32_t rounded = (bits + 0x7FFFU + ((bits >> 16) & 1U)) >> 16;
    to.bits = static_cast<std::uint16_t>(value != value ? 0x7FC0U : rounded);
}

/// From `from`, where a wide row begins, to its end.
template <class V>
NIDUS_INLINE std::int64_t lanesAt(const ChannelRows<V>& rows, std::int64_t from) {
    const std::int64_t left = rows.count * rows.channels - from;
    return rows.lanes < left ? rows.lanes : left;
}

/// The gradient of the loss by what the activation got.
template <class V>
NIDUS_INLINE float beforeActivation(V output, V gradient, float slope) {
    const float g = widened(gradient), leaked = g * slope;
    return widened(output) > 0 ? g : leaked;
}

template <class V>
NIDUS_INLINE void addMomentsOf(const ChannelRows<V>& rows, const float* origin, float* sums, float* squares) {
    for (std::int64_t from = 0; from < rows.count * rows.channels; from += rows.lanes) {
        const V* values = rows.values + from;
        const std::int64_t lanes = lanesAt(rows, from);
        NIDUS_INDEPENDENT
        for (std::int64_t i = 0; i < lanes; ++i) {
            const float difference = widened(values[i]) - origin[i];
            sums[i] += difference;
            squares[i] += difference * difference;
        }
    }
}

template <class V>
NIDUS_INLINE void scaleAndActivateOf(const ChannelRows<V>& rows, const float* scale, const float* offset, float slope,
                                     V* result) {
    for (std::int64_t from = 0; from < rows.count * rows.channels; from += rows.lanes) {
        const V* values = rows.values + from;
        V* results = result + from;
        const std::int64_t lanes = lanesAt(rows, from);
        NIDUS_INDEPENDENT
        for (std::int64_t i = 0; i < lanes; ++i) {
            const float value = widened(values[i]) * scale[i] + offset[i], leaked = value * slope;
            assign(results[i], value >= 0 ? value : leaked);
        }
    }
}

template <class V>
NIDUS_INLINE void addNormGradientsOf(const ChannelRows<V>& rows, const NormGradient<V>& gradient) {
    const float slope = gradient.slope;
    const float* mean = gradient.mean;
    float *sums = gradient.sums, *products = gradient.products;
    for (std::int64_t from = 0; from < rows.count * rows.channels; from += rows.lanes) {
        const V* values = rows.values + from;
        const V *outputs = gradient.output + from, *gradients = gradient.ofOutput + from;
        const std::int64_t lanes = lanesAt(rows, from);
        NIDUS_INDEPENDENT
        for (std::int64_t i = 0; i < lanes; ++i) {
            const float g = beforeActivation(outputs[i], gradients[i], slope);
            sums[i] += g;
            products[i] += g * (widened(values[i]) - mean[i]);
        }
    }
}

template <class V>
NIDUS_INLINE void normGradientOf(const ChannelRows<V>& rows, const NormGradient<V>& gradient) {
    const float slope = gradient.slope;
    const float *mean = gradient.mean, *scale = gradient.scale, *shift = gradient.shift, *share = gradient.share;
    for (std::int64_t from = 0; from < rows.count * rows.channels; from += rows.lanes) {
        const V* values = rows.values + from;
        const V *outputs = gradient.output + from, *gradients = gradient.ofOutput + from;
        V* results = gradient.result + from;
        const std::int64_t lanes = lanesAt(rows, from);
        NIDUS_INDEPENDENT
        for (std::int64_t i = 0; i < lanes; ++i) {
            const float g = beforeActivation(outputs[i], gradients[i], slope);
            assign(results[i], scale[i] * (g - shift[i] - share[i] * (widened(values[i]) - mean[i])));
        }
    }
}

template <class V>
NIDUS_INLINE void addSumsAndMaximaOf(const ChannelRows<V>& rows, float* sums, float* maxima) {
    for (std::int64_t from = 0; from < rows.count * rows.channels; from += rows.lanes) {
        const V* values = rows.values + from;
        const std::int64_t lanes = lanesAt(rows, from);
        NIDUS_INDEPENDENT
        for (std::int64_t i = 0; i < lanes; ++i) {
            const float value = widened(values[i]);
            sums[i] += value;
            maxima[i] = value > maxima[i] ? value : maxima[i];
        }
    }
}

template <class V>
NIDUS_INLINE void countEqualOf(const ChannelRows<V>& rows, const float* maximum, float* counts) {
    for (std::int64_t from = 0; from < rows.count * rows.channels; from += rows.lanes) {
        const V* values = rows.values + from;
        const std::int64_t lanes = lanesAt(rows, from);
        NIDUS_INDEPENDENT
        for (std::int64_t i = 0; i < lanes; ++i) {
            counts[i] += widened(values[i]) == maximum[i] ? 1.0F : 0.0F;
        }
    }
}

template <class V>
NIDUS_INLINE void poolingGradientOf(const ChannelRows<V>& rows, const float* maximum, const float* everywhere,
                                    const float* more, V* result) {
    for (std::int64_t from = 0; from < rows.count * rows.channels; from += rows.lanes) {
        const V* values = rows.values + from;
        V* results = result + from;
        const std::int64_t lanes = lanesAt(rows, from);
        NIDUS_INDEPENDENT
        for (std::int64_t i = 0; i < lanes; ++i) {
            assign(results[i], everywhere[i] + (widened(values[i]) == maximum[i] ? more[i] : 0.0F));
        }
    }
}

} // namespace

NIDUS_KERNEL void addMoments(const ChannelRows<float>& rows, const float* origin, float* sums, float* squares) {
    addMomentsOf(rows, origin, sums, squares);
}
NIDUS_KERNEL void addMoments(const ChannelRows<Bfloat16>& rows, const float* origin, float* sums, float* squares) {
    addMomentsOf(rows, origin, sums, squares);
}

NIDUS_KERNEL void scaleAndActivate(const ChannelRows<float>& rows, const float* scale, const float* offset, float slope,
                                   float* result) {
    scaleAndActivateOf(rows, scale, offset, slope, result);
}
NIDUS_KERNEL void scaleAndActivate(const ChannelRows<Bfloat16>& rows, const float* scale, const float* offset,
                                   float slope, Bfloat16* result) {
    scaleAndActivateOf(rows, scale, offset, slope, result);
}

NIDUS_KERNEL void addNormGradients(const ChannelRows<float>& rows, const NormGradient<float>& gradient) {
    addNormGradientsOf(rows, gradient);
}
NIDUS_KERNEL void addNormGradients(const ChannelRows<Bfloat16>& rows, const NormGradient<Bfloat16>& gradient) {
    addNormGradientsOf(rows, gradient);
}

NIDUS_KERNEL void normGradient(const ChannelRows<float>& rows, const NormGradient<float>& gradient) {
    normGradientOf(rows, gradient);
}
NIDUS_KERNEL void normGradient(const ChannelRows<Bfloat16>& rows, const NormGradient<Bfloat16>& gradient) {
    normGradientOf(rows, gradient);
}

NIDUS_KERNEL void addSumsAndMaxima(const ChannelRows<float>& rows, float* sums, float* maxima) {
    addSumsAndMaximaOf(rows, sums, maxima);
}
NIDUS_KERNEL void addSumsAndMaxima(const ChannelRows<Bfloat16>& rows, float* sums, float* maxima) {
    addSumsAndMaximaOf(rows, sums, maxima);
}

NIDUS_KERNEL void countEqual(const ChannelRows<float>& rows, const float* maximum, float* counts) {
    countEqualOf(rows, maximum, counts);
}
NIDUS_KERNEL void countEqual(const ChannelRows<Bfloat16>& rows, const float* maximum, float* counts) {
    countEqualOf(rows, maximum, counts);
}

NIDUS_KERNEL void poolingGradient(const ChannelRows<float>& rows, const float* maximum, const float* everywhere,
                                  const float* more, float* result) {
    poolingGradientOf(rows, maximum, everywhere, more, result);
}
NIDUS_KERNEL void poolingGradient(const ChannelRows<Bfloat16>& rows, const float* maximum, const float* everywhere,
                                  const float* more, Bfloat16* result) {
    poolingGradientOf(rows, maximum, everywhere, more, result);
}

} // namespace nidus
