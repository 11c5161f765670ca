// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>

namespace nidus {

/// Cores of this process that its loaders, codecs and OpenMP share. Read once: NIDUS_THREADS, or the affinity mask
/// divided by the processes that torchrun started on this machine (LOCAL_WORLD_SIZE).
[[nodiscard]] int threadBudget() noexcept;

/// Calls body(i) for i in [0, count) on at most `threads` threads, the caller among them; which thread takes which i is
/// not fixed, so bodies may only write to their own i. The first exception (of the lowest i that threw) is rethrown.
void parallelFor(std::size_t count, int threads, const std::function<void(std::size_t)>& body);

} // namespace nidus
