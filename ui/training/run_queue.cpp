// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/run_queue.h"

#include "ui/training/training_view_model.h"

#include <utility>

namespace nidus::ui {

RunQueue::RunQueue(TrainingViewModel& training, QObject* parent) : QObject(parent), m_training(training) {
    connect(&training, &TrainingViewModel::finished, this, [this] { m_isDue = true; });
    for (const auto signal : {&TrainingViewModel::started, &TrainingViewModel::stopped})
        connect(&training, signal, this, [this] { m_isDue = false; });
    connect(&training, &TrainingViewModel::failed, this, [this] { m_isDue = false; });
    connect(&training, &TrainingViewModel::projectChanged, this, [this] {
        m_isDue = false;
        m_presets.clear();
        Q_EMIT changed();
    });
    // Later, for the window is still busy with what the project has become.
    connect(
        &training, &TrainingViewModel::runsChanged, this,
        [this] {
            if (std::exchange(m_isDue, false))
                startNext();
        },
        Qt::QueuedConnection);
}

void RunQueue::add(const std::string& preset) {
    m_presets.push_back(preset);
    Q_EMIT changed();
}

void RunQueue::remove(std::size_t number) {
    if (number >= m_presets.size())
        return;
    m_presets.erase(m_presets.begin() + static_cast<std::ptrdiff_t>(number));
    Q_EMIT changed();
}

void RunQueue::startNext() {
    if (m_presets.empty() || m_training.isRunning() || !m_training.obstacle().isEmpty())
        return;
    const std::string preset = m_presets.front();
    remove(0);
    m_training.start(preset);
}

} // namespace nidus::ui
