// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <utility>

namespace nidus {

/// What a random number is for; part of the key, so that no two uses share a stream. Never renumber.
enum class Purpose : std::uint32_t {
    Split = 1,
    Order = 2,
    Augmentation = 3,
    Dropout = 4,
    Initialisation = 5,
    Phantom = 6,
    Permutation = 7,
    Window = 8,
    Bootstrap = 9
};

/// The key of one stream of random numbers. Equal keys give equal numbers on every machine and thread.
struct RandomKey {
    std::uint64_t seed = 0;
    Purpose purpose = Purpose::Split;
    std::uint32_t fold = 0;
    std::uint32_t epoch = 0;
    std::uint32_t caseIndex = 0;
    std::uint32_t view = 0;
    std::uint32_t layer = 0; ///< transform, dropout layer or any other sub-stream
};

/// Counter-based generator Philox4x32-10 (Salmon et al., SC'11): the state is the key and a counter, nothing to save
/// for resuming. The key words are folded into the Philox key and the upper counter words by splitmix64.
class Random {
public:
    explicit Random(const RandomKey& key);

    /// Next 32 bits.
    [[nodiscard]] std::uint32_t bits();
    /// In [0, 1), 53 bits.
    [[nodiscard]] double uniform();
    /// In [low, high).
    [[nodiscard]] double uniform(double low, double high);
    /// In [0, n), without modulo bias. n > 0.
    [[nodiscard]] std::uint64_t below(std::uint64_t n);
    /// Standard normal by Box-Muller.
    [[nodiscard]] double normal();
    /// True with probability p.
    [[nodiscard]] bool coin(double p);

private:
    std::array<std::uint32_t, 2> m_key{};
    std::array<std::uint32_t, 4> m_counter{};
    std::array<std::uint32_t, 4> m_block{};
    unsigned m_used = 4;
    double m_spareNormal = 0;
    bool m_hasSpareNormal = false;
};

/// Philox4x32-10 itself, for known-answer tests.
[[nodiscard]] std::array<std::uint32_t, 4> philox4x32(std::array<std::uint32_t, 4> counter,
                                                      std::array<std::uint32_t, 2> key);

/// Fisher-Yates order of n items.
template <class Container>
void shuffle(Container& items, Random& random) {
    for (auto i = items.size(); i > 1; --i) {
        const auto j = static_cast<decltype(i)>(random.below(i));
        std::swap(items[i - 1], items[j]);
    }
}

} // namespace nidus
