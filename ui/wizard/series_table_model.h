// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>

namespace nidus::ui {

class NewProjectModel;

/// The series that were found, a row each; the first column says whether it becomes a case, and can be changed where
/// nothing keeps the series from being read.
class SeriesTableModel final : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { Included, Patient, Modality, Description, Matrix, Spacing, Problems, ColumnCount };

    explicit SeriesTableModel(NewProjectModel& model, QObject* parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;

private:
    [[nodiscard]] bool canBeIncluded(int row) const;
    [[nodiscard]] QString text(int row, int column) const;

    NewProjectModel& m_model;
};

} // namespace nidus::ui
