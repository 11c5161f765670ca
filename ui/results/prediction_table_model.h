// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/statistics/decision_rule.h"

#include <QAbstractTableModel>
#include <QSet>
#include <QSortFilterProxyModel>

#include <string>
#include <vector>

namespace nidus::ui {

/// Out-of-fold predictions, a row per case: verdict, case, true and predicted class, fold, a probability per class.
class PredictionTableModel final : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { Verdict, CaseId, True, Predicted, Fold, FirstProbability };
    enum class Answer { Right, Wrong, Unknown };
    enum Role { AnswerRole = Qt::UserRole, SortRole, ProbabilityRole, ClassRole };

    using QAbstractTableModel::QAbstractTableModel;

    void reset(const std::vector<std::string>& classes, std::vector<Prediction> predictions = {});
    /// Adds a case, or replaces what was said about it.
    void add(const Prediction& prediction);
    /// How the probabilities become the predicted class.
    void setRule(const DecisionRule& rule);
    [[nodiscard]] const std::vector<std::string>& classes() const { return m_classes; }

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    [[nodiscard]] QString className(int index) const;
    [[nodiscard]] QString text(const Prediction& item, int column) const;
    [[nodiscard]] QVariant sortValue(const Prediction& item, int column) const;
    [[nodiscard]] Answer answerOf(const Prediction& item) const;
    [[nodiscard]] QVariant decoration(const Prediction& item, int column) const;

    std::vector<std::string> m_classes;
    std::vector<Prediction> m_predictions;
    DecisionRule m_rule;
};

/// Rows that contain a text, optionally only those with a wrong answer, or of certain cases.
class PredictionFilter final : public QSortFilterProxyModel {
    Q_OBJECT

public:
    explicit PredictionFilter(QObject* parent = nullptr);
    void setText(const QString& text);
    void setOnlyWrong(bool onlyWrong);
    /// None: all of them.
    void setCases(const QSet<QString>& cases);

protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex& parent) const override;
    [[nodiscard]] bool lessThan(const QModelIndex& left, const QModelIndex& right) const override;

private:
    QString m_text;
    QSet<QString> m_cases;
    bool m_onlyWrong = false;
};

} // namespace nidus::ui
