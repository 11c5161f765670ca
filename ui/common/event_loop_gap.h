// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

namespace nidus::ui {

/// Measures how long the event loop of its thread was blocked: a timer should fire every few milliseconds, and what it
/// is late by is a gap in which no key, click or paint was answered.
class EventLoopGap final : public QObject {
    Q_OBJECT

public:
    static constexpr int kIntervalMs = 5;

    explicit EventLoopGap(QObject* parent = nullptr);

    /// Forgets what was measured and goes on measuring.
    void reset();
    /// Largest time between two rounds of the loop beyond the timer's own interval, in ms, since reset().
    [[nodiscard]] double largestMs() const { return m_largestMs; }

private:
    void beat();

    QTimer m_timer;
    QElapsedTimer m_sinceBeat;
    double m_largestMs = 0;
};

} // namespace nidus::ui
