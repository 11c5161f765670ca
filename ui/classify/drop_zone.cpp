// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/classify/drop_zone.h"

#include "ui/theme/icon.h"
#include "ui/theme/theme.h"

#include <QPainter>

#include <algorithm>

namespace nidus::ui {
namespace {

constexpr int kIcon = 40, kGap = 12, kInset = 24, kRadius = 10;

} // namespace

DropZone::DropZone(QWidget* parent) : QWidget(parent), m_icon(icon(QStringLiteral("download"), Tint::Faint)) {
    setMinimumHeight(140);
}

void DropZone::setText(const QString& headline, const QString& text) {
    m_headline = headline;
    m_text = text;
    setAccessibleName(headline);
    setAccessibleDescription(text);
    update();
}

void DropZone::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QPen dashes(colours(palette()).faintText, 1.5, Qt::DashLine);
    painter.setPen(dashes);
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), kRadius, kRadius);

    const QRect inside = rect().adjusted(kInset, kInset, -kInset, -kInset);
    QFont heading = font();
    heading.setBold(true);
    heading.setPointSizeF(font().pointSizeF() * 1.2);
    const int flags = Qt::AlignHCenter | Qt::TextWordWrap;
    const int headlineHeight = QFontMetrics(heading).boundingRect(inside, flags, m_headline).height();
    const int textHeight = fontMetrics().boundingRect(inside, flags, m_text).height();
    const int all = kIcon + kGap + headlineHeight + kGap / 2 + textHeight;
    int y = inside.top() + std::max(0, (inside.height() - all) / 2);
    m_icon.paint(&painter, inside.center().x() - kIcon / 2, y, kIcon, kIcon);
    y += kIcon + kGap;
    painter.setFont(heading);
    painter.setPen(palette().color(QPalette::Text));
    painter.drawText(QRect(inside.left(), y, inside.width(), headlineHeight), flags, m_headline);
    y += headlineHeight + kGap / 2;
    painter.setFont(font());
    painter.setPen(colours(palette()).faintText);
    painter.drawText(QRect(inside.left(), y, inside.width(), textHeight), flags, m_text);
}

} // namespace nidus::ui
