// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/stopwatch.h"

#include <algorithm>
#include <chrono>
#include <vector>

namespace nidus::bench {
namespace {

double now() noexcept {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

} // namespace

void Stopwatch::start() noexcept {
    m_start = now();
}

void Stopwatch::stop() noexcept {
    m_seconds += now() - m_start;
}

nlohmann::ordered_json timed(int repeats, const std::function<void(Stopwatch&)>& call) {
    constexpr int kWarmUps = 2;
    std::vector<double> seconds;
    for (int i = 0; i < kWarmUps + repeats; ++i) {
        Stopwatch watch;
        call(watch);
        if (i >= kWarmUps)
            seconds.push_back(watch.seconds());
    }
    std::sort(seconds.begin(), seconds.end());
    return {{"median_s", seconds[seconds.size() / 2]}, {"min_s", seconds.front()}};
}

} // namespace nidus::bench
