// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/project_view_model.h"

#include "ui/data/cohort_model.h"

#include <exception>
#include <utility>

namespace nidus::ui {

ProjectViewModel::ProjectViewModel(const Services& services, QObject* parent)
    : QObject(parent), m_services(services), m_job(std::make_unique<JobRunner>()) {
    connect(m_job.get(), &JobRunner::failed, this, [this](const Failure& failure) {
        Q_EMIT failed(failure);
        if (std::exchange(m_edits, std::nullopt))
            refresh();
    });
}

// What was edited a moment ago and waits behind another job must not be lost.
ProjectViewModel::~ProjectViewModel() {
    m_job.reset();
    if (!m_edits)
        return;
    try {
        m_services.editCohort(m_snapshot.folder, *m_edits, {});
    } catch (const std::exception&) { // there is no window any more that could say so
    }
}

void ProjectViewModel::open(const std::filesystem::path& folder) {
    if (m_job->isRunning())
        return;
    m_job->start([read = m_services.openProject, folder](const JobControl& control) { return read(folder, control); },
                 [this](ProjectSnapshot snapshot) {
                     take(std::move(snapshot));
                     Q_EMIT opened();
                 });
}

void ProjectViewModel::refresh() {
    if (m_job->isRunning() || !isOpen())
        return;
    m_job->start([read = m_services.openProject,
                  folder = m_snapshot.folder](const JobControl& control) { return read(folder, control); },
                 [this](ProjectSnapshot snapshot) {
                     take(std::move(snapshot));
                     Q_EMIT refreshed();
                 });
}

void ProjectViewModel::take(ProjectSnapshot snapshot) {
    if (m_edits && snapshot.folder == m_snapshot.folder)
        applyTo(snapshot, *m_edits); // made while the project was read
    m_snapshot = std::move(snapshot);
    writeEdits();
}

void ProjectViewModel::discardRun(const std::string& runId) {
    if (m_job->isRunning() || !isOpen())
        return;
    m_job->start([discard = m_services.discardRun, folder = m_snapshot.folder,
                  runId](const JobControl& control) { discard(folder, runId, control); },
                 [this] { refresh(); });
}

void ProjectViewModel::edit(const CohortEdit& edit) {
    applyTo(m_snapshot, edit);
    m_edits = m_edits ? joined(std::move(*m_edits), edit) : edit;
    Q_EMIT edited();
    writeEdits();
}

void ProjectViewModel::writeEdits() {
    if (m_job->isRunning() || !m_edits)
        return;
    m_job->start([write = m_services.editCohort, folder = m_snapshot.folder,
                  edit = *m_edits](const JobControl& control) { write(folder, edit, control); },
                 [this, written = *m_edits] {
                     if (m_edits == written)
                         m_edits.reset();
                     writeEdits();
                 });
}

} // namespace nidus::ui
