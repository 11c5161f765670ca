// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/files.h"
#include "core/imaging/volume.h"
#include "core/nnunet/preprocess.h"

#include <filesystem>

namespace nidus {

/// Writes a preprocessed case as safetensors: "image" F32 [C, D0, D1, D2], "nonzero" U8 [D0, D1, D2], and a JSON text
/// under the metadata key "nidus" (format 1). Throws Error FIL-003, FIL-004.
void writeCaseFile(const std::filesystem::path& path, const PreprocessedCase& preprocessed, Publish publish);

/// Reads what writeCaseFile wrote. Throws Error CAS-001 (not a case file), CAS-002 (newer format) and those of
/// SafetensorsFile.
[[nodiscard]] PreprocessedCase readCaseFile(const std::filesystem::path& path);

/// The slice in the middle of the axis with the widest spacing, of the first channel, as a volume of one slice; no more
/// of the file is read. Throws as readCaseFile.
[[nodiscard]] Volume readMiddleSlice(const std::filesystem::path& path);

} // namespace nidus
