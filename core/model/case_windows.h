// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/imaging/volume.h"
#include "core/model/engine.h"

#include <array>
#include <cstdint>
#include <future>
#include <string>
#include <utility>
#include <vector>

namespace nidus {

/// One network input on the host: an image of the network's size and the nonzero mask on its grid.
struct CaseWindow {
    PlanImage image;
    std::vector<std::uint8_t> nonzero;
    std::vector<std::string> transforms; ///< augmentation that was applied
    bool isPart = false;                 ///< cut out of a larger case
};

/// The case with zeros around it, so that no axis is shorter than the network input. For 2-D networks axis 0 keeps its
/// length: its slices are the batch.
[[nodiscard]] CaseWindow paddedCase(const PreprocessedCase& preprocessed, const NetworkInput& input, int dimension);

/// Shape of one window: `input.size`, and for 2-D networks all slices of the case.
[[nodiscard]] std::array<std::int64_t, 3> windowShape(const CaseWindow& whole, const NetworkInput& input,
                                                      int dimension);

/// The box of a padded case that starts at `start`; zero where it lies outside of the case.
[[nodiscard]] CaseWindow windowAt(const CaseWindow& whole, const std::array<std::int64_t, 3>& start,
                                  const std::array<std::int64_t, 3>& shape);

/// All windows of a case, with half a window of overlap; one that is the padded case itself unless it is larger than
/// the input. Throws Error ENG-004 when the case has another number of channels than the network.
[[nodiscard]] std::vector<CaseWindow> windowsOf(const PreprocessedCase& preprocessed, const NetworkInput& input,
                                                const EncoderArchitecture& architecture);

/// Makes item i + 1 on a thread of its own while item i is used. NIDUS_PREFETCH=0 makes each when it is asked for; the
/// items are the same.
template <class Item>
class Prefetch {
public:
    Prefetch(std::size_t count, std::function<Item(std::size_t)> make)
        : m_count(count), m_make(std::move(make)), m_policy(prefetchPolicy()) {
        launch();
    }

    /// The items in order; exceptions of make() appear here.
    [[nodiscard]] Item next() {
        Item item = m_pending.get();
        launch();
        return item;
    }

private:
    static std::launch prefetchPolicy();

    void launch() {
        if (m_index < m_count)
            m_pending = std::async(m_policy, m_make, m_index++);
    }

    std::size_t m_count, m_index = 0;
    std::function<Item(std::size_t)> m_make;
    std::launch m_policy;
    std::future<Item> m_pending;
};

/// std::launch::deferred if NIDUS_PREFETCH is 0, else std::launch::async.
[[nodiscard]] std::launch prefetchPolicyFromEnvironment();

template <class Item>
std::launch Prefetch<Item>::prefetchPolicy() {
    return prefetchPolicyFromEnvironment();
}

} // namespace nidus
