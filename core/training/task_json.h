// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/model/engine.h"

#include <string>

namespace nidus {

/// A fit as one JSON object, for the other processes that take part in it, and back, to the same bits. Paths become
/// absolute. Both sides are of one build, so it carries no format number.
[[nodiscard]] std::string toJson(const FineTuneTask& task);
[[nodiscard]] FineTuneTask taskFromJson(const std::string& json); ///< throws Error TRN-073

} // namespace nidus
