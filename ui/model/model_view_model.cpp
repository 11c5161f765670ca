// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/model/model_view_model.h"

#include <utility>

namespace nidus::ui {

ModelViewModel::ModelViewModel(const Services& services, QObject* parent) : QObject(parent), m_services(services) {
    connect(&m_job, &JobRunner::failed, this, [this](const Failure& failure) {
        Q_EMIT failed(failure);
        Q_EMIT changed();
    });
    connect(&m_job, &JobRunner::cancelled, this, &ModelViewModel::checkNow);
    connect(&m_choice, &JobRunner::failed, this, [this](const Failure& failure) {
        Q_EMIT failed(failure);
        Q_EMIT changed();
    });
}

void ModelViewModel::setProject(const ProjectSnapshot& project) {
    std::vector<std::string> cases;
    for (const Case& each : project.cases)
        cases.push_back(each.id);
    if (project.folder == m_folder && project.model == m_model && cases == m_cases)
        return;
    m_folder = project.folder;
    m_model = project.model;
    m_cases = std::move(cases);
    m_check.reset();
    if (m_job.isRunning()) {
        m_isStale = true;
        m_job.cancel();
    } else {
        checkNow();
    }
    Q_EMIT changed();
}

void ModelViewModel::checkNow() {
    m_isStale = false;
    if (!m_model || !m_model->problem.empty())
        return;
    m_job.start([check = m_services.checkModel,
                 folder = m_folder](const JobControl& control) { return check(folder, control); },
                [this](ModelCheck check) {
                    if (m_isStale) {
                        checkNow();
                        return;
                    }
                    m_check = std::move(check);
                    Q_EMIT changed();
                });
    Q_EMIT changed();
}

void ModelViewModel::choose(const std::filesystem::path& path) {
    if (m_choice.isRunning() || m_folder.empty())
        return;
    m_choice.start([choose = m_services.chooseModel, folder = m_folder,
                    path](const JobControl& control) { return choose(folder, path, control); },
                   [this](const std::vector<Problem>& problems) {
                       Q_EMIT changed();
                       Q_EMIT chosen(problems);
                   });
    Q_EMIT changed();
}

} // namespace nidus::ui
