// SPDX-License-Identifier: Apache-2.0
#include "core/base/resource_folder.h"

#include "core/base/error.h"

#include <dlfcn.h>

namespace nidus {

namespace fs = std::filesystem;

fs::path resourceFolder() {
    std::error_code ignored;
    const fs::path program = fs::read_symlink("/proc/self/exe", ignored).parent_path();
    const fs::path folder = (program / ".." / "share" / "nidus").lexically_normal();
    if (fs::is_directory(folder / "demo", ignored))
        return folder;
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
