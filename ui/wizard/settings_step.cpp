// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/wizard/settings_step.h"

#include "ui/common/controls.h"
#include "ui/training/recipe_panel.h"
#include "ui/wizard/new_project_model.h"

#include <QScrollArea>
#include <QVBoxLayout>

#include <memory>
#include <optional>

namespace nidus::ui {

SettingsStep::SettingsStep(NewProjectModel& project, const Services& services, QWidget* parent)
    : QWizardPage(parent), m_project(project), m_services(services), m_panel(new RecipePanel(services.recipe)) {
    setTitle(tr("Settings"));
    setSubTitle(tr("How much effort may the training take? It runs in the background and can be stopped at any time."));
    auto* column = new QVBoxLayout(this);
    auto* area =
        named(new QScrollArea, "settingsArea", tr("Settings of the run")); // Advanced and large texts need room
    area->setWidget(m_panel);
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    column->addWidget(area);
    connect(m_panel, &RecipePanel::changed, this, &QWizardPage::completeChanged);
    connect(&m_job, &JobRunner::failed, this, [this](const Failure& failure) {
        m_panel->setTimesText(tr("How long it takes could not be measured: %1 (%2)").arg(failure.text, failure.code));
    });
}

void SettingsStep::initializePage() {
    m_panel->setProject(m_project.project().folder);
    m_panel->setPreview([prepare = m_services.prepareSample, folder = m_project.project().folder,
                         sample = std::make_shared<std::optional<SampleCase>>()](
                            const Recipe& recipe, int count, std::uint32_t draw, const JobControl& control) {
        if (!*sample) // prepared once; the jobs of one runner follow each other
            *sample = prepare(folder, control);
        return previewAugmentation(**sample, recipe, count, draw, control);
    });
    if (m_job.isRunning())
        return;
    m_panel->setTimesText(tr("One case is tried, to see how long it takes…"));
    m_job.start([measure = m_services.measure,
                 folder = m_project.project().folder](const JobControl& control) { return measure(folder, control); },
                [this](const RunCosts& costs) { m_panel->setCosts(costs); });
}

bool SettingsStep::isComplete() const {
    return m_panel->recipe().has_value();
}

const std::optional<Recipe>& SettingsStep::recipe() const {
    return m_panel->recipe();
}

} // namespace nidus::ui
