// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/training/training_view_model.h"

#include <QTimer>
#include <QWidget>

class QAction;
class QBoxLayout;
class QComboBox;
class QProgressBar;
class QPushButton;

namespace nidus::ui {

class LossPanel;
class FoldChips;
class LossChart;
class PresetPicker;
class QueuePanel;
class TextLabel;
class TrainingTabs;

/// Start, watch, pause and end a training; look at the curves of earlier ones.
class TrainingPage final : public QWidget {
    Q_OBJECT

public:
    explicit TrainingPage(TrainingViewModel& model, QWidget* parent = nullptr);

    [[nodiscard]] LossChart& chart();

Q_SIGNALS:
    void resultsRequested();
    void discardRequested();
    void saveChartRequested();

private:
    void buildHeader(QBoxLayout* column);
    void buildEndMenu();
    void buildQueueMenu();
    void buildBody(QBoxLayout* column);
    void connectModel();
    void connectLog();
    void showLine(const LogLine& line);
    void showState();
    void showProgress();
    void showEmptyChart();
    void showRuns();
    void showCurves();

    TrainingViewModel& m_model;
    TextLabel* m_state;
    TextLabel* m_stage;
    TextLabel* m_time;
    QProgressBar* m_progress;
    QPushButton* m_start;
    QPushButton* m_pause;
    QPushButton* m_resume;
    QPushButton* m_end;
    QPushButton* m_queueAnother;
    QPushButton* m_showResults;
    QComboBox* m_runs;
    QWidget* m_effort; ///< the presets and their heading
    PresetPicker* m_presets;
    QueuePanel* m_waiting;
    TrainingTabs* m_tabs;
    FoldChips* m_folds;
    LossPanel* m_chart;
    QTimer m_clock;
};

} // namespace nidus::ui
