// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/data/case_table_model.h"

#include "ui/common/natural_order.h"
#include "ui/common/qt_convert.h"
#include "ui/theme/icon.h"
#include "ui/theme/theme.h"

#include <QCoreApplication>

#include <algorithm>

namespace nidus::ui {

void CaseTableModel::setCases(std::vector<Case> cases, const std::vector<std::string>& classes) {
    beginResetModel();
    m_cases = std::move(cases);
    m_classes = classes;
    endResetModel();
}

int CaseTableModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_cases.size());
}

int CaseTableModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QString CaseTableModel::text(const Case& item, int column) const {
    switch (column) {
    case CaseId:
        return toQt(item.id);
    case Patient:
        return toQt(item.patient);
    case Label:
        return item.label.empty() ? tr("(no label)") : toQt(item.label);
    case Fold:
        return item.fold ? QString::number(*item.fold) : tr("automatic");
    case Prepared:
        return preparedText(item);
    case Problems:
        return problemsText(item);
    default:
        return {};
    }
}

QVariant CaseTableModel::decoration(const Case& item, int column) const {
    if (column == Label) {
        const auto found = std::find(m_classes.begin(), m_classes.end(), item.label);
        return found == m_classes.end() ? QVariant() : classColour(static_cast<int>(found - m_classes.begin()));
    }
    if (column == Prepared && item.included && !item.cacheFile.empty())
        return icon(QStringLiteral("circle-check"), Tint::Good);
    if (column == Problems && hasProblems(item))
        return icon(QStringLiteral("triangle-alert"), Tint::Caution);
    return {};
}

QVariant CaseTableModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const Case& item = m_cases[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole:
        return text(item, index.column());
    case Qt::ToolTipRole:
        return index.column() == Problems && !item.problems.empty() ? QVariant(text(item, Problems)) : QVariant();
    case Qt::DecorationRole:
        return decoration(item, index.column());
    case HasProblemsRole:
        return hasProblems(item);
    case SortRole:
        return index.column() == Fold ? QVariant(item.fold.value_or(-1)) : QVariant(text(item, index.column()));
    default:
        return {};
    }
}

QVariant CaseTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return QAbstractTableModel::headerData(section, orientation, role);
    switch (section) {
    case CaseId:
        return tr("Case");
    case Patient:
        return tr("Patient");
    case Label:
        return tr("Label");
    case Fold:
        return tr("Fold");
    case Prepared:
        return tr("State");
    case Problems:
        return tr("Problems");
    default:
        return {};
    }
}

QString preparedText(const Case& item) {
    const auto isBlocker = [](const Problem& problem) { return problem.severity == Severity::Blocker; };
    if (std::any_of(item.problems.begin(), item.problems.end(), isBlocker))
        return QCoreApplication::translate("nidus::ui::CaseTableModel", "Cannot be used");
    if (!item.included)
        return QCoreApplication::translate("nidus::ui::CaseTableModel", "Left out");
    return item.cacheFile.empty() ? QCoreApplication::translate("nidus::ui::CaseTableModel", "Not prepared yet")
                                  : QCoreApplication::translate("nidus::ui::CaseTableModel", "Ready");
}

QString problemsText(const Case& item) {
    QStringList lines;
    for (const Problem& problem : item.problems)
        lines << QStringLiteral("%1 (%2)").arg(toQt(problem.text), toQt(problem.code));
    return lines.join(QLatin1Char('\n'));
}

bool hasProblems(const Case& item) {
    return std::any_of(item.problems.begin(), item.problems.end(),
                       [](const Problem& problem) { return problem.severity != Severity::Info; });
}

CaseFilter::CaseFilter(QObject* parent) : QSortFilterProxyModel(parent) {
    setSortRole(CaseTableModel::SortRole);
}

void CaseFilter::setText(const QString& text) {
    m_text = text.trimmed();
    invalidateFilter();
}

void CaseFilter::setOnlyProblems(bool onlyProblems) {
    m_onlyProblems = onlyProblems;
    invalidateFilter();
}

bool CaseFilter::filterAcceptsRow(int row, const QModelIndex& parent) const {
    const QAbstractItemModel* model = sourceModel();
    if (m_onlyProblems && !model->index(row, 0, parent).data(CaseTableModel::HasProblemsRole).toBool())
        return false;
    if (m_text.isEmpty())
        return true;
    for (int column = 0; column < model->columnCount(parent); ++column)
        if (model->index(row, column, parent).data().toString().contains(m_text, Qt::CaseInsensitive))
            return true;
    return false;
}

bool CaseFilter::lessThan(const QModelIndex& left, const QModelIndex& right) const {
    return naturallyLess(left.data(sortRole()), right.data(sortRole()));
}

} // namespace nidus::ui
