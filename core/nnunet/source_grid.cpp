// SPDX-License-Identifier: Apache-2.0
#include "core/nnunet/source_grid.h"

#include "core/imaging/crop.h"
#include "core/imaging/frame_letters.h"
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

/// Unit vectors of index axes x, y, z that grow towards these letters.
std::array<std::array<double, 3>, 3> directionsOf(const std::string& letters) {
    std::array<std::array<double, 3>, 3> lpsFromAxis{};
    const std::string growing = "LPS", falling = "RAI";
    for (std::size_t axis = 0; axis < 3; ++axis)
        for (std::size_t row = 0; row < 3; ++row)
            if (letters.at(axis) == growing[row] || letters.at(axis) == falling[row])
                lpsFromAxis[row][axis] = letters[axis] == growing[row] ? 1 : -1;
    return lpsFromAxis;
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

Volume networkView(const PreprocessedCase& prepared, std::int64_t channel, const Plans& plans, InputFrame frame,
                   const std::string& orientation) {
    const auto size = static_cast<std::ptrdiff_t>(prepared.image.channelVoxels());
    const auto first = prepared.image.voxels.begin() + channel * size;
    PlanImage image{1, prepared.image.shape, prepared.image.spacing, {first, first + size}};
    image = transposed(image, backFrom(plans.transposeForward));
    const std::string letters = lettersOfFrame(frame, plans.imageReaderWriter);
    Volume view;
    view.shape = {image.shape[0], image.shape[1], image.shape[2]};
    view.spacing = {image.spacing[0], image.spacing[1], image.spacing[2]};
    view.lpsFromAxis = directionsOf(letters.empty() ? orientation : letters);
    view.voxels = std::move(image.voxels);
    return view;
}

} // namespace nidus
