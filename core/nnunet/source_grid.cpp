// SPDX-License-Identifier: Apache-2.0
#include "core/nnunet/source_grid.h"

#include "core/imaging/crop.h"
#include "core/imaging/pad.h"
#include "core/imaging/resample.h"

#include <array>
#include <cstddef>
#include <utility>

namespace nidus {
namespace {

/// From the order of the plan back to (z, y, x) of the frame.
std::array<int, 3> backFrom(const std::array<int, 3>& transposeForward) {
    std::array<int, 3> back{};
    for (int a = 0; a < 3; ++a)
        back[static_cast<std::size_t>(transposeForward[static_cast<std::size_t>(a)])] = a;
    return back;
}

} // namespace

Volume onSourceGrid(std::vector<float> map, const PreprocessedCase& prepared, const Plans& plans, InputFrame frame,
                    const Volume& source, int threads) {
    PlanImage image{1, prepared.image.shape, prepared.image.spacing, std::move(map)};
    const ResamplingFunction linear{ResamplingFunction::Kind::Torch, 1, 0, false};
    image =
        resampled(std::move(image), {prepared.shapeAfterCropping, prepared.spacingBeforeResampling}, linear, threads);
    const Box& box = prepared.cropBox;
    image = cropped(image, {-box[0][0], -box[1][0], -box[2][0]}, prepared.shapeBeforeCropping);
    return inSourceAxes(transposed(image, backFrom(plans.transposeForward)).voxels, source, frame,
                        plans.imageReaderWriter);
}

Volume networkView(const PreprocessedCase& prepared, std::int64_t channel, const Plans& plans, const Volume& framed) {
    const auto size = static_cast<std::ptrdiff_t>(prepared.image.channelVoxels());
    const auto first = prepared.image.voxels.begin() + channel * size;
    PlanImage image{1, prepared.image.shape, prepared.image.spacing, {first, first + size}};
    const std::array<int, 3> back = backFrom(plans.transposeForward);
    image = transposed(image, back);
    Volume view;
    view.shape = {image.shape[0], image.shape[1], image.shape[2]};
    view.spacing = {image.spacing[0], image.spacing[1], image.spacing[2]};
    view.lpsFromAxis = framed.lpsFromAxis;
    view.originLps = framed.originLps;
    for (std::size_t axis = 0; axis < 3; ++axis) { // z, y, x
        // The crop begins at a voxel's edge, and resampling keeps the edges.
        const auto plan = static_cast<std::size_t>(back[axis]);
        const double voxel =
            static_cast<double>(prepared.shapeAfterCropping[plan]) / static_cast<double>(prepared.image.shape[plan]);
        const double mm = (static_cast<double>(prepared.cropBox[plan][0]) + 0.5 * (voxel - 1))
                          * prepared.spacingBeforeResampling[plan];
        for (std::size_t row = 0; row < 3; ++row)
            view.originLps[row] += framed.lpsFromAxis[row][2 - axis] * mm;
    }
    view.voxels = std::move(image.voxels);
    return view;
}

} // namespace nidus
