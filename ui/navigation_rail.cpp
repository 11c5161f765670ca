// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/navigation_rail.h"

#include "ui/common/controls.h"
#include "ui/theme/icon.h"
#include "ui/theme/theme.h"

#include <QPainter>
#include <QStyleOption>
#include <QToolButton>
#include <QVBoxLayout>

namespace nidus::ui {
namespace {

constexpr int kIconSize = 22, kMarkSize = 13, kButtonWidth = 84, kBarWidth = 3, kRadius = 6;

/// Told apart by their shapes: a ring, a circle with a tick, a triangle that points right, a triangle with "!".
void paintMark(QPainter& painter, const QRect& rect, PlaceState state, const QPalette& palette) {
    switch (state) {
    case PlaceState::None:
        return;
    case PlaceState::Empty:
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(colours(palette).faintText, 1.2));
        painter.drawEllipse(QRectF(rect).adjusted(3, 3, -3, -3));
        return;
    case PlaceState::Ready:
        icon(QStringLiteral("circle-check"), Tint::Good).paint(&painter, rect);
        return;
    case PlaceState::Running:
        icon(QStringLiteral("play"), Tint::Accent).paint(&painter, rect);
        return;
    case PlaceState::Attention:
        icon(QStringLiteral("triangle-alert"), Tint::Caution).paint(&painter, rect);
        return;
    }
}

} // namespace

// Icon above text; the current place has a bar at its edge and a bold text, not only another colour.
class PlaceButton final : public QToolButton {
public:
    PlaceButton(const QString& iconName, const QString& text, const QString& keys)
        : m_plain(nidus::ui::icon(iconName)), m_accent(nidus::ui::icon(iconName, Tint::Accent)), m_keys(keys) {
        setText(text);
        setMark({});
        setCheckable(true);
        setAutoExclusive(true);
        setFocusPolicy(Qt::StrongFocus);
        setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    }

    void setMark(const PlaceMark& mark) {
        m_state = mark.state;
        const QString words = markText(mark);
        setAccessibleDescription(words);
        const QString name = QStringLiteral("%1 (%2)").arg(text(), m_keys);
        setToolTip(words.isEmpty() ? name : name + QLatin1Char('\n') + words);
        update();
    }

    [[nodiscard]] QSize sizeHint() const override {
        QFont bold = font();
        bold.setBold(true);
        const int textWidth = QFontMetrics(bold).horizontalAdvance(text());
        return {std::max(kButtonWidth, textWidth + 16), kIconSize + fontMetrics().height() + 22};
    }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        const Colours& c = colours(palette());
        const QRect box = rect().adjusted(5, 2, -5, -2);
        if (isChecked() || (underMouse() && isEnabled())) {
            painter.setPen(Qt::NoPen);
            painter.setBrush(isChecked() ? c.card : palette().color(QPalette::AlternateBase));
            painter.drawRoundedRect(box, kRadius, kRadius);
        }
        if (isChecked()) {
            painter.setPen(Qt::NoPen);
            painter.setBrush(c.accent);
            painter.drawRoundedRect(QRect(0, box.top() + 8, kBarWidth, box.height() - 16), 1.5, 1.5);
        }
        if (hasFocus()) {
            painter.setBrush(Qt::NoBrush);
            painter.setPen(QPen(c.accent, 1.4, Qt::DotLine));
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), kRadius, kRadius);
        }
        const QRect iconRect(box.center().x() - kIconSize / 2, box.top() + 7, kIconSize, kIconSize);
        (isChecked() ? m_accent : m_plain)
            .paint(&painter, iconRect, Qt::AlignCenter, isEnabled() ? QIcon::Normal : QIcon::Disabled);
        if (isEnabled())
            paintMark(painter, QRect(iconRect.right() + 4, iconRect.top() - kMarkSize / 3, kMarkSize, kMarkSize),
                      m_state, palette());
        QFont textFont = font();
        textFont.setBold(isChecked());
        painter.setFont(textFont);
        painter.setPen(isEnabled() ? palette().color(QPalette::WindowText)
                                   : palette().color(QPalette::Disabled, QPalette::WindowText));
        painter.drawText(box.adjusted(0, iconRect.bottom() - box.top() + 3, 0, 0), Qt::AlignHCenter | Qt::AlignTop,
                         text());
    }

private:
    QIcon m_plain, m_accent;
    QString m_keys;
    PlaceState m_state = PlaceState::None;
};

NavigationRail::NavigationRail(QWidget* parent) : QWidget(parent), m_layout(new QVBoxLayout(this)) {
    m_layout->setContentsMargins(4, 8, 4, 8);
    m_layout->setSpacing(2);
    m_layout->addStretch(1);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Expanding);
}

void NavigationRail::addPlace(const char* name, const QString& iconName, const QString& text) {
    const int index = static_cast<int>(m_buttons.size());
    auto* button = named(new PlaceButton(iconName, text, QStringLiteral("Ctrl+%1").arg(index + 1)), name, text);
    connect(button, &QToolButton::clicked, this, [this, index] { setCurrent(index); });
    m_layout->insertWidget(index, button);
    m_buttons.push_back(button);
}

void NavigationRail::setCurrent(int index) {
    if (index < 0 || static_cast<std::size_t>(index) >= m_buttons.size())
        return;
    m_buttons[static_cast<std::size_t>(index)]->setChecked(true);
    if (std::exchange(m_current, index) != index)
        Q_EMIT currentChanged(index);
}

void NavigationRail::setPlaceEnabled(int index, bool isEnabled) {
    m_buttons.at(static_cast<std::size_t>(index))->setEnabled(isEnabled);
}

void NavigationRail::setPlaceMark(int index, const PlaceMark& mark) {
    m_buttons.at(static_cast<std::size_t>(index))->setMark(mark);
}

void NavigationRail::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setPen(colours(palette()).line);
    painter.drawLine(width() - 1, 0, width() - 1, height());
}

} // namespace nidus::ui
