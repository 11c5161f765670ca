// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/statistics/confusion.h"

#include <QAbstractTableModel>
#include <QStringList>

#include <vector>

namespace nidus::ui {

/// Cases by true class (rows) and predicted class (columns), with the sums in the last row and column.
class ConfusionModel final : public QAbstractTableModel {
    Q_OBJECT

public:
    enum class Measure { Counts, ShareOfTrue, ShareOfPredicted, Probabilities };

    using QAbstractTableModel::QAbstractTableModel;

    /// `predicted`, `scores` ([case][class]): of the cases with these labels.
    void reset(const QStringList& classes, const std::vector<int>& labels, const std::vector<int>& predicted,
               const std::vector<std::vector<double>>& scores);
    void setMeasure(Measure measure);

    /// Positions of the cases of a cell, of a row or column of sums, or of all.
    [[nodiscard]] std::vector<std::size_t> casesOf(const QModelIndex& cell) const;
    /// "true large → predicted small"
    [[nodiscard]] QString textOf(const QModelIndex& cell) const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    [[nodiscard]] int classCount() const { return static_cast<int>(m_classes.size()); }
    [[nodiscard]] QString text(int row, int column) const;
    [[nodiscard]] QVariant background(int row, int column) const;
    /// What the cell holds; a sum in the last row or column.
    [[nodiscard]] double at(const Confusion& confusion, int row, int column) const;

    QStringList m_classes;
    std::vector<int> m_labels, m_predicted;
    Confusion m_counts, m_probabilities;
    Measure m_measure = Measure::Counts;
};

} // namespace nidus::ui
