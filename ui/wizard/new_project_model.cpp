// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/wizard/new_project_model.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace nidus::ui {

namespace fs = std::filesystem;

NewProjectModel::NewProjectModel(const Services& services, QObject* parent) : QObject(parent), m_services(services) {
    connect(&m_job, &JobRunner::progressed, this, &NewProjectModel::progressed);
    connect(&m_job, &JobRunner::cancelled, this, &NewProjectModel::busyChanged);
    connect(&m_job, &JobRunner::failed, this, [this](const Failure& failure) {
        Q_EMIT failed(failure);
        Q_EMIT busyChanged();
    });
}

void NewProjectModel::addSources(const std::vector<fs::path>& paths) {
    if (m_job.isRunning() || isMade() || paths.empty())
        return;
    std::vector<fs::path> sources = m_sources;
    std::ranges::copy_if(paths, std::back_inserter(sources),
                         [&](const fs::path& path) { return std::ranges::find(m_sources, path) == m_sources.end(); });
    m_job.start([scan = m_services.scan, sources](const JobControl& control) { return scan(sources, control); },
                [this, sources](ScanReport report) {
                    m_sources = sources;
                    m_scan = std::move(report);
                    Q_EMIT scanChanged();
                    Q_EMIT busyChanged();
                });
    Q_EMIT busyChanged();
}

void NewProjectModel::setIncluded(int series, bool isIncluded) {
    m_scan.series[static_cast<std::size_t>(series)].included = isIncluded;
    Q_EMIT scanChanged();
}

int NewProjectModel::includedCount() const {
    return static_cast<int>(std::ranges::count_if(m_scan.series, &SeriesInfo::included));
}

void NewProjectModel::change(const fs::path& folder, Step step) {
    if (m_job.isRunning())
        return;
    struct Outcome {
        std::vector<Problem> problems;
        ProjectSnapshot project;
    };
    m_job.start(
        [step = std::move(step), read = m_services.openProject, folder](const JobControl& control) {
            std::vector<Problem> problems = step(control);
            return Outcome{std::move(problems), read(folder, control)};
        },
        [this](Outcome outcome) {
            m_project = std::move(outcome.project);
            Q_EMIT projectChanged();
            Q_EMIT found(outcome.problems);
            Q_EMIT busyChanged();
        });
    Q_EMIT busyChanged();
}

void NewProjectModel::make(const fs::path& folder) {
    std::vector<SeriesInfo> series;
    std::ranges::copy_if(m_scan.series, std::back_inserter(series), &SeriesInfo::included);
    change(folder, [create = m_services.createProject, folder, series](const JobControl& control) {
        return create(folder, series, control);
    });
}

void NewProjectModel::labelFromFolders(int level) {
    change(m_project.folder, [label = m_services.labelFromFolders, folder = m_project.folder,
                              level](const JobControl& control) { return label(folder, level, control); });
}

void NewProjectModel::labelFromTable(const fs::path& table, const std::string& keyColumn,
                                     const std::string& labelColumn) {
    change(m_project.folder,
           [label = m_services.labelFromTable, folder = m_project.folder, table, keyColumn,
            labelColumn](const JobControl& control) { return label(folder, table, keyColumn, labelColumn, control); });
}

void NewProjectModel::setPositiveClass(const std::string& name) {
    change(m_project.folder,
           [set = m_services.setPositiveClass, folder = m_project.folder, name](const JobControl& control) {
               set(folder, name, control);
               return std::vector<Problem>();
           });
}

void NewProjectModel::chooseModel(const fs::path& path) {
    change(m_project.folder, [choose = m_services.chooseModel, folder = m_project.folder,
                              path](const JobControl& control) { return choose(folder, path, control); });
}

} // namespace nidus::ui
