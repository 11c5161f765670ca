// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/volume.h"

#include <QImage>
#include <QRgb>
#include <QSizeF>
#include <QString>

#include <array>
#include <cstdint>

namespace nidus::ui {

/// The three planes through a volume that lies in LPS order (x grows to the left, y to the back, z upwards).
enum class Plane { Axial, Coronal, Sagittal };

/// Grey values: `level` in the middle of `width`, in the unit of the voxels.
struct GreyWindow {
    double level = 0, width = 1;
    bool operator==(const GreyWindow&) const = default;
};

/// Voxel index (x, y, z).
using VoxelIndex = std::array<std::int64_t, 3>;

/// The axis (0 x, 1 y, 2 z) that runs across a picture of the plane, down it, and through it. Pictures are
/// radiological: the patient's right at the left edge, front or head on top; `down` is reversed for coronal and
/// sagittal pictures.
struct PlaneAxes {
    std::size_t across, down, through;
    bool isDownReversed;
};
[[nodiscard]] PlaneAxes axesOf(Plane plane);

[[nodiscard]] std::int64_t sizeAlong(const Volume& volume, std::size_t axis);
/// mm
[[nodiscard]] double spacingAlong(const Volume& volume, std::size_t axis);

/// One slice as 8-bit grey, a pixel per voxel. Voxels that are not numbers are black.
[[nodiscard]] QImage sliceImage(const Volume& volume, Plane plane, std::int64_t index, const GreyWindow& window,
                                bool isInverted);

/// Okabe and Ito's orange for what speaks for a class, their sky blue for what speaks against it.
inline constexpr QRgb kColourFor = 0xFFE69F00, kColourAgainst = 0xFF56B4E9;

/// The same slice of a map on the grid of the volume, drawn over it: transparent where |value| <= threshold, from there
/// on ever less so up to `largest`; above 0 orange, below 0 blue.
[[nodiscard]] QImage overlayImage(const Volume& map, Plane plane, std::int64_t index, double threshold, double largest,
                                  double opacity);

/// Extent of the plane's picture in mm.
[[nodiscard]] QSizeF extentMm(const Volume& volume, Plane plane);

/// The voxel at a place of the picture, both in [0, 1] from its upper left corner, on slice `through`; kept inside.
[[nodiscard]] VoxelIndex voxelAt(const Volume& volume, Plane plane, double across, double down, std::int64_t through);
/// The inverse for the centre of a voxel: (across, down).
[[nodiscard]] std::array<double, 2> placeOf(const Volume& volume, Plane plane, const VoxelIndex& voxel);

/// What suits a volume of unknown meaning: its range without 0.1 % of the voxels at each end, judged on a sample. A
/// constant volume gets a width of 1.
[[nodiscard]] GreyWindow automaticWindow(const Volume& volume);

/// Letters at the edges of the picture: left, right, top, bottom.
[[nodiscard]] std::array<QString, 4> edgeLetters(Plane plane);

} // namespace nidus::ui
