// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/controls.h"

#include "ui/theme/icon.h"
#include "ui/theme/theme.h"

#include <QAbstractButton>
#include <QAccessible>
#include <QAction>
#include <QApplication>
#include <QEvent>
#include <QLineEdit>
#include <QPainter>

namespace nidus::ui {
namespace {

constexpr double kRadius = 6;

} // namespace

void makeSearchField(QLineEdit* edit, const QString& placeholder) {
    edit->setPlaceholderText(placeholder);
    QAction* glass = edit->addAction(icon(QStringLiteral("search"), Tint::Faint), QLineEdit::LeadingPosition);
    const auto glasses = glass->associatedObjects();
    for (QObject* object : glasses)
        if (auto* button = qobject_cast<QWidget*>(object))
            button->setAccessibleName(edit->accessibleName());
    addClearButton(edit);
}

void addClearButton(QLineEdit* edit) {
    edit->setClearButtonEnabled(true);
    const auto buttons = edit->findChildren<QAbstractButton*>();
    for (QAbstractButton* button : buttons)
        if (button->accessibleName().isEmpty())
            button->setAccessibleName(QCoreApplication::translate("nidus::ui::Controls", "Empty the field"));
}

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
