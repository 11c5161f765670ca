// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/project/cohort_edit.h"
#include "ui/common/row_filter.h"

#include <QAbstractTableModel>

#include <map>
#include <string>
#include <vector>

namespace nidus::ui {

/// The cohort, a row per case; the first column says whether it takes part.
class CaseTableModel final : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { Included, CaseId, Patient, Label, Fold, Prepared, Problems, ColumnCount };
    enum Role { HasProblemsRole = Qt::UserRole, SortRole };

    using QAbstractTableModel::QAbstractTableModel;

    void setCases(std::vector<Case> cases, const std::vector<std::string>& classes);
    /// Other labels and other uses of some cases, by id.
    void setChoices(const std::map<std::string, CaseChoice>& choices, const std::vector<std::string>& classes);
    /// False: no case can be left out or taken in.
    void setEditable(bool isEditable) { m_isEditable = isEditable; }
    [[nodiscard]] const std::vector<Case>& cases() const { return m_cases; }

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;

Q_SIGNALS:
    /// A check box was clicked; nothing has changed yet.
    void includedWanted(int row, bool isIncluded);

private:
    [[nodiscard]] QString text(const Case& item, int column) const;
    [[nodiscard]] QVariant decoration(const Case& item, int column) const;

    std::vector<Case> m_cases;
    std::vector<std::string> m_classes;
    bool m_isEditable = true;
};

/// "Ready", "Not prepared yet", "Left out", "Cannot be used".
[[nodiscard]] QString preparedText(const Case& item);
/// All problems of a case in words, each with its code.
[[nodiscard]] QString problemsText(const Case& item);
/// Whether a problem keeps the case out or deserves a look; notes do not count.
[[nodiscard]] bool hasProblems(const Case& item);

/// Rows that contain a text in any column; optionally only those with problems, or without a label.
class CaseFilter final : public RowFilter {
    Q_OBJECT

public:
    explicit CaseFilter(CaseTableModel& model, QObject* parent = nullptr);
    void setText(const QString& text);
    void setOnlyProblems(bool onlyProblems);
    void setOnlyUnlabelled(bool onlyUnlabelled);

protected:
    [[nodiscard]] bool accepts(int sourceRow) const override;

private:
    CaseTableModel& m_model;
    QString m_text;
    bool m_onlyProblems = false, m_onlyUnlabelled = false;
};

} // namespace nidus::ui
