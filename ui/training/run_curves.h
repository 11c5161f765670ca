// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/training/event_log.h"
#include "ui/charts/loss_series.h"

#include <vector>

namespace nidus::ui {

/// The curves that these events draw.
[[nodiscard]] RunCurves curvesOf(const std::vector<RunEvent>& events);

[[nodiscard]] std::vector<FitCurves::Rate> ratesOf(const StepEvent& event);
[[nodiscard]] EpochPoint pointOf(const EpochEvent& event);

} // namespace nidus::ui
