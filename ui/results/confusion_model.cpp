// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/results/confusion_model.h"

#include "ui/results/figure_text.h"
#include "ui/theme/theme.h"

#include <QFont>
#include <QGuiApplication>
#include <QIcon>
#include <QPixmap>

namespace nidus::ui {
namespace {

constexpr int kMarkSize = 12;
constexpr double kStrongestTint = 0.4; // text stays readable on it

/// A head draws icons, no colours.
QIcon colourMark(int section) {
    QPixmap mark(kMarkSize, kMarkSize);
    mark.fill(classColour(section));
    return QIcon(mark);
}

} // namespace

void ConfusionModel::reset(const QStringList& classes, const std::vector<int>& labels,
                           const std::vector<int>& predicted, const std::vector<std::vector<double>>& scores) {
    beginResetModel();
    m_classes = classes;
    m_labels = labels;
    m_predicted = predicted;
    const auto count = static_cast<std::size_t>(classes.size());
    m_counts = confusionOf(labels, predicted, count);
    m_probabilities = confusionOfProbabilities(labels, scores, count);
    endResetModel();
}

void ConfusionModel::setMeasure(Measure measure) {
    m_measure = measure;
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
}

int ConfusionModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() || m_classes.isEmpty() ? 0 : classCount() + 1;
}

int ConfusionModel::columnCount(const QModelIndex& parent) const {
    return rowCount(parent);
}

std::vector<std::size_t> ConfusionModel::casesOf(const QModelIndex& cell) const {
    std::vector<std::size_t> cases;
    for (std::size_t i = 0; i < m_labels.size(); ++i)
        if ((cell.row() == classCount() || cell.row() == m_labels[i])
            && (cell.column() == classCount() || cell.column() == m_predicted[i]))
            cases.push_back(i);
    return cases;
}

QString ConfusionModel::textOf(const QModelIndex& cell) const {
    const bool isAnyTrue = cell.row() == classCount(), isAnyPredicted = cell.column() == classCount();
    if (isAnyTrue && isAnyPredicted)
        return tr("all");
    if (isAnyTrue)
        return tr("predicted %1").arg(m_classes[cell.column()]);
    if (isAnyPredicted)
        return tr("true %1").arg(m_classes[cell.row()]);
    return tr("true %1 → predicted %2").arg(m_classes[cell.row()], m_classes[cell.column()]);
}

double ConfusionModel::at(const Confusion& confusion, int row, int column) const {
    const ConfusionMargins margins = marginsOf(confusion);
    const auto i = static_cast<std::size_t>(row), j = static_cast<std::size_t>(column);
    if (row == classCount())
        return column == classCount() ? margins.total : margins.ofPredicted[j];
    return column == classCount() ? margins.ofTrue[i] : confusion.counts[i * confusion.classes + j];
}

QString ConfusionModel::text(int row, int column) const {
    switch (m_measure) {
    case Measure::Counts:
        return figureText(at(m_counts, row, column), 0);
    case Measure::ShareOfTrue:
        return percentText(at(m_counts, row, column) / at(m_counts, row, classCount()));
    case Measure::ShareOfPredicted:
        return percentText(at(m_counts, row, column) / at(m_counts, classCount(), column));
    case Measure::Probabilities:
        break;
    }
    return figureText(at(m_probabilities, row, column), 1);
}

/// Stronger the more of the true class is in the cell; sums have none.
QVariant ConfusionModel::background(int row, int column) const {
    const double ofTrue = row == classCount() ? 0 : at(m_counts, row, classCount());
    if (column == classCount() || ofTrue <= 0)
        return {};
    const Colours& c = colours(QGuiApplication::palette());
    QColor tint = row == column ? c.good : c.bad;
    tint.setAlphaF(static_cast<float>(kStrongestTint * at(m_counts, row, column) / ofTrue));
    return tint;
}

QVariant ConfusionModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const int row = index.row(), column = index.column();
    switch (role) {
    case Qt::DisplayRole:
        return text(row, column);
    case Qt::AccessibleTextRole:
        return QStringLiteral("%1: %2").arg(textOf(index), text(row, column));
    case Qt::ToolTipRole:
        return tr("%n case(s): %1", nullptr, static_cast<int>(at(m_counts, row, column))).arg(textOf(index));
    case Qt::TextAlignmentRole:
        return static_cast<int>(Qt::AlignCenter);
    case Qt::BackgroundRole:
        return background(row, column);
    case Qt::FontRole: {
        QFont font = QGuiApplication::font();
        const bool isSum = row == classCount() || column == classCount();
        font.setPointSizeF(font.pointSizeF() * (isSum ? 1.0 : 1.5));
        font.setBold(row == column && !isSum);
        return font;
    }
    default:
        return {};
    }
}

QVariant ConfusionModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (section < 0 || section > classCount() || m_classes.isEmpty())
        return {};
    if (role == Qt::DecorationRole && section < classCount())
        return colourMark(section);
    if (role != Qt::DisplayRole)
        return QAbstractTableModel::headerData(section, orientation, role);
    if (section == classCount())
        return orientation == Qt::Vertical ? tr("All true classes") : tr("All predictions");
    return orientation == Qt::Vertical ? tr("True: %1").arg(m_classes[section])
                                       : tr("Predicted: %1").arg(m_classes[section]);
}

} // namespace nidus::ui
