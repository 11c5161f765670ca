// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/jobs/job_runner.h"
#include "ui/services.h"

#include <QWizardPage>

#include <optional>

namespace nidus::ui {

class NewProjectModel;
class RecipePanel;

/// Fourth step: how much effort, how it is judged, and everything else under Advanced. One case is put through the
/// network meanwhile, to say how long each choice takes.
class SettingsStep final : public QWizardPage {
    Q_OBJECT

public:
    SettingsStep(NewProjectModel& project, const Services& services, QWidget* parent = nullptr);

    void initializePage() override;
    [[nodiscard]] bool isComplete() const override;
    [[nodiscard]] const std::optional<Recipe>& recipe() const;

private:
    NewProjectModel& m_project;
    const Services& m_services;
    RecipePanel* m_panel;
    JobRunner m_job; // last: joins before the rest dies
};

} // namespace nidus::ui
