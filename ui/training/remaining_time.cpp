// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/remaining_time.h"

#include <algorithm>
#include <cmath>

namespace nidus::ui {
namespace {

constexpr double kQuietSeconds = 10, kQuietFraction = 0.02, kPauseSeconds = 5, kNoise = 0.1;

} // namespace

void RemainingTime::update(double elapsed, double fraction) {
    if (elapsed < kQuietSeconds || fraction < kQuietFraction || fraction > 1)
        return;
    const double remaining = elapsed * (1 - fraction) / fraction;
    if (m_endsAt) {
        const double shown = std::max(0.0, *m_endsAt - elapsed);
        if (elapsed - m_changedAt < kPauseSeconds || std::abs(remaining - shown) < kNoise * shown)
            return;
    }
    m_endsAt = elapsed + remaining;
    m_changedAt = elapsed;
}

std::optional<double> RemainingTime::seconds(double elapsed) const {
    if (!m_endsAt)
        return std::nullopt;
    return std::max(0.0, *m_endsAt - elapsed);
}

} // namespace nidus::ui
