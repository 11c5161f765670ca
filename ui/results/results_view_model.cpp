// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/results/results_view_model.h"

#include "ui/common/qt_convert.h"

#include <algorithm>
#include <utility>

namespace nidus::ui {

ResultsViewModel::ResultsViewModel(const Services& services, QObject* parent) : QObject(parent), m_services(services) {
    connect(&m_job, &JobRunner::failed, this, [this](const Failure& failure) {
        Q_EMIT failed(failure);
        loadNext();
    });
    connect(&m_save, &JobRunner::failed, this, &ResultsViewModel::failed);
    connect(&m_job, &JobRunner::cancelled, this, &ResultsViewModel::loadNext);
}

void ResultsViewModel::setProject(const ProjectSnapshot& project) {
    const bool isOther = project.folder != m_folder;
    m_folder = project.folder;
    m_classes = project.classes;
    m_runs.clear();
    std::copy_if(project.runs.begin(), project.runs.end(), std::back_inserter(m_runs),
                 [](const RunRecord& run) { return run.state == "done"; });
    Q_EMIT runsChanged();
    if (!isOther)
        return;
    m_result.reset();
    m_wanted.reset();
    m_job.cancel();
    Q_EMIT resultChanged();
    if (!m_runs.empty())
        load(m_runs.front().id);
}

void ResultsViewModel::load(const std::string& runId) {
    m_wanted = runId;
    loadNext();
}

void ResultsViewModel::loadNext() {
    if (m_job.isRunning() || !m_wanted)
        return;
    m_job.start([read = m_services.readRun, folder = m_folder, id = *std::exchange(m_wanted, std::nullopt)](
                    const JobControl& control) { return read(folder, id, control); },
                [this, folder = m_folder](const RunResult& result) {
                    if (!m_wanted && folder == m_folder)
                        show(result);
                    loadNext();
                });
}

void ResultsViewModel::saveClassifier(const std::filesystem::path& file) {
    if (m_save.isRunning() || !m_result)
        return;
    m_save.start([save = m_services.saveClassifier, folder = m_folder, id = m_result->runId,
                  file](const JobControl& control) { save(folder, id, file, control); },
                 [this, file] { Q_EMIT classifierSaved(pathToQt(file)); });
}

void ResultsViewModel::show(const RunResult& result) {
    m_result = result;
    Q_EMIT resultChanged();
}

} // namespace nidus::ui
