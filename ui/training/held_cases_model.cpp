// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/held_cases_model.h"

#include "ui/common/qt_convert.h"
#include "ui/results/prediction_table_model.h"
#include "ui/theme/theme.h"

#include <QLocale>

#include <algorithm>

namespace nidus::ui {
namespace {

constexpr std::size_t kRows = 6;

QString nameOf(const std::vector<std::string>& classes, int label) {
    const auto place = static_cast<std::size_t>(label);
    return place < classes.size() ? toQt(classes[place]) : QString::number(label);
}

/// The first cases of each class in turn.
std::vector<EpochEvent::Held> pick(const std::vector<EpochEvent::Held>& held) {
    std::vector<std::vector<EpochEvent::Held>> byClass(held.front().probabilities.size());
    for (const EpochEvent::Held& one : held)
        byClass[static_cast<std::size_t>(one.label)].push_back(one);
    std::vector<EpochEvent::Held> picked;
    for (std::size_t round = 0; round < kRows; ++round)
        for (const auto& ofClass : byClass)
            if (round < ofClass.size() && picked.size() < kRows)
                picked.push_back(ofClass[round]);
    return picked;
}

} // namespace

void HeldCasesModel::setClasses(const std::vector<std::string>& classes) {
    beginResetModel();
    m_classes = classes;
    m_fit.clear();
    m_rows.clear();
    endResetModel();
}

void HeldCasesModel::setHeld(const std::string& fit, const std::vector<EpochEvent::Held>& held) {
    if (held.empty())
        return; // a refit: what was seen last stays
    if (fit != m_fit) {
        beginResetModel();
        m_fit = fit;
        m_rows = pick(held);
        endResetModel();
        return;
    }
    for (EpochEvent::Held& row : m_rows)
        if (const auto now = std::ranges::find(held, row.caseId, &EpochEvent::Held::caseId); now != held.end())
            row = *now;
    Q_EMIT dataChanged(index(0, OfTrueClass), index(rowCount() - 1, OfTrueClass));
}

int HeldCasesModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int HeldCasesModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant HeldCasesModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid())
        return {};
    const EpochEvent::Held& row = m_rows[static_cast<std::size_t>(index.row())];
    const double ofTruth = row.probabilities.at(static_cast<std::size_t>(row.label));
    if (index.column() == OfTrueClass) {
        if (role == Qt::DisplayRole)
            return QLocale().toString(ofTruth, 'f', 2);
        if (role == PredictionTableModel::ProbabilityRole)
            return ofTruth;
        if (role == PredictionTableModel::ClassRole)
            return row.label;
        return {};
    }
    if (role != Qt::DisplayRole)
        return {};
    return index.column() == CaseId ? toQt(row.caseId) : nameOf(m_classes, row.label);
}

QVariant HeldCasesModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case CaseId:
        return tr("Case");
    case TrueClass:
        return tr("Class");
    default:
        return tr("Probability of its class");
    }
}

void ClassTableModel::setClasses(const std::vector<std::string>& classes) {
    beginResetModel();
    m_classes = classes;
    m_counts.clear();
    endResetModel();
}

void ClassTableModel::setHeld(const std::vector<EpochEvent::Held>& held) {
    if (held.empty())
        return;
    beginResetModel();
    m_counts.assign(held.front().probabilities.size(), {});
    for (const EpochEvent::Held& one : held) {
        const auto answer = std::ranges::max_element(one.probabilities) - one.probabilities.begin();
        for (std::size_t k = 0; k < m_counts.size(); ++k) {
            Count& count = m_counts[k];
            const bool isAnswer = static_cast<std::size_t>(answer) == k;
            if (static_cast<std::size_t>(one.label) == k) {
                ++count.cases;
                count.found += isAnswer ? 1 : 0;
            } else {
                ++count.others;
                count.rejected += isAnswer ? 0 : 1;
            }
        }
    }
    endResetModel();
}

int ClassTableModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_counts.size());
}

int ClassTableModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant ClassTableModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid())
        return {};
    const Count& count = m_counts[static_cast<std::size_t>(index.row())];
    if (role == Qt::DecorationRole && index.column() == Name)
        return classColour(index.row());
    if (role == Qt::TextAlignmentRole && index.column() != Name)
        return QVariant::fromValue(Qt::AlignRight | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    const auto share = [](int part, int whole) {
        return whole == 0 ? QStringLiteral("–") : QLocale().toString(static_cast<double>(part) / whole, 'f', 2);
    };
    switch (index.column()) {
    case Name:
        return nameOf(m_classes, index.row());
    case Cases:
        return QLocale().toString(count.cases);
    case Sensitivity:
        return share(count.found, count.cases);
    default:
        return share(count.rejected, count.others);
    }
}

QVariant ClassTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Name:
        return tr("Class");
    case Cases:
        return tr("Cases");
    case Sensitivity:
        return tr("Sensitivity");
    default:
        return tr("Specificity");
    }
}

} // namespace nidus::ui
