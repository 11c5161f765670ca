// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <string>

namespace nidus {

/// How much an archive from elsewhere may cost.
struct ArchiveLimits {
    std::size_t maxMembers = 5'000;
    std::uint64_t maxBytes = std::uint64_t{64} << 30U; ///< unpacked, and never more than 90 % of the free disk
};

/// Unpacks the regular files of an archive whose name `wanted` accepts below `folder`, under their own names, which
/// must not lead outside. Sizes are counted while unpacking, whatever the archive announces. Throws Error ARC-001 (no
/// archive or damaged), ARC-002 (a name that leads outside), ARC-003 (too many members or too large), ARC-004
/// (encrypted), and FIL-003, FIL-004. What was unpacked before an error stays in `folder`.
void extractMembers(const std::filesystem::path& archive, const std::filesystem::path& folder,
                    const std::function<bool(const std::string&)>& wanted, const ArchiveLimits& limits = {});

/// The contents of such members by name, in memory; the same errors but those of the disk.
[[nodiscard]] std::map<std::string, std::string> readMembers(const std::filesystem::path& archive,
                                                             const std::function<bool(const std::string&)>& wanted,
                                                             const ArchiveLimits& limits);

} // namespace nidus
