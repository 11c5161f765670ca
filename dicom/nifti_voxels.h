// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/imaging/volume.h"

#include <string>

namespace nidus::dicom {

/// Two things that the NIfTI library does without a word are undone here: a file that ends too early is filled up with
/// zeros (false is returned then), and NaN and infinity become 0 (they are put back, so that a case with such voxels is
/// refused later instead of being trained on). `path` is the header's file, `volume` what ITK read from it.
[[nodiscard]] bool completeFromFile(const std::string& path, Volume& volume);

} // namespace nidus::dicom
