// SPDX-License-Identifier: Apache-2.0
#include "dicom/file_walk.h"

#include "core/base/error.h"

#include <algorithm>

namespace nidus::dicom {
namespace {

namespace fs = std::filesystem;

void walkFolder(const fs::path& folder, FoundFiles& found, const JobControl& control) {
    control.poll();
    std::error_code failure;
    fs::directory_iterator entry(folder, failure);
    if (failure) {
        found.unreadable.push_back({folder, "FIL-001", "The folder cannot be opened: " + failure.message() + "."});
        return;
    }
    std::vector<fs::path> subfolders;
    for (; entry != fs::directory_iterator(); entry.increment(failure)) {
        std::error_code unknown;
        const fs::file_status status = entry->symlink_status(unknown);
        if (fs::is_directory(status))
            subfolders.push_back(entry->path());
        else if (fs::is_regular_file(status))
            found.files.push_back(entry->path());
        if (failure)
            break;
    }
    for (const fs::path& subfolder : subfolders)
        walkFolder(subfolder, found, control);
}

} // namespace

FoundFiles walkFiles(const std::vector<fs::path>& paths, const JobControl& control) {
    FoundFiles found;
    for (const fs::path& given : paths) {
        std::error_code failure;
        const fs::path path = fs::absolute(given, failure).lexically_normal();
        const fs::file_status status = fs::status(path, failure);
        if (!fs::exists(status))
            throw Error("DCM-050", given.string() + " does not exist. Check the path, or connect the drive it is on.");
        if (fs::is_directory(status))
            walkFolder(path, found, control);
        else if (fs::is_regular_file(status))
            found.files.push_back(path);
        else
            found.unreadable.push_back({path, "FIL-002", "This is neither a file nor a folder."});
    }
    std::sort(found.files.begin(), found.files.end());
    found.files.erase(std::unique(found.files.begin(), found.files.end()), found.files.end());
    return found;
}

} // namespace nidus::dicom
