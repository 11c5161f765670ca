// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/loss_series.h"

#include <QStringList>

namespace nidus::ui {

/// What the curves of a fit say, in sentences. With L the loss on the held-back cases after each epoch:
/// - in how many of the last five epochs L was below that of the epoch before (from three epochs on);
/// - over-fitting: L has been above its lowest for at least three epochs, now by 2 % or more, while the training loss
///   has fallen;
/// - standstill: over the last five epochs neither loss has moved by more than 1 %;
/// - a fit without held-back cases says so.
[[nodiscard]] QStringList commentary(const FitCurves& curves);

} // namespace nidus::ui
