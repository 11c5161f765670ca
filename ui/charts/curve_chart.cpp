// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/curve_chart.h"

#include "ui/charts/plot_style.h"
#include "ui/charts/save_chart.h"
#include "ui/theme/theme.h"

#include <QEvent>
#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QStackedLayout>

#include <algorithm>

#include <qcustomplot.h>

namespace nidus::ui {
namespace {

constexpr int kFocusRing = 2, kLegendSpare = 60; // line, gaps and margins of an item
constexpr double kCurveWidth = 2, kRugHeight = 0.04;

QSharedPointer<QCPGraphDataContainer> dataOf(const std::vector<CurvePoint>& points) {
    QVector<QCPGraphData> values;
    values.reserve(static_cast<qsizetype>(points.size()));
    for (const CurvePoint& point : points)
        values.append(QCPGraphData(point.x, point.y));
    auto container = QSharedPointer<QCPGraphDataContainer>::create();
    container->set(values, true);
    return container;
}

Qt::PenStyle penOf(Curve::Look look) {
    return look == Curve::Look::Dashed ? Qt::DashLine : look == Curve::Look::Dotted ? Qt::DotLine : Qt::SolidLine;
}

} // namespace

CurveChart::CurveChart(const QString& objectName, const QString& accessibleName, QWidget* parent)
    : QWidget(parent), m_plot(new QCustomPlot), m_emptyLabel(new QLabel) {
    setObjectName(objectName);
    setAccessibleName(accessibleName);
    auto* stack = new QStackedLayout(this);
    setContentsMargins(kFocusRing, kFocusRing, kFocusRing, kFocusRing);
    stack->addWidget(m_emptyLabel);
    stack->addWidget(m_plot);
    m_emptyLabel->setAlignment(Qt::AlignCenter);
    m_emptyLabel->setWordWrap(true);
    m_emptyLabel->setMargin(24);
    m_plot->setFocusPolicy(Qt::NoFocus); // the keys are ours
    setMinimumSize(240, 180);
    m_plot->setAutoAddPlottableToLegend(false);
    m_plot->plotLayout()->clear();
    m_plot->plotLayout()->setRowSpacing(2);
    m_legend = addLegendRow(m_plot, 0);
    m_rect = new QCPAxisRect(m_plot);
    m_plot->plotLayout()->addElement(1, 0, m_rect);
    for (const auto type : {QCPAxis::atLeft, QCPAxis::atBottom}) {
        m_rect->axis(type)->setLayer(QStringLiteral("axes"));
        m_rect->axis(type)->grid()->setLayer(QStringLiteral("grid"));
    }
    connect(m_plot, &QCustomPlot::mousePress, this, [this](QMouseEvent* event) {
        if (event->button() == Qt::LeftButton)
            tellPlace(event->pos());
    });
    connect(m_plot, &QCustomPlot::mouseMove, this, [this](QMouseEvent* event) {
        if (event->buttons().testFlag(Qt::LeftButton))
            tellPlace(event->pos());
    });
    rebuild();
}

void CurveChart::setAxes(const QString& x, const QString& y) {
    m_rect->axis(QCPAxis::atBottom)->setLabel(x);
    m_rect->axis(QCPAxis::atLeft)->setLabel(y);
}

void CurveChart::setRanges(std::pair<double, double> x, std::pair<double, double> y) {
    m_rect->axis(QCPAxis::atBottom)->setRange(x.first, x.second);
    m_rect->axis(QCPAxis::atLeft)->setRange(y.first, y.second);
    m_plot->replot(QCustomPlot::rpQueuedReplot);
}

void CurveChart::setCurves(std::vector<Curve> curves) {
    m_curves = std::move(curves);
    rebuild();
}

void CurveChart::setRug(std::vector<RugMark> rug) {
    m_rug = std::move(rug);
    rebuild();
}

void CurveChart::setEmptyText(const QString& text) {
    m_emptyLabel->setText(text);
}

void CurveChart::setPoint(std::optional<CurvePoint> point) {
    m_point = point;
    m_pointGraph->setData(dataOf(point ? std::vector{*point} : std::vector<CurvePoint>()));
    m_plot->replot(QCustomPlot::rpQueuedReplot);
}

void CurveChart::setLine(std::optional<double> x) {
    m_lineAt = x;
    m_line->setVisible(x.has_value());
    if (x) {
        m_line->point1->setCoords(*x, 0);
        m_line->point2->setCoords(*x, 1);
    }
    m_plot->replot(QCustomPlot::rpQueuedReplot);
}

void CurveChart::setInteractive(bool isInteractive) {
    m_isInteractive = isInteractive;
    setFocusPolicy(isInteractive ? Qt::StrongFocus : Qt::NoFocus);
    m_plot->setCursor(isInteractive ? Qt::PointingHandCursor : Qt::ArrowCursor);
}

/// A chart has few curves, so that all of them are made anew.
void CurveChart::rebuild() {
    m_legend->clearItems();
    m_plot->clearItems();
    m_plot->clearPlottables();
    for (const Curve& curve : m_curves)
        addCurve(curve);
    addRug();
    m_line = new QCPItemStraightLine(m_plot);
    m_line->setClipAxisRect(m_rect);
    for (QCPItemPosition* position : {m_line->point1, m_line->point2}) {
        position->setAxisRect(m_rect);
        position->setAxes(m_rect->axis(QCPAxis::atBottom), m_rect->axis(QCPAxis::atLeft));
        position->setTypeY(QCPItemPosition::ptAxisRectRatio);
    }
    m_pointGraph = m_plot->addGraph(m_rect->axis(QCPAxis::atBottom), m_rect->axis(QCPAxis::atLeft));
    m_pointGraph->setName(tr("Operating point"));
    m_pointGraph->setLineStyle(QCPGraph::lsNone);
    m_legend->setVisible(m_legend->itemCount() > 0);
    static_cast<QStackedLayout*>(layout())->setCurrentWidget(m_curves.empty() ? static_cast<QWidget*>(m_emptyLabel)
                                                                              : m_plot);
    applyColours();
    fitLegend();
    setLine(m_lineAt);
    setPoint(m_point);
}

void CurveChart::addCurve(const Curve& curve) {
    const QColor colour = curve.colour.isValid() ? curve.colour : colours(palette()).faintText;
    QCPGraph* graph = m_plot->addGraph(m_rect->axis(QCPAxis::atBottom), m_rect->axis(QCPAxis::atLeft));
    graph->setName(curve.name);
    graph->setData(dataOf(curve.points));
    graph->setPen(QPen(colour, curve.colour.isValid() ? kCurveWidth : 1.2, penOf(curve.look)));
    if (curve.look == Curve::Look::Steps)
        graph->setLineStyle(QCPGraph::lsStepRight);
    if (curve.look == Curve::Look::LineAndMarks)
        graph->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssDisc, colour, colour, 7));
    if (!curve.name.isEmpty())
        m_legend->addItem(new QCPPlottableLegendItem(m_legend, graph));
    if (curve.intervals.size() != curve.points.size() || curve.points.empty())
        return;
    auto* bars = new QCPErrorBars(m_rect->axis(QCPAxis::atBottom), m_rect->axis(QCPAxis::atLeft));
    bars->setDataPlottable(graph);
    bars->setPen(QPen(colour, 1.2));
    bars->setSymbolGap(8);
    for (std::size_t i = 0; i < curve.points.size(); ++i)
        bars->addData(std::max(0.0, curve.points[i].y - curve.intervals[i].first),
                      std::max(0.0, curve.intervals[i].second - curve.points[i].y));
}

