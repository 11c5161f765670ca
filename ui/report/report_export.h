// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/jobs/job_runner.h"
#include "ui/services.h"

#include <QObject>
#include <QString>

#include <filesystem>
#include <string>

namespace nidus::ui {

/// Writes reports in the background, one at a time.
class ReportExport final : public QObject {
    Q_OBJECT

public:
    explicit ReportExport(const Services& services, QObject* parent = nullptr);

    [[nodiscard]] bool isRunning() const { return m_job.isRunning(); }
    /// As writeReport(). Not while one is being written.
    void start(const std::filesystem::path& project, const std::string& runId, const std::filesystem::path& file);

Q_SIGNALS:
    void finished(const QString& file);
    void failed(const nidus::ui::Failure& failure);

private:
    const Services& m_services;
    JobRunner m_job; // last: joins before the rest dies
};

} // namespace nidus::ui
