// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

namespace nidus {

/// The folder with the built-in demo model and other files that come with the programs: `../share/nidus` beside the
/// running program's folder. Throws Error FIL-006 when it is not there.
[[nodiscard]] std::filesystem::path resourceFolder();

/// The folder with the libraries and modules of this installation (`lib/nidus`). Throws Error FIL-006 when it cannot be
/// found.
[[nodiscard]] std::filesystem::path libraryFolder();

} // namespace nidus
