// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/wizard/model_step.h"

#include "ui/model/model_panel.h"
#include "ui/wizard/new_project_model.h"

#include <QVBoxLayout>

namespace nidus::ui {

ModelStep::ModelStep(NewProjectModel& project, const Services& services, QWidget* parent)
    : QWizardPage(parent), m_project(project), m_model(services), m_panel(new ModelPanel(m_model)) {
    setTitle(tr("Pretrained model"));
    setSubTitle(
        tr("An nnU-Net that somebody has trained. Nidus reads its numbers and texts and runs none of its code."));
    auto* column = new QVBoxLayout(this);
    column->addWidget(m_panel);
    connect(m_panel, &ModelPanel::fileWanted, this, &ModelStep::fileWanted);
    connect(m_panel, &ModelPanel::folderWanted, this, &ModelStep::folderWanted);
    connect(&m_project, &NewProjectModel::projectChanged, this, &ModelStep::showProject);
    connect(&m_project, &NewProjectModel::busyChanged, this, &ModelStep::showProject);
    connect(&m_project, &NewProjectModel::found, m_panel, &ModelPanel::setProblems);
    connect(&m_project, &NewProjectModel::failed, m_panel, [this] { m_panel->setProblems({}); });
}

void ModelStep::initializePage() {
    m_panel->setProblems({});
    showProject();
}

void ModelStep::showProject() {
    m_panel->setBusy(m_project.isBusy());
    if (m_project.isMade() && !m_project.isBusy())
        m_model.setProject(m_project.project());
    Q_EMIT completeChanged();
}

bool ModelStep::isComplete() const {
    const auto& model = m_project.project().model;
    return !m_project.isBusy() && model && model->problem.empty();
}

} // namespace nidus::ui
