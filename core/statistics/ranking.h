// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace nidus {

/// Cases ordered by score once and then summarised under many weights, as a bootstrap asks for. Equal scores are one
/// step. `events`: 1 for the class that should be ranked high, else 0.
class Ranking {
public:
    Ranking(std::span<const double> scores, std::span<const int> events);

    /// Average precision: sum of precision times gain of recall over the thresholds, without interpolation
    /// (scikit-learn's average_precision_score). `weights` per case; empty: one each. Not a number without an event.
    [[nodiscard]] double averagePrecision(std::span<const double> weights = {}) const;

    /// Area under the ROC curve, ties half. Not a number when either side is empty.
    [[nodiscard]] double auc(std::span<const double> weights = {}) const;

private:
    /// Calls step(events, others) with the weights of each group of equal scores, from the highest score down.
    template <class Step>
    void walk(std::span<const double> weights, Step&& step) const;

    std::vector<std::size_t> m_order; ///< cases from the highest score down
    std::vector<std::size_t> m_ends;  ///< end of each group of equal scores within m_order
    std::vector<int> m_events;        ///< per case
};

} // namespace nidus
