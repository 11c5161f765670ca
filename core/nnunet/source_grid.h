// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/imaging/input_frame.h"
#include "core/nnunet/preprocess.h"

#include <cstdint>
#include <vector>

namespace nidus {

/// The way back of preprocess() and stackChannels() for a map on the grid of a preprocessed case: linear resampling,
/// zeros around the crop, axes in the order of `source`. The result has the grid and the place of `source`, the first
/// channel as its reader delivered it; the voxels of `source` are not looked at. `threads`: for the resampling.
[[nodiscard]] Volume onSourceGrid(std::vector<float> map, const PreprocessedCase& prepared, const Plans& plans,
                                  InputFrame frame, const Volume& source, int threads);

/// One channel of a preprocessed case with the voxels that the network sees, where they are in the patient. `framed`:
/// the image in the input frame, whose voxels are not looked at.
[[nodiscard]] Volume networkView(const PreprocessedCase& prepared, std::int64_t channel, const Plans& plans,
                                 const Volume& framed);

} // namespace nidus
