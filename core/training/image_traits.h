// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/nnunet/preprocess.h"

#include <array>

namespace nidus {

/// What a prepared image looks like without a network; normalisation of the intensities leaves it as it is.
struct ImageTraits {
    /// Correlation of neighbouring voxels along each plan axis, channel 0 inside the nonzero mask: 0 for noise, near 1
    /// for anatomy. 1 where there is nothing to compare.
    std::array<double, 3> smoothness{1, 1, 1};
    double foregroundShare = 0; ///< of the voxels, inside the nonzero mask
    bool operator==(const ImageTraits&) const = default;
};

[[nodiscard]] ImageTraits imageTraits(const PreprocessedCase& prepared);

} // namespace nidus
