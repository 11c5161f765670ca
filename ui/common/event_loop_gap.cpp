// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/event_loop_gap.h"

#include <algorithm>

namespace nidus::ui {

EventLoopGap::EventLoopGap(QObject* parent) : QObject(parent) {
    m_timer.setTimerType(Qt::PreciseTimer);
    m_timer.setInterval(kIntervalMs);
    connect(&m_timer, &QTimer::timeout, this, &EventLoopGap::beat);
    reset();
    m_timer.start();
}

void EventLoopGap::reset() {
    m_largestMs = 0;
    m_sinceBeat.start();
}

void EventLoopGap::beat() {
    const double elapsedMs = static_cast<double>(m_sinceBeat.nsecsElapsed()) / 1e6;
    m_sinceBeat.start();
    m_largestMs = std::max(m_largestMs, elapsedMs - kIntervalMs);
}

} // namespace nidus::ui
