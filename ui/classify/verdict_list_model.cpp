// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/classify/verdict_list_model.h"

#include "ui/common/error_text.h"
#include "ui/common/qt_convert.h"

#include <utility>

namespace nidus::ui {

void VerdictListModel::reset(const ClassifierInfo& info) {
    beginResetModel();
    m_info = info;
    m_rows.clear();
    endResetModel();
}

void VerdictListModel::add(Row row) {
    const int end = rowCount();
    beginInsertRows({}, end, end);
    m_rows.push_back(std::move(row));
    endInsertRows();
}

int VerdictListModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant VerdictListModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    if (role == Qt::DisplayRole || role == Qt::AccessibleTextRole)
        return words(row(index.row()));
    return {};
}

QString VerdictListModel::outputText(const CasePrediction& prediction) {
    return tr("Model output: %1 %2")
        .arg(toQt(prediction.prediction))
        .arg(prediction.probabilities.at(prediction.prediction), 0, 'f', 2);
}

QString VerdictListModel::zoneText(const CasePrediction& prediction, const ClassifierInfo& info) {
    const QString positive = toQt(info.positive);
    if (prediction.zone == "below" && info.zones.below)
        return tr("Below %1 for %2: at most %3 % of such calls are wrong")
            .arg(info.zones.below->threshold, 0, 'f', 2)
            .arg(positive)
            .arg(100 * info.zones.below->bound, 0, 'f', 1);
    if (prediction.zone == "above" && info.zones.above)
        return tr("Above %1 for %2: at most %3 % of such calls are wrong")
            .arg(info.zones.above->threshold, 0, 'f', 2)
            .arg(positive)
            .arg(100 * info.zones.above->bound, 0, 'f', 1);
    return prediction.zone.empty() ? QString() : tr("Uncertain: the training cases do not support a call here");
}

QString VerdictListModel::trustText(const CasePrediction& prediction) {
    if (prediction.oodFlag)
        return tr("Unlike the training cases: do not rely on this output");
    return prediction.problems.empty() ? tr("Like the training cases")
                                       : tr("Like the training cases, but look at this:");
}

QString VerdictListModel::words(const Row& row) const {
    if (const auto* refused = std::get_if<Problem>(&row))
        return tr("%1: not classified. %2 %3 (%4)")
            .arg(toQt(refused->caseId), errorHeadline(toQt(refused->code)), toQt(refused->text), toQt(refused->code));
    const auto& prediction = std::get<CasePrediction>(row);
    QStringList lines{tr("%1. %2").arg(toQt(prediction.input), outputText(prediction))};
    for (const std::string& name : m_info.classes)
        lines << tr("%1: %2").arg(toQt(name)).arg(prediction.probabilities.at(name), 0, 'f', 3);
    if (const QString zone = zoneText(prediction, m_info); !zone.isEmpty())
        lines << zone;
    lines << trustText(prediction);
    for (const Problem& problem : prediction.problems)
        lines << tr("%1 (%2)").arg(toQt(problem.text), toQt(problem.code));
    lines << tr("Research use only — not a medical device.");
    return lines.join(QLatin1Char('\n'));
}

} // namespace nidus::ui
