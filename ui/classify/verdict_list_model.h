// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/classifier.h"

#include <QAbstractListModel>

#include <variant>
#include <vector>

namespace nidus::ui {

/// What a classifier said of scans, one row each in the order of arrival: a prediction, or why there is none.
class VerdictListModel final : public QAbstractListModel {
    Q_OBJECT

public:
    using Row = std::variant<CasePrediction, Problem>;

    using QAbstractListModel::QAbstractListModel;

    void reset(const ClassifierInfo& info);
    void add(Row row);
    [[nodiscard]] const ClassifierInfo& info() const { return m_info; }
    [[nodiscard]] const Row& row(int index) const { return m_rows[static_cast<std::size_t>(index)]; }

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    /// DisplayRole and the accessible text: the whole verdict in words, to be copied or read aloud.
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;

    /// "Model output: ill 0.83"
    [[nodiscard]] static QString outputText(const CasePrediction& prediction);
    /// What the probability means beside the zones of the classifier; empty where it has none.
    [[nodiscard]] static QString zoneText(const CasePrediction& prediction, const ClassifierInfo& info);
    /// Whether the scan is like those that the classifier was trained on.
    [[nodiscard]] static QString trustText(const CasePrediction& prediction);

private:
    [[nodiscard]] QString words(const Row& row) const;

    ClassifierInfo m_info;
    std::vector<Row> m_rows;
};

} // namespace nidus::ui
