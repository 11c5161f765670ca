// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/imaging/volume.h"
#include "core/project/series_reader.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace nidus::dicom {

// ITK and GDCM take 25 ms to start, so they are in a module (libnidus_images.so) that the first call opens. In a build
// or an installation without it every function but hasImageModule() throws Error DCM-051.

/// The file formats that ITK reads for us; DICOM geometry is never taken from ITK.
enum class ImageFormat { Nifti, Nrrd, MetaImage };

/// True when the module is there.
[[nodiscard]] bool hasImageModule();

/// True when a gzip file holds a NIfTI-1 volume, whatever its name.
[[nodiscard]] bool holdsNifti(const std::filesystem::path& gzipFile);

/// The row of a scan for one file: shape, spacing, orientation, problems (IMG-001 no orientation, IMG-002 more than one
/// volume, IMG-004 too large, IMG-005 colour or vectors). Throws Error IMG-003 when ITK cannot read the header.
[[nodiscard]] SeriesInfo describeImageFile(const std::filesystem::path& path, ImageFormat format);

/// The voxels as stored (x fastest) with ITK's spacing, origin and direction, so that arrays and spacings equal
/// SimpleITK's. Throws Error IMG-002, IMG-003, IMG-004, IMG-005, FIL-001.
[[nodiscard]] Volume readImageFile(const std::filesystem::path& path, ImageFormat format);

/// The slice in the middle of the slowest axis, as a volume of one. Of files that are not compressed no more is read.
/// Throws as readImageFile.
[[nodiscard]] Volume readMiddleImageSlice(const std::filesystem::path& path, ImageFormat format);

/// Writes a NIfTI-1 file (.nii or .nii.gz by name) with equal sform and qform: int16 or int32 where every voxel is such
/// an integer, else float32. The file is read back before it gets its name. Throws Error FIL-003, FIL-004.
void writeNifti(const std::filesystem::path& path, const Volume& volume);

/// Stored values of a DICOM file that DCMTK cannot decompress (JPEG 2000), frame by frame, without rescale.
struct StoredPixels {
    std::int64_t columns = 0, rows = 0, frames = 0;
    std::vector<std::int32_t> values; ///< frame slowest, column fastest
};

/// Decodes through GDCM. Throws Error DCM-002 when the file is damaged, DCM-003 when GDCM cannot decode it either.
[[nodiscard]] StoredPixels decodeByGdcm(const std::filesystem::path& path);

} // namespace nidus::dicom
