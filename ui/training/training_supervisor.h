// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/jobs/job_runner.h"
#include "ui/jobs/sleep_inhibitor.h"

#include <QElapsedTimer>
#include <QObject>

#include <optional>

class QSystemTrayIcon;
class QWidget;

namespace nidus::ui {

class MessageArea;
class ProjectViewModel;
class TrainingViewModel;
struct Message;
struct UnfinishedRun;

/// What the window does around a training: offers to resume a run that was interrupted, says what can be done about a
/// failure, keeps the computer awake, and asks before it closes while one is running.
class TrainingSupervisor final : public QObject {
    Q_OBJECT

public:
    TrainingSupervisor(TrainingViewModel& training, ProjectViewModel& project, MessageArea& messages, QWidget& window);

    /// After the project has been read: the strip about its newest unfinished run.
    void showRecovery();
    /// Asks whether the run that is running, paused or failed shall go for good.
    void discardCurrent();
    /// True: nothing is in the way of closing the window. Else the user is asked, and closeWanted() may follow.
    [[nodiscard]] bool mayClose();

Q_SIGNALS:
    void trainingShown(); ///< the place Training is wanted
    void closeWanted();   ///< the training has stopped, and the window was to close then

private:
    [[nodiscard]] Message recoveryOf(const UnfinishedRun& unfinished);
    void askToDiscard(const std::string& runId);
    void showFailure(const Failure& failure);
    void askToClose();
    void goToBackground();
    void showTray(const QString& tip);
    void end();

    TrainingViewModel& m_training;
    ProjectViewModel& m_project;
    MessageArea& m_messages;
    QWidget& m_window;
    std::optional<SleepInhibitor> m_awake;
    QElapsedTimer m_clock;
    QSystemTrayIcon* m_tray = nullptr; ///< while the window is hidden, or an end has not been seen
    std::string m_discardId;           ///< asked for while it was running
    bool m_isClosing = false;
};

} // namespace nidus::ui
