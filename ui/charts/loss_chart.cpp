// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/loss_chart.h"

#include "ui/charts/plot_style.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QEvent>
#include <QLabel>
#include <QLocale>
#include <QStackedLayout>

#include <algorithm>
#include <array>
#include <cmath>

#include <qcustomplot.h>

namespace nidus::ui {
namespace {

constexpr int kRefreshMs = 40;
constexpr double kEarlierWidth = 1.0, kSmoothedWidth = 2.2;

QSharedPointer<QCPGraphDataContainer> dataOf(const std::vector<CurvePoint>& points) {
    QVector<QCPGraphData> values;
    values.reserve(static_cast<qsizetype>(points.size()));
    for (const CurvePoint& point : points)
        values.append(QCPGraphData(point.x, point.y));
    auto container = QSharedPointer<QCPGraphDataContainer>::create();
    container->set(values, true);
    return container;
}

// Whole numbers only: epochs are counted.
class EpochTicker final : public QCPAxisTicker {
protected:
    double getTickStep(const QCPRange& range) override {
        return std::max(1.0, std::ceil(cleanMantissa(range.size() / 8.0)));
    }
    int getSubTickCount(double) override { return 0; }
};

// A rate in as few digits as tell it: 1e-4.
class RateTicker final : public QCPAxisTicker {
protected:
    double getTickStep(const QCPRange& range) override { return std::max(range.size() / 1.1, 1e-12); }
    int getSubTickCount(double) override { return 0; }
    QString getTickLabel(double tick, const QLocale&, QChar, int) override {
        return tick == 0 ? QStringLiteral("0")
                         : QString::number(tick, 'g', 2).replace(QLatin1String("e-0"), QLatin1String("e-"));
    }
};

} // namespace

LossChart::LossChart(QWidget* parent) : QWidget(parent), m_plot(new QCustomPlot), m_emptyLabel(new QLabel) {
    auto* layout = new QStackedLayout(this);
    layout->addWidget(m_emptyLabel);
    layout->addWidget(m_plot);
    m_emptyLabel->setAlignment(Qt::AlignCenter);
    m_emptyLabel->setWordWrap(true);
    m_emptyLabel->setMargin(24);
    m_plot->setObjectName(QStringLiteral("lossPlot"));
    setMinimumSize(320, 220);
    setToolTip(tr("Wheel: zoom. Drag: move. Double click: show everything again."));
    build();
    m_refreshTimer.setSingleShot(true);
    m_refreshTimer.setInterval(kRefreshMs);
    connect(&m_refreshTimer, &QTimer::timeout, this, &LossChart::refresh);
    clear();
}

void LossChart::build() {
    m_plot->setAutoAddPlottableToLegend(false); // each graph goes into the legend of its own strip
    m_plot->plotLayout()->clear();
    m_lossLegend = addLegendRow(m_plot, 0);
    m_lossRect = new QCPAxisRect(m_plot);
    m_plot->plotLayout()->addElement(1, 0, m_lossRect);
    m_rateLegend = addLegendRow(m_plot, 2);
    m_rateRect = new QCPAxisRect(m_plot);
    m_plot->plotLayout()->addElement(3, 0, m_rateRect);
    m_plot->plotLayout()->setRowStretchFactor(1, 4);
    m_plot->plotLayout()->setRowStretchFactor(3, 1.1);
    m_plot->plotLayout()->setRowSpacing(2);

    auto* group = new QCPMarginGroup(m_plot);
    for (QCPAxisRect* rect : {m_lossRect, m_rateRect}) {
        rect->setMarginGroup(QCP::msLeft | QCP::msRight, group);
        rect->axis(QCPAxis::atBottom)->setTicker(QSharedPointer<EpochTicker>::create());
        rect->setRangeZoom(Qt::Horizontal);
        rect->setRangeDrag(Qt::Horizontal);
        for (const auto type : {QCPAxis::atLeft, QCPAxis::atBottom}) {
            rect->axis(type)->setLayer(QStringLiteral("axes"));
            rect->axis(type)->grid()->setLayer(QStringLiteral("grid"));
        }
    }
    m_rateRect->axis(QCPAxis::atLeft)->setTicker(QSharedPointer<RateTicker>::create());
    m_rateRect->setMinimumSize(60, 56);
    m_lossRect->axis(QCPAxis::atLeft)->setLabel(tr("Loss"));
    m_rateRect->axis(QCPAxis::atLeft)->setLabel(tr("Rate"));
    m_rateRect->axis(QCPAxis::atBottom)->setLabel(tr("Passes over the training cases (epochs)"));

    QCPAxis* x = m_lossRect->axis(QCPAxis::atBottom);
    QCPAxis* y = m_lossRect->axis(QCPAxis::atLeft);
    m_steps = m_plot->addGraph(x, y);
    m_smoothed = m_plot->addGraph(x, y);
    m_validation = m_plot->addGraph(x, y);
    m_best = m_plot->addGraph(x, y);
    m_steps->setName(tr("Each step"));
    m_smoothed->setName(tr("Training, smoothed"));
    m_validation->setName(tr("Held-back cases"));
    m_best->setName(tr("Best so far"));
    m_best->setLineStyle(QCPGraph::lsNone);
    for (QCPGraph* graph : {m_steps, m_smoothed, m_validation, m_best})
        m_lossLegend->addItem(new QCPPlottableLegendItem(m_lossLegend, graph));

    m_plot->setInteractions(QCP::iRangeDrag | QCP::iRangeZoom);
    QCPAxis* rateX = m_rateRect->axis(QCPAxis::atBottom);
    const auto share = [](QCPAxis* from, QCPAxis* to) {
        connect(from, qOverload<const QCPRange&>(&QCPAxis::rangeChanged), to,
                [to](const QCPRange& range) { to->setRange(range); });
    };
    share(x, rateX);
    share(rateX, x);
    connect(m_plot, &QCustomPlot::mouseWheel, this, [this] { m_isFollowing = false; });
    connect(m_plot, &QCustomPlot::mouseMove, this, [this](QMouseEvent* event) {
        if (event->buttons() != Qt::NoButton)
            m_isFollowing = false;
    });
    connect(m_plot, &QCustomPlot::mouseDoubleClick, this, [this] {
        m_isFollowing = true;
        refresh();
    });
    applyColours();
}

void LossChart::applyColours() {
    const Colours& c = colours(palette());
    m_plot->setBackground(QBrush(palette().color(QPalette::Base)));
    styleAxes(m_lossRect, *this);
    styleAxes(m_rateRect, *this);
    m_steps->setPen(QPen(c.faintCurve, 1));
    m_smoothed->setPen(QPen(c.accent, kSmoothedWidth));
    m_validation->setPen(QPen(c.validation, 1.6, Qt::DashLine));
    m_validation->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssDisc, c.validation, c.validation, 7));
    m_best->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssStar, QPen(c.validation, 2), Qt::NoBrush, 15));
    for (const auto& [name, graph] : m_earlierGraphs)
        graph->setPen(QPen(c.line, kEarlierWidth));
    for (QCPLegend* legend : {m_lossLegend, m_rateLegend}) {
        legend->setTextColor(palette().color(QPalette::WindowText));
        legend->setFont(font());
    }
    QPalette labels = palette();
    labels.setColor(QPalette::WindowText, c.faintText);
    m_emptyLabel->setPalette(labels);
}

