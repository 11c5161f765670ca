// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/results/result_view.h"

namespace nidus::ui {

class ChartPanel;
class ClassChoice;
class PrevalenceBox;
class FigureTable;
class TextLabel;

/// What each threshold would do, whether acting on it is of use (decision curve), and how the reported thresholds did
/// on the cases that they were not chosen on; predictive values at the share of the class among the cases, or at one
/// that the user assumes.
class ThresholdView final : public ResultView {
    Q_OBJECT

public:
    explicit ThresholdView(ResultsViewModel& model, QWidget* parent = nullptr);

protected:
    void showResult() override;
    void showRule() override;

private:
    void showClass();
    void showSweep();
    void showDecisionCurve();
    void showReports();

    ClassChoice* m_class;
    PrevalenceBox* m_prevalence;
    ChartPanel* m_sweep;
    ChartPanel* m_decision;
    TextLabel* m_hint;
    FigureTable* m_reports;
};

} // namespace nidus::ui
