// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/controls.h"

#include "ui/theme/theme.h"

#include <QAccessible>
#include <QApplication>
#include <QEvent>
#include <QPainter>

namespace nidus::ui {
namespace {

constexpr double kRadius = 6;

} // namespace

TextLabel::TextLabel(TextRole role, const QString& text, QWidget* parent) : QLabel(text, parent), m_role(role) {
    setTextFormat(Qt::PlainText);
    applyRole();
}

void TextLabel::announce(const QString& text) {
    if (text == this->text())
        return;
    setText(text);
    setAccessibleName(text);
    QAccessibleEvent event(this, QAccessible::NameChanged);
    QAccessible::updateAccessibility(&event);
}

void TextLabel::changeEvent(QEvent* event) {
    QLabel::changeEvent(event);
    if (!m_applying
        && (event->type() == QEvent::ApplicationPaletteChange || event->type() == QEvent::ApplicationFontChange))
        applyRole();
}

void TextLabel::applyRole() {
    m_applying = true;
    QFont font = QApplication::font();
    if (m_role == TextRole::Title)
        font.setPointSizeF(font.pointSizeF() * 1.5);
    font.setBold(m_role == TextRole::Title || m_role == TextRole::Heading);
    setFont(font);
    if (m_role == TextRole::Secondary) {
        QPalette palette = QApplication::palette();
        palette.setColor(QPalette::WindowText, colours(palette).faintText);
        setPalette(palette);
    }
    m_applying = false;
}

Card::Card(QWidget* parent) : QWidget(parent) {}

void Card::setEmphasised(bool emphasised) {
    m_emphasised = emphasised;
    update();
}

void Card::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Colours& c = colours(palette());
    painter.setBrush(c.card);
    painter.setPen(QPen(m_emphasised ? c.accent : c.line, m_emphasised ? 1.6 : 1.0));
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), kRadius, kRadius);
}

} // namespace nidus::ui