void LossChart::clear() {
    m_fits.clear();
    m_current.clear();
    m_epochs = 1;
    m_isFollowing = true;
    for (const auto& [name, graph] : m_earlierGraphs) {
        // The plot clears up in its own legend only, and one item of ours points to one of these graphs.
        if (QCPPlottableLegendItem* item = m_lossLegend->itemWithPlottable(graph))
            m_lossLegend->removeItem(item);
        m_plot->removeGraph(graph);
    }
    m_earlierGraphs.clear();
    refresh();
}

void LossChart::setEmptyText(const QString& text) {
    m_emptyLabel->setText(text);
    setAccessibleDescription(description());
}

void LossChart::makeCurrent(const QString& fit, int epochs) {
    if (!m_fits.contains(fit)) {
        const int hint = m_fits.empty() ? m_stepsHint : m_fits.at(m_current).stepsPerEpoch();
        m_fits.emplace(fit, FitCurves(hint));
    }
    m_current = fit;
    m_epochs = std::max(1, epochs);
    if (!m_refreshTimer.isActive())
        m_refreshTimer.start();
}

void LossChart::addStep(const QString& fit, int epoch, int epochs, double loss,
                        const std::vector<FitCurves::Rate>& rates) {
    makeCurrent(fit, epochs);
    m_fits.at(fit).addStep(epoch, loss, rates);
}

