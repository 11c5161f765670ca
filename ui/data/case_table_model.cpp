// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/data/case_table_model.h"

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

void CaseTableModel::setChoices(const std::map<std::string, CaseChoice>& choices,
                                const std::vector<std::string>& classes) {
    m_classes = classes;
    applyChoices(m_cases, choices);
    if (!m_cases.empty()) // all rows: the colour of a label depends on all classes
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
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
    case Qt::CheckStateRole:
        return index.column() == Included ? QVariant(item.included ? Qt::Checked : Qt::Unchecked) : QVariant();
    case Qt::AccessibleTextRole:
        if (index.column() == Included)
            return item.included ? tr("used") : tr("left out");
        [[fallthrough]];
    case Qt::DisplayRole:
        return text(item, index.column());
    case Qt::ToolTipRole:
        return index.column() == Problems && !item.problems.empty() ? QVariant(text(item, Problems)) : QVariant();
    case Qt::DecorationRole:
        return decoration(item, index.column());
    case HasProblemsRole:
        return hasProblems(item);
    case SortRole:
        if (index.column() == Included)
            return item.included ? 0 : 1;
        return index.column() == Fold ? QVariant(item.fold.value_or(-1)) : QVariant(text(item, index.column()));
    default:
        return {};
    }
}

QVariant CaseTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return QAbstractTableModel::headerData(section, orientation, role);
    switch (section) {
    case Included:
        return tr("Use");
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

Qt::ItemFlags CaseTableModel::flags(const QModelIndex& index) const {
    const Qt::ItemFlags flags = QAbstractTableModel::flags(index);
    const bool isBox = m_isEditable && index.isValid() && index.column() == Included;
    return isBox ? flags | Qt::ItemIsUserCheckable : flags;
}

bool CaseTableModel::setData(const QModelIndex& index, const QVariant& value, int role) {
    if (role != Qt::CheckStateRole || !flags(index).testFlag(Qt::ItemIsUserCheckable))
        return false;
    Q_EMIT includedWanted(index.row(), value.toInt() == Qt::Checked);
    return true;
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

CaseFilter::CaseFilter(CaseTableModel& model, QObject* parent)
    : RowFilter(CaseTableModel::SortRole, parent), m_model(model) {
    setSourceModel(&model);
}

void CaseFilter::setText(const QString& text) {
    m_text = text.trimmed();
    filterAgain();
}

void CaseFilter::setOnlyProblems(bool onlyProblems) {
    m_onlyProblems = onlyProblems;
    filterAgain();
}

void CaseFilter::setOnlyUnlabelled(bool onlyUnlabelled) {
    m_onlyUnlabelled = onlyUnlabelled;
    filterAgain();
}

bool CaseFilter::accepts(int row) const {
    const Case& item = m_model.cases()[static_cast<std::size_t>(row)];
    if ((m_onlyProblems && !hasProblems(item)) || (m_onlyUnlabelled && !item.label.empty()))
        return false;
    if (m_text.isEmpty())
        return true;
    for (int column = 0; column < CaseTableModel::ColumnCount; ++column)
        if (m_model.index(row, column).data().toString().contains(m_text, Qt::CaseInsensitive))
            return true;
    return false;
}

} // namespace nidus::ui
