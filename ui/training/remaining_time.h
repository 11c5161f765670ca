// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

namespace nidus::ui {

/// How long a job will still take, from how far it has come. Says nothing in the first seconds, changes at most every
/// five, and keeps quiet about changes below ten per cent of what it said before.
class RemainingTime {
public:
    void restart() { *this = {}; }
    /// `elapsed`: seconds since the start; `fraction` of the whole that is done.
    void update(double elapsed, double fraction);
    /// Seconds, counted down from the last estimate; nothing while there is none.
    [[nodiscard]] std::optional<double> seconds(double elapsed) const;

private:
    std::optional<double> m_endsAt;
    double m_changedAt = 0;
};

} // namespace nidus::ui
