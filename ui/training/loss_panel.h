// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/loss_chart.h"
#include "ui/training/epoch_table_model.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QPushButton;
class QSlider;
class QTableView;

namespace nidus::ui {

/// The chart of a training with what can be done to it: another fit, a logarithmic axis, smoothing, the same as a
/// table, a file.
class LossPanel final : public QWidget {
    Q_OBJECT

public:
    explicit LossPanel(QWidget* parent = nullptr);

    [[nodiscard]] LossChart& chart() { return *m_chart; }
    void setRun(RunCurves run);

Q_SIGNALS:
    void saveWanted();

private:
    void showFits();
    void showTable();

    LossChart* m_chart;
    EpochTableModel* m_epochs;
    QComboBox* m_fit;
    QCheckBox* m_logarithmic;
    QComboBox* m_axis;
    QSlider* m_smoothing;
    QPushButton* m_asTable;
    QPushButton* m_save;
    QTableView* m_table;
};

} // namespace nidus::ui
