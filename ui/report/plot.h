// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/report/drawing.h"

#include <QString>

#include <vector>

namespace nidus::ui {

struct PlotAxis {
    QString title;
    double low = 0, high = 1;
};

/// A chart of lines in a Drawing: frame, grid, ticks at round numbers, and a legend below the axis. Points outside the
/// axes are moved to their edge.
class Plot {
public:
    Plot(const PlotAxis& x, const PlotAxis& y);

    void curve(const std::vector<QPointF>& points, const Stroke& stroke, const QString& legend = {});
    void band(const std::vector<QPointF>& low, const std::vector<QPointF>& high, const InkName& ink);
    void mark(const QPointF& at, const InkName& ink);
    /// A point with its interval along y.
    void interval(double x, double low, double high, const InkName& ink);
    [[nodiscard]] Drawing finished();

private:
    [[nodiscard]] QPointF placeOf(const QPointF& value) const;
    void drawAxes();

    struct Entry {
        Stroke stroke;
        QString text;
    };

    PlotAxis m_x, m_y;
    Drawing m_drawing;
    std::vector<Entry> m_legend;
};

/// A round step that cuts [low, high] into three to six parts.
[[nodiscard]] double tickStep(double low, double high);

} // namespace nidus::ui
