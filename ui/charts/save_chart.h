// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

class QCustomPlot;

namespace nidus::ui {

/// A chart as the content of a file of this kind: "png" (at twice the size on the screen), "svg", "pdf" (both as
/// lines, not pixels), or "csv" (a line `curve,x,y` for each point of each curve, numbers in the C locale, UTF-8 with a
/// byte order mark, so that Excel reads it). Empty for any other kind.
[[nodiscard]] QByteArray chartFile(QCustomPlot& plot, const QString& suffix);

} // namespace nidus::ui
