// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/jobs/job_runner.h"
#include "ui/services.h"

#include <QObject>

namespace nidus::ui {

/// The project that the window has open: reads it in the background, again after each change, and discards runs.
class ProjectViewModel final : public QObject {
    Q_OBJECT

public:
    explicit ProjectViewModel(const Services& services, QObject* parent = nullptr);

    void open(const std::filesystem::path& folder);
    /// Reads the open project again.
    void refresh();
    void discardRun(const std::string& runId);

    [[nodiscard]] const ProjectSnapshot& snapshot() const { return m_snapshot; }
    [[nodiscard]] bool isOpen() const { return !m_snapshot.folder.empty(); }
    [[nodiscard]] bool isBusy() const { return m_job.isRunning(); }

Q_SIGNALS:
    /// Another project is open now.
    void opened();
    /// The open project has other contents now.
    void refreshed();
    void failed(const nidus::ui::Failure& failure);

private:
    const Services& m_services;
    ProjectSnapshot m_snapshot;
    JobRunner m_job; // last: joins before the rest dies
};

} // namespace nidus::ui
