// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/job.h"
#include "core/project/series_reader.h"

#include <filesystem>
#include <vector>

namespace nidus::dicom {

struct FoundFiles {
    std::vector<std::filesystem::path> files; ///< absolute, sorted, each once
    std::vector<UnassignedFile> unreadable;   ///< folders that may not be listed, links that lead to nothing
};

/// Every regular file below the paths. A link named by the caller is followed; links inside a folder are not, so that
/// no circle is walked and nothing is read twice. Throws Error DCM-050 when a path does not exist, Cancelled.
[[nodiscard]] FoundFiles walkFiles(const std::vector<std::filesystem::path>& paths, const JobControl& control);

} // namespace nidus::dicom
