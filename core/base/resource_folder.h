// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

namespace nidus {

/// The folder with the built-in demo model and other files that come with the programs: `../share/nidus` beside the
/// running program's folder, else the source tree's `resources`. Throws Error FIL-006 when neither is there.
[[nodiscard]] std::filesystem::path resourceFolder();

} // namespace nidus
