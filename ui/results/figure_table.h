// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <QTableView>

#include <vector>

class QStandardItemModel;

namespace nidus::ui {

/// A short table of figures in words, no higher than its rows.
class FigureTable final : public QTableView {
    Q_OBJECT

public:
    FigureTable(const char* objectName, const QString& accessibleName, QWidget* parent = nullptr);

    void setRows(const QStringList& columns, const std::vector<QStringList>& rows);
    /// Draws a row like secondary text and says why.
    void setFaint(int row, const QString& why);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    /// Enter or a double click on a row.
    void rowChosen(int row);

private:
    [[nodiscard]] int heightOf(int rows) const;

    QStandardItemModel* m_rows;
};

} // namespace nidus::ui
