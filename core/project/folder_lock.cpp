// SPDX-License-Identifier: Apache-2.0
#include "core/project/folder_lock.h"

#include "core/base/error.h"
#include "core/base/files.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace nidus {

std::optional<FolderLock> FolderLock::tryTake(const std::filesystem::path& file) {
    FolderLock lock(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644));
    if (lock.m_descriptor < 0)
        throw Error("FIL-003", file.string() + " could not be written: " + std::strerror(errno) + ".");
    if (::flock(lock.m_descriptor, LOCK_EX | LOCK_NB) != 0) {
        if (errno == EWOULDBLOCK)
            return std::nullopt;
        throw Error("FIL-003", file.string() + " could not be locked: " + std::strerror(errno) + ".");
    }
    std::array<char, 256> host{};
    ::gethostname(host.data(), host.size() - 1);
    const std::string text = "process " + std::to_string(::getpid()) + " on " + host.data();
    // Only for the message of the next one who asks: the lock holds without it.
    if (::ftruncate(lock.m_descriptor, 0) == 0)
        static_cast<void>(::pwrite(lock.m_descriptor, text.data(), text.size(), 0) < 0);
    return lock;
}

std::string FolderLock::holder(const std::filesystem::path& file) {
    try {
        return readTextFile(file, 1024);
    } catch (const Error&) {
        return {};
    }
}

FolderLock::~FolderLock() {
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

FolderLock::FolderLock(FolderLock&& other) noexcept : m_descriptor(std::exchange(other.m_descriptor, -1)) {}

FolderLock& FolderLock::operator=(FolderLock&& other) noexcept {
    std::swap(m_descriptor, other.m_descriptor);
    return *this;
}

} // namespace nidus
