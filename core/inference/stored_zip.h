// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <variant>
#include <vector>

namespace nidus {

/// One member of a zip that is to be written: its name, and a text or a file to copy.
struct ZipMember {
    std::string name;
    std::variant<std::string, std::filesystem::path> content;
};

/// Writes a zip without compression, atomically; equal members give equal bytes. Throws Error FIL-001, FIL-003,
/// FIL-004.
void writeStoredZip(const std::filesystem::path& file, const std::vector<ZipMember>& members);

/// Unpacks a zip without compression into a folder and returns the names. Throws Error CLF-001 (no zip) and CLF-002
/// (damaged: cut off, compressed, a name that leads elsewhere, a name twice, more content than the file can hold).
std::vector<std::string> unpackStoredZip(const std::filesystem::path& file, const std::filesystem::path& folder);

} // namespace nidus
