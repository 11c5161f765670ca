// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "dicom/dicom_header.h"

#include <span>
#include <string>
#include <vector>

namespace nidus::dicom {

/// Slices that may make one volume: one series, one orientation, size, spacing, image type, echo and phase.
struct SliceGroup {
    std::string seriesUid;           ///< as in the file, or made up from the folder where it is blank
    std::string part;                ///< "" unless the series was split; made from what tells this part from the others
    std::string label;               ///< the same for people: "echo 92 ms"
    std::vector<SliceHeader> slices; ///< `file` counts in the list given to groupSlices
    std::vector<std::size_t> damagedFiles; ///< of the same series, left out
    std::vector<Problem> problems;         ///< of the grouping: DCM-002, DCM-012, DCM-013, DCM-016
};

/// What the files of one series have in common: its UID, or the folder where some tool has blanked it.
[[nodiscard]] std::string seriesKeyOf(const FileHeader& file);

/// Groups the images among the files (those without pixels are left out). Duplicates (same SOP instance at the same
/// place) are dropped and counted. Files with damaged pixels are left out and reported with the series they belong to.
[[nodiscard]] std::vector<SliceGroup> groupSlices(std::span<const FileHeader> files);

} // namespace nidus::dicom
