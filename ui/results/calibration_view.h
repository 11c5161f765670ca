// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/results/result_view.h"

#include <vector>

namespace nidus::ui {

class ChartPanel;
class ClassChoice;
class FigureTable;
class TextLabel;

/// Whether a probability means what it says: the observed share against the predicted probability, in bins of equal
/// counts, with the figures of calibration. A bin of the table chooses its cases.
class CalibrationView final : public ResultView {
    Q_OBJECT

public:
    explicit CalibrationView(ResultsViewModel& model, QWidget* parent = nullptr);

protected:
    void showResult() override;

private:
    void showClass();
    void showChart();
    void showBins();
    [[nodiscard]] QString figuresInWords() const;

    ChartPanel* m_panel;
    ClassChoice* m_class;
    TextLabel* m_figures;
    FigureTable* m_bins;
    std::vector<std::vector<std::size_t>> m_casesOfBins; ///< positions in caseIds()
};

} // namespace nidus::ui
