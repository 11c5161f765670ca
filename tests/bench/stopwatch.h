// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>

#include <functional>

namespace nidus::bench {

/// Times the part of a call between start() and stop().
class Stopwatch {
public:
    void start() noexcept;
    void stop() noexcept;
    [[nodiscard]] double seconds() const noexcept { return m_seconds; }

private:
    double m_start = 0, m_seconds = 0;
};

/// Calls twice to warm up and then `repeats` times: {"median_s", "min_s"}.
[[nodiscard]] nlohmann::ordered_json timed(int repeats, const std::function<void(Stopwatch&)>& call);

} // namespace nidus::bench
