// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/statistics/decision_rule.h"

#include <QAbstractTableModel>
#include <QSet>
#include <QSortFilterProxyModel>

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace nidus::ui {

/// Out-of-fold predictions, a row per case: verdict, place for a picture, case, true and predicted class, fold, a
/// probability per class.
class PredictionTableModel final : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { Verdict, Picture, CaseId, True, Predicted, Fold, FirstProbability };
    enum class Answer { Right, Wrong, Unknown };
    /// MistakeRole: the largest probability of a class that is not the true one.
    enum Role { AnswerRole = Qt::UserRole, SortRole, ProbabilityRole, ClassRole, MistakeRole };

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
    [[nodiscard]] static double mistakeOf(const Prediction& item);
    [[nodiscard]] Answer answerOf(const Prediction& item) const;
    [[nodiscard]] QVariant decoration(const Prediction& item, int column) const;

    std::vector<std::string> m_classes;
    std::vector<Prediction> m_predictions;
    DecisionRule m_rule;
};

/// What a case may be picked out for, with one click.
enum class CaseMark { Wrong, ConfidentlyWrong, Uncertain, Flagged };
/// From this probability of a wrong class on, a wrong answer is a confident one.
inline constexpr double kConfident = 0.9;

/// Rows that contain a text, optionally only those with a mark, or of certain cases.
class PredictionFilter final : public QSortFilterProxyModel {
    Q_OBJECT

public:
    explicit PredictionFilter(QObject* parent = nullptr);
    void setText(const QString& text);
    /// Nothing: with or without one.
    void setMark(const std::optional<CaseMark>& mark);
    /// The cases that have the mark, of those which do not follow from the predictions: Uncertain, Flagged.
    void setMarked(CaseMark mark, const QSet<QString>& cases);
    /// None: all of them.
    void setCases(const QSet<QString>& cases);
    /// How many rows of the source have the mark.
    [[nodiscard]] int count(CaseMark mark) const;

protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex& parent) const override;
    [[nodiscard]] bool lessThan(const QModelIndex& left, const QModelIndex& right) const override;

private:
    [[nodiscard]] bool hasMark(int row, CaseMark mark) const;

    QString m_text;
    QSet<QString> m_cases;
    std::optional<CaseMark> m_mark;
    std::map<CaseMark, QSet<QString>> m_marked;
};

} // namespace nidus::ui
