// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "dicom/slice_geometry.h"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace nidus::dicom {

/// What the private image header of Siemens (CSA) says about a mosaic: slices side by side in one image.
struct MosaicHeader {
    int images = 0;                     ///< 0 when not given
    std::optional<Vector3> sliceNormal; ///< direction from the first slice to the last
};

/// Never fails: what cannot be read stays absent. The second generation of the header ("SV10") is understood.
[[nodiscard]] MosaicHeader readCsaHeader(std::span<const std::uint8_t> bytes);

/// The whole image, as its standard header describes it.
struct MosaicImage {
    int columns = 0, rows = 0;
    Vector3 position{};
    std::array<double, 6> orientation{};
    std::array<double, 2> pixelSpacing{1, 1}; ///< mm between rows, between columns
    double sliceSpacing = 1;                  ///< mm
};

struct MosaicTile {
    int x = 0, y = 0, width = 0, height = 0;
    Vector3 position{}; ///< of the tile's first pixel
};

/// The slices in order. The image's position is that of a slice which would be as large as the mosaic and has the same
/// centre, so the first tile starts half the difference further in. Empty when the number does not fit the size.
[[nodiscard]] std::vector<MosaicTile> unfolded(const MosaicHeader& mosaic, const MosaicImage& image);

} // namespace nidus::dicom
