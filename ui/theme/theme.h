// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QPalette>
#include <QString>

class QApplication;

namespace nidus::ui {

enum class Scheme { System, Light, Dark };

/// "system", "light", "dark"; anything else is System.
[[nodiscard]] QString schemeName(Scheme scheme);
[[nodiscard]] Scheme schemeFromName(const QString& name);

/// Colours beyond QPalette. Text colours have at least 4.5:1 on the window and base colours, lines and marks 3:1.
struct Colours {
    QColor accent;    ///< actions, the current place, the current curve
    QColor good;      ///< right, finished
    QColor caution;   ///< warnings
    QColor bad;       ///< wrong, errors
    QColor faintText; ///< secondary text
    QColor line;      ///< separators, card borders
    QColor card;      ///< background of cards and strips
    QColor validation, faintCurve, grid;
};

[[nodiscard]] bool isDark(const QPalette& palette);
[[nodiscard]] const Colours& colours(const QPalette& palette);
/// Colour of class `index`: Okabe and Ito's eight, told apart by colour-blind people too. The same in every view.
[[nodiscard]] QColor classColour(int index);

/// Dark on light, as on paper.
[[nodiscard]] QPalette lightPalette();

/// Fusion with our palette. System follows what the desktop's own palette says at the start of the program.
void applyScheme(QApplication& application, Scheme scheme);

} // namespace nidus::ui
