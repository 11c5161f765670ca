// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/imaging/volume.h"
#include "dicom/slice_geometry.h"

#include <array>
#include <span>
#include <string>
#include <vector>

namespace nidus::dicom {

/// Slices of one size and orientation with their voxels in modality units, in the order of the geometry.
struct SliceStack {
    std::int64_t columns = 0, rows = 0;
    std::array<double, 2> pixelSpacing{1, 1}; ///< mm between rows, between columns
    Vector3 row{1, 0, 0}, column{0, 1, 0};
    double spacing = 1; ///< mm between slices
    std::vector<Vector3> positions;
    std::vector<std::vector<float>> slices; ///< rows x columns, column fastest
};

/// Drops slices that lie where another one lies (DCM-022 overridden).
void dropDoubled(SliceStack& stack, const std::vector<bool>& isDoubled);
/// Fills gaps by linear interpolation between their neighbours (DCM-011 overridden).
void fillGaps(SliceStack& stack, const std::vector<int>& missingBefore);
/// Moves the slices within their planes, linearly interpolated, until their origins lie on the normal through the
/// middle slice (DCM-015 overridden). What enters from outside takes the lowest value of the slice.
void shearUpright(SliceStack& stack);

/// The volume whose axes are row, column and row x column.
[[nodiscard]] Volume assembled(SliceStack stack);

} // namespace nidus::dicom
