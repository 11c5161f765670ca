// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

#include <functional>

class QWidget;

namespace nidus::ui {

/// Native dialogs, replaced in tests. Empty: the user chose nothing.
struct Dialogs {
    using Choose = std::function<QString(QWidget* parent)>;

    Choose chooseProject, chooseClassifier;
    std::function<QStringList(QWidget* parent)> chooseScans;
    Choose chooseScanFolder, chooseTable, chooseModel, chooseModelFolder, chooseTorch;
    /// Where to write a file or folder of this kind, "csv", "nidusmodel", "nidus", "chart" (a file that ends in .png,
    /// .svg, .pdf or .csv, as the user chose) or "report" (.pdf or .html); `name`: a suggestion.
    std::function<QString(QWidget* parent, const QString& kind, const QString& name)> chooseTarget;
};
[[nodiscard]] Dialogs nativeDialogs();

} // namespace nidus::ui