void LossChart::addEpoch(const QString& fit, int epoch, int epochs, std::optional<double> validationLoss) {
    makeCurrent(fit, epochs);
    m_fits.at(fit).addEpoch(epoch, validationLoss);
}

const FitCurves* LossChart::fit(const QString& name) const {
    const auto found = m_fits.find(name);
    return found == m_fits.end() ? nullptr : &found->second;
}

void LossChart::refresh() {
    m_refreshTimer.stop();
    const FitCurves* curves = fit(m_current);
    const bool isEmpty = !curves || curves->isEmpty();
    auto* stack = static_cast<QStackedLayout*>(layout());
    stack->setCurrentWidget(isEmpty ? static_cast<QWidget*>(m_emptyLabel) : m_plot);
    setAccessibleDescription(description());
    if (isEmpty)
        return;
    drawEarlierFits();
    drawCurves(*curves);
    drawRates(*curves);
    fitAxes(*curves);
    drawOpenings(*curves);
    m_plot->replot(QCustomPlot::rpQueuedReplot);
}

void LossChart::drawCurves(const FitCurves& curves) {
    m_steps->setData(dataOf(curves.training()));
    m_smoothed->setData(dataOf(curves.smoothedTraining()));
    m_validation->setData(dataOf(curves.validation()));
    const auto best = curves.bestValidation();
    m_best->setData(dataOf(best ? std::vector{*best} : std::vector<CurvePoint>{}));
}

void LossChart::drawEarlierFits() {
    for (const auto& [name, curves] : m_fits) {
        if (name == m_current || m_earlierGraphs.contains(name))
            continue;
        QCPGraph* graph = m_plot->addGraph(m_lossRect->axis(QCPAxis::atBottom), m_lossRect->axis(QCPAxis::atLeft));
        graph->setData(dataOf(curves.smoothedTraining()));
        graph->setPen(QPen(colours(palette()).line, kEarlierWidth));
        if (m_earlierGraphs.empty()) {
            graph->setName(tr("Earlier"));
            m_lossLegend->addItem(new QCPPlottableLegendItem(m_lossLegend, graph));
        }
        m_earlierGraphs[name] = graph;
    }
}

void LossChart::drawRates(const FitCurves& curves) {
    const auto rates = curves.rates();
    for (auto graph = m_rateGraphs.begin(); graph != m_rateGraphs.end();) {
        if (rates.contains(graph->first)) {
            ++graph;
            continue;
        }
        m_rateLegend->removeItem(m_rateLegend->itemWithPlottable(graph->second));
        m_plot->removeGraph(graph->second);
        graph = m_rateGraphs.erase(graph);
    }
    static constexpr std::array kDashes{Qt::SolidLine, Qt::DashLine, Qt::DotLine, Qt::DashDotLine};
    for (const auto& [group, points] : rates) {
        const bool isOpen = std::any_of(points.begin(), points.end(), [](const CurvePoint& p) { return p.y > 0; });
        if (!isOpen && !m_rateGraphs.contains(group))
            continue;
        QCPGraph*& graph = m_rateGraphs[group];
        if (!graph) {
            graph = m_plot->addGraph(m_rateRect->axis(QCPAxis::atBottom), m_rateRect->axis(QCPAxis::atLeft));
            graph->setName(groupText(group));
            const auto index = m_rateGraphs.size() - 1;
            // The first is wider, so that it shows where another runs over it.
            graph->setPen(
                QPen(classColour(static_cast<int>(index)), index == 0 ? 4 : 2, kDashes[index % kDashes.size()]));
            m_rateLegend->addItem(new QCPPlottableLegendItem(m_rateLegend, graph));
        }
        graph->setData(dataOf(points));
    }
}

