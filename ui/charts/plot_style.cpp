// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/plot_style.h"

#include "ui/theme/theme.h"

#include <qcustomplot.h>

namespace nidus::ui {

void styleAxes(QCPAxisRect* rect, const QWidget& widget) {
    const Colours& c = colours(widget.palette());
    for (const auto type : {QCPAxis::atLeft, QCPAxis::atBottom, QCPAxis::atRight, QCPAxis::atTop}) {
        QCPAxis* axis = rect->axis(type);
        if (!axis)
            continue;
        axis->setBasePen(QPen(c.line));
        axis->setTickPen(QPen(c.line));
        axis->setSubTickPen(Qt::NoPen);
        axis->setTickLabelColor(c.faintText);
        axis->setLabelColor(widget.palette().color(QPalette::WindowText));
        axis->setTickLabelFont(widget.font());
        axis->setLabelFont(widget.font());
        axis->grid()->setPen(QPen(c.grid));
        axis->grid()->setZeroLinePen(Qt::NoPen);
    }
}

QCPLegend* addLegendRow(QCustomPlot* plot, int row) {
    auto* legend = new QCPLegend;
    auto* line = new QCPLayoutGrid;
    plot->plotLayout()->addElement(row, 0, line);
    line->addElement(0, 0, legend);
    line->addElement(0, 1, new QCPTextElement(plot)); // takes the rest, so that the legend stays on the left
    line->setColumnStretchFactor(0, 0.001);
    line->setMargins(QMargins(8, 2, 8, 0));
    plot->plotLayout()->setRowStretchFactor(row, 0.001);
    legend->setFillOrder(QCPLegend::foColumnsFirst);
    legend->setBorderPen(Qt::NoPen);
    legend->setBrush(Qt::NoBrush);
    legend->setMargins(QMargins(0, 0, 0, 0));
    legend->setColumnSpacing(18);
    return legend;
}

void attach(QCPItemPosition* position, QCPAxisRect* rect) {
    position->setAxisRect(rect);
    position->setAxes(rect->axis(QCPAxis::atBottom), rect->axis(QCPAxis::atLeft));
    position->setTypeY(QCPItemPosition::ptAxisRectRatio);
}

QCPItemStraightLine* addVerticalLine(QCustomPlot* plot, QCPAxisRect* rect) {
    auto* line = new QCPItemStraightLine(plot);
    line->setClipAxisRect(rect);
    attach(line->point1, rect);
    attach(line->point2, rect);
    return line;
}

void moveTo(QCPItemStraightLine* line, double x) {
    line->point1->setCoords(x, 0);
    line->point2->setCoords(x, 1);
}

} // namespace nidus::ui