void CurveChart::addRug() {
    for (const RugMark& mark : m_rug) {
        auto* line = new QCPItemLine(m_plot);
        line->setClipAxisRect(m_rect);
        for (QCPItemPosition* position : {line->start, line->end}) {
            position->setAxisRect(m_rect);
            position->setAxes(m_rect->axis(QCPAxis::atBottom), m_rect->axis(QCPAxis::atLeft));
            position->setTypeY(QCPItemPosition::ptAxisRectRatio);
        }
        line->start->setCoords(mark.x, mark.isUpper ? 0 : 1);
        line->end->setCoords(mark.x, mark.isUpper ? kRugHeight : 1 - kRugHeight);
        line->setPen(QPen(mark.colour, 1.2));
    }
}

/// As many columns as there is room for, so that no name is cut off.
void CurveChart::fitLegend() {
    int widest = 1;
    for (const Curve& curve : m_curves)
        widest = std::max(widest, fontMetrics().horizontalAdvance(curve.name) + kLegendSpare);
    m_legend->setWrap(std::max(1, width() / widest));
    m_legend->setFillOrder(QCPLegend::foColumnsFirst); // arranges the items anew
}

void CurveChart::applyColours() {
    const Colours& c = colours(palette());
    m_plot->setBackground(QBrush(palette().color(QPalette::Base)));
    styleAxes(m_rect, *this);
    m_legend->setTextColor(palette().color(QPalette::WindowText));
    m_legend->setFont(font());
    m_line->setPen(QPen(palette().color(QPalette::WindowText), 1.4, Qt::DashLine));
    m_pointGraph->setScatterStyle(
        QCPScatterStyle(QCPScatterStyle::ssCircle, QPen(palette().color(QPalette::WindowText), 2.4), c.card, 12));
    QPalette labels = palette();
    labels.setColor(QPalette::WindowText, c.faintText);
    m_emptyLabel->setPalette(labels);
}

