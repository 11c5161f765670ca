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

class Extraction {
public:
    Extraction(const fs::path& path, const fs::path& folder, const ArchiveLimits& limits)
        : m_name(path.filename().string()), m_folder(folder), m_reader(archive_read_new(), &archive_read_free) {
        std::error_code ignored;
        const std::uint64_t available = fs::space(folder, ignored).available;
        m_maxMembers = limits.maxMembers;
        m_maxBytes = ignored ? limits.maxBytes : std::min<std::uint64_t>(limits.maxBytes, available / 10 * 9);
        archive_read_support_filter_all(m_reader.get());
        archive_read_support_format_all(m_reader.get());
        if (archive_read_open_filename(m_reader.get(), path.c_str(), 1U << 20U) != ARCHIVE_OK)
            failDamaged();
    }

    void run(const std::function<bool(const std::string&)>& wanted) {
        archive_entry* entry = nullptr;
        for (std::size_t count = 0;; ++count) {
            const int status = archive_read_next_header(m_reader.get(), &entry);
            if (status == ARCHIVE_EOF)
                return;
            if (status != ARCHIVE_OK && status != ARCHIVE_WARN)
                failDamaged();
            if (count >= m_maxMembers)
                throw Error("ARC-003", m_name + " holds more than " + std::to_string(m_maxMembers)
                                           + " files, too many for what it should be.");
            const char* name = archive_entry_pathname(entry);
            if (name && archive_entry_filetype(entry) == AE_IFREG && wanted(name))
                extract(entry, name);
        }
    }

private:
    [[noreturn]] void failDamaged() const {
        throw Error("ARC-001", m_name + " is no archive or is damaged. Copy it again from its source.");
    }

    void extract(archive_entry* entry, const std::string& name) {
        if (archive_entry_is_encrypted(entry) != 0)
            throw Error("ARC-004", m_name + " is protected by a password. Unpack it first.");
        const fs::path relative = fs::path(name).lexically_normal();
        if (relative.empty() || relative.is_absolute() || *relative.begin() == ".." || archive_entry_hardlink(entry))
            throw Error("ARC-002", m_name + " holds a file whose name leads outside. It was made to deceive.");
        const fs::path target = m_folder / relative;
        fs::create_directories(target.parent_path());
        writeFileAtomically(target, [&](const FileSink& sink) { copy(sink); });
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
            if (m_written > m_maxBytes)
                throw Error("ARC-003", m_name + " unpacks to more than " + std::to_string(m_maxBytes >> 20U)
                                           + " MiB, which is too much for this disk or for what it should be.");
            sink(std::span(buffer).first(static_cast<std::size_t>(count)));
        }
    }

    std::string m_name;
    fs::path m_folder;
    ArchiveReader m_reader;
    std::size_t m_maxMembers = 0;
    std::uint64_t m_maxBytes = 0, m_written = 0;
};

} // namespace

void extractMembers(const fs::path& archive, const fs::path& folder,
                    const std::function<bool(const std::string&)>& wanted, const ArchiveLimits& limits) {
    Extraction(archive, folder, limits).run(wanted);
}

} // namespace nidus
