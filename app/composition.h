// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/services.h"

namespace nidus {

/// The real engine behind the window: opens projects, reads scans, loads LibTorch with the first job that needs it.
[[nodiscard]] ui::Services makeServices();

} // namespace nidus
