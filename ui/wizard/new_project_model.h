// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/jobs/job_runner.h"
#include "ui/services.h"
#include "ui/wizard/series_table_model.h"

#include <QObject>
#include <QString>

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace nidus::ui {

/// A project in the making. Scans are looked for first; then the project is a folder on disk, and labels and model go
/// into it at once, so that nothing is lost if the wizard is closed. Also the scans that a project gets later.
class NewProjectModel final : public QObject {
    Q_OBJECT

public:
    explicit NewProjectModel(const Services& services, QObject* parent = nullptr);

    /// Looks for series below these paths too; they come into series() while it looks.
    void addSources(const std::vector<std::filesystem::path>& paths);
    /// Ends the search; what was found stays.
    void stopScan();
    [[nodiscard]] bool isScanning() const { return m_isScanning && isBusy(); }
    [[nodiscard]] SeriesTableModel& series() { return m_series; }
    [[nodiscard]] const SeriesTableModel& series() const { return m_series; }
    /// Of the last search that went to its end.
    [[nodiscard]] int fileCount() const { return m_files; }
    [[nodiscard]] const std::vector<UnassignedFile>& unassigned() const { return m_unassigned; }

    /// Makes the folder with the included series; once, for what follows needs it.
    void make(const std::filesystem::path& folder);
    /// Adds the included series to a project that is there instead.
    void extend(const std::filesystem::path& folder);
    [[nodiscard]] bool isMade() const { return !m_project.folder.empty(); }
    /// As it is on disk.
    [[nodiscard]] const ProjectSnapshot& project() const { return m_project; }

    /// Labels from the folder `level` above the files; 0 holds them.
    void labelFromFolders(int level);
    void labelFromTable(const LabelTable& table);
    /// Labels from an element of the DICOM headers.
    void labelFromTag(const std::string& tag);
    /// `sheet`: of a workbook; empty: the first with cells.
    void previewTable(const std::filesystem::path& table, const std::string& sheet);
    /// Changes project() at once and the project on disk soon.
    void edit(const CohortEdit& edit);
    void chooseModel(const std::filesystem::path& path);

    [[nodiscard]] bool isBusy() const { return m_job.isRunning(); }

Q_SIGNALS:
    /// A search has begun or ended.
    void scanChanged();
    void projectChanged();
    void previewed(const nidus::TablePreview& preview);
    /// What import, labels or model had to say, newest first.
    void found(const std::vector<nidus::Problem>& problems);
    void busyChanged();
    void progressed(double fraction, const QString& stage);
    void failed(const nidus::ui::Failure& failure);

private:
    using Step = std::function<std::vector<Problem>(const JobControl&)>;

    /// Changes the project on disk and reads it again.
    void change(const std::filesystem::path& folder, Step step);
    void readAgain(const Failure& failure);
    void writeEdits();
    void endJob();
    [[nodiscard]] std::vector<SeriesInfo> includedSeries() const;

    const Services& m_services;
    std::vector<std::filesystem::path> m_sources;
    std::size_t m_sourcesBefore = 0; ///< the last search
    SeriesTableModel m_series;
    std::vector<UnassignedFile> m_unassigned;
    int m_files = 0;
    bool m_isScanning = false; ///< the job of the moment looks for scans
    ProjectSnapshot m_project;
    std::optional<CohortEdit> m_edits; ///< by hand, not on disk yet
    JobRunner m_job;                   // last: joins before the rest dies
};

} // namespace nidus::ui
