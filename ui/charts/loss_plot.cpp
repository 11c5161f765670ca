// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/loss_plot.h"

#include "ui/charts/loss_tickers.h"
#include "ui/charts/plot_style.h"
#include "ui/theme/theme.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace nidus::ui {
namespace {

constexpr double kSmoothedWidth = 2.2;
constexpr std::size_t kPointLimit = 2000; // more than a screen has columns
constexpr double kLowestLoss = 1e-4;      // of a logarithmic axis

QSharedPointer<QCPGraphDataContainer> dataOf(const std::vector<CurvePoint>& points) {
    QVector<QCPGraphData> values;
    const std::vector<CurvePoint> few = thinned(points, kPointLimit);
    values.reserve(static_cast<qsizetype>(few.size()));
    for (const CurvePoint& point : few)
        values.append(QCPGraphData(point.x, point.y));
    auto container = QSharedPointer<QCPGraphDataContainer>::create();
    container->set(values, true);
    return container;
}

} // namespace

LossPlot::LossPlot(QWidget* parent) : QCustomPlot(parent) {
    setObjectName(QStringLiteral("lossPlot"));
    build();
    buildGraphs();
    buildCrosshair();
    applyColours();
}

void LossPlot::build() {
    setAutoAddPlottableToLegend(false); // each graph goes into the legend of its own strip
    plotLayout()->clear();
    m_lossLegend = addLegendRow(this, 0);
    m_lossRect = new QCPAxisRect(this);
    m_aucRect = new QCPAxisRect(this);
    m_rateLegend = addLegendRow(this, 3);
    m_rateRect = new QCPAxisRect(this);
    plotLayout()->addElement(1, 0, m_lossRect);
    plotLayout()->addElement(2, 0, m_aucRect);
    plotLayout()->addElement(4, 0, m_rateRect);
    plotLayout()->setRowStretchFactor(1, 4);
    plotLayout()->setRowStretchFactor(2, 2);
    plotLayout()->setRowStretchFactor(4, 1.1);
    plotLayout()->setRowSpacing(2);

    auto* group = new QCPMarginGroup(this);
    for (QCPAxisRect* rect : {m_lossRect, m_aucRect, m_rateRect}) {
        rect->setMarginGroup(QCP::msLeft | QCP::msRight, group);
        rect->setRangeZoom(Qt::Horizontal);
        rect->setRangeDrag(Qt::Horizontal);
        rect->setMinimumSize(60, 56);
        for (const auto type : {QCPAxis::atLeft, QCPAxis::atBottom}) {
            rect->axis(type)->setLayer(QStringLiteral("axes"));
            rect->axis(type)->grid()->setLayer(QStringLiteral("grid"));
        }
        for (QCPAxisRect* other : {m_lossRect, m_aucRect, m_rateRect})
            if (other != rect)
                connect(rect->axis(QCPAxis::atBottom), qOverload<const QCPRange&>(&QCPAxis::rangeChanged),
                        other->axis(QCPAxis::atBottom),
                        [axis = other->axis(QCPAxis::atBottom)](const QCPRange& range) { axis->setRange(range); });
    }
    for (QCPAxisRect* rect : {m_lossRect, m_aucRect})
        rect->axis(QCPAxis::atBottom)->setTickLabels(false);
    m_aucRect->axis(QCPAxis::atLeft)->ticker()->setTickCount(3);
    m_rateRect->axis(QCPAxis::atLeft)->setTicker(QSharedPointer<RateTicker>::create());
    m_lossRect->axis(QCPAxis::atLeft)->setLabel(tr("Loss"));
    m_aucRect->axis(QCPAxis::atLeft)->setLabel(tr("AUC"));
    m_rateRect->axis(QCPAxis::atLeft)->setLabel(tr("Rate"));
    dressTimeAxis(0);
    setInteractions(QCP::iRangeDrag | QCP::iRangeZoom);
    connect(this, &QCustomPlot::mouseWheel, this, [this] { m_isFollowing = false; });
    connect(this, &QCustomPlot::mouseMove, this, [this](QMouseEvent* event) {
        if (event->buttons() != Qt::NoButton)
            m_isFollowing = false;
    });
    connect(this, &QCustomPlot::mouseDoubleClick, this, [this] {
        m_isFollowing = true;
        Q_EMIT everythingWanted();
    });
}

