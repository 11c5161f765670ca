// SPDX-License-Identifier: Apache-2.0
#include "core/checkpoint/crc32.h"

#include <array>
#include <bit>
#include <cstring>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace nidus {
namespace {

static_assert(std::endian::native == std::endian::little, "the slices below assume little endian");

using Table = std::array<std::array<std::uint32_t, 256>, 8>;

// Slicing by eight: row k advances a byte that is followed by k more.
constexpr Table makeTable() {
    Table table{};
    for (std::uint32_t value = 0; value < 256; ++value) {
        std::uint32_t crc = value;
        for (int bit = 0; bit < 8; ++bit)
            crc = (crc >> 1U) ^ ((crc & 1U) != 0 ? 0xEDB88320U : 0U);
        table[0][value] = crc;
    }
    for (std::size_t row = 1; row < table.size(); ++row)
        for (std::size_t value = 0; value < 256; ++value)
            table[row][value] = (table[row - 1][value] >> 8U) ^ table[0][table[row - 1][value] & 0xFFU];
    return table;
}

constexpr Table kTable = makeTable();

/// The remainder after `bytes`, going on from `crc`; both without the inversion at the ends.
std::uint32_t byTable(std::uint32_t crc, std::span<const std::byte> bytes) noexcept {
    while (bytes.size() >= 8) {
        std::uint64_t word = 0;
        std::memcpy(&word, bytes.data(), 8);
        word ^= crc;
        crc = 0;
        for (std::size_t i = 0; i < 8; ++i)
            crc ^= kTable[7 - i][(word >> (8 * i)) & 0xFFU];
        bytes = bytes.subspan(8);
    }
    for (const std::byte byte : bytes)
        crc = (crc >> 8U) ^ kTable[0][(crc ^ std::to_integer<std::uint32_t>(byte)) & 0xFFU];
    return crc;
}

#if defined(__x86_64__)

// Carry-less multiplication folds the message onto its last 16 bytes, four lanes of 16 at a time (V. Gopal et al.,
// "Fast CRC Computation for Generic Polynomials Using PCLMULQDQ Instruction", Intel, 2009). The constants are x^n mod
// P, bits reversed, for the distances n = 4 * 128 + 32, 4 * 128 - 32, 128 + 32 and 128 - 32.
constexpr std::size_t kLane = 16, kFoldedFrom = 4 * kLane;

__attribute__((target("pclmul,sse4.1"))) __m128i folded(__m128i lane, __m128i constants, __m128i next) noexcept {
    const __m128i low = _mm_clmulepi64_si128(lane, constants, 0x00), high = _mm_clmulepi64_si128(lane, constants, 0x11);
    return _mm_xor_si128(_mm_xor_si128(low, high), next);
}

__attribute__((target("pclmul,sse4.1"))) std::uint32_t byFolding(std::uint32_t crc,
                                                                 std::span<const std::byte> bytes) noexcept {
    const auto load = [&](std::size_t at) {
        return _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes.data() + at));
    };
    const __m128i byFour = _mm_set_epi64x(0x01C6E41596, 0x0154442BD4),
                  byOne = _mm_set_epi64x(0x00CCAA009E, 0x01751997D0);
    __m128i a = _mm_xor_si128(load(0), _mm_cvtsi32_si128(static_cast<int>(crc))), b = load(kLane), c = load(2 * kLane),
            d = load(3 * kLane);
    std::size_t at = kFoldedFrom;
    for (; at + kFoldedFrom <= bytes.size(); at += kFoldedFrom) {
        a = folded(a, byFour, load(at));
        b = folded(b, byFour, load(at + kLane));
        c = folded(c, byFour, load(at + 2 * kLane));
        d = folded(d, byFour, load(at + 3 * kLane));
    }
    std::array<std::byte, kLane> rest{};
    _mm_storeu_si128(reinterpret_cast<__m128i*>(rest.data()), folded(folded(folded(a, byOne, b), byOne, c), byOne, d));
    return byTable(byTable(0, rest), bytes.subspan(at));
}

bool hasFolding() noexcept {
    static const bool has = __builtin_cpu_supports("pclmul") != 0 && __builtin_cpu_supports("sse4.1") != 0;
    return has;
}

#endif

} // namespace

std::uint32_t crc32(std::span<const std::byte> bytes, std::uint32_t before) noexcept {
#if defined(__x86_64__)
    if (bytes.size() >= kFoldedFrom && hasFolding())
        return ~byFolding(~before, bytes);
#endif
    return ~byTable(~before, bytes);
}

} // namespace nidus
