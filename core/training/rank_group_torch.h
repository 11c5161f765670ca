// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/job.h"
#include "core/training/rank_place.h"

#include <ATen/ATen.h>

#include <chrono>
#include <functional>
#include <memory>
#include <vector>

namespace nidus::compute {

/// The connection of one rank to all others: c10d of LibTorch over Gloo. All ranks make the same calls in the same
/// order, with tensors of the host of the same size. Throws Error TRN-072 when another rank is gone, which is seen at
/// once where its process ended, else when `limit` is over; no call is of use after that.
class RankGroup {
public:
    using Limit = std::chrono::milliseconds;

    /// Returns when all are there. Throws Error TRN-071 (not all came in time, or the address is of no use) and
    /// Cancelled.
    RankGroup(const RankPlace& place, const JobControl& control);
    ~RankGroup();
    RankGroup(const RankGroup&) = delete;
    RankGroup& operator=(const RankGroup&) = delete;

    [[nodiscard]] bool isLost() const noexcept { return m_isLost; }

    /// `mine` of every rank, by rank.
    [[nodiscard]] std::vector<at::Tensor> gathered(const at::Tensor& mine, Limit limit);
    /// Row r of `rows` goes to rank r; row r of the result is from rank r.
    [[nodiscard]] at::Tensor swapped(const at::Tensor& rows, Limit limit);

private:
    struct Connection;
    void reached(const std::function<void()>& call);

    int m_size;
    std::unique_ptr<Connection> m_connection;
    bool m_isLost = false;
};

} // namespace nidus::compute
