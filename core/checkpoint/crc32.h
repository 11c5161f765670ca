// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace nidus {

/// CRC-32 of ISO 3309 as ZIP uses it (reflected polynomial 0xEDB88320). `before`: that of the bytes in front of these.
[[nodiscard]] std::uint32_t crc32(std::span<const std::byte> bytes, std::uint32_t before = 0) noexcept;

} // namespace nidus
