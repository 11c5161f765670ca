// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/report/plot.h"

#include <algorithm>
#include <cmath>

namespace nidus::ui {
namespace {

constexpr double kWidth = 340;
constexpr double kLeft = 56, kTop = 10, kRight = 328, kBottom = 232;
constexpr double kTick = 4, kTickText = 10.5, kLegendLine = 15, kLegendTop = 282;
constexpr std::size_t kLegendColumns = 2;

QString tickText(double value, double step) {
    const int decimals = std::max(0, -static_cast<int>(std::floor(std::log10(step) + 1e-9)));
    return QString::number(std::abs(value) < step / 1e3 ? 0.0 : value, 'f', decimals);
}

template <class Use>
void forEachTick(const PlotAxis& axis, Use use) {
    const double step = tickStep(axis.low, axis.high);
    for (double k = std::ceil(axis.low / step - 1e-9); k * step <= axis.high + step * 1e-9; ++k)
        use(k * step, tickText(k * step, step));
}

} // namespace

double tickStep(double low, double high) {
    constexpr double kMostParts = 6;
    const double power = std::pow(10, std::floor(std::log10((high - low) / kMostParts)));
    for (const double factor : {1.0, 2.0, 5.0})
        if ((high - low) / (factor * power) <= kMostParts)
            return factor * power;
    return 10 * power;
}

Plot::Plot(const PlotAxis& x, const PlotAxis& y) : m_x(x), m_y(y), m_drawing(kWidth, kLegendTop) {
    drawAxes();
}

QPointF Plot::placeOf(const QPointF& value) const {
    const double across = std::clamp((value.x() - m_x.low) / (m_x.high - m_x.low), 0.0, 1.0);
    const double up = std::clamp((value.y() - m_y.low) / (m_y.high - m_y.low), 0.0, 1.0);
    return {kLeft + across * (kRight - kLeft), kBottom - up * (kBottom - kTop)};
}

void Plot::drawAxes() {
    const Stroke grid{QStringLiteral("line"), 1}, frame{QStringLiteral("faint"), 1};
    const QString faint = QStringLiteral("faint");
    forEachTick(m_x, [&](double value, const QString& text) {
        const double x = placeOf({value, m_y.low}).x();
        m_drawing.line({x, kTop}, {x, kBottom}, grid);
        m_drawing.text({x, kBottom + kTick + 11}, text, Drawing::Anchor::Middle, faint, kTickText);
    });
    forEachTick(m_y, [&](double value, const QString& text) {
        const double y = placeOf({m_x.low, value}).y();
        m_drawing.line({kLeft, y}, {kRight, y}, grid);
        m_drawing.text({kLeft - kTick - 2, y + 4}, text, Drawing::Anchor::End, faint, kTickText);
    });
    m_drawing.polyline({{kLeft, kTop}, {kLeft, kBottom}, {kRight, kBottom}}, frame);
    m_drawing.text({(kLeft + kRight) / 2, kBottom + 31}, m_x.title, Drawing::Anchor::Middle);
    m_drawing.textUpwards({12, (kTop + kBottom) / 2}, m_y.title, QStringLiteral("ink"));
}

void Plot::curve(const std::vector<QPointF>& points, const Stroke& stroke, const QString& legend) {
    QList<QPointF> places;
    for (const QPointF& value : points)
        if (std::isfinite(value.x()) && std::isfinite(value.y()))
            places << placeOf(value);
    m_drawing.polyline(places, stroke);
    if (!legend.isEmpty())
        m_legend.push_back({stroke, legend});
}

void Plot::band(const std::vector<QPointF>& low, const std::vector<QPointF>& high, const InkName& ink) {
    QList<QPointF> places;
    for (const QPointF& value : low)
        places << placeOf(value);
    for (auto value = high.rbegin(); value != high.rend(); ++value)
        places << placeOf(*value);
    m_drawing.area(places, ink, 0.15);
}

void Plot::mark(const QPointF& at, const InkName& ink) {
    m_drawing.circle(placeOf(at), 3, ink);
}

void Plot::interval(double x, double low, double high, const InkName& ink) {
    constexpr double kCap = 3;
    const QPointF from = placeOf({x, low}), to = placeOf({x, high});
    m_drawing.line(from, to, {ink, 1});
    for (const QPointF& end : {from, to})
        m_drawing.line(end - QPointF(kCap, 0), end + QPointF(kCap, 0), {ink, 1});
}

Drawing Plot::finished() {
    const double column = (kRight - kLeft) / kLegendColumns;
    for (std::size_t i = 0; i < m_legend.size(); ++i) {
        const QPointF at(kLeft + static_cast<double>(i % kLegendColumns) * column,
                         kLegendTop + static_cast<double>(i / kLegendColumns) * kLegendLine);
        m_drawing.line(at + QPointF(0, -4), at + QPointF(18, -4), m_legend[i].stroke);
        m_drawing.text(at + QPointF(23, 0), m_legend[i].text, Drawing::Anchor::Start, QStringLiteral("ink"), kTickText);
    }
    const std::size_t rows = (m_legend.size() + kLegendColumns - 1) / kLegendColumns;
    m_drawing.setHeight(kLegendTop - kLegendLine + 4 + kLegendLine * static_cast<double>(rows));
    return m_drawing;
}

} // namespace nidus::ui
