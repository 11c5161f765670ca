// SPDX-License-Identifier: Apache-2.0
#include "core/base/resource_folder.h"

#include "core/base/error.h"

#include <array>

namespace nidus {

namespace fs = std::filesystem;

fs::path resourceFolder() {
    std::error_code ignored;
    const fs::path program = fs::read_symlink("/proc/self/exe", ignored).parent_path();
    const std::array<fs::path, 2> candidates{program / ".." / "share" / "nidus", fs::path(NIDUS_RESOURCE_DIR)};
    for (const fs::path& candidate : candidates)
        if (fs::is_directory(candidate / "demo", ignored))
            return candidate;
    throw Error("FIL-006", "The files that come with Nidus (share/nidus) are missing. Install the program again.");
}

} // namespace nidus
