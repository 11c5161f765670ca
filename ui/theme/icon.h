// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QIcon>
#include <QString>

namespace nidus::ui {

/// Which colour an icon takes: that of the text beside it, or a status colour of the theme.
enum class Tint { Text, Accent, Good, Caution, Bad, Faint };

/// The SVG resources/icons/NAME.svg, drawn at any size and scale in the colour of the palette of the moment.
[[nodiscard]] QIcon icon(const QString& name, Tint tint = Tint::Text);

} // namespace nidus::ui
