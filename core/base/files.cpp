// SPDX-License-Identifier: Apache-2.0
#include "core/base/files.h"

#include "core/base/error.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <openssl/evp.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace nidus {
namespace {

namespace fs = std::filesystem;

class Descriptor {
public:
    explicit Descriptor(int value) : m_value(value) {}
    ~Descriptor() {
        if (m_value >= 0)
            ::close(m_value);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    [[nodiscard]] int get() const noexcept { return m_value; }

private:
    int m_value;
};

[[noreturn]] void throwWriteFailure(const fs::path& path, int error) {
    if (error == ENOSPC || error == EDQUOT)
        throw Error("FIL-004",
                    "The disk is full: " + path.string() + " could not be written. Free some space and try again.");
    throw Error("FIL-003", path.string() + " could not be written: " + std::strerror(error) + ".");
}

void writeAll(int descriptor, std::span<const std::byte> bytes, const fs::path& path) {
    while (!bytes.empty()) {
        const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
        if (written < 0) {
            if (errno == EINTR)
                continue;
            throwWriteFailure(path, errno);
        }
        bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
}

void syncFolder(const fs::path& folder) {
    const Descriptor descriptor(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (descriptor.get() >= 0)
        ::fsync(descriptor.get());
}

struct RemoveOnExit {
    fs::path path;
    ~RemoveOnExit() {
        if (!path.empty())
            ::unlink(path.c_str());
    }
};

/// A new folder; the name ends in XXXXXX, which is replaced.
fs::path madeFolder(const fs::path& pattern) {
    std::string name = pattern.string();
    if (!::mkdtemp(name.data()))
        throwWriteFailure(pattern, errno);
    return name;
}

using DigestContext = std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>;

} // namespace

MappedFile::MappedFile(const fs::path& path) {
    const Descriptor descriptor(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (descriptor.get() < 0)
        throw Error("FIL-001", path.string() + " cannot be opened: " + std::strerror(errno) + ".");
    struct stat info {};
    if (::fstat(descriptor.get(), &info) != 0 || !S_ISREG(info.st_mode))
        throw Error("FIL-002", path.string() + " is not a file.");
    m_size = static_cast<std::size_t>(info.st_size);
    if (m_size == 0)
        return;
    void* mapped = ::mmap(nullptr, m_size, PROT_READ, MAP_PRIVATE, descriptor.get(), 0);
    if (mapped == MAP_FAILED)
        throw Error("FIL-001", path.string() + " cannot be read: " + std::strerror(errno) + ".");
    m_data = static_cast<const std::byte*>(mapped);
}

MappedFile::~MappedFile() {
    if (m_data)
        ::munmap(const_cast<std::byte*>(m_data), m_size);
}

MappedFile::MappedFile(MappedFile&& other) noexcept
    : m_data(std::exchange(other.m_data, nullptr)), m_size(std::exchange(other.m_size, 0)) {}

MappedFile& MappedFile::operator=(MappedFile&& other) noexcept {
    std::swap(m_data, other.m_data);
    std::swap(m_size, other.m_size);
    return *this;
}

void MappedFile::willRead(std::span<const std::byte> part) const noexcept {
    const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
    const auto from = static_cast<std::size_t>(part.data() - m_data) / page * page;
    const auto end = static_cast<std::size_t>(part.data() - m_data) + part.size();
#ifdef MADV_POPULATE_READ
    if (from < end)
        ::madvise(const_cast<std::byte*>(m_data + from), end - from, MADV_POPULATE_READ);
#endif
}

void MappedFile::release(std::span<const std::byte> part) const noexcept {
    // Pages that the part shares with its neighbours stay.
    const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
    const auto from = static_cast<std::size_t>(part.data() - m_data);
    const std::size_t first = (from + page - 1) / page * page, end = (from + part.size()) / page * page;
    if (first < end)
        ::madvise(const_cast<std::byte*>(m_data + first), end - first, MADV_DONTNEED);
}

void writeFileAtomically(const fs::path& path, const std::function<void(const FileSink&)>& produce, Publish publish) {
    const fs::path folder = path.parent_path().empty() ? fs::path(".") : path.parent_path();
    std::string name = (folder / (".tmp-" + path.filename().string() + "-XXXXXX")).string();
    const Descriptor descriptor(::mkostemp(name.data(), O_CLOEXEC));
    if (descriptor.get() < 0)
        throwWriteFailure(path, errno);
    RemoveOnExit temporary{name};
    ::fchmod(descriptor.get(), 0644);
    produce([&](std::span<const std::byte> bytes) { writeAll(descriptor.get(), bytes, path); });
    if (publish == Publish::KeepExisting) {
        if (::link(name.c_str(), path.c_str()) != 0 && errno != EEXIST)
            throwWriteFailure(path, errno);
        return;
    }
    if (::fsync(descriptor.get()) != 0)
        throwWriteFailure(path, errno);
    if (::rename(name.c_str(), path.c_str()) != 0)
        throwWriteFailure(path, errno);
    temporary.path.clear();
    syncFolder(folder);
}

void writeFileAtomically(const fs::path& path, const std::string& text) {
    writeFileAtomically(path, [&](const FileSink& sink) { sink(std::as_bytes(std::span(text))); });
}

void makeDurable(const std::vector<fs::path>& files, const fs::path& folder) {
    const auto opened = [](const fs::path& file) { return Descriptor(::open(file.c_str(), O_RDONLY | O_CLOEXEC)); };
    // The disk starts on all of them before the first is waited for. Where that is not possible, fsync does it all.
    for (const fs::path& file : files)
        ::sync_file_range(opened(file).get(), 0, 0, SYNC_FILE_RANGE_WRITE);
    for (const fs::path& file : files)
        if (const Descriptor descriptor = opened(file); descriptor.get() < 0 || ::fsync(descriptor.get()) != 0)
            throwWriteFailure(file, errno);
    if (!files.empty())
        syncFolder(folder);
}

std::string readTextFile(const fs::path& path, std::uintmax_t limit) {
    const MappedFile file(path);
    if (file.bytes().size() > limit)
        throw Error("FIL-005", path.string() + " is larger than " + std::to_string(limit >> 20U)
                                   + " MiB, too large for a file of its kind.");
    return {reinterpret_cast<const char*>(file.bytes().data()), file.bytes().size()};
}

std::string sha256(std::span<const std::byte> bytes) {
    const DigestContext context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
    std::vector<unsigned char> digest(EVP_MAX_MD_SIZE);
    unsigned int length = 0;
    if (!context || EVP_DigestInit_ex(context.get(), EVP_sha256(), nullptr) != 1
        || EVP_DigestUpdate(context.get(), bytes.data(), bytes.size()) != 1
        || EVP_DigestFinal_ex(context.get(), digest.data(), &length) != 1)
        throw Error("BAS-900", "The SHA-256 of the cryptography library failed.");
    constexpr char kDigits[] = "0123456789abcdef";
    std::string text;
    for (unsigned int i = 0; i < length; ++i) {
        text += kDigits[digest[i] >> 4U];
        text += kDigits[digest[i] & 15U];
    }
    return text;
}

std::string sha256File(const fs::path& path) {
    return sha256(MappedFile(path).bytes());
}

void markUsed(const fs::path& file) noexcept {
    std::error_code ignored;
    fs::last_write_time(file, fs::file_time_type::clock::now(), ignored);
}

TemporaryFolder::TemporaryFolder() : m_path(madeFolder(fs::temp_directory_path() / "nidus-XXXXXX")) {}
TemporaryFolder::TemporaryFolder(const fs::path& parent) : m_path(madeFolder(parent / ".tmp-XXXXXX")) {}

TemporaryFolder::~TemporaryFolder() {
    std::error_code ignored;
    fs::remove_all(m_path, ignored);
}

} // namespace nidus
