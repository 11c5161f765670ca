// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/epoch_table_model.h"

#include <QLocale>

namespace nidus::ui {

void EpochTableModel::setCurves(const FitCurves* curves) {
    beginResetModel();
    m_epochs.clear();
    if (curves)
        m_epochs.assign(curves->epochs().begin(), curves->epochs().end());
    endResetModel();
}

int EpochTableModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_epochs.size());
}

int EpochTableModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant EpochTableModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid())
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::AlignRight | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    const auto& [epoch, point] = m_epochs[static_cast<std::size_t>(index.row())];
    const QLocale locale;
    const auto number = [&locale](const std::optional<double>& value) {
        return value ? locale.toString(*value, 'f', 4) : QStringLiteral("–");
    };
    switch (index.column()) {
    case Epoch:
        return locale.toString(epoch + 1);
    case TrainingLoss:
        return number(point.trainingLoss);
    case HeldLoss:
        return number(point.validationLoss);
    default:
        return number(point.validationAuc);
    }
}

QVariant EpochTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Epoch:
        return tr("Epoch");
    case TrainingLoss:
        return tr("Training loss");
    case HeldLoss:
        return tr("Loss, held-back cases");
    default:
        return tr("AUC, held-back cases");
    }
}

} // namespace nidus::ui
