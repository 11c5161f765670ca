// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/wizard/step_list.h"

#include "ui/common/controls.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QIconEngine>
#include <QPainter>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace nidus::ui {
namespace {

constexpr int kIcon = 20;

/// A number in a circle, filled for the step of the moment.
class NumberIcon final : public QIconEngine {
public:
    NumberIcon(int number, bool isCurrent) : m_number(number), m_isCurrent(isCurrent) {}

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State) override {
        const QPalette palette = QApplication::palette();
        const bool isOff = mode == QIcon::Disabled;
        const QColor colour = isOff ? palette.color(QPalette::Disabled, QPalette::ButtonText) : colours(palette).accent;
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(QPen(colour, 1.3));
        painter->setBrush(m_isCurrent ? QBrush(colour) : QBrush(Qt::NoBrush));
        painter->drawEllipse(QRectF(rect).adjusted(1, 1, -1, -1));
        painter->setPen(m_isCurrent ? palette.color(QPalette::Base) : colour);
        painter->drawText(rect, Qt::AlignCenter, QString::number(m_number));
        painter->restore();
    }

    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override {
        QPixmap pixmap(size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        QFont font = QApplication::font();
        font.setPixelSize(std::max(1, size.height() * 6 / 10));
        painter.setFont(font);
        paint(&painter, QRect(QPoint(), size), mode, state);
        return pixmap;
    }

    [[nodiscard]] QIconEngine* clone() const override { return new NumberIcon(m_number, m_isCurrent); }

private:
    int m_number;
    bool m_isCurrent;
};

QIcon numberIcon(int number, bool isCurrent) {
    return QIcon(new NumberIcon(number, isCurrent));
}

} // namespace

StepList::StepList(const QStringList& steps, QWidget* parent) : QWidget(parent) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(10, 14, 4, 10);
    column->setSpacing(4);
    for (const QString& name : steps) {
        const auto number = static_cast<int>(m_steps.size());
        auto* step = named(new QToolButton, qPrintable(QStringLiteral("step_%1").arg(number + 1)),
                           tr("Step %1: %2").arg(number + 1).arg(name));
        step->setText(name);
        step->setIconSize({kIcon, kIcon});
        step->setCheckable(true);
        step->setAutoRaise(true);
        step->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        step->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
        connect(step, &QToolButton::clicked, this, [this, number] {
            Q_EMIT stepWanted(number);
            setCurrent(m_current); // the click has toggled the button
        });
        column->addWidget(step);
        m_steps.push_back(step);
    }
    column->addStretch(1);
    setCurrent(0);
}

void StepList::setCurrent(int current) {
    m_current = current;
    m_visited = std::max(m_visited, current);
    for (int step = 0; step < static_cast<int>(m_steps.size()); ++step) {
        QToolButton* button = m_steps[static_cast<std::size_t>(step)];
        button->setChecked(step == current);
        button->setEnabled(step <= m_visited);
        button->setIcon(numberIcon(step + 1, step == current));
        QFont font = button->font();
        font.setBold(step == current);
        button->setFont(font);
    }
}

} // namespace nidus::ui
