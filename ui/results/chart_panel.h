// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/curve_chart.h"

#include <QWidget>

namespace nidus::ui {

class TextLabel;

/// A chart under its heading, with a button that saves it.
class ChartPanel final : public QWidget {
    Q_OBJECT

public:
    /// `name`: of the chart, in its object name and that of the file.
    ChartPanel(const QString& name, const QString& title, QWidget* parent = nullptr);

    [[nodiscard]] CurveChart& chart() { return *m_chart; }
    void setTitle(const QString& title);

Q_SIGNALS:
    void saveWanted(const QString& name, nidus::ui::CurveChart& chart);

private:
    TextLabel* m_title;
    CurveChart* m_chart;
};

} // namespace nidus::ui
