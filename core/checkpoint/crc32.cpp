// SPDX-License-Identifier: Apache-2.0
#include "core/checkpoint/crc32.h"

#include <array>
#include <bit>
#include <cstring>

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

} // namespace

std::uint32_t crc32(std::span<const std::byte> bytes) noexcept {
    std::uint32_t crc = 0xFFFFFFFFU;
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
    return ~crc;
}

} // namespace nidus
