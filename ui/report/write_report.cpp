// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/report/write_report.h"

#include "core/base/files.h"
#include "ui/common/qt_convert.h"
#include "ui/report/report_content.h"
#include "ui/report/report_html.h"
#include "ui/report/report_pdf.h"

namespace nidus::ui {
namespace {

bool isPdf(const QString& name) {
    return name.endsWith(QLatin1String(".pdf"), Qt::CaseInsensitive);
}

} // namespace

bool isReportFile(const QString& name) {
    return isPdf(name) || name.endsWith(QLatin1String(".html"), Qt::CaseInsensitive)
           || name.endsWith(QLatin1String(".htm"), Qt::CaseInsensitive);
}

void writeReport(const Services& services, const std::filesystem::path& project, const std::string& runId,
                 const std::filesystem::path& file, const JobControl& control) {
    control.step(0, "Reading the run");
    const RunDossier dossier = services.readDossier(project, runId, control);
    control.step(0.2, "Reading the images of the report");
    const ReportDocument document = reportDocument(dossier, [&](const std::string& caseId) {
        control.poll();
        return services.readScan(project, caseId, 0, control.part(0.2, 0.8)).volume;
    });
    control.step(0.8, "Writing the report");
    const QByteArray bytes = isPdf(pathToQt(file)) ? reportPdf(document) : reportHtml(document);
    control.poll();
    writeFileAtomically(file, bytes.toStdString());
}

} // namespace nidus::ui
