// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/training_page.h"

#include "ui/common/controls.h"
#include "ui/common/error_text.h"
#include "ui/common/qt_convert.h"
#include "ui/theme/icon.h"
#include "ui/training/fold_chips.h"
#include "ui/training/loss_panel.h"
#include "ui/training/preset_picker.h"
#include "ui/training/queue_panel.h"
#include "ui/training/run_curves.h"
#include "ui/training/training_tabs.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLocale>
#include <QMenu>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QTime>
#include <QVBoxLayout>

namespace nidus::ui {
namespace {

constexpr int kSteps = 1000, kClockMs = 1000;
constexpr int kSideLetters = 43; // 300 pixels at the usual size of text

} // namespace

TrainingPage::TrainingPage(TrainingViewModel& model, QWidget* parent)
    : QWidget(parent), m_model(model), m_state(new TextLabel(TextRole::Heading)),
      m_stage(new TextLabel(TextRole::Secondary)), m_time(new TextLabel(TextRole::Secondary)),
      m_progress(named(new QProgressBar, "trainingProgress", tr("Progress of the training"))),
      m_start(named(new QPushButton(tr("&Start training")), "startTraining", tr("Start training"))),
      m_pause(named(new QPushButton(tr("&Pause")), "pauseTraining", tr("Pause the training"))),
      m_resume(named(new QPushButton(tr("Res&ume")), "resumeTraining", tr("Go on with the training"))),
      m_end(named(new QPushButton(tr("&End")), "endTraining", tr("End the training"))),
      m_queueAnother(
          named(new QPushButton(tr("&Queue another")), "queueTraining", tr("Queue another training behind this one"))),
      m_showResults(named(new QPushButton(tr("Show &results")), "showResults", tr("Show results"))),
      m_runs(named(new QComboBox, "trainingRun", tr("Training whose curves are shown"))), m_effort(new QWidget),
      m_presets(new PresetPicker), m_waiting(new QueuePanel(model.queue())), m_tabs(new TrainingTabs),
      m_folds(new FoldChips), m_chart(new LossPanel) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(20, 16, 20, 12);
    column->setSpacing(8);
    buildHeader(column);
    buildBody(column);
    m_clock.setInterval(kClockMs);
    connect(&m_clock, &QTimer::timeout, this, &TrainingPage::showProgress);
    connectModel();
    connectLog();
    m_folds->setFolds(m_model.folds());
    showRuns();
    showState();
}

LossChart& TrainingPage::chart() {
    return m_chart->chart();
}

