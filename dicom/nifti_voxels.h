// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/imaging/volume.h"

#include <cstdint>
#include <string>

namespace nidus::dicom {

/// Fills volume.voxels (its shape is set) with the voxels of a NIfTI-1 file of the shape `stored`, from its slice
/// `first` along z on: slope and intercept applied as ITK does, so that the numbers equal SimpleITK's. Unlike the NIfTI
/// library it leaves NaN and infinity as they are, so that such a case is refused later instead of being trained on,
/// and does not fill up a file that ends too early: false then, or when the file is damaged or of a type without one
/// number per voxel. `path` is the header's file, plain or gzip; the voxels of a pair lie beside it.
[[nodiscard]] bool readNiftiVoxels(const std::string& path, const Shape& stored, std::int64_t first, Volume& volume);

} // namespace nidus::dicom
