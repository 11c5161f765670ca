// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace nidus {

/// JSON text of plans.json or dataset.json made safe for a plain parser: Python's bare NaN, Infinity and -Infinity
/// become the strings "NaN", "Infinity", "-Infinity" (so that a number that is used and is none of these is refused as
/// mistyped). Throws Error PLN-001 when the text is no JSON object, is larger than 32 MiB, nests deeper than 64 levels,
/// names a key twice in one object, has more than 4096 keys in one object or holds an integer beyond 64 bits. `what`:
/// the file as the user knows it.
[[nodiscard]] std::string strictJson(const std::string& text, const std::string& what);

} // namespace nidus
