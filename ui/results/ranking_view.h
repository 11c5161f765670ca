// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/statistics/threshold_curve.h"
#include "ui/results/result_view.h"

#include <functional>
#include <vector>

namespace nidus::ui {

class ChartPanel;

/// ROC and precision-recall curve: of the positive class with the operating point, which can be moved and is the
/// threshold of all views, or of each class against the rest.
class RankingView final : public ResultView {
    Q_OBJECT

public:
    explicit RankingView(ResultsViewModel& model, QWidget* parent = nullptr);

protected:
    void showResult() override;
    void showRule() override;

private:
    /// To the point of the curve of which the figures are nearest to these.
    void moveTo(double x, double y, const std::function<std::pair<double, double>(const ThresholdPoint&)>& figuresOf);
    void step(int direction);
    void showTitles();

    ChartPanel* m_roc;
    ChartPanel* m_precision;
    std::vector<ThresholdPoint> m_curve; ///< of the positive class; empty with more classes
};

} // namespace nidus::ui