void CurveChart::tellPlace(const QPoint& place) {
    if (!m_isInteractive)
        return;
    setFocus(Qt::MouseFocusReason);
    const auto within = [](const QCPAxis* axis, double pixel) {
        return std::clamp(axis->pixelToCoord(pixel), axis->range().lower, axis->range().upper);
    };
    Q_EMIT dragged(within(m_rect->axis(QCPAxis::atBottom), place.x()),
                   within(m_rect->axis(QCPAxis::atLeft), place.y()));
}

QPoint CurveChart::pixelOf(const CurvePoint& point) const {
    const QPointF inPlot(m_rect->axis(QCPAxis::atBottom)->coordToPixel(point.x),
                         m_rect->axis(QCPAxis::atLeft)->coordToPixel(point.y));
    return m_plot->mapTo(this, inPlot.toPoint());
}

QByteArray CurveChart::file(const QString& suffix) {
    setPalette(lightPalette());
    QByteArray content = chartFile(*m_plot, suffix);
    setPalette({}); // that of the window again
    return content;
}

void CurveChart::keyPressEvent(QKeyEvent* event) {
    const int key = event->key();
    const int direction = key == Qt::Key_Right || key == Qt::Key_Up    ? 1
                          : key == Qt::Key_Left || key == Qt::Key_Down ? -1
                                                                       : 0;
    if (direction == 0 || !m_isInteractive) {
        QWidget::keyPressEvent(event);
        return;
    }
    Q_EMIT stepped(direction);
}

void CurveChart::paintEvent(QPaintEvent*) {
    if (!hasFocus())
        return;
    QPainter painter(this);
    painter.setPen(QPen(palette().color(QPalette::Highlight), kFocusRing));
    painter.drawRect(QRectF(rect()).adjusted(1, 1, -1, -1));
}

void CurveChart::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    fitLegend();
}

void CurveChart::focusInEvent(QFocusEvent* event) {
    QWidget::focusInEvent(event);
    update();
}

void CurveChart::focusOutEvent(QFocusEvent* event) {
    QWidget::focusOutEvent(event);
    update();
}

void CurveChart::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
        rebuild();
}

} // namespace nidus::ui
