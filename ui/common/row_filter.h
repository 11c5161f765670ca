// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractProxyModel>

#include <vector>

namespace nidus::ui {

/// Some rows of a flat model, in an order. QSortFilterProxyModel tells views of every gap that a filter tears, which
/// blocks the window for seconds at 10,000 rows; this one says once that everything is new. Rows that come while the
/// table is sorted stand at the end until it is sorted again.
class RowFilter : public QAbstractProxyModel {
    Q_OBJECT

public:
    /// `sortRole` gives numbers, or texts to be sorted as people of the user's language do.
    explicit RowFilter(int sortRole, QObject* parent = nullptr);

    void setSourceModel(QAbstractItemModel* source) override;
    /// The row of the source; the other way round -1 where the filter hides it.
    [[nodiscard]] int sourceRow(int row) const { return m_rows[static_cast<std::size_t>(row)]; }

    [[nodiscard]] QModelIndex mapToSource(const QModelIndex& index) const override;
    [[nodiscard]] QModelIndex mapFromSource(const QModelIndex& index) const override;
    [[nodiscard]] QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    [[nodiscard]] QModelIndex parent(const QModelIndex& child) const override;
    [[nodiscard]] QModelIndex sibling(int row, int column, const QModelIndex& index) const override;
    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    /// Column -1: the order of the source.
    void sort(int column, Qt::SortOrder order = Qt::AscendingOrder) override;

protected:
    [[nodiscard]] virtual bool accepts(int sourceRow) const = 0;
    /// To be called when accepts() says something new.
    void filterAgain();

private:
    void collect();
    void order(std::vector<int>& rows) const;
    void place();
    void takeInserted(const QModelIndex& parent, int first, int last);
    void passOn(const QModelIndex& topLeft, const QModelIndex& bottomRight, const QList<int>& roles);

    int m_sortRole;
    int m_sortColumn = -1;
    Qt::SortOrder m_sortOrder = Qt::AscendingOrder;
    std::vector<int> m_rows;   ///< of the source, as they are shown
    std::vector<int> m_places; ///< of each row of the source; -1: hidden
};

} // namespace nidus::ui
