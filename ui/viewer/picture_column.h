// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/viewer/row_pictures.h"

#include <QStyledItemDelegate>

class QAbstractButton;
class QTableView;

namespace nidus::ui {

class Preferences;

/// A column of a table with RowPictures, which can be switched off: then the rows are as low as their text.
class PictureColumn final : public QStyledItemDelegate {
    Q_OBJECT

public:
    /// Becomes a child of the table, which has its model and its looks (dressTable). `edge`: of a picture, in logical
    /// pixels.
    PictureColumn(QTableView* table, int column, int edge,
                  std::function<RowPictures::Subject(const QModelIndex&)> subjectOf);

    /// The switch, whose state is remembered under the name of the table.
    void follow(QAbstractButton* button, Preferences& preferences);

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    void setShown(bool isShown);

    QTableView* m_table;
    int m_column;
    int m_lowRow; ///< height of a row without pictures
    RowPictures* m_pictures;
};

} // namespace nidus::ui
