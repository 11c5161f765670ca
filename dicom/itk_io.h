// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "dicom/image_files.h"

/// The calls of image_files.h, inside the module.
namespace nidus::dicom::itk_io {

[[nodiscard]] bool holdsNifti(const std::filesystem::path& gzipFile);
[[nodiscard]] SeriesInfo describeImageFile(const std::filesystem::path& path, ImageFormat format);
[[nodiscard]] Volume readImageFile(const std::filesystem::path& path, ImageFormat format);
[[nodiscard]] Volume readMiddleImageSlice(const std::filesystem::path& path, ImageFormat format);
void writeNifti(const std::filesystem::path& path, const Volume& volume);
[[nodiscard]] StoredPixels decodeByGdcm(const std::filesystem::path& path);

} // namespace nidus::dicom::itk_io
