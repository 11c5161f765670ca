// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/training/train.h"

#include <string>

namespace nidus::cli {

/// One line on stderr, which replaces a progress line on a terminal.
void printLine(const std::string& text);

/// Tells runs, epochs and messages on stderr, a line each.
[[nodiscard]] RunListener progressPrinter();

} // namespace nidus::cli
