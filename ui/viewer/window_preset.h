// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/viewer/slice_image.h"

#include <QString>

#include <vector>

namespace nidus::ui {

/// Grey values under a name, for the keys 1 to 9.
struct WindowPreset {
    QString name;
    GreyWindow window; ///< a width of 0: what suits the scan
    bool operator==(const WindowPreset&) const = default;
};

constexpr std::size_t kMostPresets = 9;

/// For CT in Hounsfield units (lung, mediastinum, bone, brain, abdomen), and everything.
[[nodiscard]] std::vector<WindowPreset> defaultPresets();

} // namespace nidus::ui
