// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "dicom/image_files.h"

namespace nidus::dicom {

/// What libnidus_images.so does; image_files.h is the door to it and describes each call.
struct ImageModule {
    bool (*holdsNifti)(const std::filesystem::path& gzipFile);
    SeriesInfo (*describeImageFile)(const std::filesystem::path& path, ImageFormat format);
    Volume (*readImageFile)(const std::filesystem::path& path, ImageFormat format);
    Volume (*readMiddleImageSlice)(const std::filesystem::path& path, ImageFormat format);
    void (*writeNifti)(const std::filesystem::path& path, const Volume& volume);
    StoredPixels (*decodeByGdcm)(const std::filesystem::path& path);
};

/// The C function that the module exports.
using ImageModuleFunction = const ImageModule*();
inline constexpr char kImageModuleSymbol[] = "nidusImageModule";

} // namespace nidus::dicom
