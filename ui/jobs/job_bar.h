// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QProgressBar;
class QPushButton;

namespace nidus::ui {

class TextLabel;

/// The thin bar at the bottom of the window: what is running, how far it is, how long it will take, and Stop; beside it
/// always the notice that belongs on every page.
class JobBar final : public QWidget {
    Q_OBJECT

public:
    explicit JobBar(QWidget* parent = nullptr);

    /// Shows the job; `fraction` in [0, 1], below 0 when unknown.
    void showJob(const QString& what, double fraction, const QString& remaining);
    /// The job was asked to stop: says so and takes no second request.
    void showStopping();
    void showIdle();

Q_SIGNALS:
    void stopRequested();

private:
    TextLabel* m_what;
    QProgressBar* m_progress;
    TextLabel* m_remaining;
    QPushButton* m_stop;
};

} // namespace nidus::ui