LossPlot::Band LossPlot::addBand(QCPAxisRect* rect) {
    Band band;
    for (QCPGraph** graph : {&band.low, &band.high, &band.mean})
        *graph = addGraph(rect->axis(QCPAxis::atBottom), rect->axis(QCPAxis::atLeft));
    band.high->setChannelFillGraph(band.low);
    return band;
}

void LossPlot::buildGraphs() {
    m_lossBand = addBand(m_lossRect);
    m_aucBand = addBand(m_aucRect);
    QCPAxis* x = m_lossRect->axis(QCPAxis::atBottom);
    QCPAxis* y = m_lossRect->axis(QCPAxis::atLeft);
    m_steps = addGraph(x, y);
    m_smoothed = addGraph(x, y);
    m_validation = addGraph(x, y);
    m_best = addGraph(x, y);
    m_auc = addGraph(m_aucRect->axis(QCPAxis::atBottom), m_aucRect->axis(QCPAxis::atLeft));
    m_bestAuc = addGraph(m_aucRect->axis(QCPAxis::atBottom), m_aucRect->axis(QCPAxis::atLeft));
    m_steps->setName(tr("Each step"));
    m_smoothed->setName(tr("Training, smoothed"));
    m_validation->setName(tr("Held-back cases"));
    m_best->setName(tr("Best so far"));
    m_lossBand.high->setName(tr("All fits so far"));
    for (QCPGraph* graph : {m_best, m_bestAuc})
        graph->setLineStyle(QCPGraph::lsNone);
    for (QCPGraph* graph : {m_steps, m_smoothed, m_validation, m_best, m_lossBand.high})
        m_lossLegend->addItem(new QCPPlottableLegendItem(m_lossLegend, graph));
}

void LossPlot::applyColours() {
    const Colours& c = colours(palette());
    const QColor text = palette().color(QPalette::WindowText);
    setBackground(QBrush(palette().color(QPalette::Base)));
    for (QCPAxisRect* rect : {m_lossRect, m_aucRect, m_rateRect})
        styleAxes(rect, *this);
    m_steps->setPen(QPen(c.faintCurve, 1));
    m_smoothed->setPen(QPen(c.accent, kSmoothedWidth));
    for (QCPGraph* graph : {m_validation, m_auc}) {
        graph->setPen(QPen(c.validation, 1.6, Qt::DashLine));
        graph->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssDisc, c.validation, c.validation, 7));
    }
    for (QCPGraph* graph : {m_best, m_bestAuc})
        graph->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssStar, QPen(c.validation, 2), Qt::NoBrush, 15));
    QColor fill = c.validation;
    fill.setAlpha(36);
    for (const Band& band : {m_lossBand, m_aucBand}) {
        band.low->setPen(Qt::NoPen);
        band.high->setPen(Qt::NoPen);
        band.high->setBrush(fill);
        band.mean->setPen(QPen(c.faintText, 1));
    }
    for (QCPLegend* strip : {m_lossLegend, m_rateLegend}) {
        strip->setTextColor(text);
        strip->setFont(font());
    }
    for (QCPItemStraightLine* line : m_crosshair)
        line->setPen(QPen(c.faintText, 1));
    m_crosshairText->setColor(text);
    m_crosshairText->setFont(font());
    m_crosshairText->setBrush(c.card);
    m_crosshairText->setPen(QPen(c.line));
}

