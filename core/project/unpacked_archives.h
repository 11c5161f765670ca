// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/files.h"
#include "core/project/series_reader.h"

#include <filesystem>
#include <map>
#include <memory>
#include <vector>

namespace nidus {

/// Archives with scans, unpacked into temporary folders for as long as this value lives. Not thread-safe.
class UnpackedArchives {
public:
    /// The folder with what is in an archive; each is unpacked once. Throws Error ARC-..., FIL-..., Cancelled.
    [[nodiscard]] const std::filesystem::path& folderOf(const std::filesystem::path& archive,
                                                        const JobControl& control);

    /// The files of these series that come from archives move to `folder`/NAME-OF-THE-ARCHIVE, and the series name them
    /// there. Throws Error FIL-003, FIL-004.
    void moveFiles(std::vector<SeriesInfo>& series, const std::filesystem::path& folder) const;

    void clear() { m_folders.clear(); }

private:
    std::map<std::filesystem::path, std::unique_ptr<TemporaryFolder>> m_folders; ///< by archive
};

} // namespace nidus
