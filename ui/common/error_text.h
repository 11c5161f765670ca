// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace nidus {
struct Problem;
}

namespace nidus::ui {

/// A short translated headline for an error code; the sentence that comes with the error says the rest.
[[nodiscard]] QString errorHeadline(const QString& code);

/// A finding in a line of its own: its sentence, under its headline where the engine's language is not the user's.
[[nodiscard]] QString noteText(const Problem& problem);

/// What a job says it is doing, in the language of the window. Parts that are not known stay as they came.
[[nodiscard]] QString stageText(const QString& stage);

/// "Fold 2: final training" for "fold_2/refit"; the name itself if it has another form.
[[nodiscard]] QString fitText(const QString& fit);
/// The fold in "fold_2/refit"; -1 if there is none.
[[nodiscard]] int foldOf(const QString& fit);

/// "2 min 05 s", "1 h 10 min".
[[nodiscard]] QString durationText(double seconds);

/// A moment given as UTC, ISO 8601, in the user's own time and format.
[[nodiscard]] QString momentText(const QString& utc);

} // namespace nidus::ui
