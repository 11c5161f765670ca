// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/jobs/job_runner.h"
#include "ui/services.h"

#include <QObject>

#include <memory>
#include <optional>

namespace nidus::ui {

/// The project that the window has open: reads it in the background, again after each change, and discards runs.
class ProjectViewModel final : public QObject {
    Q_OBJECT

public:
    explicit ProjectViewModel(const Services& services, QObject* parent = nullptr);
    ~ProjectViewModel() override;

    void open(const std::filesystem::path& folder);
    /// Reads the open project again.
    void refresh();
    void discardRun(const std::string& runId);
    /// Changes the snapshot at once and the project on disk soon; where the disk refuses, the project is read again.
    void edit(const CohortEdit& edit);

    [[nodiscard]] const ProjectSnapshot& snapshot() const { return m_snapshot; }
    [[nodiscard]] bool isOpen() const { return !m_snapshot.folder.empty(); }
    [[nodiscard]] bool isBusy() const { return m_job->isRunning(); }

Q_SIGNALS:
    /// Another project is open now.
    void opened();
    /// The open project has other contents now.
    void refreshed();
    /// The cohort in the snapshot is another one.
    void edited();
    void failed(const nidus::ui::Failure& failure);

private:
    void take(ProjectSnapshot snapshot);
    void writeEdits();

    const Services& m_services;
    ProjectSnapshot m_snapshot;
    std::optional<CohortEdit> m_edits; ///< not on disk yet
    std::unique_ptr<JobRunner> m_job;  // last: joins before the rest dies
};

} // namespace nidus::ui
