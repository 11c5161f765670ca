// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/results/result_view.h"
#include "ui/results/results_view_model.h"

#include <array>

class QComboBox;

namespace nidus::ui {

class FigureTable;
class TextLabel;

/// The result beside those of other finished runs on the same cases, each paired with it case by case.
class ComparisonView final : public ResultView {
    Q_OBJECT

public:
    explicit ComparisonView(ResultsViewModel& model, QWidget* parent = nullptr);

protected:
    void showResult() override;

private:
    void showRuns();
    void showComparison();

    std::array<QComboBox*, ResultsViewModel::kCompared> m_others;
    TextLabel* m_notes;
    FigureTable* m_table;
    TextLabel* m_empty;
};

} // namespace nidus::ui
