// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/results/prediction_table_model.h"

#include "ui/common/natural_order.h"
#include "ui/common/qt_convert.h"
#include "ui/theme/icon.h"
#include "ui/theme/theme.h"

#include <QLocale>

#include <algorithm>

namespace nidus::ui {

void PredictionTableModel::reset(const std::vector<std::string>& classes, std::vector<Prediction> predictions) {
    beginResetModel();
    m_classes = classes;
    m_predictions = std::move(predictions);
    endResetModel();
}

void PredictionTableModel::add(const Prediction& prediction) {
    const auto known = std::find_if(m_predictions.begin(), m_predictions.end(),
                                    [&prediction](const Prediction& item) { return item.caseId == prediction.caseId; });
    if (known != m_predictions.end()) {
        *known = prediction;
        const int row = static_cast<int>(known - m_predictions.begin());
        Q_EMIT dataChanged(index(row, 0), index(row, columnCount() - 1));
        return;
    }
    const int row = static_cast<int>(m_predictions.size());
    beginInsertRows({}, row, row);
    m_predictions.push_back(prediction);
    endInsertRows();
}

void PredictionTableModel::setRule(const DecisionRule& rule) {
    if (rule == m_rule)
        return;
    m_rule = rule;
    if (m_predictions.empty())
        return;
    for (const int column : {Verdict, Predicted}) // no others: the table need not be sorted anew
        Q_EMIT dataChanged(index(0, column), index(rowCount() - 1, column));
}

double PredictionTableModel::mistakeOf(const Prediction& item) {
    double largest = 0;
    for (std::size_t k = 0; k < item.probabilities.size(); ++k)
        if (static_cast<int>(k) != item.label)
            largest = std::max(largest, item.probabilities[k]);
    return largest;
}

PredictionTableModel::Answer PredictionTableModel::answerOf(const Prediction& item) const {
    if (item.label < 0 || item.probabilities.empty())
        return Answer::Unknown;
    return decidedClass(item, m_rule) == item.label ? Answer::Right : Answer::Wrong;
}

int PredictionTableModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_predictions.size());
}

int PredictionTableModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : FirstProbability + static_cast<int>(m_classes.size());
}

QString PredictionTableModel::className(int index) const {
    return index >= 0 && static_cast<std::size_t>(index) < m_classes.size()
               ? toQt(m_classes[static_cast<std::size_t>(index)])
               : tr("(unknown)");
}

QString PredictionTableModel::text(const Prediction& item, int column) const {
    switch (column) {
    case Verdict:
        switch (answerOf(item)) {
        case Answer::Right:
            return tr("Right");
        case Answer::Wrong:
            return tr("Wrong");
        case Answer::Unknown:
            return tr("No label");
        }
        return {};
    case Picture:
        return {};
    case CaseId:
        return toQt(item.caseId);
    case True:
        return className(item.label);
    case Predicted:
        return className(decidedClass(item, m_rule));
    case Fold:
        return QString::number(item.fold);
    default:
        return QLocale().toString(sortValue(item, column).toDouble(), 'f', 2);
    }
}

QVariant PredictionTableModel::sortValue(const Prediction& item, int column) const {
    if (column == Fold)
        return item.fold;
    if (column < FirstProbability)
        return text(item, column);
    const auto index = static_cast<std::size_t>(column - FirstProbability);
    return index < item.probabilities.size() ? item.probabilities[index] : 0.0;
}

QVariant PredictionTableModel::decoration(const Prediction& item, int column) const {
    if (column == True && item.label >= 0)
        return classColour(item.label);
    if (column == Predicted && !item.probabilities.empty())
        return classColour(decidedClass(item, m_rule));
    if (column != Verdict)
        return {};
    switch (answerOf(item)) {
    case Answer::Right:
        return icon(QStringLiteral("circle-check"), Tint::Good);
    case Answer::Wrong:
        return icon(QStringLiteral("x"), Tint::Bad);
    case Answer::Unknown:
        break;
    }
    return {};
}

QVariant PredictionTableModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const Prediction& item = m_predictions[static_cast<std::size_t>(index.row())];
    const int column = index.column();
    switch (role) {
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole:
        return text(item, column);
    case Qt::DecorationRole:
        return decoration(item, column);
    case AnswerRole:
        return static_cast<int>(answerOf(item));
    case SortRole:
        return sortValue(item, column);
    case ProbabilityRole:
        return column >= FirstProbability ? sortValue(item, column) : QVariant();
    case MistakeRole:
        return mistakeOf(item);
    case ClassRole:
        return column >= FirstProbability ? QVariant(column - FirstProbability) : QVariant();
    default:
        return {};
    }
}

QVariant PredictionTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return QAbstractTableModel::headerData(section, orientation, role);
    switch (section) {
    case Verdict:
        return tr("Answer");
    case Picture:
        return tr("Picture");
    case CaseId:
        return tr("Case");
    case True:
        return tr("True");
    case Predicted:
        return tr("Predicted");
    case Fold:
        return tr("Fold");
    default:
        return tr("Probability: %1").arg(className(section - FirstProbability));
    }
}

PredictionFilter::PredictionFilter(QObject* parent) : QSortFilterProxyModel(parent) {
    setSortRole(PredictionTableModel::SortRole);
}

void PredictionFilter::setText(const QString& text) {
    m_text = text.trimmed();
    invalidateFilter();
}

void PredictionFilter::setMark(const std::optional<CaseMark>& mark) {
    m_mark = mark;
    invalidateFilter();
}

void PredictionFilter::setMarked(CaseMark mark, const QSet<QString>& cases) {
    m_marked[mark] = cases;
    invalidateFilter();
}

bool PredictionFilter::hasMark(int row, CaseMark mark) const {
    const QModelIndex first = sourceModel()->index(row, 0);
    if (mark == CaseMark::Uncertain || mark == CaseMark::Flagged) {
        const auto marked = m_marked.find(mark);
        return marked != m_marked.end()
               && marked->second.contains(first.siblingAtColumn(PredictionTableModel::CaseId).data().toString());
    }
    return first.data(PredictionTableModel::AnswerRole).toInt() == static_cast<int>(PredictionTableModel::Answer::Wrong)
           && (mark == CaseMark::Wrong || first.data(PredictionTableModel::MistakeRole).toDouble() >= kConfident);
}

int PredictionFilter::count(CaseMark mark) const {
    int found = 0;
    for (int row = 0; row < sourceModel()->rowCount(); ++row)
        found += hasMark(row, mark) ? 1 : 0;
    return found;
}

void PredictionFilter::setCases(const QSet<QString>& cases) {
    m_cases = cases;
    invalidateFilter();
}

bool PredictionFilter::filterAcceptsRow(int row, const QModelIndex& parent) const {
    const QAbstractItemModel* model = sourceModel();
    if (!m_cases.isEmpty()
        && !m_cases.contains(model->index(row, PredictionTableModel::CaseId, parent).data().toString()))
        return false;
    if (m_mark && !hasMark(row, *m_mark))
        return false;
    if (m_text.isEmpty())
        return true;
    for (int column = 0; column < PredictionTableModel::FirstProbability; ++column)
        if (model->index(row, column, parent).data().toString().contains(m_text, Qt::CaseInsensitive))
            return true;
    return false;
}

bool PredictionFilter::lessThan(const QModelIndex& left, const QModelIndex& right) const {
    return naturallyLess(left.data(sortRole()), right.data(sortRole()));
}

} // namespace nidus::ui
