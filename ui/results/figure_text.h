// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/statistics/estimate.h"

#include <QString>

#include <optional>

namespace nidus {
struct RunRecord;
}

namespace nidus::ui {

/// A figure in the digits of the user's language; a dash where it is not a number.
[[nodiscard]] QString figureText(double value, int digits = 2);
/// A figure with its interval, "0.86 (0.70 to 0.94)"; without it where the bounds are not numbers.
[[nodiscard]] QString intervalText(const Estimate& estimate, int digits = 2);
[[nodiscard]] QString intervalText(const std::optional<Estimate>& estimate, int digits = 2);
/// A p-value; "< 0.001" where it is that small.
[[nodiscard]] QString pText(double p);
/// A share as "83 %".
[[nodiscard]] QString percentText(double share);
/// A run as a list of runs names it: id, preset, moment.
[[nodiscard]] QString runTitle(const RunRecord& run);

} // namespace nidus::ui
