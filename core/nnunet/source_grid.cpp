// SPDX-License-Identifier: Apache-2.0
#include "core/nnunet/source_grid.h"

#include "core/imaging/crop.h"
#include "core/imaging/pad.h"
#include "core/imaging/resample.h"

#include <utility>

namespace nidus {

Volume onSourceGrid(std::vector<float> map, const PreprocessedCase& prepared, const Plans& plans, InputFrame frame,
                    const Volume& source, int threads) {
    PlanImage image{1, prepared.image.shape, prepared.image.spacing, std::move(map)};
    const ResamplingFunction linear{ResamplingFunction::Kind::Torch, 1, 0, false};
    image =
        resampled(std::move(image), {prepared.shapeAfterCropping, prepared.spacingBeforeResampling}, linear, threads);
    const Box& box = prepared.cropBox;
    image = cropped(image, {-box[0][0], -box[1][0], -box[2][0]}, prepared.shapeBeforeCropping);
    std::array<int, 3> back{};
    for (int a = 0; a < 3; ++a)
        back[static_cast<std::size_t>(plans.transposeForward[static_cast<std::size_t>(a)])] = a;
    return inSourceAxes(transposed(image, back).voxels, source, frame, plans.imageReaderWriter);
}

} // namespace nidus
