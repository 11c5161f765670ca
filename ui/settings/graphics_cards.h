// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

namespace nidus::ui {

/// Names of the NVIDIA cards that the driver of this machine lists (/proc/driver/nvidia), in its order.
[[nodiscard]] QStringList graphicsCards();

} // namespace nidus::ui
