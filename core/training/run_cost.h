// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/model/architecture.h"
#include "core/training/recipe.h"

#include <array>
#include <cstdint>

namespace nidus {

/// What was measured of a project on this machine, with one of its cases.
struct RunCosts {
    int cases = 0;             ///< that train and are tested
    int unprepared = 0;        ///< of them
    double prepareSeconds = 0; ///< to read and preprocess one
    double forwardSeconds = 0; ///< one, with all its windows, through the frozen network
    EncoderArchitecture architecture{};
    std::array<std::int64_t, 3> inputSize{}; ///< of the network, voxels
    int windows = 1;                         ///< of one case: more than one where it is larger than the input
};

/// About how long a run takes, seconds: preparing what is not prepared, features of all cases, the fixed views, and the
/// steps of all fits. A step sees one window of a case, or all of them where the head is HeadKind::Attention (twice
/// forwards, if they are more than a batch). Good to a factor of two; what the cache holds already makes a run faster.
[[nodiscard]] double estimatedSeconds(const Recipe& recipe, const RunCosts& costs);

/// About how much memory a run takes at its peak on the CPU, bytes; good to a factor of two. With P weights, of which
/// P_open are in the stages that open, input of V voxels and E_s elements in the output of a convolution of stage s
/// (features times voxels), b bytes per element (4; in bfloat16 and float16 2):
///     0.25 GB + 4 P + 20 P_open                       program; weights; gradients, two moments, start, copy
///     + 8 V channels n (w + 1)                        images that loaders hold, w = itemsAhead()
///     + 6 b max E_s                                   one window on its way through the frozen network
///     + 8 b batch sum over open s of convolutions_s E_s   what their backward pass needs
///     + b batch (W - 1) E_closed                      windows of a batch of cases before the first open stage
/// where n is what a loader makes of a case at once: its W windows, or the fixed views of a phase, or for
/// HeadKind::Attention both.
[[nodiscard]] double estimatedMemory(const Recipe& recipe, const RunCosts& costs);

} // namespace nidus
