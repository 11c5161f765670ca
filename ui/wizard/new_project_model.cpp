// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/wizard/new_project_model.h"

#include "ui/data/cohort_model.h"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <memory>
#include <utility>

namespace nidus::ui {

namespace fs = std::filesystem;

namespace {

constexpr std::chrono::milliseconds kBetweenBatches(100);

/// On the worker: gathers what a scan finds, so that the window is told ten times a second and not of every series.
class SeriesBatches {
public:
    explicit SeriesBatches(std::function<void(std::vector<SeriesInfo>)> tell) : m_tell(std::move(tell)) {}

    SeriesBatches(const SeriesBatches&) = delete;
    SeriesBatches& operator=(const SeriesBatches&) = delete;
    ~SeriesBatches() { m_tell(std::move(m_waiting)); } // what was found stays, if the scan was stopped

    void add(std::vector<SeriesInfo> series) {
        std::ranges::move(series, std::back_inserter(m_waiting));
        const auto now = std::chrono::steady_clock::now();
        if (now < m_next)
            return;
        m_next = now + kBetweenBatches;
        m_tell(std::exchange(m_waiting, {}));
    }

private:
    std::function<void(std::vector<SeriesInfo>)> m_tell;
    std::vector<SeriesInfo> m_waiting;
    std::chrono::steady_clock::time_point m_next; ///< the first batch goes at once
};

} // namespace

NewProjectModel::NewProjectModel(const Services& services, QObject* parent) : QObject(parent), m_services(services) {
    connect(&m_job, &JobRunner::progressed, this, &NewProjectModel::progressed);
    connect(&m_job, &JobRunner::cancelled, this, [this] {
        m_isScanning = false;
        Q_EMIT scanChanged();
        Q_EMIT busyChanged();
    });
    connect(&m_job, &JobRunner::failed, this, [this](const Failure& failure) {
        if (std::exchange(m_isScanning, false))
            m_sources.resize(m_sourcesBefore); // what cannot be read now would spoil the next search too
        if (std::exchange(m_edits, std::nullopt)) {
            readAgain(failure);
            return;
        }
        Q_EMIT failed(failure);
        Q_EMIT scanChanged();
        Q_EMIT busyChanged();
    });
}

/// An edit that could not be written is not what the project has.
void NewProjectModel::readAgain(const Failure& failure) {
    m_job.start([read = m_services.openProject,
                 folder = m_project.folder](const JobControl& control) { return read(folder, control); },
                [this, failure](ProjectSnapshot project) {
                    m_project = std::move(project);
                    Q_EMIT projectChanged();
                    Q_EMIT busyChanged();
                    Q_EMIT failed(failure);
                });
}

void NewProjectModel::addSources(const std::vector<fs::path>& paths) {
    if (m_job.isRunning() || isMade() || paths.empty())
        return;
    m_sourcesBefore = m_sources.size();
    for (const fs::path& path : paths)
        if (std::ranges::find(m_sources, path) == m_sources.end())
            m_sources.push_back(path);
    m_isScanning = true;
    m_job.start(
        [this, scan = m_services.scan, sources = m_sources](const JobControl& control) {
            SeriesBatches batches([this](std::vector<SeriesInfo> series) {
                auto shared = std::make_shared<std::vector<SeriesInfo>>(std::move(series));
                m_job.post([this, shared] { m_series.append(std::move(*shared)); });
            });
            return scan(
                sources, [&batches](std::vector<SeriesInfo> series) { batches.add(std::move(series)); }, control);
        },
        [this](ScanReport report) {
            m_isScanning = false;
            m_files = report.files;
            m_unassigned = std::move(report.unassigned);
            m_series.replace(std::move(report.series));
            Q_EMIT scanChanged();
            Q_EMIT busyChanged();
        });
    Q_EMIT scanChanged();
    Q_EMIT busyChanged();
}

void NewProjectModel::stopScan() {
    if (isScanning())
        m_job.cancel();
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
            if (m_edits)
                applyTo(m_project, *m_edits);
            Q_EMIT projectChanged();
            Q_EMIT found(outcome.problems);
            endJob();
        });
    Q_EMIT busyChanged();
}

std::vector<SeriesInfo> NewProjectModel::includedSeries() const {
    std::vector<SeriesInfo> series;
    std::ranges::copy_if(m_series.series(), std::back_inserter(series), &SeriesInfo::included);
    return series;
}

void NewProjectModel::make(const fs::path& folder) {
    change(folder, [create = m_services.createProject, folder, series = includedSeries()](const JobControl& control) {
        return create(folder, series, control);
    });
}

void NewProjectModel::extend(const fs::path& folder) {
    change(folder, [add = m_services.addScans, folder, series = includedSeries()](const JobControl& control) {
        return add(folder, series, control);
    });
}

void NewProjectModel::labelFromFolders(int level) {
    change(m_project.folder, [label = m_services.labelFromFolders, folder = m_project.folder,
                              level](const JobControl& control) { return label(folder, level, control); });
}

void NewProjectModel::labelFromTable(const LabelTable& table) {
    change(m_project.folder, [label = m_services.labelFromTable, folder = m_project.folder,
                              table](const JobControl& control) { return label(folder, table, control); });
}

void NewProjectModel::labelFromTag(const std::string& tag) {
    change(m_project.folder, [label = m_services.labelFromTag, folder = m_project.folder,
                              tag](const JobControl& control) { return label(folder, tag, control); });
}

void NewProjectModel::previewTable(const fs::path& table, const std::string& sheet) {
    if (m_job.isRunning())
        return;
    m_job.start([preview = m_services.previewTable, folder = m_project.folder, table,
                 sheet](const JobControl& control) { return preview(folder, table, sheet, control); },
                [this](const TablePreview& preview) {
                    endJob();
                    Q_EMIT previewed(preview);
                });
    Q_EMIT busyChanged();
}

void NewProjectModel::edit(const CohortEdit& edit) {
    applyTo(m_project, edit);
    m_edits = m_edits ? joined(std::move(*m_edits), edit) : edit;
    Q_EMIT projectChanged();
    writeEdits();
}

/// Edits go to the disk behind whatever is running, and without reading the project again: it is what they say.
void NewProjectModel::writeEdits() {
    if (m_job.isRunning() || !m_edits)
        return;
    m_job.start([write = m_services.editCohort, folder = m_project.folder,
                 edit = *m_edits](const JobControl& control) { write(folder, edit, control); },
                [this, written = *m_edits] {
                    if (m_edits == written)
                        m_edits.reset();
                    endJob();
                });
    Q_EMIT busyChanged();
}

void NewProjectModel::endJob() {
    writeEdits();
    if (!m_job.isRunning())
        Q_EMIT busyChanged();
}

void NewProjectModel::chooseModel(const fs::path& path) {
    change(m_project.folder, [choose = m_services.chooseModel, folder = m_project.folder,
                              path](const JobControl& control) { return choose(folder, path, control); });
}

} // namespace nidus::ui