void LossChart::drawOpenings(const FitCurves& curves) {
    for (QCPAbstractItem* item : m_openingItems)
        m_plot->removeItem(item);
    m_openingItems.clear();
    const QPen pen(colours(palette()).faintText, 1, Qt::DotLine);
    for (const OpeningMark& mark : curves.openings()) {
        if (mark.x <= 0)
            continue; // open from the start: nothing changes there
        for (QCPAxisRect* rect : {m_lossRect, m_rateRect}) {
            auto* line = new QCPItemStraightLine(m_plot);
            for (QCPItemPosition* position : {line->point1, line->point2}) {
                position->setAxisRect(rect);
                position->setAxes(rect->axis(QCPAxis::atBottom), rect->axis(QCPAxis::atLeft));
                position->setTypeY(QCPItemPosition::ptAxisRectRatio);
            }
            line->setClipAxisRect(rect);
            line->point1->setCoords(mark.x, 0);
            line->point2->setCoords(mark.x, 1);
            line->setPen(pen);
            m_openingItems.push_back(line);
        }
        auto* text = new QCPItemText(m_plot);
        text->position->setAxisRect(m_lossRect);
        text->position->setAxes(m_lossRect->axis(QCPAxis::atBottom), m_lossRect->axis(QCPAxis::atLeft));
        text->position->setTypeY(QCPItemPosition::ptAxisRectRatio);
        text->setClipAxisRect(m_lossRect);
        text->setPositionAlignment(Qt::AlignLeft | Qt::AlignTop);
        text->position->setCoords(mark.x, 0.01);
        text->setPadding(QMargins(4, 0, 4, 0));
        text->setText(tr("%1 starts to learn").arg(groupText(mark.group)));
        text->setFont(font());
        text->setColor(colours(palette()).faintText);
        m_openingItems.push_back(text);
    }
}

void LossChart::fitAxes(const FitCurves& curves) {
    if (m_isFollowing)
        m_lossRect->axis(QCPAxis::atBottom)->setRange(0, m_epochs);
    double low = 0, high = 0.1;
    for (const auto& points : {curves.training(), curves.validation()})
        for (const CurvePoint& point : points)
            high = std::max(high, point.y);
    for (const auto& [name, graph] : m_earlierGraphs) {
        bool found = false;
        const QCPRange range = graph->getValueRange(found);
        if (found)
            high = std::max(high, range.upper);
    }
    m_lossRect->axis(QCPAxis::atLeft)->setRange(low, high * 1.12);
    double rate = 0;
    for (const auto& [group, points] : curves.rates())
        for (const CurvePoint& point : points)
            rate = std::max(rate, point.y);
    m_rateRect->axis(QCPAxis::atLeft)->setRange(0, rate > 0 ? rate * 1.15 : 1);
}

QString LossChart::groupText(const QString& group) const {
    if (group == QLatin1String("head"))
        return tr("Decision layer");
    if (group.startsWith(QLatin1String("stage_")))
        return tr("Model stage %1").arg(group.mid(6));
    return group;
}

QString LossChart::description() const {
    const FitCurves* curves = fit(m_current);
    if (!curves || curves->isEmpty())
        return m_emptyLabel->text();
    const QLocale locale;
    QString text;
    if (const auto smoothed = curves->smoothedTraining(); !smoothed.empty())
        text = tr("Training loss %1.").arg(locale.toString(smoothed.back().y, 'f', 3));
    if (const auto best = curves->bestValidation())
        text += QLatin1Char(' ')
                + tr("Loss on cases held back %1; lowest %2 after epoch %3.")
                      .arg(locale.toString(curves->validation().back().y, 'f', 3), locale.toString(best->y, 'f', 3))
                      .arg(best->x);
    return text.trimmed();
}

void LossChart::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) {
        applyColours();
        refresh();
    }
}

} // namespace nidus::ui
