// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace nidus {

/// A whole file mapped read-only. Throws Error FIL-001 if it cannot be opened, FIL-002 if it is no regular file.
class MappedFile {
public:
    explicit MappedFile(const std::filesystem::path& path);
    ~MappedFile();
    MappedFile(MappedFile&& other) noexcept;
    MappedFile& operator=(MappedFile&& other) noexcept;
    MappedFile(const MappedFile&) = delete;
    MappedFile& operator=(const MappedFile&) = delete;

    [[nodiscard]] std::span<const std::byte> bytes() const noexcept { return {m_data, m_size}; }
    /// Tells that a part of bytes() will be read next and wholly, which is cheaper than page by page.
    void willRead(std::span<const std::byte> part) const noexcept;
    /// Gives the memory of a part of bytes() back; what is read there again comes from the file again.
    void release(std::span<const std::byte> part) const noexcept;

private:
    const std::byte* m_data = nullptr;
    std::size_t m_size = 0;
};

/// Receives pieces of a file in order. Throws Error FIL-003 (disk full: FIL-004) when the disk refuses.
using FileSink = std::function<void(std::span<const std::byte>)>;

enum class Publish {
    /// Rename over the target: the newest wins. The file survives a power failure from then on.
    Replace,
    /// Link if absent: the first wins, another writer's equal file stays. For files of a cache, which can be made
    /// again: until makeDurable() a power failure may leave an empty or cut file under the name.
    KeepExisting
};

/// Writes a file so that it is either whole or absent under its name: a temporary file in the same folder, published
/// when it is whole. The temporary file is removed whatever happens, short of the process being killed.
void writeFileAtomically(const std::filesystem::path& path, const std::function<void(const FileSink&)>& produce,
                         Publish publish = Publish::Replace);
void writeFileAtomically(const std::filesystem::path& path, const std::string& text);

/// Waits until files that were published with KeepExisting are on the disk, and their names in `folder`: for many at
/// once far cheaper than for each. Throws Error FIL-003, FIL-004.
void makeDurable(const std::vector<std::filesystem::path>& files, const std::filesystem::path& folder);

/// Sets the time of change of a cache file to now, which is how the least recently used ones are found. Where that is
/// not allowed, nothing happens.
void markUsed(const std::filesystem::path& file) noexcept;

/// A whole text file; throws Error FIL-001, or FIL-005 if longer than `limit` bytes.
[[nodiscard]] std::string readTextFile(const std::filesystem::path& path, std::uintmax_t limit = 64U << 20U);

/// Hexadecimal SHA-256 of bytes or of a file.
[[nodiscard]] std::string sha256(std::span<const std::byte> bytes);
[[nodiscard]] std::string sha256File(const std::filesystem::path& path);

/// A folder that is deleted with this value.
class TemporaryFolder {
public:
    TemporaryFolder();
    /// In `parent`, named .tmp-XXXXXX. Throws Error FIL-003, FIL-004.
    explicit TemporaryFolder(const std::filesystem::path& parent);
    ~TemporaryFolder();
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    [[nodiscard]] const std::filesystem::path& path() const noexcept { return m_path; }

private:
    std::filesystem::path m_path;
};

} // namespace nidus
