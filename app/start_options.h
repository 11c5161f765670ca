// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

namespace nidus {

/// What the command line of the desktop program asks for.
struct StartOptions {
    QStringList files;           ///< a project folder, a classifier, or scans for it
    bool classify = false;       ///< begin on the page Classify
    QString language;            ///< empty: the user's
    QString scheme;              ///< "light", "dark", "system"; empty: as the user chose in the menu
    bool benchmarkStart = false; ///< print the milliseconds until the first painted window, then quit
    bool reportGaps = false;     ///< print the largest gaps of the event loop at the end
    QString tourFolder;          ///< developers: save pictures of the pages there, then quit
    QString trainPreset;         ///< developers: start a training as soon as the project is open
    QString reportRun;           ///< write a report of this run, without a window
    QString reportFile;          ///< there: a file that ends in .html or .pdf
};

/// Prints help, or what is wrong, and exits where the user asked for it or made a mistake (status 2).
[[nodiscard]] StartOptions parseArguments(const QStringList& arguments);

} // namespace nidus
