// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <bit>
#include <cstdint>

namespace nidus {

/// Elementary functions without branches or calls, so that loops over voxels become vector code and give the same bits
/// on every machine. Relative error below 3e-7 in the stated ranges.

/// Binary logarithm of a positive normal number.
inline float fastLog2(float x) {
    // Exponent and mantissa in [sqrt(1/2), sqrt(2)): the constant holds the bits of sqrt(1/2).
    const auto bits = std::bit_cast<std::int32_t>(x);
    const std::int32_t exponent = (bits - 0x3f3504f3) >> 23;
    const float m =
        std::bit_cast<float>(static_cast<std::uint32_t>(bits) - (static_cast<std::uint32_t>(exponent) << 23U));
    // log2(m) = 2 / ln 2 * artanh((m - 1) / (m + 1))
    const float s = (m - 1) / (m + 1);
    const float s2 = s * s;
    const float series =
        s * (2.8853900818F + s2 * (0.9617966939F + s2 * (0.5770780164F + s2 * (0.4121985831F + s2 * 0.3205988980F))));
    return static_cast<float>(exponent) + series;
}

/// 2^x for -126 < x < 127.
inline float fastExp2(float x) {
    const float shifted = x + 12582912.0F; // 1.5 * 2^23: the sum holds x rounded to an integer
    const float whole = shifted - 12582912.0F;
    const float t = (x - whole) * 0.69314718056F;
    const float series =
        1
        + t
              * (1
                 + t
                       * (0.5F
                          + t
                                * (1.0F / 6
                                   + t * (1.0F / 24 + t * (1.0F / 120 + t * (1.0F / 720 + t * (1.0F / 5040)))))));
    const auto exponent = static_cast<std::uint32_t>(static_cast<std::int32_t>(whole) + 127);
    return series * std::bit_cast<float>(exponent << 23U);
}

/// sin(2 pi x) for |x| <= 0.5.
inline float fastSinTurns(float x) {
    const float folded = x > 0.25F ? 0.5F - x : x < -0.25F ? -0.5F - x : x;
    const float t = folded * 6.28318530718F;
    const float t2 = t * t;
    return t
           * (1
              + t2
                    * (-1.0F / 6
                       + t2 * (1.0F / 120 + t2 * (-1.0F / 5040 + t2 * (1.0F / 362880 + t2 * (-1.0F / 39916800))))));
}

} // namespace nidus
