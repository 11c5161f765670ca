// SPDX-License-Identifier: Apache-2.0
#include "core/base/parallel.h"

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

#include <sched.h>

namespace nidus {

int threadBudget() noexcept {
    static const int budget = [] {
        const auto number = [](const char* variable) {
            const char* text = std::getenv(variable);
            return text == nullptr ? 0 : std::atoi(text);
        };
        if (const int asked = number("NIDUS_THREADS"); asked > 0)
            return asked;
        cpu_set_t set;
        CPU_ZERO(&set);
        const int cores = sched_getaffinity(0, sizeof set, &set) == 0
                              ? CPU_COUNT(&set)
                              : static_cast<int>(std::thread::hardware_concurrency());
        return std::max(1, cores / std::max(1, number("LOCAL_WORLD_SIZE")));
    }();
    return budget;
}

void parallelFor(std::size_t count, int threads, const std::function<void(std::size_t)>& body) {
    std::atomic<std::size_t> next{0};
    std::mutex mutex;
    std::size_t failedAt = count;
    std::exception_ptr failure;
    const auto work = [&] {
        for (std::size_t i = next.fetch_add(1); i < count; i = next.fetch_add(1)) {
            try {
                body(i);
            } catch (...) {
                const std::lock_guard lock(mutex);
                if (i < failedAt) {
                    failedAt = i;
                    failure = std::current_exception();
                }
                next.store(count);
            }
        }
    };
    const auto helpers = std::min(count, static_cast<std::size_t>(std::max(1, threads))) - (count > 0 ? 1 : 0);
    std::vector<std::thread> pool;
    pool.reserve(helpers);
    for (std::size_t i = 0; i < helpers; ++i)
        pool.emplace_back(work);
    work();
    for (std::thread& thread : pool)
        thread.join();
    if (failure)
        std::rethrow_exception(failure);
}

} // namespace nidus
