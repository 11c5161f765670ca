// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace nidus::ui {

/// Keeps the computer from going to sleep while it lives; the screen may. Asks systemd-logind (Inhibit "sleep:idle",
/// mode "block"); where there is none, nothing happens.
class SleepInhibitor {
public:
    explicit SleepInhibitor(const QString& why);
    ~SleepInhibitor();
    SleepInhibitor(const SleepInhibitor&) = delete;
    SleepInhibitor& operator=(const SleepInhibitor&) = delete;

    [[nodiscard]] bool isHeld() const { return m_descriptor >= 0; }

private:
    int m_descriptor = -1; ///< the lock lasts as long as it is open
};

} // namespace nidus::ui
