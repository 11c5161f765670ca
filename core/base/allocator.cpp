// SPDX-License-Identifier: Apache-2.0
#include "core/base/allocator.h"

#include <climits>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include <malloc.h>

namespace nidus {

void tuneAllocator() noexcept {
#ifdef __GLIBC__
    mallopt(M_MMAP_MAX, 0);
    mallopt(M_TRIM_THRESHOLD, INT_MAX);
    mallopt(M_TOP_PAD, 64 << 20);
#endif
}

long long peakResidentBytes() noexcept {
    // Not from getrusage(), whose peak includes that of the program that started this one.
    std::FILE* status = std::fopen("/proc/self/status", "r");
    if (status == nullptr)
        return 0;
    char line[128];
    long long kilobytes = 0;
    while (std::fgets(line, sizeof line, status) != nullptr)
        if (std::strncmp(line, "VmHWM:", 6) == 0)
            kilobytes = std::strtoll(line + 6, nullptr, 10);
    std::fclose(status);
    return kilobytes * 1024;
}

} // namespace nidus
