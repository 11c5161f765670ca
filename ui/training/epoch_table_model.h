// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/loss_series.h"

#include <QAbstractTableModel>

#include <vector>

namespace nidus::ui {

/// The chart of a fit as a table: an epoch each row.
class EpochTableModel final : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { Epoch, TrainingLoss, HeldLoss, HeldAuc, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;
    void setCurves(const FitCurves* curves); ///< nullptr: none

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::vector<std::pair<int, EpochPoint>> m_epochs;
};

} // namespace nidus::ui
