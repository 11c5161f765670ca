// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/wizard/series_table_model.h"

#include "ui/common/qt_convert.h"
#include "ui/theme/icon.h"
#include "ui/wizard/new_project_model.h"

#include <algorithm>

namespace nidus::ui {

SeriesTableModel::SeriesTableModel(NewProjectModel& model, QObject* parent)
    : QAbstractTableModel(parent), m_model(model) {
    connect(&m_model, &NewProjectModel::scanChanged, this, [this] {
        beginResetModel();
        endResetModel();
    });
}

int SeriesTableModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_model.scan().series.size());
}

int SeriesTableModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

/// A blocker keeps a series out whatever the user wishes.
bool SeriesTableModel::canBeIncluded(int row) const {
    const SeriesInfo& series = m_model.scan().series[static_cast<std::size_t>(row)];
    return std::ranges::none_of(series.problems,
                                [](const Problem& problem) { return problem.severity == Severity::Blocker; });
}

QString SeriesTableModel::text(int row, int column) const {
    const SeriesInfo& series = m_model.scan().series[static_cast<std::size_t>(row)];
    switch (column) {
    case Patient:
        return toQt(series.patientKey);
    case Modality:
        return series.source.modality.empty() ? toQt(series.format) : toQt(series.source.modality);
    case Description:
        return !series.description.empty() || series.source.files.empty()
                   ? toQt(series.description)
                   : pathToQt(series.source.files.front().filename());
    case Matrix:
        return QStringLiteral("%1 × %2 × %3").arg(series.shape.x).arg(series.shape.y).arg(series.shape.z);
    case Spacing:
        return tr("%1 × %2 × %3 mm")
            .arg(series.spacing.x, 0, 'g', 3)
            .arg(series.spacing.y, 0, 'g', 3)
            .arg(series.spacing.z, 0, 'g', 3);
    case Problems: {
        QStringList texts;
        for (const Problem& problem : series.problems)
            texts << tr("%1 (%2)").arg(toQt(problem.text), toQt(problem.code));
        return texts.join(QLatin1Char(' '));
    }
    default:
        return {};
    }
}

QVariant SeriesTableModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const SeriesInfo& series = m_model.scan().series[static_cast<std::size_t>(index.row())];
    if (role == Qt::DisplayRole || (role == Qt::ToolTipRole && index.column() == Problems))
        return text(index.row(), index.column());
    if (role == Qt::CheckStateRole && index.column() == Included)
        return series.included ? Qt::Checked : Qt::Unchecked;
    if (role == Qt::AccessibleTextRole && index.column() == Included)
        return series.included ? tr("included") : tr("left out");
    if (role == Qt::DecorationRole && index.column() == Problems && !series.problems.empty())
        return canBeIncluded(index.row()) ? icon(QStringLiteral("triangle-alert"), Tint::Caution)
                                          : icon(QStringLiteral("circle-x"), Tint::Bad);
    return {};
}

QVariant SeriesTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Included:
        return tr("Use");
    case Patient:
        return tr("Patient");
    case Modality:
        return tr("Kind");
    case Description:
        return tr("Description");
    case Matrix:
        return tr("Voxels");
    case Spacing:
        return tr("Spacing");
    case Problems:
        return tr("Problems");
    default:
        return {};
    }
}

Qt::ItemFlags SeriesTableModel::flags(const QModelIndex& index) const {
    Qt::ItemFlags flags = QAbstractTableModel::flags(index);
    if (index.isValid() && index.column() == Included && canBeIncluded(index.row()))
        flags |= Qt::ItemIsUserCheckable;
    return flags;
}

bool SeriesTableModel::setData(const QModelIndex& index, const QVariant& value, int role) {
    if (role != Qt::CheckStateRole || !flags(index).testFlag(Qt::ItemIsUserCheckable))
        return false;
    m_model.setIncluded(index.row(), value.toInt() == Qt::Checked);
    return true;
}

} // namespace nidus::ui
