// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/report/report_export.h"

#include "ui/common/qt_convert.h"
#include "ui/report/write_report.h"

namespace nidus::ui {

ReportExport::ReportExport(const Services& services, QObject* parent) : QObject(parent), m_services(services) {
    connect(&m_job, &JobRunner::failed, this, &ReportExport::failed);
}

void ReportExport::start(const std::filesystem::path& project, const std::string& runId,
                         const std::filesystem::path& file) {
    if (m_job.isRunning())
        return;
    m_job.start([&services = m_services, project, runId,
                 file](const JobControl& control) { writeReport(services, project, runId, file, control); },
                [this, file] { Q_EMIT finished(pathToQt(file)); });
}

} // namespace nidus::ui
