// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

namespace nidus::dicom {

/// What the first bytes of a file say it is. Gzip may hold a NIfTI volume; DicomLike starts like a data set that lost
/// its preamble, so that only parsing it decides.
enum class FileKind { Unknown, Empty, Dicom, DicomLike, Nifti, Nrrd, MetaImage, Gzip, Archive };

/// Looks at the content only, never at the name. Throws Error FIL-001 when the file cannot be opened.
[[nodiscard]] FileKind fileKindOf(const std::filesystem::path& path);

} // namespace nidus::dicom
