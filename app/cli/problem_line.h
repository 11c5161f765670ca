// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/error.h"

#include <string>

namespace nidus::cli {

/// "DCM-011 warning: case-3: A slice is missing.": without a case where none is concerned, and without a line end.
[[nodiscard]] std::string lineOf(const Problem& problem);

} // namespace nidus::cli
