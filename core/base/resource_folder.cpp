// SPDX-License-Identifier: Apache-2.0
#include "core/base/resource_folder.h"

#include "core/base/error.h"

#include <array>

#include <dlfcn.h>

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

fs::path libraryFolder() {
    Dl_info info{};
    if (dladdr(reinterpret_cast<const void*>(&libraryFolder), &info) == 0 || info.dli_fname == nullptr)
        throw Error("FIL-006", "The folder of the program's own libraries could not be found. Install Nidus again.");
    std::error_code ignored;
    const fs::path path = fs::canonical(info.dli_fname, ignored);
    return (path.empty() ? fs::path(info.dli_fname) : path).parent_path();
}

} // namespace nidus
