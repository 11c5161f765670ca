// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/run_queue.h"

#include "ui/training/training_view_model.h"

#include <exception>
#include <utility>

namespace nidus::ui {

RunQueue::RunQueue(const Services& services, TrainingViewModel& training)
    : m_services(services), m_training(training), m_job(std::make_unique<JobRunner>()) {
    connect(&training, &TrainingViewModel::finished, this, [this] { m_isDue = true; });
    for (const auto signal : {&TrainingViewModel::started, &TrainingViewModel::stopped})
        connect(&training, signal, this, [this] { m_isDue = false; });
    connect(&training, &TrainingViewModel::failed, this, [this] { m_isDue = false; });
    connect(&training, &TrainingViewModel::projectChanged, this, [this] {
        m_isDue = false;
        m_presets = m_training.project().queue;
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
    connect(m_job.get(), &JobRunner::failed, this, [this](const Failure& failure) {
        Q_EMIT failed(failure);
        write();
    });
}

// What was queued a moment ago and waits behind another write must not be lost.
RunQueue::~RunQueue() {
    m_job.reset();
    if (!m_unwritten)
        return;
    try {
        m_services.writeQueue(m_unwritten->folder, m_unwritten->presets, {});
    } catch (const std::exception&) { // there is no window any more that could say so
    }
}

void RunQueue::add(const std::string& preset) {
    m_presets.push_back(preset);
    keep();
}

void RunQueue::remove(std::size_t number) {
    if (number >= m_presets.size())
        return;
    m_presets.erase(m_presets.begin() + static_cast<std::ptrdiff_t>(number));
    keep();
}

void RunQueue::startNext() {
    if (m_presets.empty() || m_training.isRunning() || !m_training.obstacle().isEmpty())
        return;
    const std::string preset = m_presets.front();
    remove(0);
    m_training.start(preset);
}

void RunQueue::keep() {
    m_unwritten = Waiting{m_training.project().folder, m_presets};
    write();
    Q_EMIT changed();
}

void RunQueue::write() {
    if (m_job->isRunning() || !m_unwritten)
        return;
    m_job->start([keepIn = m_services.writeQueue, waiting = *std::exchange(m_unwritten, std::nullopt)](
                     const JobControl& control) { keepIn(waiting.folder, waiting.presets, control); },
                 [this] { write(); });
}

} // namespace nidus::ui