void LossPlot::show(const FitCurves& curves, const CurveBand& loss, const CurveBand& auc, int epochs) {
    const FitClock clock(curves);
    const bool isTime = m_isTime && clock.isKnown();
    const auto placed = [&](std::vector<CurvePoint> points) {
        return isTime ? clock.placed(std::move(points)) : points;
    };
    const double end = isTime ? clock.secondsAt(epochs) : epochs;
    m_reach = end / epochs;
    dressTimeAxis(isTime ? end : 0);
    const std::vector<CurvePoint> training = placed(curves.training()), validation = placed(curves.validation());
    const std::vector<CurvePoint> heldAuc = placed(curves.validationAuc());
    auto rates = curves.rates();
    for (auto& [group, points] : rates)
        points = placed(std::move(points));
    m_steps->setData(dataOf(training));
    m_smoothed->setData(dataOf(placed(curves.smoothedTraining(m_smoothing))));
    m_validation->setData(dataOf(validation));
    m_auc->setData(dataOf(heldAuc));
    // Discs are for a handful of epochs; of a thousand they would be a stripe.
    for (QCPGraph* graph : {m_validation, m_auc})
        graph->setScatterSkip(graph->data()->size() / 60);
    std::vector<CurvePoint> best, bestAuc;
    if (const auto point = curves.bestValidation()) {
        best = {*point};
        const auto& epoch = curves.epochs().at(static_cast<int>(point->x) - 1);
        if (epoch.validationAuc)
            bestAuc = {{point->x, *epoch.validationAuc}};
    }
    m_best->setData(dataOf(placed(best)));
    m_bestAuc->setData(dataOf(placed(bestAuc)));
    for (const auto& [graphs, band] : {std::pair{m_lossBand, &loss}, std::pair{m_aucBand, &auc}}) {
        graphs.low->setData(dataOf(placed(band->low)));
        graphs.high->setData(dataOf(placed(band->high)));
        graphs.mean->setData(dataOf(placed(band->mean)));
    }
    m_aucRect->setVisible(!m_auc->data()->isEmpty() || !auc.mean.empty());
    drawRates(rates);
    if (m_isFollowing)
        m_lossRect->axis(QCPAxis::atBottom)->setRange(0, end);
    fitLoss({&training, &validation, &loss.high, &loss.low});
    fitAuc({&heldAuc, &auc.low});
    fitRates(rates);
    std::vector<OpeningMark> openings = curves.openings();
    for (OpeningMark& mark : openings)
        mark.x = isTime ? clock.secondsAt(mark.x) : mark.x;
    drawOpenings(openings);
    replot(QCustomPlot::rpQueuedReplot);
}

