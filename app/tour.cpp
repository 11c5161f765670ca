// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/tour.h"

#include "ui/main_window.h"

#include <QAbstractButton>
#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QDialog>
#include <QDir>
#include <QPixmap>
#include <QTabWidget>
#include <QTableView>
#include <QTimer>

#include <array>
#include <cstdio>

namespace nidus {
namespace {

using ui::MainWindow;
constexpr int kSettleMs = 600; // for queued repaints and the results that are read in the background
constexpr int kPictures = 6;   // of a training
constexpr int kInfluenceWaits = 50;
constexpr QSize kPictureSize(1366, 768);

} // namespace

Tour::Tour(MainWindow& window, const QString& folder, const QString& preset, QObject* parent)
    : QObject(parent), m_window(window), m_folder(folder), m_preset(preset) {
    if (!folder.isEmpty())
        window.resize(kPictureSize);
    connect(&window.project(), &ui::ProjectViewModel::opened, this,
            [this] { QTimer::singleShot(kSettleMs, this, &Tour::onOpened); });
    connect(&window.project(), &ui::ProjectViewModel::failed, this, [this](const ui::Failure& failure) {
        std::fprintf(stderr, "%s: %s\n", qPrintable(failure.code), qPrintable(failure.text));
        finish(1);
    });
    connect(&window.training(), &ui::TrainingViewModel::epochArrived, this, &Tour::onEpoch);
    connect(&window.training(), &ui::TrainingViewModel::finished, this, [this] { finish(0); });
    connect(&window.training(), &ui::TrainingViewModel::stopped, this, [this] { finish(1); });
    connect(&window.training(), &ui::TrainingViewModel::failed, this, [this](const ui::Failure& failure) {
        std::fprintf(stderr, "%s: %s\n", qPrintable(failure.code), qPrintable(failure.text));
        finish(1);
    });
}

void Tour::onOpened() {
    if (std::exchange(m_isStarted, true))
        return;
    picture(MainWindow::Home, QStringLiteral("home"));
    picture(MainWindow::Data, QStringLiteral("data"));
    picture(MainWindow::Model, QStringLiteral("model"));
    if (m_preset.isEmpty()) {
        picture(MainWindow::Training, QStringLiteral("training"));
        finish(0);
        return;
    }
    m_window.goTo(MainWindow::Training);
    m_window.training().start(m_preset.toStdString());
}

// The pictures get rarer, so that a long training is covered as a short one: after 3, 6, 12, 24, … epochs.
void Tour::onEpoch() {
    ++m_epochs;
    for (int i = 0; i < kPictures; ++i)
        if (m_epochs == 3 << i)
            QTimer::singleShot(kSettleMs, this,
                               [this, i] { picture(MainWindow::Training, QStringLiteral("training-%1").arg(i + 1)); });
}

void Tour::finish(int status) {
    QTimer::singleShot(kSettleMs, this, [this, status] {
        if (!m_preset.isEmpty())
            picture(MainWindow::Training, QStringLiteral("training-end"));
        m_status = status;
        m_window.goTo(MainWindow::Results);
        QTimer::singleShot(kSettleMs, this, &Tour::pictureOfResults);
    });
}

void Tour::pictureOfResults() {
    picture(MainWindow::Results, QStringLiteral("results"));
    auto* table = m_window.findChild<QTableView*>(QStringLiteral("predictionTable"));
    if (table->isVisible()) {
        table->selectRow(0);
        press("showScan");
    }
    QTimer::singleShot(kSettleMs, this, [this] {
        picture(MainWindow::Results, QStringLiteral("results-scan"));
        press("showInfluence");
        QTimer::singleShot(kSettleMs, this, [this] { pictureOfInfluence(kInfluenceWaits); });
    });
}

/// Each after a moment, for what is read in the background.
void Tour::pictureResultsTab(int tab) {
    static const std::array kNames{"confusion", "roc", "calibration", "threshold", "subgroups", "compare"};
    auto* tabs = m_window.findChild<QTabWidget*>(QStringLiteral("resultsTabs"));
    if (tab >= tabs->count() || !tabs->isTabEnabled(tab)) {
        pictureOfClassifying();
        return;
    }
    tabs->setCurrentIndex(tab);
    if (auto* other = tabs->currentWidget()->findChild<QComboBox*>(QStringLiteral("compareRun")))
        other->setCurrentIndex(1); // if there is one
    QTimer::singleShot(kSettleMs, this, [this, tabs, tab] {
        if (auto* confusion = tabs->currentWidget()->findChild<QTableView*>(QStringLiteral("confusionTable"))) {
            confusion->setCurrentIndex(confusion->model()->index(0, 1));
            Q_EMIT confusion->clicked(confusion->currentIndex());
        }
        picture(MainWindow::Results,
                QStringLiteral("results-%1").arg(QLatin1String(kNames[static_cast<std::size_t>(tab - 1)])));
        pictureResultsTab(tab + 1);
    });
}

void Tour::press(const char* name) {
    auto* button = m_window.findChild<QAbstractButton*>(QLatin1String(name));
    if (button->isVisible())
        button->click();
}

/// When the map is there, then what the network sees.
void Tour::pictureOfInfluence(int waits) {
    auto* peak = m_window.findChild<QAbstractButton*>(QStringLiteral("influencePeak"));
    if (waits > 0 && peak->isVisible() && !peak->isEnabled()) {
        QTimer::singleShot(kSettleMs, this, [this, waits] { pictureOfInfluence(waits - 1); });
        return;
    }
    press("influencePeak");
    picture(MainWindow::Results, QStringLiteral("results-influence"));
    press("networkView");
    QTimer::singleShot(kSettleMs, this, [this] {
        picture(MainWindow::Results, QStringLiteral("results-network"));
        press("networkView");
        press("showInfluence");
        pictureResultsTab(1);
    });
}

/// After what was named at the start has been classified.
void Tour::pictureOfClassifying() {
    if (m_window.classifying().isBusy()) {
        QTimer::singleShot(kSettleMs, this, &Tour::pictureOfClassifying);
        return;
    }
    m_window.goTo(MainWindow::Classify);
    QTimer::singleShot(kSettleMs, this, [this] {
        picture(MainWindow::Classify, QStringLiteral("classify"));
        pictureOfPreferences();
        QApplication::exit(m_status);
    });
}

void Tour::pictureOfPreferences() {
    if (m_folder.isEmpty())
        return;
    m_window.findChild<QAction*>(QStringLiteral("actionPreferences"))->trigger();
    save(*m_window.findChild<QDialog*>(QStringLiteral("preferences")), QStringLiteral("preferences"));
}

void Tour::picture(int place, const QString& name) {
    if (m_folder.isEmpty())
        return;
    m_window.goTo(static_cast<MainWindow::Place>(place));
    QCoreApplication::processEvents(QEventLoop::ExcludeUserInputEvents); // a page that was just shown is laid out later
    save(m_window, name);
}

void Tour::save(QWidget& widget, const QString& name) {
    QDir().mkpath(m_folder);
    widget.grab().save(QDir(m_folder).filePath(name + QLatin1String(".png")));
}

} // namespace nidus
