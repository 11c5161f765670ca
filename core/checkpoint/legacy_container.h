// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/checkpoint/pickle_graph.h"

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace nidus {

/// A file of torch.save before version 1.6: five pickles, then the storages.
struct LegacyContainer {
    PickleGraph graph;
    std::vector<std::span<const std::byte>> storages; ///< bytes by index into graph.storages
    bool isBigEndian = false;
};

[[nodiscard]] bool isLegacyContainer(std::span<const std::byte> file) noexcept;

/// Throws Error CKP-030 (another version of the format), CKP-031 (cut off), CKP-042 (something follows the last
/// storage), CKP-061 (a storage is missing), CKP-063 (a storage of another size) and those of readPickle.
[[nodiscard]] LegacyContainer readLegacyContainer(std::span<const std::byte> file, const std::string& fileName);

} // namespace nidus
