// SPDX-License-Identifier: Apache-2.0
#include "core/base/random.h"

#include <cmath>
#include <numbers>

namespace nidus {
namespace {

std::uint64_t splitmix64(std::uint64_t x) {
    x += 0x9E3779B97F4A7C15ULL;
    x = (x ^ (x >> 30U)) * 0xBF58476D1CE4E5B9ULL;
    x = (x ^ (x >> 27U)) * 0x94D049BB133111EBULL;
    return x ^ (x >> 31U);
}

std::uint32_t low32(std::uint64_t x) {
    return static_cast<std::uint32_t>(x & 0xFFFFFFFFULL);
}

std::uint32_t high32(std::uint64_t x) {
    return static_cast<std::uint32_t>(x >> 32U);
}

} // namespace

std::array<std::uint32_t, 4> philox4x32(std::array<std::uint32_t, 4> counter, std::array<std::uint32_t, 2> key) {
    for (int round = 0; round < 10; ++round) {
        const std::uint64_t a = 0xD2511F53ULL * counter[0];
        const std::uint64_t b = 0xCD9E8D57ULL * counter[2];
        counter = {high32(b) ^ counter[1] ^ key[0], low32(b), high32(a) ^ counter[3] ^ key[1], low32(a)};
        key[0] += 0x9E3779B9U;
        key[1] += 0xBB67AE85U;
    }
    return counter;
}

Random::Random(const RandomKey& key) {
    std::uint64_t chain = splitmix64(key.seed);
    const auto fold = [&chain](std::uint32_t word) { chain = splitmix64(chain ^ word); };
    fold(static_cast<std::uint32_t>(key.purpose));
    fold(key.fold);
    fold(key.epoch);
    fold(key.caseIndex);
    const std::uint64_t philoxKey = chain;
    fold(key.view);
    fold(key.layer);
    m_key = {low32(philoxKey), high32(philoxKey)};
    m_counter = {0, 0, low32(chain), high32(chain)};
}

std::uint32_t Random::bits() {
    if (m_used == 4) {
        m_block = philox4x32(m_counter, m_key);
        if (++m_counter[0] == 0)
            ++m_counter[1];
        m_used = 0;
    }
    return m_block[m_used++];
}

double Random::uniform() {
    const std::uint64_t high = bits() >> 5U;
    const std::uint64_t low = bits() >> 6U;
    return static_cast<double>((high << 26U) | low) * 0x1.0p-53;
}

double Random::uniform(double low, double high) {
    return low + (high - low) * uniform();
}

std::uint64_t Random::below(std::uint64_t n) {
    const std::uint64_t limit = UINT64_MAX - UINT64_MAX % n;
    for (;;) {
        const std::uint64_t high = bits();
        const std::uint64_t value = (high << 32U) | bits();
        if (value < limit)
            return value % n;
    }
}

double Random::normal() {
    if (m_hasSpareNormal) {
        m_hasSpareNormal = false;
        return m_spareNormal;
    }
    const double radius = std::sqrt(-2.0 * std::log(1.0 - uniform()));
    const double angle = 2.0 * std::numbers::pi * uniform();
    m_spareNormal = radius * std::sin(angle);
    m_hasSpareNormal = true;
    return radius * std::cos(angle);
}

bool Random::coin(double p) {
    return uniform() < p;
}

} // namespace nidus
