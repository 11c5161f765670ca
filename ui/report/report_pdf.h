// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/report/report_document.h"

#include <QByteArray>

namespace nidus::ui {

/// A4 sheets with the notice and the page number on each; charts and text are vectors, fonts are embedded, title and
/// author are in the metadata. Needs a QGuiApplication, on any thread.
[[nodiscard]] QByteArray reportPdf(const ReportDocument& document);

} // namespace nidus::ui
