// SPDX-License-Identifier: Apache-2.0
#include "core/base/archive.h"

#include "core/base/error.h"
#include "core/base/files.h"

#include <archive.h>
#include <archive_entry.h>

#include <algorithm>
#include <memory>
#include <span>
#include <vector>

namespace nidus {
namespace {

namespace fs = std::filesystem;

using ArchiveReader = std::unique_ptr<archive, decltype(&archive_read_free)>;

class Members {
public:
    Members(const fs::path& path, const ArchiveLimits& limits)
        : m_name(path.filename().string()), m_limits(limits), m_reader(archive_read_new(), &archive_read_free) {
        archive_read_support_filter_all(m_reader.get());
        archive_read_support_format_all(m_reader.get());
        if (archive_read_open_filename(m_reader.get(), path.c_str(), 1U << 20U) != ARCHIVE_OK)
            failDamaged();
    }

    /// Goes through the regular files that are wanted; `take` may copy() each.
    void run(const std::function<bool(const std::string&)>& wanted,
             const std::function<void(const std::string&)>& take) {
        archive_entry* entry = nullptr;
        for (std::size_t count = 0;; ++count) {
            const int status = archive_read_next_header(m_reader.get(), &entry);
            if (status == ARCHIVE_EOF)
                return;
            if (status != ARCHIVE_OK && status != ARCHIVE_WARN)
                failDamaged();
            if (count >= m_limits.maxMembers)
                throw Error("ARC-003", m_name + " holds more than " + std::to_string(m_limits.maxMembers)
                                           + " files, too many for what it should be.");
            const char* name = archive_entry_pathname(entry);
            if (!name || archive_entry_filetype(entry) != AE_IFREG || !wanted(name))
                continue;
            if (archive_entry_is_encrypted(entry) != 0)
                throw Error("ARC-004", m_name + " is protected by a password. Unpack it first.");
            const fs::path relative = fs::path(name).lexically_normal();
            if (relative.empty() || relative.is_absolute() || *relative.begin() == ".."
                || archive_entry_hardlink(entry))
                throw Error("ARC-002", m_name + " holds a file whose name leads outside. It was made to deceive.");
            take(name);
        }
    }

    void copy(const FileSink& sink) {
        std::vector<std::byte> buffer(1U << 20U);
        for (;;) {
            const la_ssize_t count = archive_read_data(m_reader.get(), buffer.data(), buffer.size());
            if (count < 0)
                failDamaged();
            if (count == 0)
                return;
            m_written += static_cast<std::uint64_t>(count);
            if (m_written > m_limits.maxBytes)
                throw Error("ARC-003", m_name + " unpacks to more than " + std::to_string(m_limits.maxBytes >> 20U)
                                           + " MiB, which is too much for this disk or for what it should be.");
            sink(std::span(buffer).first(static_cast<std::size_t>(count)));
        }
    }

private:
    [[noreturn]] void failDamaged() const {
        throw Error("ARC-001", m_name + " is no archive or is damaged. Copy it again from its source.");
    }

    std::string m_name;
    ArchiveLimits m_limits;
    ArchiveReader m_reader;
    std::uint64_t m_written = 0;
};

} // namespace

void extractMembers(const fs::path& archive, const fs::path& folder,
                    const std::function<bool(const std::string&)>& wanted, const ArchiveLimits& limits) {
    ArchiveLimits kept = limits;
    std::error_code failure;
    const std::uint64_t available = fs::space(folder, failure).available;
    if (!failure)
        kept.maxBytes = std::min<std::uint64_t>(limits.maxBytes, available / 10 * 9);
    Members members(archive, kept);
    members.run(wanted, [&](const std::string& name) {
        const fs::path target = folder / fs::path(name).lexically_normal();
        fs::create_directories(target.parent_path());
        writeFileAtomically(target, [&members](const FileSink& sink) { members.copy(sink); });
    });
}

std::map<std::string, std::string> readMembers(const fs::path& archive,
                                               const std::function<bool(const std::string&)>& wanted,
                                               const ArchiveLimits& limits) {
    std::map<std::string, std::string> contents;
    Members members(archive, limits);
    members.run(wanted, [&](const std::string& name) {
        std::string& content = contents[name];
        members.copy([&content](std::span<const std::byte> piece) {
            content.append(reinterpret_cast<const char*>(piece.data()), piece.size());
        });
    });
    return contents;
}

} // namespace nidus