void TrainingPage::buildHeader(QBoxLayout* column) {
    auto* row = new QHBoxLayout;
    row->addWidget(new TextLabel(TextRole::Title, tr("Training")));
    m_state->setObjectName(QStringLiteral("trainingState"));
    row->addSpacing(12);
    row->addWidget(m_state, 1);
    m_showResults->setIcon(icon(QStringLiteral("clipboard-list")));
    m_pause->setIcon(icon(QStringLiteral("pause")));
    m_end->setIcon(icon(QStringLiteral("square")));
    for (QPushButton* button : {m_start, m_resume})
        button->setIcon(icon(QStringLiteral("play")));
    m_start->setDefault(true);
    m_runs->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    buildEndMenu();
    buildQueueMenu();
    for (QWidget* control :
         std::initializer_list<QWidget*>{m_runs, m_showResults, m_queueAnother, m_pause, m_resume, m_end, m_start})
        row->addWidget(control);
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

void TrainingPage::buildEndMenu() {
    auto* menu = named(new QMenu(this), "endMenu", tr("How to end the training"));
    menu->setToolTipsVisible(true);
    QAction* finish = menu->addAction(tr("End now and &keep the best so far"), this, [this] {
        if (m_model.isRunning())
            m_model.finish();
        else
            m_model.endWithWhatIsThere();
    });
    finish->setObjectName(QStringLiteral("finishTraining"));
    finish->setToolTip(tr("Folds that are finished keep their weights; the others keep the probe, which is there from "
                          "the start. The run then has a result."));
    QAction* discard = menu->addAction(tr("&Discard this run…"), this, &TrainingPage::discardRequested);
    discard->setObjectName(QStringLiteral("discardTraining"));
    m_end->setMenu(menu);
}

void TrainingPage::buildQueueMenu() {
    auto* menu = named(new QMenu(this), "queueMenu", tr("How thorough?"));
    for (const char* preset : {"quick", "balanced", "thorough"}) {
        QAction* action = menu->addAction(presetTitle(preset), this, [this, preset] { m_model.queue().add(preset); });
        action->setObjectName(QStringLiteral("queue_") + QLatin1String(preset));
    }
    m_queueAnother->setMenu(menu);
    m_queueAnother->setToolTip(tr("It starts by itself when this training has its result."));
}

void TrainingPage::buildBody(QBoxLayout* column) {
    auto* body = new QHBoxLayout;
    body->setSpacing(16);
    auto* side = new QWidget;
    auto* sideColumn = new QVBoxLayout(side);
    sideColumn->setContentsMargins(0, 0, 0, 0);
    auto* effort = new QVBoxLayout(m_effort);
    effort->setContentsMargins(0, 0, 0, 8);
    effort->addWidget(new TextLabel(TextRole::Heading, tr("How thorough?")));
    effort->addWidget(m_presets);
    sideColumn->addWidget(m_effort);
    sideColumn->addWidget(m_waiting);
    sideColumn->addWidget(m_tabs, 1);
    auto* scroll = new QScrollArea; // with large text the presets need more than the window has
    scroll->setObjectName(QStringLiteral("trainingSide"));
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(side);
    scroll->setFixedWidth(kSideLetters * fontMetrics().averageCharWidth());
    body->addWidget(scroll);

    auto* main = new QVBoxLayout;
    main->setSpacing(column->spacing()); // else it takes the room between the columns
    main->addWidget(m_folds);
    main->addWidget(m_chart, 1);
    body->addLayout(main, 1);
    column->addLayout(body, 1);
}

void TrainingPage::connectModel() {
    connect(m_start, &QPushButton::clicked, this, [this] { m_model.start(m_presets->preset()); });
    connect(m_pause, &QPushButton::clicked, &m_model, &TrainingViewModel::stop);
    connect(m_resume, &QPushButton::clicked, &m_model, &TrainingViewModel::goOn);
    connect(m_showResults, &QPushButton::clicked, this, &TrainingPage::resultsRequested);
    connect(m_chart, &LossPanel::saveWanted, this, &TrainingPage::saveChartRequested);
    connect(m_presets, &PresetPicker::changed, this, &TrainingPage::showEmptyChart);
    connect(m_runs, &QComboBox::activated, this, [this] { m_model.showRun(fromQt(m_runs->currentData().toString())); });
    connect(&m_chart->chart(), &LossChart::drawn, this, &TrainingPage::showCurves);
    connect(&m_model, &TrainingViewModel::runsChanged, this, &TrainingPage::showRuns);
    connect(&m_model, &TrainingViewModel::stateChanged, this, &TrainingPage::showState);
    connect(&m_model, &TrainingViewModel::progressChanged, this, &TrainingPage::showProgress);
    connect(&m_model, &TrainingViewModel::foldsChanged, this, [this] { m_folds->setFolds(m_model.folds()); });
    connect(&m_model, &TrainingViewModel::curvesRead, this, [this](const RunCurves& curves) {
        m_chart->setRun(curves);
        showEmptyChart();
    });
    connect(&m_model, &TrainingViewModel::stepArrived, this, [this](const StepEvent& event) {
        const bool isNewFit = chart().run().newest != toQt(event.fit);
        chart().addStep(toQt(event.fit), event.epoch, event.epochs, event.step, event.loss, ratesOf(event));
        if (isNewFit)
            m_state->announce(
                tr("%1, epoch %2 of %3").arg(fitText(toQt(event.fit))).arg(event.epoch + 1).arg(event.epochs));
    });
    connect(&m_model, &TrainingViewModel::epochArrived, this, [this](const EpochEvent& event) {
        chart().addEpoch(toQt(event.fit), event.epoch, event.epochs, pointOf(event));
        m_tabs->addEpoch(event);
        m_state->announce(
            tr("%1, epoch %2 of %3").arg(fitText(toQt(event.fit))).arg(event.epoch + 1).arg(event.epochs));
    });
}

/// The tabs say what the training has said, also before this page was made.
void TrainingPage::connectLog() {
    const auto begin = [this] { m_tabs->begin(m_model.project().classes); };
    begin();
    for (const LogLine& line : m_model.log())
        showLine(line);
    if (m_model.newestHeld())
        m_tabs->addEpoch(*m_model.newestHeld());
    connect(&m_model, &TrainingViewModel::started, this, begin);
    connect(&m_model, &TrainingViewModel::projectChanged, this, begin);
    connect(&m_model, &TrainingViewModel::logged, this, &TrainingPage::showLine);
}

void TrainingPage::showLine(const LogLine& line) {
    const QString said = QStringLiteral("%1 (%2)").arg(line.text, line.code);
    switch (line.kind) {
    case LogLine::Kind::Note:
        m_tabs->addMessage(QStringLiteral("info"), said, line.time);
        break;
    case LogLine::Kind::Paused:
        m_tabs->addMessage(QStringLiteral("info"), tr("Paused. What was finished is kept."), line.time);
        break;
    case LogLine::Kind::Failed:
        m_tabs->addMessage(QStringLiteral("circle-x"), said, line.time);
        break;
    case LogLine::Kind::Finished:
        m_tabs->addMessage(QStringLiteral("circle-check"), tr("Finished in %1.").arg(durationText(line.seconds)),
                           line.time);
        break;
    }
}

void TrainingPage::showRuns() {
    const QSignalBlocker blocker(m_runs);
    m_runs->clear();
    for (const RunRecord& run : m_model.project().runs)
        m_runs->addItem(tr("%1 (%2)").arg(toQt(run.id), presetTitle(run.preset)), toQt(run.id));
    m_runs->setCurrentIndex(m_runs->findData(toQt(m_model.shownRun())));
    m_runs->setVisible(!m_model.isRunning() && m_runs->count() > 0);
}

void TrainingPage::showCurves() {
    m_tabs->setCurves(chart().fit(chart().shownFit()));
}

void TrainingPage::showState() {
    using State = TrainingViewModel::State;
    const State state = m_model.state();
    const bool isRunning = m_model.isRunning();
    const QString obstacle = m_model.obstacle();
    m_start->setEnabled(!isRunning && obstacle.isEmpty());
    m_start->setVisible(!isRunning);
    m_queueAnother->setVisible(isRunning);
    m_waiting->setRunning(isRunning);
    m_pause->setVisible(isRunning);
    m_pause->setEnabled(state != State::Stopping);
    m_resume->setVisible(m_model.canGoOn());
    m_end->setVisible(isRunning || m_model.canGoOn());
    m_end->setEnabled(state != State::Stopping && state != State::Preparing);
    m_effort->setVisible(!isRunning);
    m_showResults->setVisible(state == State::Done);
    m_runs->setVisible(!isRunning && m_runs->count() > 0);
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
        m_state->announce(m_model.canGoOn() ? tr("Paused") : tr("Stopped"));
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
    m_time->setVisible(isRunning);
    m_progress->setValue(static_cast<int>(m_model.fraction() * kSteps));
    m_stage->setText(stageText(m_model.stage()));
    if (!isRunning)
        return;
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
    m_tabs->setLearnedInOneGo(isOver && isQuick);
    chart().setEmptyText(isQuick               ? tr("Quick learns in one go, so there is no curve to watch.")
                         : m_model.isRunning() ? tr("The curve begins once the pretrained model has seen all cases.")
                                               : tr("The curve of the training appears here."));
}

} // namespace nidus::ui
