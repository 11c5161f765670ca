// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/jobs/job_runner.h"
#include "ui/services.h"

#include <QObject>
#include <QString>

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace nidus::ui {

/// A project in the making. Scans are looked for first; then the project is a folder on disk, and labels and model go
/// into it at once, so that nothing is lost if the wizard is closed.
class NewProjectModel final : public QObject {
    Q_OBJECT

public:
    explicit NewProjectModel(const Services& services, QObject* parent = nullptr);

    /// Looks for series below these paths too.
    void addSources(const std::vector<std::filesystem::path>& paths);
    void setIncluded(int series, bool isIncluded);
    [[nodiscard]] const ScanReport& scan() const { return m_scan; }
    [[nodiscard]] int includedCount() const;

    /// Makes the folder with the included series; once, for what follows needs it.
    void make(const std::filesystem::path& folder);
    [[nodiscard]] bool isMade() const { return !m_project.folder.empty(); }
    /// As it is on disk.
    [[nodiscard]] const ProjectSnapshot& project() const { return m_project; }

    /// Labels from the folder `level` above the files; 0 holds them.
    void labelFromFolders(int level);
    void labelFromTable(const std::filesystem::path& table, const std::string& keyColumn,
                        const std::string& labelColumn);
    void setPositiveClass(const std::string& name);
    void chooseModel(const std::filesystem::path& path);

    [[nodiscard]] bool isBusy() const { return m_job.isRunning(); }

Q_SIGNALS:
    void scanChanged();
    void projectChanged();
    /// What import, labels or model had to say, newest first.
    void found(const std::vector<nidus::Problem>& problems);
    void busyChanged();
    void progressed(double fraction, const QString& stage);
    void failed(const nidus::ui::Failure& failure);

private:
    using Step = std::function<std::vector<Problem>(const JobControl&)>;

    /// Changes the project on disk and reads it again.
    void change(const std::filesystem::path& folder, Step step);

    const Services& m_services;
    std::vector<std::filesystem::path> m_sources;
    ScanReport m_scan;
    ProjectSnapshot m_project;
    JobRunner m_job; // last: joins before the rest dies
};

} // namespace nidus::ui
