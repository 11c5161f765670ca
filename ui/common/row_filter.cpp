// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/row_filter.h"

#include "ui/common/natural_order.h"

#include <algorithm>
#include <utility>

namespace nidus::ui {

RowFilter::RowFilter(int sortRole, QObject* parent) : QAbstractProxyModel(parent), m_sortRole(sortRole) {}

void RowFilter::setSourceModel(QAbstractItemModel* source) {
    beginResetModel();
    if (sourceModel())
        disconnect(sourceModel(), nullptr, this, nullptr);
    QAbstractProxyModel::setSourceModel(source);
    connect(source, &QAbstractItemModel::modelAboutToBeReset, this, [this] { beginResetModel(); });
    connect(source, &QAbstractItemModel::modelReset, this, [this] {
        collect();
        endResetModel();
    });
    connect(source, &QAbstractItemModel::rowsInserted, this, &RowFilter::takeInserted);
    connect(source, &QAbstractItemModel::dataChanged, this, &RowFilter::passOn);
    collect();
    endResetModel();
}

QModelIndex RowFilter::mapToSource(const QModelIndex& index) const {
    return index.isValid() ? sourceModel()->index(sourceRow(index.row()), index.column()) : QModelIndex();
}

QModelIndex RowFilter::mapFromSource(const QModelIndex& source) const {
    if (!source.isValid() || source.row() >= static_cast<int>(m_places.size()))
        return {};
    const int place = m_places[static_cast<std::size_t>(source.row())];
    return place < 0 ? QModelIndex() : createIndex(place, source.column());
}

QModelIndex RowFilter::index(int row, int column, const QModelIndex& parent) const {
    return hasIndex(row, column, parent) ? createIndex(row, column) : QModelIndex();
}

QModelIndex RowFilter::parent(const QModelIndex&) const {
    return {};
}

QModelIndex RowFilter::sibling(int row, int column, const QModelIndex&) const {
    return index(row, column);
}

int RowFilter::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int RowFilter::columnCount(const QModelIndex& parent) const {
    return parent.isValid() || !sourceModel() ? 0 : sourceModel()->columnCount();
}

QVariant RowFilter::headerData(int section, Qt::Orientation orientation, int role) const {
    return orientation == Qt::Horizontal && sourceModel() ? sourceModel()->headerData(section, orientation, role)
                                                          : QVariant();
}

void RowFilter::filterAgain() {
    if (!sourceModel())
        return;
    beginResetModel();
    collect();
    endResetModel();
}

void RowFilter::sort(int column, Qt::SortOrder order) {
    m_sortColumn = column;
    m_sortOrder = order;
    if (!sourceModel())
        return;
    Q_EMIT layoutAboutToBeChanged({}, VerticalSortHint);
    const QModelIndexList before = persistentIndexList();
    std::vector<int> sources;
    for (const QModelIndex& index : before)
        sources.push_back(sourceRow(index.row()));
    this->order(m_rows);
    place();
    QModelIndexList after;
    for (qsizetype i = 0; i < before.size(); ++i)
        after << createIndex(m_places[static_cast<std::size_t>(sources[static_cast<std::size_t>(i)])],
                             before[i].column());
    changePersistentIndexList(before, after);
    Q_EMIT layoutChanged({}, VerticalSortHint);
}

void RowFilter::collect() {
    m_rows.clear();
    for (int row = 0; row < sourceModel()->rowCount(); ++row)
        if (accepts(row))
            m_rows.push_back(row);
    order(m_rows);
    place();
}

/// Each value is looked up once, not at every comparison.
void RowFilter::order(std::vector<int>& rows) const {
    std::sort(rows.begin(), rows.end());
    if (m_sortColumn < 0 || m_sortColumn >= columnCount())
        return;
    std::vector<QVariant> values;
    for (const int row : rows)
        values.push_back(sourceModel()->index(row, m_sortColumn).data(m_sortRole));
    const std::vector<int> ranks = naturalRanks(values);
    std::vector<std::pair<int, int>> ordered; // rank and row; equal ones keep the order of the source
    for (std::size_t i = 0; i < rows.size(); ++i)
        ordered.emplace_back(m_sortOrder == Qt::AscendingOrder ? ranks[i] : -ranks[i], rows[i]);
    std::sort(ordered.begin(), ordered.end());
    std::transform(ordered.begin(), ordered.end(), rows.begin(), [](const auto& each) { return each.second; });
}

void RowFilter::place() {
    m_places.assign(static_cast<std::size_t>(sourceModel()->rowCount()), -1);
    for (std::size_t i = 0; i < m_rows.size(); ++i)
        m_places[static_cast<std::size_t>(m_rows[i])] = static_cast<int>(i);
}

void RowFilter::takeInserted(const QModelIndex&, int first, int last) {
    if (first != static_cast<int>(m_places.size())) { // not at the end: the numbers of the others change too
        filterAgain();
        return;
    }
    std::vector<int> fresh;
    for (int row = first; row <= last; ++row)
        if (accepts(row))
            fresh.push_back(row);
    m_places.resize(static_cast<std::size_t>(last) + 1, -1);
    if (fresh.empty())
        return;
    const auto begin = static_cast<int>(m_rows.size());
    beginInsertRows({}, begin, begin + static_cast<int>(fresh.size()) - 1);
    for (const int row : fresh) {
        m_places[static_cast<std::size_t>(row)] = static_cast<int>(m_rows.size());
        m_rows.push_back(row);
    }
    endInsertRows();
}

void RowFilter::passOn(const QModelIndex& topLeft, const QModelIndex& bottomRight, const QList<int>& roles) {
    int first = rowCount(), last = -1;
    for (int row = topLeft.row(); row <= bottomRight.row(); ++row) {
        const int place = m_places[static_cast<std::size_t>(row)];
        if (accepts(row) != (place >= 0)) {
            filterAgain();
            return;
        }
        if (place >= 0) {
            first = std::min(first, place);
            last = std::max(last, place);
        }
    }
    if (last >= first)
        Q_EMIT dataChanged(index(first, topLeft.column()), index(last, bottomRight.column()), roles);
}

} // namespace nidus::ui
