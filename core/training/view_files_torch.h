// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/model/features_torch.h"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace nidus::compute {

/// What the closed stages make of the fixed views of a case, in one file per case and number of closed stages: computed
/// by the first fit that needs it, read by all others. The numbers are those of computing again, to the bit. The
/// questions may come from loader threads.
class ViewFiles {
public:
    ViewFiles(const ViewStore& store, HeadKind head);

    /// The file of the passages of one case up to stage `closed`; `views` tells which (their numbers and recipe, or
    /// that they are the plain windows). Empty where nothing is kept.
    [[nodiscard]] std::filesystem::path path(const std::string& caseSha256, const std::string& views, int closed) const;
    /// The passages of one of `parts` equal parts of the file; nothing where there is no such file. A damaged one is
    /// removed.
    [[nodiscard]] std::optional<std::vector<Passage>> read(const std::filesystem::path& path, std::size_t part = 0,
                                                           std::size_t parts = 1) const;
    /// Keeps passages, unless there is no room for them.
    void write(const std::filesystem::path& path, const std::vector<Passage>& passages);
    /// True once there was no room: from then on views are not worth computing before they are needed.
    [[nodiscard]] bool isFull() const noexcept { return m_isFull; }
    /// Waits until what was written is on the disk.
    void settle();

private:
    ViewStore m_store;
    HeadKind m_head; ///< decides what is pooled on the way
    std::int64_t m_used = 0;
    std::atomic<bool> m_isFull = false;
    std::vector<std::filesystem::path> m_unsettled;
};

} // namespace nidus::compute
