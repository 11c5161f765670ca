// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/training/run_queue.h"

#include <QWidget>

class QPushButton;
class QVBoxLayout;

namespace nidus::ui {

class TextLabel;

/// The runs that wait, one below the other. Hidden while none do.
class QueuePanel final : public QWidget {
    Q_OBJECT

public:
    explicit QueuePanel(RunQueue& queue, QWidget* parent = nullptr);
    /// While a run is running, the next one cannot be started.
    void setRunning(bool isRunning);

private:
    void showQueue();
    void addLine(std::size_t number);

    RunQueue& m_queue;
    QVBoxLayout* m_lines;
    TextLabel* m_note;
    QPushButton* m_start;
};

} // namespace nidus::ui
