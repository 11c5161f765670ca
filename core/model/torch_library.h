// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/error.h"

#include <filesystem>
#include <optional>
#include <string>

namespace nidus {

/// The folder with libtorch_cpu.so in or below `root`, which may be an unpacked LibTorch, its lib folder, or what a
/// Python package torch was unpacked to; std::nullopt where there is none.
[[nodiscard]] std::optional<std::filesystem::path> torchLibraries(const std::filesystem::path& root);

/// Version of the LibTorch whose libraries lie in `libraries`, as its version.py (wheel), build-version (archive) or
/// header says it: "2.13.0+cu126"; empty where none of them is there.
[[nodiscard]] std::string torchVersion(const std::filesystem::path& libraries);

/// What is said of a LibTorch that is passed over for the built-in one: a warning ENG-006. `why` is a sentence.
[[nodiscard]] Problem torchPassedOver(const std::filesystem::path& root, const std::string& why);

/// Why the LibTorch in `root` cannot compute for this Nidus, as a warning ENG-006 that names both versions: there is no
/// libtorch_cpu.so, it does not say its version, that is of another release (major.minor: LibTorch keeps its binary
/// interface within one only), or a file in it is cut off or cannot be
/// read. std::nullopt: nothing is known against it. Opens no library.
[[nodiscard]] std::optional<Problem> torchMisfit(const std::filesystem::path& root);

} // namespace nidus
