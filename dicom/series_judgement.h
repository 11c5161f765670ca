// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/project/series_reader.h"
#include "dicom/slice_geometry.h"
#include "dicom/slice_groups.h"

#include <span>
#include <vector>

namespace nidus::dicom {

/// A group with everything that speaks for and against it as a volume.
struct JudgedGroup {
    SliceGroup group;
    SliceGeometry geometry;        ///< of group.slices; empty when they have no place
    std::vector<Problem> problems; ///< grouping, content, geometry
    bool isOffered = true;         ///< false for localisers, derived images and the like (no blockers)
};

/// Applies the policy of DESIGN.md section 6 to a group.
[[nodiscard]] JudgedGroup judgeGroup(SliceGroup group, std::span<const FileHeader> files);

/// Whether Nidus can decompress a transfer syntax (UID) in this build.
[[nodiscard]] bool canDecode(const std::string& transferSyntax);

/// True for JPEG 2000, which GDCM decodes.
[[nodiscard]] bool isJpeg2000(const std::string& transferSyntax);

/// Short name of a transfer syntax for sentences ("HTJ2K", "MPEG-4"), the UID when unknown.
[[nodiscard]] std::string compressionName(const std::string& transferSyntax);

} // namespace nidus::dicom
