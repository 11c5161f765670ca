// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/error.h"

#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace nidus::dicom {

using Vector3 = std::array<double, 3>; ///< mm or a direction, in LPS

[[nodiscard]] Vector3 crossProduct(const Vector3& a, const Vector3& b);
[[nodiscard]] double dotProduct(const Vector3& a, const Vector3& b);

/// One slice as its header places it.
struct SlicePlace {
    Vector3 position{}; ///< centre of the first voxel, ImagePositionPatient
    int acquired = 0;   ///< InstanceNumber, or the number of the frame
    std::string name;   ///< file or frame, for sentences
};

/// How far positions may deviate before a series is refused: 1 % of the spacing, at most 0.1 mm, but never less than
/// what rounding positions to two decimals does.
[[nodiscard]] double slicePositionTolerance(double spacing);

struct SliceGeometry {
    std::vector<std::size_t> order; ///< slices by increasing position along the normal
    std::vector<bool> isDoubled;    ///< by place in `order`: lies where the slice before it lies
    std::vector<int> missingBefore; ///< by place in `order`: how many slices are missing in front of it
    Vector3 normal{0, 0, 1};        ///< row direction x column direction
    double spacing = 0;             ///< mm between centres of neighbours along the normal; 0 for a single slice
    Vector3 origin{};               ///< of the first slice in `order` on the even grid
    double tiltDegrees = 0;         ///< angle between the normal and the line through the slices' origins
    std::vector<Problem> problems;  ///< DCM-010, DCM-011, DCM-015, DCM-022, DCM-023: blockers
};

/// Judges slices that share one orientation (unit vectors along a row and along a column). Positions are projected on
/// the normal; the spacing is the median distance of neighbours, for an even stack the mean. Where the positions are
/// even but for the rounding of their digits, the grid starts at the first acquired slice and has its distance to the
/// second, in single precision: that of dcm2niix, so that the same scan has the same grid whoever stacked it. Codes:
/// DCM-010 fewer than three slices (evenness cannot be judged), DCM-011 missing slices, DCM-015 tilt, DCM-022 doubled
/// slices, DCM-023 uneven distances or slices shifted against each other.
[[nodiscard]] SliceGeometry judgeSlices(std::span<const SlicePlace> slices, const Vector3& row, const Vector3& column);

} // namespace nidus::dicom
