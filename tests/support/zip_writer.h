// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace nidus::test {

/// One record of a ZIP archive as torch.save writes it, with the fields that a hostile file would falsify.
struct ZipEntry {
    std::string name, data;
    std::uint16_t flags = 0x0808; ///< data descriptor, UTF-8
    std::uint16_t method = 0;
    std::uint32_t attributes = 0;
    std::uint32_t crcError = 0; ///< added to the right check sum everywhere
    std::string localName;      ///< another name in the local header; empty: the same
    std::string packed;         ///< what is stored instead of `data`, for method 8
};

/// The archive: payloads aligned to 64 bytes, zero sizes in the local headers, descriptors behind the payloads, and a
/// ZIP64 end record.
[[nodiscard]] std::string zipArchive(const std::vector<ZipEntry>& entries);

/// CRC-32, bit by bit.
[[nodiscard]] std::uint32_t slowCrc32(const std::string& bytes);

} // namespace nidus::test
