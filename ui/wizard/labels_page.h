// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/data/cohort_model.h"

#include <QWizardPage>

class QComboBox;
class QGridLayout;
class QRadioButton;

namespace nidus::ui {

class CohortPanel;
class NewProjectModel;
class TableSource;
class TextLabel;

/// Second step: what is each case? From the names of folders, from a table, from the headers of DICOM files, or by hand
/// in the list below. What is chosen is applied at once.
class LabelsPage final : public QWizardPage {
    Q_OBJECT

public:
    explicit LabelsPage(NewProjectModel& model, QWidget* parent = nullptr);

    void initializePage() override;
    [[nodiscard]] bool isComplete() const override;
    void setTable(const QString& file);

Q_SIGNALS:
    void tableWanted();

private:
    void buildSources();
    void buildTags(QGridLayout* grid);
    void fillLevels();
    void apply();
    void showProject();
    void showProblems(const std::vector<Problem>& problems);

    NewProjectModel& m_model;
    CohortModel m_cohort;
    QRadioButton* m_fromFolders;
    QRadioButton* m_fromTable;
    QRadioButton* m_fromTag;
    QComboBox* m_level;
    TableSource* m_table;
    QComboBox* m_tag;
    TextLabel* m_problems;
    CohortPanel* m_panel;
    QString m_file; ///< of the table
    QString m_appliedTag;
    bool m_isPending = false; ///< something was chosen while the choice before was applied
};

} // namespace nidus::ui
