// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWizardPage>

class QComboBox;
class QPushButton;
class QRadioButton;

namespace nidus::ui {

class NewProjectModel;
class TextLabel;

/// Second step: what is each case? From the names of folders, or from a table. What is chosen is applied at once.
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
    void fillLevels();
    void apply();
    void showProject();

    NewProjectModel& m_model;
    QRadioButton* m_fromFolders;
    QRadioButton* m_fromTable;
    QComboBox* m_level;
    QPushButton* m_chooseTable;
    QComboBox* m_key;
    QComboBox* m_label;
    TextLabel* m_classes;
    TextLabel* m_problems;
    QComboBox* m_positive;
    QString m_table;
    bool m_isPending = false; ///< something was chosen while the choice before was applied
};

} // namespace nidus::ui
