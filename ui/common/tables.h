// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QTableView;

namespace nidus::ui {

/// The common look and habits of our tables: rows are selected whole, sorted by a click on the head, uniform height.
void dressTable(QTableView* table);

/// Columns as wide as their contents (of a sample of rows), at most `limit` logical pixels each; the last takes the
/// rest.
void widenColumns(QTableView* table, int limit);

} // namespace nidus::ui
