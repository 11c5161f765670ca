// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/message_area.h"

#include "ui/common/controls.h"
#include "ui/common/error_text.h"
#include "ui/theme/icon.h"
#include "ui/theme/theme.h"

#include <QAccessible>
#include <QApplication>
#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

namespace nidus::ui {
namespace {

constexpr int kIconSize = 20;

struct SeverityLook {
    QString icon;
    Tint tint;
};

SeverityLook lookOf(Severity severity) {
    switch (severity) {
    case Severity::Blocker:
        return {QStringLiteral("circle-x"), Tint::Bad};
    case Severity::Warning:
        return {QStringLiteral("triangle-alert"), Tint::Caution};
    case Severity::Info:
        break;
    }
    return {QStringLiteral("info"), Tint::Accent};
}

// The palette may change while the strip is shown, so the icon is drawn, not stored as a pixmap.
class SeverityIcon final : public QWidget {
public:
    explicit SeverityIcon(Severity severity) : m_icon(icon(lookOf(severity).icon, lookOf(severity).tint)) {
        setFixedSize(kIconSize, kIconSize);
    }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        m_icon.paint(&painter, rect());
    }

private:
    QIcon m_icon;
};

} // namespace

Message messageFrom(const Failure& failure) {
    Message message;
    message.severity = Severity::Blocker;
    message.headline = errorHeadline(failure.code);
    message.text = failure.caseId.isEmpty() ? failure.text : QStringLiteral("%1: %2").arg(failure.caseId, failure.text);
    message.code = failure.code;
    return message;
}

std::function<Message()> wordsOf(const Failure& failure) {
    return [failure] { return messageFrom(failure); };
}

MessageArea::MessageArea(QWidget* parent) : QWidget(parent), m_layout(new QVBoxLayout(this)) {
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(6);
    setVisible(false);
}

void MessageArea::show(const QString& key, const std::function<Message()>& ask) {
    dismiss(key);
    const Message message = ask();
    auto* strip = new Card;
    strip->setObjectName(QStringLiteral("message_%1").arg(key));
    auto* row = new QHBoxLayout(strip);
    row->setContentsMargins(12, 8, 8, 8);
    row->setSpacing(10);
    row->addWidget(new SeverityIcon(message.severity), 0, Qt::AlignTop);

    auto* words = new QVBoxLayout;
    words->setSpacing(2);
    words->addWidget(new TextLabel(TextRole::Heading, message.headline));
    const QString body = message.code.isEmpty() ? message.text : tr("%1 (%2)").arg(message.text, message.code);
    auto* text = new TextLabel(TextRole::Body, body);
    text->setObjectName(QStringLiteral("text_%1").arg(key));
    text->setWordWrap(true);
    text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    words->addWidget(text);
    row->addLayout(words, 1);

    for (const Message::Action& action : message.actions) {
        auto* button = named(new QPushButton(action.label), action.objectName.toLatin1().constData(), action.label);
        connect(button, &QPushButton::clicked, this, [this, key, run = action.run] {
            dismiss(key);
            run();
        });
        row->addWidget(button, 0, Qt::AlignVCenter);
    }
    auto* close = new QToolButton;
    close->setObjectName(QStringLiteral("close_%1").arg(key));
    close->setAccessibleName(tr("Close this message"));
    close->setToolTip(tr("Close"));
    close->setIcon(icon(QStringLiteral("x"), Tint::Faint));
    close->setAutoRaise(true);
    connect(close, &QToolButton::clicked, this, [this, key] { dismiss(key); });
    row->addWidget(close, 0, Qt::AlignTop);

    strip->setAccessibleName(QStringLiteral("%1. %2").arg(message.headline, body));
    m_strips[key] = {strip, ask};
    m_layout->addWidget(strip);
    setVisible(true);
    QAccessibleEvent event(strip, QAccessible::Alert);
    QAccessible::updateAccessibility(&event);
}

void MessageArea::dismiss(const QString& key) {
    const auto found = m_strips.find(key);
    if (found == m_strips.end())
        return;
    QWidget* strip = found->second.strip;
    m_layout->removeWidget(strip);
    strip->hide();
    strip->deleteLater(); // its own button may have called us
    m_strips.erase(found);
    setVisible(!m_strips.empty());
}

void MessageArea::speakAgain() {
    const std::map<QString, Shown> shown = m_strips;
    for (const auto& [key, message] : shown)
        show(key, message.ask);
}

QString MessageArea::textOf(const QString& key) const {
    const auto found = m_strips.find(key);
    return found == m_strips.end() ? QString() : found->second.strip->accessibleName();
}

} // namespace nidus::ui
