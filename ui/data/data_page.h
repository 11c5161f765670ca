// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/data/cohort_model.h"
#include "ui/services.h"

#include <QWidget>

class QPushButton;
class QUndoView;
class QVBoxLayout;

namespace nidus::ui {

class CohortPanel;
class TextLabel;

/// The cases of the project: what there is, what is labelled, what is ready, and what is wrong with whom. Labels,
/// classes and who takes part can be changed here, and every change undone; more scans can be added.
class DataPage final : public QWidget {
    Q_OBJECT

public:
    explicit DataPage(CohortModel& cohort, QWidget* parent = nullptr);
    void setProject(const ProjectSnapshot& project);
    /// False while something works with the cohort.
    void setEditable(bool isEditable);
    [[nodiscard]] bool isEditable() const { return m_isEditable && !m_isOthers; }

Q_SIGNALS:
    void scansWanted();

private:
    void buildHead(QVBoxLayout* column);
    void showSummary();

    CohortModel& m_cohort;
    CohortPanel* m_panel;
    TextLabel* m_summary;
    TextLabel* m_modelLine;
    QPushButton* m_addScans;
    QPushButton* m_showHistory;
    QUndoView* m_history;
    bool m_isOthers = false; ///< somebody else works on the project
    bool m_isEditable = true;
};

/// "48 cases of 40 patients: 24 benign, 24 malignant; 3 with problems".
[[nodiscard]] QString cohortSummary(const ProjectSnapshot& project);
/// The same of what a cohort is just now.
[[nodiscard]] QString cohortSummary(const std::vector<Case>& cases, const std::vector<std::string>& classes);
/// One line about the pretrained model, or what keeps it from being used.
[[nodiscard]] QString modelSummary(const std::optional<ModelSummary>& model);

} // namespace nidus::ui
