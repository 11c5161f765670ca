// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/services.h"
#include "ui/wizard/new_project_model.h"

#include <QWizard>

#include <filesystem>
#include <string>

namespace nidus::ui {

struct Dialogs;
class LabelsPage;
class MessageArea;
class ModelStep;
class ScansPage;
class StartPage;

/// From a folder of scans to a project that can be trained: scans, labels, pretrained model, start. What is dropped on
/// it goes to the step that is shown. Closing it early keeps the project as far as it is.
class NewProjectWizard final : public QWizard {
    Q_OBJECT

public:
    NewProjectWizard(const Services& services, const Dialogs& dialogs, QWidget* parent = nullptr);

    [[nodiscard]] NewProjectModel& model() { return m_model; }
    [[nodiscard]] std::string preset() const;
    [[nodiscard]] bool wantsTraining() const;
    void addScans(const QStringList& paths);

    void done(int result) override;

protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    void take(const QStringList& paths);

    NewProjectModel m_model;
    ScansPage* m_scans;
    LabelsPage* m_labels;
    ModelStep* m_modelPage;
    StartPage* m_start;
    MessageArea* m_messages;
};

} // namespace nidus::ui
