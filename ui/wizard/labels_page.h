// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/data/cohort_model.h"

#include <QWizardPage>

class QComboBox;
class QPushButton;
class QRadioButton;

namespace nidus::ui {

class CohortPanel;
class NewProjectModel;
class TextLabel;

/// Second step: what is each case? From the names of folders, from a table, or by hand in the list below. What is
/// chosen is applied at once.
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
    void fillLevels();
    void fillColumns(const TablePreview& preview);
    void apply();
    void showProject();
    void showFit();

    NewProjectModel& m_model;
    CohortModel m_cohort;
    QRadioButton* m_fromFolders;
    QRadioButton* m_fromTable;
    QComboBox* m_level;
    QPushButton* m_chooseTable;
    QComboBox* m_key;
    QComboBox* m_label;
    TextLabel* m_fit;
    TextLabel* m_problems;
    CohortPanel* m_panel;
    QString m_table;
    std::vector<KeyFit> m_fits; ///< of the columns of the table
    bool m_isPending = false;   ///< something was chosen while the choice before was applied
};

} // namespace nidus::ui
