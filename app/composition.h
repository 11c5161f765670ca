// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/services.h"

#include <string>

namespace nidus {

/// The real engine behind the window: opens projects, reads scans, loads LibTorch with the first job that needs it.
/// `device`: "cpu", "cuda", "cuda:1".
[[nodiscard]] ui::Services makeServices(const std::string& device = "cpu");

} // namespace nidus
