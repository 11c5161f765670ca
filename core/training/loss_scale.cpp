// SPDX-License-Identifier: Apache-2.0
#include "core/training/loss_scale.h"

#include <limits>

namespace nidus {

void LossScale::update(bool isGradientFinite) noexcept {
    constexpr double kGrowth = 2, kBackoff = 0.5, kMost = std::numeric_limits<float>::max();
    if (!isGradientFinite) {
        scale *= kBackoff;
        goodSteps = 0;
        ++skippedSteps;
    } else if (++goodSteps == kGrowthInterval) {
        if (scale * kGrowth <= kMost)
            scale *= kGrowth;
        goodSteps = 0;
    }
}

} // namespace nidus
