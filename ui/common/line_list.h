// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

class QLayout;
class QToolButton;

namespace nidus::ui {

/// For lists that are a line below the other, made anew whenever they change: takes all lines out. They die later, for
/// the button of one of them may be what was pressed.
void clearLines(QLayout& lines);

/// The button of a line that takes it away.
[[nodiscard]] QToolButton* removeLineButton(const char* objectName, const QString& accessibleName);

} // namespace nidus::ui
