// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/training/training_view_model.h"

#include <QTimer>
#include <QWidget>

class QBoxLayout;
class QListWidget;
class QProgressBar;
class QPushButton;

namespace nidus::ui {

class FoldChips;
class LossChart;
class PresetPicker;
class TextLabel;

/// Start, watch and stop a training.
class TrainingPage final : public QWidget {
    Q_OBJECT

public:
    explicit TrainingPage(TrainingViewModel& model, QWidget* parent = nullptr);

    [[nodiscard]] LossChart* chart() const { return m_chart; }

Q_SIGNALS:
    void resultsRequested();

private:
    void buildHeader(QBoxLayout* column);
    void buildBody(QBoxLayout* column);
    void connectModel();
    void showState();
    void showProgress();
    void showEmptyChart();
    void addStep(const StepEvent& event);
    void addMessage(const QString& iconName, const QString& text);
    void clearRun();

    TrainingViewModel& m_model;
    TextLabel* m_state;
    TextLabel* m_stage;
    TextLabel* m_time;
    QProgressBar* m_progress;
    QPushButton* m_start;
    QPushButton* m_stop;
    QPushButton* m_showResults;
    PresetPicker* m_presets;
    QListWidget* m_messages;
    FoldChips* m_folds;
    LossChart* m_chart;
    QTimer m_clock;
    TrainingViewModel::State m_shownState = TrainingViewModel::State::Idle;
};

} // namespace nidus::ui
