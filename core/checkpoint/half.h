// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <bit>
#include <cstdint>

namespace nidus {

/// IEEE 754 binary16 as float, exactly.
[[nodiscard]] inline float floatOfHalf(std::uint16_t half) noexcept {
    const std::uint32_t sign = (half & 0x8000U) << 16U;
    const std::uint32_t exponent = (half >> 10U) & 0x1FU, fraction = half & 0x3FFU;
    if (exponent == 0x1F)
        return std::bit_cast<float>(sign | 0x7F800000U | (fraction << 13U));
    if (exponent != 0)
        return std::bit_cast<float>(sign | ((exponent + 112U) << 23U) | (fraction << 13U));
    // Zero or subnormal: fraction times 2^-24, which a float holds exactly.
    const float magnitude = static_cast<float>(fraction) * 0x1p-24F;
    return sign != 0 ? -magnitude : magnitude;
}

/// The nearest binary16, ties to even; infinite beyond its range.
[[nodiscard]] inline std::uint16_t halfOfFloat(float value) noexcept {
    const auto bits = std::bit_cast<std::uint32_t>(value);
    const std::uint32_t sign = (bits >> 16U) & 0x8000U, magnitude = bits & 0x7FFFFFFFU;
    if (magnitude > 0x7F800000U) // NaN
        return static_cast<std::uint16_t>(sign | 0x7E00U);
    if (magnitude >= 0x47800000U) // 65536 and more
        return static_cast<std::uint16_t>(sign | 0x7C00U);
    // Adding this number leaves the bits that binary16 keeps, rounded by the processor, at the end of a float.
    if (magnitude < 0x38800000U) { // below 2^-14: subnormal, steps of 2^-24
        const float shifted = std::bit_cast<float>(magnitude) + 0.5F;
        return static_cast<std::uint16_t>(sign | (std::bit_cast<std::uint32_t>(shifted) - 0x3F000000U));
    }
    const std::uint32_t odd = (magnitude >> 13U) & 1U;
    const std::uint32_t rounded = (magnitude - 0x38000000U + 0xFFFU + odd) >> 13U;
    return static_cast<std::uint16_t>(sign | rounded);
}

/// bfloat16 as float, exactly.
[[nodiscard]] inline float floatOfBfloat16(std::uint16_t value) noexcept {
    return std::bit_cast<float>(static_cast<std::uint32_t>(value) << 16U);
}

} // namespace nidus
