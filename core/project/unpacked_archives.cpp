// SPDX-License-Identifier: Apache-2.0
#include "core/project/unpacked_archives.h"

#include "core/base/archive.h"
#include "core/base/error.h"

#include <algorithm>
#include <string>
#include <system_error>

namespace nidus {
namespace {

namespace fs = std::filesystem;

/// Scans are many small files.
constexpr std::size_t kMostMembers = 200'000;

bool isBelow(const fs::path& path, const fs::path& folder) {
    return std::mismatch(folder.begin(), folder.end(), path.begin(), path.end()).first == folder.end();
}

/// A folder for an archive that is not there yet.
fs::path freeFolder(const fs::path& parent, const fs::path& archive) {
    const std::string name = archive.stem().string();
    fs::path folder = parent / name;
    for (int number = 2; fs::exists(folder); ++number)
        folder = parent / std::string(name).append("-").append(std::to_string(number));
    return folder;
}

/// Two series may share a file, which is moved by the first.
void move(const fs::path& from, const fs::path& to) {
    if (fs::exists(to) && !fs::exists(from))
        return;
    std::error_code failure;
    fs::create_directories(to.parent_path(), failure);
    if (!failure)
        fs::rename(from, to, failure);
    if (failure == std::errc::cross_device_link) {
        failure.clear();
        fs::copy_file(from, to, failure);
    }
    if (failure == std::errc::no_space_on_device)
        throw Error("FIL-004", "The disk is full: " + to.string() + " could not be written.");
    if (failure)
        throw Error("FIL-003", to.string() + " could not be written: " + failure.message() + ".");
}

} // namespace

const fs::path& UnpackedArchives::folderOf(const fs::path& archive, const JobControl& control) {
    const auto known = m_folders.find(archive);
    if (known != m_folders.end())
        return known->second->path();
    auto folder = std::make_unique<TemporaryFolder>();
    const auto all = [&control](const std::string&) {
        control.poll();
        return true;
    };
    extractMembers(archive, folder->path(), all, {.maxMembers = kMostMembers});
    return m_folders.emplace(archive, std::move(folder)).first->second->path();
}

void UnpackedArchives::moveFiles(std::vector<SeriesInfo>& series, const fs::path& folder) const {
    for (const auto& [archive, unpacked] : m_folders) {
        fs::path target; // made when the first file needs it
        for (SeriesInfo& each : series)
            for (fs::path& file : each.source.files) {
                if (!isBelow(file, unpacked->path()))
                    continue;
                if (target.empty())
                    target = freeFolder(folder, archive);
                const fs::path moved = target / file.lexically_relative(unpacked->path());
                move(file, moved);
                file = moved;
            }
    }
}

} // namespace nidus
