// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/results/probability_delegate.h"

#include "ui/results/prediction_table_model.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QPainter>

#include <algorithm>

namespace nidus::ui {
namespace {

constexpr int kInset = 6, kBarHeight = 8, kBarWidth = 110;

} // namespace

void ProbabilityDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const QVariant value = index.data(PredictionTableModel::ProbabilityRole);
    if (!value.isValid()) {
        QStyledItemDelegate::paint(painter, option, index);
        return;
    }
    QStyleOptionViewItem cell = option;
    initStyleOption(&cell, index);
    const QString text = cell.text;
    cell.text.clear();
    const QWidget* widget = option.widget;
    (widget ? widget->style() : QApplication::style())->drawControl(QStyle::CE_ItemViewItem, &cell, painter, widget);

    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const bool isSelected = option.state.testFlag(QStyle::State_Selected);
    painter->setPen(option.palette.color(isSelected ? QPalette::HighlightedText : QPalette::Text));
    const int textWidth = option.fontMetrics.horizontalAdvance(QStringLiteral("0.00"));
    const QRect area = option.rect.adjusted(kInset, 0, -kInset, 0);
    painter->drawText(area, Qt::AlignLeft | Qt::AlignVCenter, text);
    const QRectF track(area.left() + textWidth + kInset, area.center().y() - kBarHeight / 2.0 + 0.5,
                       std::min(kBarWidth, area.width() - textWidth - kInset), kBarHeight);
    if (track.width() > kBarHeight) {
        painter->setPen(Qt::NoPen);
        painter->setBrush(colours(option.palette).line);
        painter->drawRoundedRect(track, 2, 2);
        QRectF bar = track;
        bar.setWidth(track.width() * std::clamp(value.toDouble(), 0.0, 1.0));
        painter->setBrush(classColour(index.data(PredictionTableModel::ClassRole).toInt()));
        painter->drawRoundedRect(bar, 2, 2);
    }
    painter->restore();
}

QSize ProbabilityDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
    QSize size = QStyledItemDelegate::sizeHint(option, index);
    if (index.data(PredictionTableModel::ProbabilityRole).isValid())
        size.setWidth(option.fontMetrics.horizontalAdvance(QStringLiteral("0.00")) + 3 * kInset + kBarWidth);
    return size;
}

} // namespace nidus::ui
