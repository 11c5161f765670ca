// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/services.h"

#include <QWidget>

class QCheckBox;
class QLineEdit;
class QTableView;

namespace nidus::ui {

class CaseFilter;
class CaseTableModel;
class TextLabel;

/// The cases of the project: what there is, what is labelled, what is ready, and what is wrong with whom.
class DataPage final : public QWidget {
    Q_OBJECT

public:
    explicit DataPage(QWidget* parent = nullptr);
    void setProject(const ProjectSnapshot& project);

private:
    void updateCount();

    CaseTableModel* m_model;
    CaseFilter* m_filter;
    TextLabel* m_summary;
    TextLabel* m_modelLine;
    TextLabel* m_count;
    TextLabel* m_empty;
    QLineEdit* m_search;
    QCheckBox* m_onlyProblems;
    QTableView* m_table;
};

/// "48 cases of 40 patients: 24 benign, 24 malignant; 3 with problems".
[[nodiscard]] QString cohortSummary(const ProjectSnapshot& project);
/// One line about the pretrained model, or what keeps it from being used.
[[nodiscard]] QString modelSummary(const std::optional<ModelSummary>& model);

} // namespace nidus::ui
