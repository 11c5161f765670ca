// SPDX-License-Identifier: Apache-2.0
#include "core/inference/stored_zip.h"

#include "core/base/error.h"
#include "core/base/files.h"

#include <archive.h>
#include <archive_entry.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <exception>
#include <memory>
#include <set>
#include <span>

namespace nidus {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxMembers = 10000;

using Writer = std::unique_ptr<archive, decltype(&archive_write_free)>;
using Reader = std::unique_ptr<archive, decltype(&archive_read_free)>;
using Entry = std::unique_ptr<archive_entry, decltype(&archive_entry_free)>;

/// libarchive is C: what the sink throws must wait until its calls have returned.
struct SinkState {
    const FileSink* sink = nullptr;
    std::exception_ptr failure;
};

la_ssize_t passOn(archive* zip, void* data, const void* bytes, std::size_t size) {
    auto& state = *static_cast<SinkState*>(data);
    try {
        (*state.sink)({static_cast<const std::byte*>(bytes), size});
        return static_cast<la_ssize_t>(size);
    } catch (...) {
        state.failure = std::current_exception();
        archive_set_error(zip, EIO, "the disk refused");
        return -1;
    }
}

void check(archive* zip, la_ssize_t result, const SinkState& state, const fs::path& file) {
    if (result >= ARCHIVE_WARN)
        return;
    if (state.failure)
        std::rethrow_exception(state.failure);
    const char* reason = archive_error_string(zip);
    throw Error("FIL-003", file.string() + " could not be written: " + (reason ? reason : "unknown reason") + ".");
}

void writeMember(archive* zip, const ZipMember& member, const SinkState& state, const fs::path& file) {
    std::unique_ptr<MappedFile> mapped;
    std::span<const std::byte> bytes;
    if (const auto* text = std::get_if<std::string>(&member.content)) {
        bytes = std::as_bytes(std::span(*text));
    } else {
        mapped = std::make_unique<MappedFile>(std::get<fs::path>(member.content));
        bytes = mapped->bytes();
    }
    const Entry entry(archive_entry_new(), &archive_entry_free);
    archive_entry_set_pathname(entry.get(), member.name.c_str());
    archive_entry_set_size(entry.get(), static_cast<la_int64_t>(bytes.size()));
    archive_entry_set_filetype(entry.get(), AE_IFREG);
    archive_entry_set_perm(entry.get(), 0644); // no time: a date would depend on the time zone
    check(zip, archive_write_header(zip, entry.get()), state, file);
    while (!bytes.empty()) {
        const la_ssize_t written = archive_write_data(zip, bytes.data(), bytes.size());
        check(zip, written, state, file);
        if (written <= 0)
            throw Error("FIL-003", file.string() + " could not be written.");
        bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
    check(zip, archive_write_finish_entry(zip), state, file);
}

[[noreturn]] void throwDamaged(const fs::path& file, const std::string& reason) {
    throw Error("CLF-002", file.string() + " is damaged: " + reason + ". Ask for a new copy.");
}

bool staysInside(const std::string& name) {
    const fs::path path(name);
    return !name.empty() && path.is_relative() && path == path.lexically_normal() && path.has_filename()
           && *path.begin() != "..";
}

void checkIsZip(const fs::path& file) {
    constexpr std::array<unsigned char, 4> kMagic{'P', 'K', 3, 4};
    const MappedFile mapped(file);
    const auto bytes = mapped.bytes();
    const bool isZip = bytes.size() > kMagic.size()
                       && std::equal(kMagic.begin(), kMagic.end(), bytes.begin(),
                                     [](unsigned char wanted, std::byte found) { return std::byte{wanted} == found; });
    if (!isZip)
        throw Error("CLF-001", file.string() + " is not a classifier of Nidus (.nidusmodel).");
}

void unpackMember(archive* zip, const fs::path& target, const fs::path& file, std::uintmax_t& room) {
    fs::create_directories(target.parent_path());
    writeFileAtomically(target, [&](const FileSink& sink) {
        std::vector<std::byte> buffer(1U << 20U);
        for (;;) {
            const la_ssize_t count = archive_read_data(zip, buffer.data(), buffer.size());
            if (count == 0)
                return;
            if (count < 0)
                throwDamaged(file, "its content cannot be read");
            if (static_cast<std::uintmax_t>(count) > room)
                throwDamaged(file, "it holds more than its size allows");
            room -= static_cast<std::uintmax_t>(count);
            sink(std::span(buffer).first(static_cast<std::size_t>(count)));
        }
    });
}

} // namespace

void writeStoredZip(const fs::path& file, const std::vector<ZipMember>& members) {
    writeFileAtomically(file, [&](const FileSink& sink) {
        SinkState state{&sink, nullptr};
        const Writer zip(archive_write_new(), &archive_write_free);
        archive_write_set_format_zip(zip.get());
        archive_write_zip_set_compression_store(zip.get());
        archive_write_set_bytes_in_last_block(zip.get(), 1);
        check(zip.get(), archive_write_open(zip.get(), &state, nullptr, &passOn, nullptr), state, file);
        for (const ZipMember& member : members)
            writeMember(zip.get(), member, state, file);
        check(zip.get(), archive_write_close(zip.get()), state, file);
    });
}

std::vector<std::string> unpackStoredZip(const fs::path& file, const fs::path& folder) {
    checkIsZip(file);
    const Reader zip(archive_read_new(), &archive_read_free);
    archive_read_support_format_zip_seekable(zip.get());
    if (archive_read_open_filename(zip.get(), file.c_str(), 1U << 20U) != ARCHIVE_OK)
        throwDamaged(file, "its table of contents cannot be read");
    std::uintmax_t room = fs::file_size(file);
    std::set<std::string> names;
    for (;;) {
        archive_entry* entry = nullptr;
        const int result = archive_read_next_header(zip.get(), &entry);
        if (result == ARCHIVE_EOF)
            break;
        if (result != ARCHIVE_OK)
            throwDamaged(file, "its table of contents cannot be read");
        const char* pathname = archive_entry_pathname(entry);
        const std::string name = pathname ? pathname : "";
        if (!staysInside(name) || archive_entry_filetype(entry) != AE_IFREG || names.size() >= kMaxMembers)
            throwDamaged(file, "it holds something that does not belong there");
        if (!names.insert(name).second)
            throwDamaged(file, "it holds " + name + " twice");
        unpackMember(zip.get(), folder / name, file, room);
    }
    return {names.begin(), names.end()};
}

} // namespace nidus
