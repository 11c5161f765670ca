// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstring>
#include <span>
#include <string_view>
#include <type_traits>

namespace nidus {

/// The little-endian number at `offset`. The caller has checked that it lies inside.
template <typename Number>
[[nodiscard]] Number loadLittle(std::span<const std::byte> bytes, std::size_t offset) noexcept {
    static_assert(std::is_trivially_copyable_v<Number>);
    Number value{};
    std::memcpy(&value, bytes.data() + offset, sizeof value);
    return value;
}

[[nodiscard]] inline std::string_view textOf(std::span<const std::byte> bytes) noexcept {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

} // namespace nidus
