// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace nidus {

/// An advisory lock of the operating system on a file; it ends with the process, whatever ends that.
class FolderLock {
public:
    /// Takes the lock and writes who holds it into the file; nullopt when another holder has it. Throws Error FIL-003
    /// when the file cannot be created.
    [[nodiscard]] static std::optional<FolderLock> tryTake(const std::filesystem::path& file);
    /// What the holder wrote ("process 12 on host"), for messages; empty when unknown.
    [[nodiscard]] static std::string holder(const std::filesystem::path& file);

    ~FolderLock();
    FolderLock(FolderLock&& other) noexcept;
    FolderLock& operator=(FolderLock&& other) noexcept;
    FolderLock(const FolderLock&) = delete;
    FolderLock& operator=(const FolderLock&) = delete;

private:
    explicit FolderLock(int descriptor) : m_descriptor(descriptor) {}
    int m_descriptor = -1;
};

} // namespace nidus
