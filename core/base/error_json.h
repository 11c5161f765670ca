// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/error.h"

#include <string>

namespace nidus {

/// {"error": {"code", "text", "case"?}}
[[nodiscard]] std::string toJson(const Error& error);

/// [{"code", "severity", "text", "case"?}, ...], and back. Throws Error BAS-002 for other text.
[[nodiscard]] std::string toJson(const std::vector<Problem>& problems);
[[nodiscard]] std::vector<Problem> problemsFromJson(const std::string& json);

} // namespace nidus
