// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QWidget>

#include <vector>

namespace nidus::ui {

/// What keys do, and where.
struct ShortcutLine {
    QString place, what, keys;
    bool operator==(const ShortcutLine&) const = default;
};

/// All shortcuts below a window, of its actions and its QShortcuts; the latter say what they do as "what's this". The
/// place is the menu, or the title of the page or panel. None twice, in order of place.
[[nodiscard]] std::vector<ShortcutLine> shortcutsOf(const QWidget& window);

/// The list of shortcuts, to be searched.
class ShortcutsPanel final : public QWidget {
    Q_OBJECT

public:
    explicit ShortcutsPanel(const std::vector<ShortcutLine>& lines, QWidget* parent = nullptr);
};

} // namespace nidus::ui
