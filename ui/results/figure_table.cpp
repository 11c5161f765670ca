// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/results/figure_table.h"

#include "ui/common/controls.h"
#include "ui/common/tables.h"
#include "ui/theme/theme.h"

#include <QHeaderView>
#include <QStandardItemModel>

#include <algorithm>

namespace nidus::ui {
namespace {

constexpr int kColumnLimit = 260, kFewestRows = 3, kUsualRows = 5;

} // namespace

FigureTable::FigureTable(const char* objectName, const QString& accessibleName, QWidget* parent)
    : QTableView(parent), m_rows(new QStandardItemModel(this)) {
    named(this, objectName, accessibleName);
    setModel(m_rows);
    dressTable(this);
    setSortingEnabled(false);
    setSelectionMode(QAbstractItemView::SingleSelection);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    connect(this, &QTableView::activated, this, [this](const QModelIndex& index) { Q_EMIT rowChosen(index.row()); });
}

void FigureTable::setRows(const QStringList& columns, const std::vector<QStringList>& rows) {
    m_rows->clear();
    m_rows->setHorizontalHeaderLabels(columns);
    for (const QStringList& row : rows) {
        QList<QStandardItem*> items;
        for (const QString& text : row)
            items << new QStandardItem(text);
        m_rows->appendRow(items);
    }
    widenColumns(this, kColumnLimit);
    setMaximumHeight(heightOf(m_rows->rowCount()));
    updateGeometry();
}

void FigureTable::setFaint(int row, const QString& why) {
    for (int column = 0; column < m_rows->columnCount(); ++column) {
        QStandardItem* item = m_rows->item(row, column);
        item->setForeground(colours(palette()).faintText);
        item->setToolTip(why);
    }
}

int FigureTable::heightOf(int rows) const {
    return horizontalHeader()->sizeHint().height() + rows * verticalHeader()->defaultSectionSize() + 2 * frameWidth()
           + 2;
}

QSize FigureTable::sizeHint() const {
    return {QTableView::sizeHint().width(), heightOf(std::min(kUsualRows, m_rows->rowCount()))};
}

QSize FigureTable::minimumSizeHint() const {
    return {QTableView::minimumSizeHint().width(), heightOf(std::min(kFewestRows, m_rows->rowCount()))};
}

} // namespace nidus::ui
