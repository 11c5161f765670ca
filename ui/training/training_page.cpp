// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/training_page.h"

#include "ui/charts/loss_chart.h"
#include "ui/common/controls.h"
#include "ui/common/error_text.h"
#include "ui/common/qt_convert.h"
#include "ui/theme/icon.h"
#include "ui/training/fold_chips.h"
#include "ui/training/preset_picker.h"

#include <QHBoxLayout>
#include <QListWidget>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollBar>
#include <QTime>
#include <QVBoxLayout>

namespace nidus::ui {
namespace {

constexpr int kSteps = 1000, kClockMs = 1000, kMessageLimit = 2000;
constexpr int kSideWidth = 300;

} // namespace

TrainingPage::TrainingPage(TrainingViewModel& model, QWidget* parent)
    : QWidget(parent), m_model(model), m_state(new TextLabel(TextRole::Heading)),
      m_stage(new TextLabel(TextRole::Secondary)), m_time(new TextLabel(TextRole::Secondary)),
      m_progress(named(new QProgressBar, "trainingProgress", tr("Progress of the training"))),
      m_start(named(new QPushButton(tr("&Start training")), "startTraining", tr("Start training"))),
      m_stop(named(new QPushButton(tr("St&op")), "stopTraining", tr("Stop training"))),
      m_showResults(named(new QPushButton(tr("Show &results")), "showResults", tr("Show results"))),
      m_presets(new PresetPicker),
      m_messages(named(new QListWidget, "trainingMessages", tr("Messages of the training"))), m_folds(new FoldChips),
      m_chart(new LossChart) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(20, 16, 20, 12);
    column->setSpacing(8);
    buildHeader(column);
    buildBody(column);
    m_clock.setInterval(kClockMs);
    connect(&m_clock, &QTimer::timeout, this, &TrainingPage::showProgress);
    connectModel();
    showState();
}

void TrainingPage::buildHeader(QBoxLayout* column) {
    auto* row = new QHBoxLayout;
    row->addWidget(new TextLabel(TextRole::Title, tr("Training")));
    m_state->setObjectName(QStringLiteral("trainingState"));
    row->addSpacing(12);
    row->addWidget(m_state, 1);
    m_showResults->setIcon(icon(QStringLiteral("clipboard-list")));
    m_stop->setIcon(icon(QStringLiteral("square")));
    m_start->setIcon(icon(QStringLiteral("play")));
    m_start->setDefault(true);
    row->addWidget(m_showResults);
    row->addWidget(m_stop);
    row->addWidget(m_start);
    column->addLayout(row);

    auto* progress = new QHBoxLayout;
    m_progress->setRange(0, kSteps);
    m_progress->setTextVisible(false);
    progress->addWidget(m_progress, 1);
    m_time->setObjectName(QStringLiteral("trainingTime"));
    progress->addWidget(m_time);
    column->addLayout(progress);
    m_stage->setObjectName(QStringLiteral("trainingStage"));
    column->addWidget(m_stage);
}

void TrainingPage::buildBody(QBoxLayout* column) {
    auto* body = new QHBoxLayout;
    body->setSpacing(16);
    auto* side = new QWidget;
    side->setFixedWidth(kSideWidth);
    auto* sideColumn = new QVBoxLayout(side);
    sideColumn->setContentsMargins(0, 0, 0, 0);
    sideColumn->addWidget(new TextLabel(TextRole::Heading, tr("How thorough?")));
    sideColumn->addWidget(m_presets);
    sideColumn->addSpacing(8);
    sideColumn->addWidget(new TextLabel(TextRole::Heading, tr("Messages")));
    m_messages->setWordWrap(true);
    m_messages->setSelectionMode(QAbstractItemView::NoSelection);
    m_messages->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_messages->setMinimumHeight(90);
    sideColumn->addWidget(m_messages, 1);
    body->addWidget(side);

    auto* main = new QVBoxLayout;
    main->addWidget(m_folds);
    named(m_chart, "lossChart", tr("Chart of the loss"));
    main->addWidget(m_chart, 1);
    body->addLayout(main, 1);
    column->addLayout(body, 1);
}

void TrainingPage::connectModel() {
    connect(m_start, &QPushButton::clicked, this, [this] { m_model.start(m_presets->preset()); });
    connect(m_stop, &QPushButton::clicked, &m_model, &TrainingViewModel::stop);
    connect(m_showResults, &QPushButton::clicked, this, &TrainingPage::resultsRequested);
    connect(m_presets, &PresetPicker::changed, this, &TrainingPage::showEmptyChart);
    connect(&m_model, &TrainingViewModel::stateChanged, this, &TrainingPage::showState);
    connect(&m_model, &TrainingViewModel::progressChanged, this, &TrainingPage::showProgress);
    connect(&m_model, &TrainingViewModel::foldsChanged, this, [this] { m_folds->setFolds(m_model.folds()); });
    connect(&m_model, &TrainingViewModel::stepArrived, this, &TrainingPage::addStep);
    connect(&m_model, &TrainingViewModel::epochArrived, this, [this](const EpochEvent& event) {
        m_chart->addEpoch(toQt(event.fit), event.epoch, event.epochs, event.validationLoss);
        m_state->announce(
            tr("%1, epoch %2 of %3").arg(fitText(toQt(event.fit))).arg(event.epoch + 1).arg(event.epochs));
    });
    connect(&m_model, &TrainingViewModel::messageArrived, this, [this](const MessageEvent& event) {
        addMessage(QStringLiteral("info"), QStringLiteral("%1 (%2)").arg(toQt(event.text), toQt(event.code)));
    });
    connect(&m_model, &TrainingViewModel::failed, this, [this](const Failure& failure) {
        addMessage(QStringLiteral("circle-x"), QStringLiteral("%1 (%2)").arg(failure.text, failure.code));
    });
    connect(&m_model, &TrainingViewModel::finished, this, [this](const RunResult&) {
        addMessage(QStringLiteral("circle-check"), tr("Finished in %1.").arg(durationText(m_model.elapsedSeconds())));
    });
    connect(&m_model, &TrainingViewModel::stopped, this, [this] {
        addMessage(QStringLiteral("info"), tr("Stopped. What was finished is kept and can be resumed."));
    });
}

