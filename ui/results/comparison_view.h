// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/results/result_view.h"

class QComboBox;

namespace nidus::ui {

class FigureTable;
class TextLabel;

/// The result beside that of another finished run on the same cases, paired case by case.
class ComparisonView final : public ResultView {
    Q_OBJECT

public:
    explicit ComparisonView(ResultsViewModel& model, QWidget* parent = nullptr);

protected:
    void showResult() override;

private:
    void showRuns();
    void showComparison();

    QComboBox* m_other;
    TextLabel* m_notes;
    FigureTable* m_table;
    TextLabel* m_empty;
};

} // namespace nidus::ui
