// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/model/features_torch.h"

#include <cstdint>
#include <map>
#include <mutex>
#include <vector>

namespace nidus::compute {

/// What enters the first open stage, for cases whose input is the same in every epoch: closed stages give the same
/// every time, so they run once. Kept up to kLimit bytes; cases beyond it are computed again, to the same bits. The
/// questions has...() may come from a loader thread.
class PassageCache {
public:
    static constexpr std::int64_t kLimit = std::int64_t{1} << 30;

    [[nodiscard]] bool hasTraining(std::size_t i) const { return has(m_training, i); }
    [[nodiscard]] bool hasValidation(std::size_t i) const { return has(m_validation, i); }
    [[nodiscard]] Passage training(std::size_t i) const { return m_training.at(i).front(); }
    [[nodiscard]] std::vector<Passage> validation(std::size_t i) const { return m_validation.at(i); }
    void keepTraining(std::size_t i, const Passage& passage) { keep(m_training, i, {passage}); }
    void keepValidation(std::size_t i, const std::vector<Passage>& passages) { keep(m_validation, i, passages); }
    void clear() {
        const std::lock_guard lock(m_mutex);
        m_training.clear();
        m_validation.clear();
        m_bytes = 0;
    }

private:
    using Entries = std::map<std::size_t, std::vector<Passage>>;

    [[nodiscard]] bool has(const Entries& entries, std::size_t i) const {
        const std::lock_guard lock(m_mutex);
        return entries.count(i) != 0;
    }

    void keep(Entries& entries, std::size_t i, const std::vector<Passage>& passages) {
        std::int64_t bytes = 0;
        for (const Passage& passage : passages)
            bytes += passage.bytes();
        if (m_bytes + bytes > kLimit)
            return;
        m_bytes += bytes;
        const std::lock_guard lock(m_mutex);
        entries[i] = passages;
    }

    mutable std::mutex m_mutex;
    Entries m_training, m_validation;
    std::int64_t m_bytes = 0;
};

} // namespace nidus::compute
