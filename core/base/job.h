// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <utility>

namespace nidus {

/// Unwinds a job that was asked to stop. Deliberately no std::exception: nothing failed, and no handler for failures
/// may swallow it.
struct Cancelled {};

/// Copyable handle on one shared flag. Any thread may raise it; the job polls it.
class CancelToken {
public:
    void cancel() const noexcept { m_flag->store(true, std::memory_order_relaxed); }
    [[nodiscard]] bool isCancelled() const noexcept { return m_flag->load(std::memory_order_relaxed); }

private:
    std::shared_ptr<std::atomic_bool> m_flag = std::make_shared<std::atomic_bool>(false);
};

struct Progress {
    double fraction = 0; ///< of the whole job, in [0, 1]
    std::string stage;   ///< what is being done, in English
};

/// Last argument of every long-running function. Used only on the thread that runs the job.
struct JobControl {
    CancelToken token;
    std::function<void(const Progress&)> onProgress = [](const Progress&) {};

    /// Throws Cancelled if asked to stop.
    void poll() const {
        if (token.isCancelled())
            throw Cancelled{};
    }

    /// Between two units of work (a batch, a series): reports, or throws Cancelled if asked to stop.
    void step(double fraction, std::string stage) const {
        poll();
        onProgress({fraction, std::move(stage)});
    }

    /// The same control for a part of the job that covers [from, to] of the whole.
    [[nodiscard]] JobControl part(double from, double to) const {
        return {token, [report = onProgress, from, to](const Progress& p) {
                    report({from + (to - from) * p.fraction, p.stage});
                }};
    }
};

} // namespace nidus
