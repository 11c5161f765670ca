// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/services.h"

#include <QString>

#include <filesystem>
#include <string>

namespace nidus::ui {

/// Whether a report can be written to a file of this name: it ends in .html, .htm or .pdf.
[[nodiscard]] bool isReportFile(const QString& name);

/// Writes the report of a finished run, in the language of the program, as its file's name says: PDF, else HTML.
/// Blocks; needs a QGuiApplication. Throws Error TRN-009 (no such run), FIL-003, FIL-004, those of
/// Services::readDossier, and Cancelled.
void writeReport(const Services& services, const std::filesystem::path& project, const std::string& runId,
                 const std::filesystem::path& file, const JobControl& control);

} // namespace nidus::ui