void TrainingPage::addStep(const StepEvent& event) {
    std::vector<FitCurves::Rate> rates;
    for (const StepEvent::Group& group : event.groups)
        rates.push_back({toQt(group.name), group.learningRate});
    const bool isNewFit = m_chart->currentFit() != toQt(event.fit);
    m_chart->addStep(toQt(event.fit), event.epoch, event.epochs, event.loss, rates);
    if (isNewFit)
        m_state->announce(
            tr("%1, epoch %2 of %3").arg(fitText(toQt(event.fit))).arg(event.epoch + 1).arg(event.epochs));
}

void TrainingPage::addMessage(const QString& iconName, const QString& text) {
    const bool isAtEnd = m_messages->verticalScrollBar()->value() == m_messages->verticalScrollBar()->maximum();
    const Tint tint = iconName == QLatin1String("circle-x")       ? Tint::Bad
                      : iconName == QLatin1String("circle-check") ? Tint::Good
                                                                  : Tint::Faint;
    auto* item = new QListWidgetItem(icon(iconName, tint), text, m_messages);
    item->setToolTip(QLocale().toString(QTime::currentTime(), QLocale::ShortFormat));
    if (m_messages->count() > kMessageLimit)
        delete m_messages->takeItem(0);
    if (isAtEnd)
        m_messages->scrollToBottom();
}

void TrainingPage::clearRun() {
    m_chart->setStepsHint(m_model.stepsHint());
    m_chart->clear();
    m_messages->clear();
}

void TrainingPage::showState() {
    using State = TrainingViewModel::State;
    const State state = m_model.state();
    const bool wasRunning =
        m_shownState == State::Preparing || m_shownState == State::Training || m_shownState == State::Stopping;
    const bool isRunning = m_model.isRunning();
    if (isRunning && !wasRunning)
        clearRun();
    m_shownState = isRunning ? state : State::Idle;

    const QString obstacle = m_model.obstacle();
    m_start->setEnabled(!isRunning && obstacle.isEmpty());
    m_start->setVisible(!isRunning);
    m_stop->setVisible(isRunning);
    m_stop->setEnabled(state != State::Stopping);
    m_presets->setEnabled(!isRunning);
    m_showResults->setVisible(state == State::Done);
    if (isRunning)
        m_clock.start();
    else
        m_clock.stop();
    switch (state) {
    case State::Idle:
        m_state->announce(obstacle);
        break;
    case State::Preparing:
        m_state->announce(tr("Preparing the cases"));
        break;
    case State::Training:
        m_state->announce(tr("Starting…"));
        break;
    case State::Stopping:
        m_state->announce(tr("Stopping…"));
        break;
    case State::Done:
        m_state->announce(tr("Finished"));
        break;
    case State::Stopped:
        m_state->announce(tr("Stopped"));
        break;
    case State::Failed:
        m_state->announce(tr("Not finished"));
        break;
    }
    showEmptyChart();
    showProgress();
}

void TrainingPage::showProgress() {
    const bool isRunning = m_model.isRunning();
    m_progress->setVisible(isRunning);
    m_stage->setVisible(isRunning);
    m_progress->setValue(static_cast<int>(m_model.fraction() * kSteps));
    m_stage->setText(stageText(m_model.stage()));
    if (!isRunning) {
        m_time->clear();
        return;
    }
    QString time = tr("%1 so far").arg(durationText(m_model.elapsedSeconds()));
    if (const auto remaining = m_model.remainingSeconds()) {
        const QTime end = QTime::currentTime().addSecs(static_cast<int>(*remaining));
        time += QStringLiteral("  ·  ")
                + tr("about %1 left, until %2")
                      .arg(durationText(*remaining), QLocale().toString(end, QLocale::ShortFormat));
    }
    m_time->setText(time);
}

void TrainingPage::showEmptyChart() {
    const bool isOver = m_model.state() == TrainingViewModel::State::Done;
    const bool isQuick = m_model.isRunning() || isOver ? !m_model.hasSteps() : m_presets->preset() == "quick";
    m_chart->setEmptyText(isQuick               ? tr("Quick learns in one go, so there is no curve to watch.")
                          : m_model.isRunning() ? tr("The curve begins once the pretrained model has seen all cases.")
                                                : tr("The curve of the training appears here."));
}

} // namespace nidus::ui
