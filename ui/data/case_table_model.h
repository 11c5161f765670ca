// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/project/project.h"

#include <QAbstractTableModel>
#include <QSortFilterProxyModel>

#include <vector>

namespace nidus::ui {

/// The cohort, a row per case.
class CaseTableModel final : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { CaseId, Patient, Label, Fold, Prepared, Problems, ColumnCount };
    enum Role { HasProblemsRole = Qt::UserRole, SortRole };

    using QAbstractTableModel::QAbstractTableModel;

    void setCases(std::vector<Case> cases, const std::vector<std::string>& classes);
    [[nodiscard]] const std::vector<Case>& cases() const { return m_cases; }

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    [[nodiscard]] QString text(const Case& item, int column) const;
    [[nodiscard]] QVariant decoration(const Case& item, int column) const;

    std::vector<Case> m_cases;
    std::vector<std::string> m_classes;
};

/// "Ready", "Not prepared yet", "Left out", "Cannot be used".
[[nodiscard]] QString preparedText(const Case& item);
/// All problems of a case in words, each with its code.
[[nodiscard]] QString problemsText(const Case& item);
/// Whether a problem keeps the case out or deserves a look; notes do not count.
[[nodiscard]] bool hasProblems(const Case& item);

/// Rows that contain a text in any column, optionally only those with problems.
class CaseFilter final : public QSortFilterProxyModel {
    Q_OBJECT

public:
    explicit CaseFilter(QObject* parent = nullptr);
    void setText(const QString& text);
    void setOnlyProblems(bool onlyProblems);

protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex& parent) const override;
    [[nodiscard]] bool lessThan(const QModelIndex& left, const QModelIndex& right) const override;

private:
    QString m_text;
    bool m_onlyProblems = false;
};

} // namespace nidus::ui
