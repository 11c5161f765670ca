// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/tables.h"

#include <QHeaderView>
#include <QTableView>

#include <algorithm>

namespace nidus::ui {
namespace {

constexpr int kSampledRows = 200; // measuring all of 10,000 rows would block the window
constexpr int kPadding = 18;

} // namespace

void dressTable(QTableView* table) {
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    table->setSelectionMode(QAbstractItemView::ExtendedSelection);
    table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table->setSortingEnabled(true);
    table->setAlternatingRowColors(true);
    table->setShowGrid(false);
    table->setWordWrap(false);
    table->setTabKeyNavigation(false); // Tab leaves the table
    table->verticalHeader()->hide();
    table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    table->verticalHeader()->setDefaultSectionSize(table->fontMetrics().height() + 12);
    QHeaderView* header = table->horizontalHeader();
    header->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    header->setHighlightSections(false);
    header->setStretchLastSection(true);
    header->setResizeContentsPrecision(kSampledRows);
}

void widenColumns(QTableView* table, int limit) {
    QHeaderView* header = table->horizontalHeader();
    for (int column = 0; column + 1 < header->count(); ++column) {
        table->resizeColumnToContents(column);
        table->setColumnWidth(column, std::min(table->columnWidth(column) + kPadding, limit));
    }
}

} // namespace nidus::ui
