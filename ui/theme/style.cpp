// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/style.h"

#include "ui/theme/theme.h"

#include <QPainter>
#include <QStyleOption>

namespace nidus::ui {

Style::Style() : QProxyStyle(QStringLiteral("Fusion")) {}

void Style::drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                          const QWidget* widget) const {
    QProxyStyle::drawPrimitive(element, option, painter, widget);
    const bool isBox = element == PE_IndicatorCheckBox, isCircle = element == PE_IndicatorRadioButton;
    if ((!isBox && !isCircle) || !isDark(option->palette))
        return;
    const bool isEnabled = option->state.testFlag(State_Enabled);
    const QColor edge = isEnabled ? colours(option->palette).faintText
                                  : option->palette.color(QPalette::Disabled, QPalette::WindowText);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(edge);
    painter->setBrush(Qt::NoBrush);
    const QRectF rect = QRectF(option->rect).adjusted(0.5, 0.5, -0.5, -0.5);
    if (isBox)
        painter->drawRect(rect);
    else
        painter->drawEllipse(rect);
    painter->restore();
}

} // namespace nidus::ui
