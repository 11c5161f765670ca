// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWizardPage>

class QLineEdit;
class QProgressBar;
class QPushButton;
class QStackedLayout;

namespace nidus::ui {

class DropZone;
class NewProjectModel;
class SeriesPanel;
class TextLabel;

/// First step: which scans, and where the project goes. Leaving it forward makes the project.
class ScansPage final : public QWizardPage {
    Q_OBJECT

public:
    explicit ScansPage(NewProjectModel& model, QWidget* parent = nullptr);

    [[nodiscard]] bool isComplete() const override;
    bool validatePage() override;
    void setFolder(const QString& folder);

Q_SIGNALS:
    void filesWanted();
    void folderWanted();
    void placeWanted();

private:
    void showScan();

    NewProjectModel& m_model;
    QPushButton* m_addFolder;
    QPushButton* m_addFiles;
    QProgressBar* m_progress;
    TextLabel* m_stage;
    QPushButton* m_stop;
    QStackedLayout* m_stack;
    DropZone* m_dropZone;
    SeriesPanel* m_series;
    QLineEdit* m_place;
};

} // namespace nidus::ui
