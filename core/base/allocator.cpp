// SPDX-License-Identifier: Apache-2.0
#include "core/base/allocator.h"

#include <climits>

#include <malloc.h>
#include <sys/resource.h>

namespace nidus {

void tuneAllocator() noexcept {
#ifdef __GLIBC__
    mallopt(M_MMAP_MAX, 0);
    mallopt(M_TRIM_THRESHOLD, INT_MAX);
    mallopt(M_TOP_PAD, 64 << 20);
#endif
}

long long peakResidentBytes() noexcept {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return static_cast<long long>(usage.ru_maxrss) * 1024;
}

} // namespace nidus
