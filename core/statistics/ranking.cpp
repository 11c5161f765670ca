// SPDX-License-Identifier: Apache-2.0
#include "core/statistics/ranking.h"

#include <algorithm>
#include <limits>
#include <numeric>

namespace nidus {

Ranking::Ranking(std::span<const double> scores, std::span<const int> events)
    : m_order(scores.size()), m_events(events.begin(), events.end()) {
    std::iota(m_order.begin(), m_order.end(), std::size_t{0});
    std::sort(m_order.begin(), m_order.end(), [&](std::size_t a, std::size_t b) { return scores[a] > scores[b]; });
    for (std::size_t i = 1; i <= m_order.size(); ++i)
        if (i == m_order.size() || scores[m_order[i]] != scores[m_order[i - 1]])
            m_ends.push_back(i);
}

template <class Step>
void Ranking::walk(std::span<const double> weights, Step&& step) const {
    std::size_t i = 0;
    for (const std::size_t end : m_ends) {
        double events = 0;
        double others = 0;
        for (; i < end; ++i) {
            const std::size_t at = m_order[i];
            (m_events[at] != 0 ? events : others) += weights.empty() ? 1 : weights[at];
        }
        step(events, others);
    }
}

double Ranking::averagePrecision(std::span<const double> weights) const {
    double sum = 0;
    double found = 0;
    double called = 0;
    walk(weights, [&](double events, double others) {
        found += events;
        called += events + others;
        if (events > 0)
            sum += events * found / called;
    });
    return found > 0 ? sum / found : std::numeric_limits<double>::quiet_NaN();
}

double Ranking::auc(std::span<const double> weights) const {
    double pairs = 0;
    double found = 0;
    double passed = 0;
    walk(weights, [&](double events, double others) {
        pairs += others * (found + events / 2);
        found += events;
        passed += others;
    });
    return found > 0 && passed > 0 ? pairs / (found * passed) : std::numeric_limits<double>::quiet_NaN();
}

} // namespace nidus
