// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/loss_plot.h"
#include "ui/charts/plot_style.h"

#include <QLocale>

#include <algorithm>
#include <cmath>
#include <optional>

namespace nidus::ui {
namespace {

/// The value at the x nearest to `x`, at most `reach` away.
std::optional<double> valueAt(const QCPGraph* graph, double x, double reach) {
    if (graph->data()->isEmpty())
        return std::nullopt;
    auto found = graph->data()->findBegin(x);
    if (const auto next = found + 1;
        next != graph->data()->constEnd() && std::abs(next->key - x) < std::abs(found->key - x))
        found = next;
    return std::abs(found->key - x) <= reach ? std::optional(found->value) : std::nullopt;
}

/// Hours, minutes and seconds.
QString clockText(double seconds) {
    const auto whole = static_cast<int>(std::max(0.0, seconds));
    constexpr int kMinute = 60, kHour = 3600;
    return QStringLiteral("%1:%2:%3")
        .arg(whole / kHour)
        .arg(whole % kHour / kMinute, 2, 10, QLatin1Char('0'))
        .arg(whole % kMinute, 2, 10, QLatin1Char('0'));
}

} // namespace

void LossPlot::buildCrosshair() {
    layer(QStringLiteral("overlay"))->setMode(QCPLayer::lmBuffered); // moves without the curves being drawn again
    for (QCPAxisRect* rect : {m_lossRect, m_aucRect, m_rateRect}) {
        m_crosshair.push_back(addVerticalLine(this, rect));
        m_crosshair.back()->setLayer(QStringLiteral("overlay"));
    }
    m_crosshairText = new QCPItemText(this);
    m_crosshairText->setLayer(QStringLiteral("overlay"));
    m_crosshairText->setClipToAxisRect(false);
    m_crosshairText->position->setAxisRect(m_lossRect);
    m_crosshairText->position->setType(QCPItemPosition::ptAxisRectRatio);
    m_crosshairText->position->setCoords(0.99, 0.06);
    m_crosshairText->setPositionAlignment(Qt::AlignRight | Qt::AlignTop);
    m_crosshairText->setTextAlignment(Qt::AlignRight);
    m_crosshairText->setPadding(QMargins(6, 3, 6, 3));
    hideCrosshair();
}

void LossPlot::mouseMoveEvent(QMouseEvent* event) {
    QCustomPlot::mouseMoveEvent(event);
    const QCPAxisRect* rect = axisRectAt(event->position());
    if (rect && event->buttons() == Qt::NoButton)
        showCrosshair(m_lossRect->axis(QCPAxis::atBottom)->pixelToCoord(event->position().x()));
    else
        hideCrosshair();
}

void LossPlot::leaveEvent(QEvent* event) {
    QCustomPlot::leaveEvent(event);
    hideCrosshair();
}

void LossPlot::showCrosshair(double x) {
    const QLocale locale;
    QStringList parts{m_hasTimeAxis ? tr("after %1").arg(clockText(x))
                                    : tr("Epoch %1").arg(static_cast<int>(std::ceil(std::max(x, 0.001))))};
    if (const auto value = valueAt(m_smoothed, x, m_reach))
        parts << tr("training %1").arg(locale.toString(*value, 'f', 3));
    if (const auto value = valueAt(m_validation, x, m_reach))
        parts << tr("held back %1").arg(locale.toString(*value, 'f', 3));
    if (const auto value = valueAt(m_auc, x, m_reach))
        parts << tr("AUC %1").arg(locale.toString(*value, 'f', 3));
    m_crosshairText->setText(parts.join(QStringLiteral("  ·  ")));
    m_crosshairText->setVisible(true);
    for (QCPItemStraightLine* line : m_crosshair) {
        line->setVisible(true);
        moveTo(line, x);
    }
    layer(QStringLiteral("overlay"))->replot();
}

void LossPlot::hideCrosshair() {
    if (m_crosshairText->visible() || m_crosshair.front()->visible()) {
        m_crosshairText->setVisible(false);
        for (QCPItemStraightLine* line : m_crosshair)
            line->setVisible(false);
        if (isVisible()) // before, it has nothing to be painted on
            layer(QStringLiteral("overlay"))->replot();
    }
}

} // namespace nidus::ui
