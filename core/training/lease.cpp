// SPDX-License-Identifier: Apache-2.0
#include "core/training/lease.h"

#include "core/base/error.h"
#include "core/base/files.h"

#include <nlohmann/json.hpp>

#include <array>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <condition_variable>
#include <csignal>
#include <cstring>
#include <fstream>
#include <map>
#include <mutex>
#include <optional>
#include <sstream>
#include <thread>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace nidus {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr std::chrono::seconds kHeartbeat{15};
constexpr std::time_t kSilenceSeconds = 600;

struct Owner {
    std::string host;
    long long pid = 0;
    std::string processStart; ///< tells a process from a later one with the same id
};

std::string hostName() {
    std::array<char, 256> name{};
    ::gethostname(name.data(), name.size() - 1);
    return name.data();
}

/// Field 22 of /proc/PID/stat, counted after the parenthesis that ends the program's name; empty when it is gone.
std::string processStart(long long pid) {
    std::ifstream file("/proc/" + std::to_string(pid) + "/stat");
    std::string text;
    std::getline(file, text);
    const auto end = text.rfind(')');
    if (end == std::string::npos)
        return {};
    std::istringstream fields(text.substr(end + 1));
    std::string field;
    for (int i = 3; i <= 22; ++i)
        fields >> field;
    return field;
}

std::optional<int> leaseNumber(const fs::path& path) {
    const std::string stem = path.stem().string();
    constexpr std::string_view kPrefix = "lease-";
    if (path.extension() != ".json" || !stem.starts_with(kPrefix))
        return {};
    int number = 0;
    const char* last = stem.data() + stem.size();
    const auto [end, failure] = std::from_chars(stem.data() + kPrefix.size(), last, number);
    return failure == std::errc{} && end == last ? std::optional(number) : std::nullopt;
}

std::map<int, fs::path> leasesIn(const fs::path& folder) {
    std::map<int, fs::path> leases;
    for (const auto& entry : fs::directory_iterator(folder))
        if (const auto number = leaseNumber(entry.path()))
            leases[*number] = entry.path();
    return leases;
}

std::optional<std::time_t> modificationTime(const fs::path& path) {
    struct stat info {};
    return ::stat(path.c_str(), &info) == 0 ? std::optional(info.st_mtime) : std::nullopt;
}

/// Nothing when the file is gone or half written by a process that was killed.
std::optional<Owner> ownerOf(const fs::path& path) {
    try {
        const Json json = Json::parse(readTextFile(path));
        return Owner{json.at("host"), json.at("pid"), json.at("process_start")};
    } catch (const std::exception&) {
        return {};
    }
}

/// `now` is the file system's own clock, so that clocks of several machines need not agree.
bool isAlive(const fs::path& path, std::time_t now) {
    const auto heartbeat = modificationTime(path);
    if (!heartbeat)
        return false;
    const auto owner = ownerOf(path);
    if (owner && owner->host == hostName()) {
        const bool exists = ::kill(static_cast<pid_t>(owner->pid), 0) == 0 || errno == EPERM;
        return exists && processStart(owner->pid) == owner->processStart;
    }
    return now - *heartbeat < (owner ? kSilenceSeconds : kHeartbeat.count());
}

/// False when the number is taken already.
bool createLease(const fs::path& path) {
    const int descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
    if (descriptor < 0) {
        if (errno == EEXIST)
            return false;
        throw Error("FIL-003", path.string() + " could not be written: " + std::strerror(errno) + ".");
    }
    const long long pid = ::getpid();
    const std::string text =
        Json{{"format", 1}, {"host", hostName()}, {"pid", pid}, {"process_start", processStart(pid)}}.dump() + "\n";
    const bool whole = ::write(descriptor, text.data(), text.size()) == static_cast<ssize_t>(text.size());
    ::close(descriptor);
    if (whole)
        return true;
    ::unlink(path.c_str());
    throw Error("FIL-004",
                "The disk is full: " + path.string() + " could not be written. Free some space and try again.");
}

[[noreturn]] void throwTaken(const fs::path& lease, const std::string& what) {
    const auto owner = ownerOf(lease);
    throw Error("TRN-011", "Another program is working on " + what
                               + (owner ? " (process " + std::to_string(owner->pid) + " on " + owner->host + ")" : "")
                               + ". Wait until it is done, or stop it first.");
}

} // namespace

struct FolderLease::Holder {
    fs::path file;
    std::mutex mutex;
    std::condition_variable wake;
    bool isOver = false;
    std::thread heart;

    void beat() {
        std::unique_lock lock(mutex);
        while (!wake.wait_for(lock, kHeartbeat, [this] { return isOver; }))
            ::utimensat(AT_FDCWD, file.c_str(), nullptr, 0);
    }
};

FolderLease::FolderLease(const fs::path& folder, const std::string& what) : m_holder(std::make_unique<Holder>()) {
    const auto before = leasesIn(folder);
    const int number = before.empty() ? 1 : before.rbegin()->first + 1;
    m_holder->file = folder / ("lease-" + std::to_string(number) + ".json");
    if (!createLease(m_holder->file))
        throwTaken(m_holder->file, what);
    const std::time_t now = modificationTime(m_holder->file).value_or(0);
    // Whoever sees another living lease beside its own steps back: two at once may both refuse, never both go on.
    for (const auto& [other, path] : leasesIn(folder)) {
        if (other == number)
            continue;
        if (isAlive(path, now)) {
            ::unlink(m_holder->file.c_str());
            throwTaken(path, what);
        }
        ::unlink(path.c_str());
    }
    m_holder->heart = std::thread([holder = m_holder.get()] { holder->beat(); });
}

FolderLease::~FolderLease() {
    {
        const std::lock_guard lock(m_holder->mutex);
        m_holder->isOver = true;
    }
    m_holder->wake.notify_all();
    m_holder->heart.join();
    ::unlink(m_holder->file.c_str());
}

} // namespace nidus
