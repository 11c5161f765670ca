// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QCPAxisRect;
class QCPItemPosition;
class QCPItemStraightLine;
class QCPLegend;
class QCustomPlot;
class QWidget;

namespace nidus::ui {

/// Axes, ticks and grid in the colours and the font of `widget`.
void styleAxes(QCPAxisRect* rect, const QWidget& widget);

/// A legend in a row of its own, so that it covers no curve. Items are set by the caller.
[[nodiscard]] QCPLegend* addLegendRow(QCustomPlot* plot, int row);

/// Places x as the axis of the strip has it, y as a share of its height.
void attach(QCPItemPosition* position, QCPAxisRect* rect);
[[nodiscard]] QCPItemStraightLine* addVerticalLine(QCustomPlot* plot, QCPAxisRect* rect);
void moveTo(QCPItemStraightLine* line, double x);

} // namespace nidus::ui
