// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/training_supervisor.h"

#include "ui/common/error_text.h"
#include "ui/common/message_area.h"
#include "ui/common/qt_convert.h"
#include "ui/project_view_model.h"
#include "ui/theme/icon.h"
#include "ui/training/preset_picker.h"
#include "ui/training/training_view_model.h"

#include <QApplication>
#include <QLocale>
#include <QMessageBox>
#include <QPushButton>
#include <QSystemTrayIcon>

#include <utility>

namespace nidus::ui {
namespace {

const QString kRecoveryKey = QStringLiteral("recovery");
const QString kDiscardKey = QStringLiteral("discard");
const QString kClosingKey = QStringLiteral("closing");
constexpr qint64 kLongMs = 120'000; // after so long the user is told of the end even in another window

} // namespace

TrainingSupervisor::TrainingSupervisor(TrainingViewModel& training, ProjectViewModel& project, MessageArea& messages,
                                       QWidget& window)
    : QObject(&window), m_training(training), m_project(project), m_messages(messages), m_window(window) {
    connect(&training, &TrainingViewModel::started, this, [this] {
        m_messages.dismiss(kErrorKey);
        m_messages.dismiss(kRecoveryKey);
        m_clock.start();
        m_awake.emplace(tr("A training is running"));
    });
    connect(&training, &TrainingViewModel::finished, this, &TrainingSupervisor::end);
    connect(&training, &TrainingViewModel::stopped, this, [this] {
        end();
        if (const std::string id = std::exchange(m_discardId, {}); !id.empty())
            askToDiscard(id);
    });
    connect(&training, &TrainingViewModel::failed, this, [this](const Failure& failure) {
        showFailure(failure);
        end();
    });
}

void TrainingSupervisor::showRecovery() {
    m_messages.dismiss(kRecoveryKey);
    const ProjectSnapshot& project = m_project.snapshot();
    if (!project.busyWith.empty()) {
        m_messages.show(kRecoveryKey, [busyWith = toQt(project.busyWith)] {
            return Message{Severity::Info, tr("This project can only be looked at now"), busyWith, {}, {}};
        });
        return;
    }
    if (!project.unfinished || m_training.isRunning() || m_training.canGoOn())
        return; // of a run that was paused here the Training place speaks
    m_messages.show(kRecoveryKey, [this, unfinished = *project.unfinished] { return recoveryOf(unfinished); });
}

Message TrainingSupervisor::recoveryOf(const UnfinishedRun& unfinished) {
    const RunRecord& run = unfinished.record;
    const QString moment = momentText(toQt(unfinished.lastActivity));
    Message message;
    message.severity = Severity::Warning;
    message.headline = run.state == "stopped"  ? tr("Run %1 was stopped at %2").arg(toQt(run.id), moment)
                       : run.state == "failed" ? tr("Run %1 ended without a result at %2").arg(toQt(run.id), moment)
                                               : tr("Run %1 was interrupted at %2").arg(toQt(run.id), moment);
    if (const auto& epoch = unfinished.epoch)
        message.text = tr("%1, epoch %2 of %3: everything up to there is saved.")
                           .arg(fitText(toQt(epoch->fit)))
                           .arg(epoch->epoch + 1)
                           .arg(epoch->epochs)
                       + QLatin1Char(' ');
    message.text +=
        tr("It can go on where it was (%1). Discarding deletes what it has learned.").arg(presetTitle(run.preset));
    message.actions = {{QStringLiteral("resumeRun"), tr("Resume"),
                        [this, run] {
                            m_training.resume(run);
                            Q_EMIT trainingShown();
                        }},
                       {QStringLiteral("discardRun"), tr("Discard…"), [this, run] { askToDiscard(run.id); }}};
    return message;
}

void TrainingSupervisor::discardCurrent() {
    if (m_training.isRunning()) {
        m_discardId = m_training.runId();
        m_training.stop();
    } else {
        askToDiscard(m_training.runId());
    }
}

void TrainingSupervisor::askToDiscard(const std::string& runId) {
    m_messages.dismiss(kRecoveryKey);
    m_messages.show(kDiscardKey, [this, runId] {
        Message message;
        message.severity = Severity::Warning;
        message.headline = tr("Discard run %1?").arg(toQt(runId));
        message.text = tr("What it has learned so far is deleted. This cannot be undone.");
        message.actions = {{QStringLiteral("confirmDiscard"), tr("Discard"),
                            [this, runId] {
                                m_training.forgetRun();
                                m_project.discardRun(runId);
                            }},
                           {QStringLiteral("keepRun"), tr("Keep"), [this] { showRecovery(); }}};
        return message;
    });
}

void TrainingSupervisor::showFailure(const Failure& failure) {
    m_messages.show(kErrorKey, [this, failure, canGoOn = m_training.canGoOn()] {
        Message message = messageFrom(failure);
        if (canGoOn) {
            message.text += QLatin1Char(' ') + tr("Everything up to the last epoch is saved.");
            message.actions = {
                {QStringLiteral("tryAgain"), tr("Go on from there"), [this] { m_training.goOn(); }},
                {QStringLiteral("endNow"), tr("End with what is there"), [this] { m_training.endWithWhatIsThere(); }}};
        }
        return message;
    });
}

bool TrainingSupervisor::mayClose() {
    if (!m_training.isRunning())
        return true;
    if (!m_isClosing)
        askToClose();
    return false;
}

void TrainingSupervisor::askToClose() {
    auto* box = new QMessageBox(QMessageBox::Question, tr("A training is running"),
                                tr("Should it go on while the window is closed?"), QMessageBox::NoButton, &m_window);
    box->setObjectName(QStringLiteral("closeBox"));
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setInformativeText(tr("Paused, it goes on from here the next time you open the project."));
    QPushButton* stay = box->addButton(tr("Keep &training in the background"), QMessageBox::AcceptRole);
    QPushButton* pause = box->addButton(tr("&Pause and quit"), QMessageBox::DestructiveRole);
    QPushButton* cancel = box->addButton(QMessageBox::Cancel);
    stay->setObjectName(QStringLiteral("keepTraining"));
    pause->setObjectName(QStringLiteral("pauseAndQuit"));
    cancel->setObjectName(QStringLiteral("cancelClose"));
    connect(stay, &QPushButton::clicked, this, &TrainingSupervisor::goToBackground);
    connect(pause, &QPushButton::clicked, this, [this] {
        m_isClosing = true;
        m_training.stop();
        m_messages.show(kClosingKey, [] {
            return Message{Severity::Info,
                           tr("Stopping…"),
                           tr("The window closes as soon as the training has saved where it is. It can be "
                              "resumed next time."),
                           {},
                           {}};
        });
        if (!m_training.isRunning()) // it had ended while the question was open
            Q_EMIT closeWanted();
    });
    box->open();
}

void TrainingSupervisor::goToBackground() {
    if (!QSystemTrayIcon::isSystemTrayAvailable()) {
        m_window.showMinimized();
        return;
    }
    showTray(tr("Nidus: a training is running"));
    m_window.hide();
}

/// An icon that brings the window back, and stays until it has.
void TrainingSupervisor::showTray(const QString& tip) {
    delete m_tray; // of an end that nobody has seen
    m_tray = new QSystemTrayIcon(icon(QStringLiteral("chart-line")), this);
    m_tray->setToolTip(tip);
    const auto show = [this] {
        m_window.show();
        m_window.activateWindow();
        if (QSystemTrayIcon* tray = std::exchange(m_tray, nullptr))
            tray->deleteLater();
    };
    connect(m_tray, &QSystemTrayIcon::activated, this, show);
    connect(m_tray, &QSystemTrayIcon::messageClicked, this, show);
    m_tray->show();
}

void TrainingSupervisor::end() {
    m_awake.reset();
    if (m_isClosing) {
        Q_EMIT closeWanted();
        return;
    }
    QApplication::alert(&m_window);
    const bool isUnseen = m_clock.elapsed() > kLongMs && !m_window.isActiveWindow();
    if (!m_tray && isUnseen && QSystemTrayIcon::isSystemTrayAvailable())
        showTray(tr("The training has ended."));
    if (m_tray)
        m_tray->showMessage(tr("Nidus"), tr("The training has ended."));
}

} // namespace nidus::ui
