// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QTime>

namespace nidus::ui {

/// A line of the log of a training; the words for what has no text are the window's.
struct LogLine {
    enum class Kind { Note, Paused, Failed, Finished };

    Kind kind = Kind::Note;
    QString text, code; ///< of a note or a failure
    double seconds = 0; ///< how long it took, once it is finished
    QTime time = QTime::currentTime();
};

/// Older lines go.
inline constexpr int kMostLogLines = 2000;

} // namespace nidus::ui
