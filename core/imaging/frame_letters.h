// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/imaging/input_frame.h"

#include <string>

namespace nidus {

/// Orientation of every case in the frame, as orientationOf() has it; empty: each keeps its own.
[[nodiscard]] std::string lettersOfFrame(InputFrame frame, const std::string& readerClass);

} // namespace nidus
