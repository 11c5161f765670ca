// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace nidus {

/// What the loss is multiplied by before the backward pass in float16, whose smallest number is 6e-8: gradients keep
/// their digits, and are divided by it again before anything looks at them. Adapts as torch.amp.GradScaler does with
/// its defaults (https://docs.pytorch.org/docs/stable/amp.html): halved when a gradient was not finite, doubled after
/// 2000 steps in a row without that. Always a power of two, so that it costs no digit.
struct LossScale {
    static constexpr int kGrowthInterval = 2000;

    double scale = 65536;
    int goodSteps = 0;    ///< since the scale last changed
    int skippedSteps = 0; ///< of the fit: left out because their gradient was not finite

    /// After each step.
    void update(bool isGradientFinite) noexcept;
    /// What is not finite even so is no matter of the scale.
    [[nodiscard]] bool isExhausted() const noexcept { return scale < 1; }
    bool operator==(const LossScale&) const = default;
};

} // namespace nidus
