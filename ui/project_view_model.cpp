// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/project_view_model.h"

namespace nidus::ui {

ProjectViewModel::ProjectViewModel(const Services& services, QObject* parent) : QObject(parent), m_services(services) {
    connect(&m_job, &JobRunner::failed, this, &ProjectViewModel::failed);
}

void ProjectViewModel::open(const std::filesystem::path& folder) {
    if (m_job.isRunning())
        return;
    m_job.start([read = m_services.openProject, folder](const JobControl& control) { return read(folder, control); },
                [this](ProjectSnapshot snapshot) {
                    m_snapshot = std::move(snapshot);
                    Q_EMIT opened();
                });
}

void ProjectViewModel::refresh() {
    if (m_job.isRunning() || !isOpen())
        return;
    m_job.start([read = m_services.openProject,
                 folder = m_snapshot.folder](const JobControl& control) { return read(folder, control); },
                [this](ProjectSnapshot snapshot) {
                    m_snapshot = std::move(snapshot);
                    Q_EMIT refreshed();
                });
}

void ProjectViewModel::discardRun(const std::string& runId) {
    if (m_job.isRunning() || !isOpen())
        return;
    m_job.start([discard = m_services.discardRun, folder = m_snapshot.folder,
                 runId](const JobControl& control) { discard(folder, runId, control); },
                [this] { refresh(); });
}

} // namespace nidus::ui
