// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QCPAxisRect;
class QCPLegend;
class QCustomPlot;
class QWidget;

namespace nidus::ui {

/// Axes, ticks and grid in the colours and the font of `widget`.
void styleAxes(QCPAxisRect* rect, const QWidget& widget);

/// A legend in a row of its own, so that it covers no curve. Items are set by the caller.
[[nodiscard]] QCPLegend* addLegendRow(QCustomPlot* plot, int row);

} // namespace nidus::ui