void LossPlot::drawRates(const std::map<QString, std::vector<CurvePoint>>& rates) {
    for (auto graph = m_rateGraphs.begin(); graph != m_rateGraphs.end();) {
        if (rates.contains(graph->first)) {
            ++graph;
            continue;
        }
        m_rateLegend->removeItem(m_rateLegend->itemWithPlottable(graph->second));
        removeGraph(graph->second);
        graph = m_rateGraphs.erase(graph);
    }
    static constexpr std::array kDashes{Qt::SolidLine, Qt::DashLine, Qt::DotLine, Qt::DashDotLine};
    for (const auto& [group, points] : rates) {
        const bool isOpen = std::any_of(points.begin(), points.end(), [](const CurvePoint& p) { return p.y > 0; });
        if (!isOpen && !m_rateGraphs.contains(group))
            continue;
        QCPGraph*& graph = m_rateGraphs[group];
        if (!graph) {
            graph = addGraph(m_rateRect->axis(QCPAxis::atBottom), m_rateRect->axis(QCPAxis::atLeft));
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

void LossPlot::drawOpenings(const std::vector<OpeningMark>& openings) {
    for (QCPAbstractItem* item : m_openingItems)
        removeItem(item);
    m_openingItems.clear();
    const QPen pen(colours(palette()).faintText, 1, Qt::DotLine);
    for (const OpeningMark& mark : openings) {
        if (mark.x <= 0)
            continue; // open from the start: nothing changes there
        for (QCPAxisRect* rect : {m_lossRect, m_rateRect}) {
            auto* line = addVerticalLine(this, rect);
            moveTo(line, mark.x);
            line->setPen(pen);
            m_openingItems.push_back(line);
        }
        auto* text = new QCPItemText(this);
        attach(text->position, m_lossRect);
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

void LossPlot::fitLoss(std::initializer_list<const std::vector<CurvePoint>*> curves) {
    double low = kLowestLoss, high = 0.1;
    bool isFirst = true;
    for (const auto* points : curves)
        for (const CurvePoint& point : *points) {
            high = std::max(high, point.y);
            if (point.y > kLowestLoss)
                low = isFirst ? point.y : std::min(low, point.y);
            isFirst = isFirst && point.y <= kLowestLoss;
        }
    QCPAxis* y = m_lossRect->axis(QCPAxis::atLeft);
    if (y->scaleType() == QCPAxis::stLogarithmic)
        y->setRange(low * 0.8, high * 1.4);
    else
        y->setRange(0, high * 1.12);
}

void LossPlot::fitAuc(std::initializer_list<const std::vector<CurvePoint>*> curves) {
    double lowest = 0.5;
    for (const auto* points : curves)
        for (const CurvePoint& point : *points)
            lowest = std::min(lowest, point.y);
    m_aucRect->axis(QCPAxis::atLeft)->setRange(std::max(0.0, lowest - 0.04), 1.04);
}

void LossPlot::fitRates(const std::map<QString, std::vector<CurvePoint>>& rates) {
    double highest = 0;
    for (const auto& [group, points] : rates)
        for (const CurvePoint& point : points)
            highest = std::max(highest, point.y);
    m_rateRect->axis(QCPAxis::atLeft)->setRange(0, highest > 0 ? highest * 1.15 : 1);
}

void LossPlot::setLogarithmic(bool isLogarithmic) {
    QCPAxis* y = m_lossRect->axis(QCPAxis::atLeft);
    y->setScaleType(isLogarithmic ? QCPAxis::stLogarithmic : QCPAxis::stLinear);
    y->setTicker(isLogarithmic ? QSharedPointer<QCPAxisTicker>(new QCPAxisTickerLog)
                               : QSharedPointer<QCPAxisTicker>(new QCPAxisTicker));
    y->setNumberFormat(QStringLiteral("g"));
}

/// `seconds`: of the whole fit; 0: the axis counts epochs.
void LossPlot::dressTimeAxis(double seconds) {
    constexpr double kHour = 3600;
    const bool isTime = seconds > 0;
    const QString format = seconds < kHour ? QStringLiteral("%m:%s") : QStringLiteral("%h:%m");
    if (isTime == m_hasTimeAxis && format == m_timeFormat)
        return;
    m_hasTimeAxis = isTime;
    m_timeFormat = format;
    QSharedPointer<QCPAxisTicker> ticker = QSharedPointer<EpochTicker>::create();
    if (isTime) {
        auto clock = QSharedPointer<QCPAxisTickerTime>::create();
        clock->setTimeFormat(format);
        ticker = clock;
    }
    for (QCPAxisRect* rect : {m_lossRect, m_aucRect, m_rateRect})
        rect->axis(QCPAxis::atBottom)->setTicker(ticker);
    m_rateRect->axis(QCPAxis::atBottom)
        ->setLabel(!isTime           ? tr("Passes over the training cases (epochs)")
                   : seconds < kHour ? tr("Time of training (minutes:seconds)")
                                     : tr("Time of training (hours:minutes)"));
}

QString LossPlot::groupText(const QString& group) {
    if (group == QLatin1String("head"))
        return tr("Decision layer");
    if (group.startsWith(QLatin1String("stage_")))
        return tr("Model stage %1").arg(group.mid(6));
    return group;
}

} // namespace nidus::ui
