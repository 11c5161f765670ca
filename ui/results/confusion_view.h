// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/results/result_view.h"

class QComboBox;
class QTableView;

namespace nidus::ui {

class ConfusionModel;
class TextLabel;

/// The confusion matrix. A click, or Enter, on cells chooses their cases; Enter and a double click show them.
class ConfusionView final : public ResultView {
    Q_OBJECT

public:
    explicit ConfusionView(ResultsViewModel& model, QWidget* parent = nullptr);

protected:
    void showResult() override;
    void showRule() override;

private:
    void chooseCases();
    void fitTable();

    QComboBox* m_measure;
    ConfusionModel* m_confusion;
    QTableView* m_table;
    TextLabel* m_empty;
};

} // namespace nidus::ui
