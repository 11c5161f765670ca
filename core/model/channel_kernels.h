// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace nidus {

/// A number of type bfloat16.
struct Bfloat16 {
    std::uint16_t bits;
};

/// Voxels of an image with the channels last: `count` rows of `channels` values. They are gone through as wide rows of
/// several side by side, so that few channels fill vectors too: `lanes` values, a multiple of the channels; the last
/// wide row may be shorter. V: float or Bfloat16.
template <class V>
struct ChannelRows {
    const V* values;
    std::int64_t count, channels, lanes;
};

// In what follows arrays of float have one element for each lane, those of V one for each value; sums are in float32,
// and `result` may be what it is made of.

/// Adds the differences to `origin`, and their squares.
void addMoments(const ChannelRows<float>& rows, const float* origin, float* sums, float* squares);
void addMoments(const ChannelRows<Bfloat16>& rows, const float* origin, float* sums, float* squares);

/// value * scale + offset, times `slope` where that is negative (leaky ReLU).
void scaleAndActivate(const ChannelRows<float>& rows, const float* scale, const float* offset, float slope,
                      float* result);
void scaleAndActivate(const ChannelRows<Bfloat16>& rows, const float* scale, const float* offset, float slope,
                      Bfloat16* result);

/// scaleAndActivate() backwards, for a norm whose scale and offset follow from the values.
template <class V>
struct NormGradient {
    const V *output, *ofOutput; ///< what came out, and the gradient of the loss by it
    float slope;
    const float* mean;
    /// With g, the gradient before the activation: adds g, and g times the difference of the value to the mean.
    float *sums, *products;
    /// scale * (g - shift - share * (value - mean)), for NormGradient::result.
    const float *scale, *shift, *share;
    V* result;
};
void addNormGradients(const ChannelRows<float>& rows, const NormGradient<float>& gradient);
void addNormGradients(const ChannelRows<Bfloat16>& rows, const NormGradient<Bfloat16>& gradient);
void normGradient(const ChannelRows<float>& rows, const NormGradient<float>& gradient);
void normGradient(const ChannelRows<Bfloat16>& rows, const NormGradient<Bfloat16>& gradient);

/// Adds the values, and keeps the largest.
void addSumsAndMaxima(const ChannelRows<float>& rows, float* sums, float* maxima);
void addSumsAndMaxima(const ChannelRows<Bfloat16>& rows, float* sums, float* maxima);

/// Adds 1 where the value is `maximum`.
void countEqual(const ChannelRows<float>& rows, const float* maximum, float* counts);
void countEqual(const ChannelRows<Bfloat16>& rows, const float* maximum, float* counts);

/// `everywhere`, and `more` on top of it where the value is `maximum`.
void poolingGradient(const ChannelRows<float>& rows, const float* maximum, const float* everywhere, const float* more,
                     float* result);
void poolingGradient(const ChannelRows<Bfloat16>& rows, const float* maximum, const float* everywhere,
                     const float* more, Bfloat16* result);

} // namespace nidus
