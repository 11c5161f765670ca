// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/picture_column.h"

#include "ui/settings/preferences.h"

#include <QAbstractButton>
#include <QHeaderView>
#include <QPainter>
#include <QStyle>
#include <QTableView>

#include <algorithm>
#include <utility>

namespace nidus::ui {
namespace {

constexpr int kMargin = 2;

} // namespace

PictureColumn::PictureColumn(QTableView* table, int column, int edge,
                             std::function<RowPictures::Subject(const QModelIndex&)> subjectOf)
    : QStyledItemDelegate(table), m_table(table), m_column(column),
      m_lowRow(table->verticalHeader()->defaultSectionSize()),
      m_pictures(new RowPictures(table, edge, std::move(subjectOf))) {
    table->setItemDelegateForColumn(column, this);
}

void PictureColumn::follow(QAbstractButton* button, Preferences& preferences) {
    const QString table = m_table->objectName();
    button->setChecked(preferences.hasPictures(table));
    setShown(button->isChecked());
    connect(button, &QAbstractButton::toggled, this, [this, table, &preferences](bool isShown) {
        setShown(isShown);
        preferences.setPictures(table, isShown);
    });
}

void PictureColumn::setShown(bool isShown) {
    m_table->setColumnHidden(m_column, !isShown);
    m_table->verticalHeader()->setDefaultSectionSize(isShown ? std::max(m_lowRow, m_pictures->edge() + 2 * kMargin)
                                                             : m_lowRow);
    m_pictures->setActive(isShown);
}

void PictureColumn::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    QStyleOptionViewItem cell = option;
    initStyleOption(&cell, index);
    m_table->style()->drawControl(QStyle::CE_ItemViewItem, &cell, painter, m_table);
    QRect square(0, 0, m_pictures->edge(), m_pictures->edge());
    square.moveCenter(option.rect.center());
    square.moveLeft(option.rect.left() + kMargin);
    m_pictures->paint(*painter, square, index);
}

QSize PictureColumn::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const {
    return QSize(m_pictures->edge(), m_pictures->edge()) + QSize(2 * kMargin, 2 * kMargin);
}

} // namespace nidus::ui
