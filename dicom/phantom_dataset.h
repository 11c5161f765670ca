// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/job.h"

#include <cstdint>
#include <filesystem>
#include <string>

namespace nidus::dicom {

struct PhantomDatasetOptions {
    int cases = 40; ///< half of each class
    int unseen = 0; ///< further cases, half of each class, under unseen/
    std::uint64_t seed = 1;
    std::string orientation = "mixed"; ///< "axial", "sagittal", "coronal", or "mixed": one of them per case
    bool scannerFollowsClass = false;  ///< a trap: each class from a scanner of its own
    bool withNifti = false;            ///< nifti/<case>_0000.nii.gz, axes L, P, S whatever the orientation
    bool withMasks = false;            ///< masks/<case>.nii.gz on the grid of nifti
};

/// Writes `<out>/<class>/<case>/IM0001.dcm ...` and `<out>/labels.csv` (case,image,label,patient; images count from
/// `out`), unseen cases as `<out>/unseen/<class>/<case>/` with `<out>/unseen/labels.csv` of the same form (images count
/// from `out/unseen`). Throws Error PHA-001 (an option makes no sense), DCM-051 (built without DCMTK or ITK), FIL-003,
/// FIL-004, Cancelled.
void writePhantomDataset(const std::filesystem::path& out, const PhantomDatasetOptions& options,
                         const JobControl& control);

} // namespace nidus::dicom
