// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace nidus {

/// `text` as a JSON string with its quotes; bytes that are no UTF-8 become U+FFFD.
[[nodiscard]] std::string jsonQuoted(const std::string& text);

/// `json` (an object) with one more member whose value is JSON text already. Throws Error BAS-003 when either is no
/// JSON.
[[nodiscard]] std::string jsonWithMember(const std::string& json, const std::string& key, const std::string& value);

} // namespace nidus
