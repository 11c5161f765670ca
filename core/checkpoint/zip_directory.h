// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace nidus {

/// One record of a ZIP archive; offsets count from the start of the file.
struct ZipRecord {
    std::string name;
    std::uint16_t method = 0; ///< 0 stored, 8 deflated
    std::uint32_t crc = 0;    ///< of the unpacked bytes
    std::uint64_t packedSize = 0, size = 0;
    std::uint64_t dataOffset = 0; ///< after the local header, which pads its extra field
};

/// What a ZIP archive may look like beyond one that torch.save wrote.
struct ZipRules {
    std::size_t maxRecords = 20'000;
    bool allowsDeflate = false;
    bool allowsFolders = false;   ///< records whose name ends in '/', without content
    std::size_t maxComment = 0;   ///< bytes
    std::uint64_t maxRatio = 200; ///< unpacked to packed size of one record
};

/// True when the file begins with the signature of a ZIP archive.
[[nodiscard]] bool isZip(std::span<const std::byte> file) noexcept;

/// The records of a ZIP or ZIP64 archive in the order of their place in the file. Central directory, local headers and
/// data descriptors must agree and the records must fill the file without gap or overlap, so that no two readers can
/// see different archives. Nothing is unpacked, no check sum compared. Throws Error CKP-020 (damaged, or bytes that
/// belong to no record), CKP-021 (headers that contradict each other), CKP-022 (overlap or gap), CKP-023 (a name
/// twice), CKP-024 (encrypted or other special records), CKP-025 (packed records, unless allowed, or another method),
/// CKP-027 (a name that leads outside), CKP-028 (too many records), CKP-032 (packed more than maxRatio to one).
[[nodiscard]] std::vector<ZipRecord> readZipDirectory(std::span<const std::byte> file, const std::string& fileName,
                                                      const ZipRules& rules);

/// Throws Error CKP-026 when `crc` is not the check sum of the record.
void requireCheckSum(const ZipRecord& record, std::uint32_t crc, const std::string& fileName);

/// The bytes of a stored record, their check sum compared. Throws Error CKP-026 when it differs.
[[nodiscard]] std::span<const std::byte> storedBytes(std::span<const std::byte> file, const ZipRecord& record,
                                                     const std::string& fileName);

} // namespace nidus
