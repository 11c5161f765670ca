// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/imaging/volume.h"
#include "core/model/engine.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <future>
#include <span>
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
    std::array<std::int64_t, 3> start{}; ///< first voxel in the padded case
};

/// The case with zeros around it, so that no axis is shorter than the network input. For 2-D networks axis 0 keeps its
/// length: its slices are the batch.
[[nodiscard]] CaseWindow paddedCase(const PreprocessedCase& preprocessed, const NetworkInput& input, int dimension);

/// Shape of one window: `input.size`, and for 2-D networks all slices of the case.
[[nodiscard]] std::array<std::int64_t, 3> windowShape(const CaseWindow& whole, const NetworkInput& input,
                                                      int dimension);

/// Where the windows of a padded case start, with half a window of overlap.
[[nodiscard]] std::vector<std::array<std::int64_t, 3>> windowPlaces(const std::array<std::int64_t, 3>& whole,
                                                                    const std::array<std::int64_t, 3>& window);

/// The box of a padded case that starts at `start`; zero where it lies outside of the case.
[[nodiscard]] CaseWindow windowAt(const CaseWindow& whole, const std::array<std::int64_t, 3>& start,
                                  const std::array<std::int64_t, 3>& shape);

/// All windows of a case, as windowPlaces(); one that is the padded case itself unless it is larger than
/// the input. Throws Error ENG-004 when the case has another number of channels than the network.
[[nodiscard]] std::vector<CaseWindow> windowsOf(const PreprocessedCase& preprocessed, const NetworkInput& input,
                                                const EncoderArchitecture& architecture);

/// Of the windows of a case, from the number that attention gives each (GatedAttention): their softmax. Without
/// attention the numbers are 0, and the shares equal.
[[nodiscard]] std::vector<double> windowShares(std::span<const float> attention);

/// The sum of the rows of a case's windows ([windows, n]) with these shares, in their order.
[[nodiscard]] std::vector<double> weighed(std::span<const float> rows, std::span<const double> shares);

/// How many items a Prefetch makes ahead, each on a thread of its own: NIDUS_PREFETCH, else 1. With 0 each is made when
/// it is asked for.
[[nodiscard]] std::size_t itemsAhead();

/// Makes the next items while one is used; how many at once changes nothing about them.
template <class Item>
class Prefetch {
public:
    /// `make` may be called from several threads at once.
    Prefetch(std::size_t count, std::function<Item(std::size_t)> make)
        : m_count(count), m_make(std::move(make)), m_ahead(itemsAhead()) {
        while (m_index < m_count && m_pending.size() < m_ahead)
            launch();
    }

    /// The items in order; exceptions of make() appear here.
    [[nodiscard]] Item next() {
        if (m_pending.empty())
            return m_make(m_index++);
        Item item = m_pending.front().get();
        m_pending.pop_front();
        if (m_index < m_count)
            launch();
        return item;
    }

private:
    void launch() { m_pending.push_back(std::async(std::launch::async, m_make, m_index++)); }

    std::size_t m_count, m_index = 0;
    std::function<Item(std::size_t)> m_make;
    std::size_t m_ahead;
    std::deque<std::future<Item>> m_pending;
};

} // namespace nidus
