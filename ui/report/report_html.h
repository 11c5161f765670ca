// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/report/report_document.h"

#include <QByteArray>

namespace nidus::ui {

/// One HTML file that needs no other: charts as inline SVG, pictures as inline PNG, light or dark as the reader's
/// system is, sheets of paper light. Well-formed XML, UTF-8.
[[nodiscard]] QByteArray reportHtml(const ReportDocument& document);

} // namespace nidus::ui
