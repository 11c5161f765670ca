// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/services.h"
#include "ui/wizard/new_project_model.h"

#include <QWizard>

#include <optional>

namespace nidus::ui {

struct Dialogs;
class LabelsPage;
class MessageArea;
class ModelStep;
class Preferences;
class ScansPage;
class SettingsStep;
class StartPage;
class StepList;

/// From a folder of scans to a project that can be trained: scans, labels, pretrained model, settings,
/// start. What is dropped on
/// it goes to the step that is shown. Closing it early keeps the project as far as it is.
class NewProjectWizard final : public QWizard {
    Q_OBJECT

public:
    NewProjectWizard(const Services& services, Preferences& preferences, const Dialogs& dialogs,
                     QWidget* parent = nullptr);

    [[nodiscard]] NewProjectModel& model() { return m_model; }
    [[nodiscard]] const std::optional<Recipe>& recipe() const;
    [[nodiscard]] bool wantsTraining() const;
    void addScans(const QStringList& paths);

    void done(int result) override;

protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    void take(const QStringList& paths);
    void goTo(int step);

    NewProjectModel m_model;
    ScansPage* m_scans;
    LabelsPage* m_labels;
    ModelStep* m_modelPage;
    SettingsStep* m_settings;
    StartPage* m_start;
    StepList* m_steps;
    MessageArea* m_messages;
    bool m_isClosing = false; ///< as soon as what runs has ended
};

} // namespace nidus::ui
