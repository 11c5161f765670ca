// SPDX-License-Identifier: Apache-2.0
#include "core/base/allocator.h"

#include <algorithm>
#include <climits>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include <malloc.h>

namespace nidus {
namespace {

/// The number behind `key` at the beginning of a line; -1 where there is none.
long long numberAfter(const char* path, const char* key) noexcept {
    std::FILE* file = std::fopen(path, "r");
    if (file == nullptr)
        return -1;
    char line[128];
    long long number = -1;
    while (number < 0 && std::fgets(line, sizeof line, file) != nullptr)
        if (std::strncmp(line, key, std::strlen(key)) == 0) {
            const char* from = line + std::strlen(key);
            char* end = nullptr;
            const long long value = std::strtoll(from, &end, 10);
            if (end != from)
                number = value;
        }
    std::fclose(file);
    return number;
}

} // namespace

void tuneAllocator() noexcept {
#ifdef __GLIBC__
    mallopt(M_MMAP_MAX, 0);
    mallopt(M_TRIM_THRESHOLD, INT_MAX);
    mallopt(M_TOP_PAD, 64 << 20);
#endif
}

long long peakResidentBytes() noexcept {
    // Not from getrusage(), whose peak includes that of the program that started this one.
    return std::max(0LL, numberAfter("/proc/self/status", "VmHWM:")) * 1024;
}

long long availableBytes() noexcept {
    constexpr long long kUnknown = LLONG_MAX;
    const long long machine = numberAfter("/proc/meminfo", "MemAvailable:");
    const long long limit = numberAfter("/sys/fs/cgroup/memory.max", "");
    const long long used = numberAfter("/sys/fs/cgroup/memory.current", "");
    return std::min(machine < 0 ? kUnknown : machine * 1024, limit < 0 || used < 0 ? kUnknown : limit - used);
}

} // namespace nidus
