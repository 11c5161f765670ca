// SPDX-License-Identifier: Apache-2.0
#include "core/imaging/pad.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace nidus {
namespace {

using Triple = std::array<std::int64_t, 3>;

std::size_t flat(std::int64_t channel, const Triple& at, const Triple& shape) {
    return static_cast<std::size_t>(((channel * shape[0] + at[0]) * shape[1] + at[1]) * shape[2] + at[2]);
}

/// Copies the box `extent` from (`source`, `from`) to (`target`, `to`), row by row, for each channel.
template <class T>
void copyBox(const std::vector<T>& source, const Triple& sourceShape, const Triple& from, std::vector<T>& target,
             const Triple& targetShape, const Triple& to, const Triple& extent, std::int64_t channels) {
    for (std::int64_t c = 0; c < channels; ++c)
        for (std::int64_t i = 0; i < extent[0]; ++i)
            for (std::int64_t j = 0; j < extent[1]; ++j) {
                const T* row = source.data() + flat(c, {from[0] + i, from[1] + j, from[2]}, sourceShape);
                std::copy_n(row, extent[2], target.data() + flat(c, {to[0] + i, to[1] + j, to[2]}, targetShape));
            }
}

/// Copies what the box at `start` shares with the source.
template <class T>
void copyOverlap(const std::vector<T>& source, const Triple& sourceShape, const Triple& start, std::vector<T>& target,
                 const Triple& targetShape, std::int64_t channels) {
    Triple from{}, to{}, extent{};
    for (std::size_t a = 0; a < 3; ++a) {
        from[a] = std::max<std::int64_t>(start[a], 0);
        to[a] = from[a] - start[a];
        extent[a] = std::min(sourceShape[a], start[a] + targetShape[a]) - from[a];
        if (extent[a] <= 0)
            return;
    }
    copyBox(source, sourceShape, from, target, targetShape, to, extent, channels);
}

Triple startOfPadded(const Triple& from, const Triple& to) {
    Triple start{};
    for (std::size_t a = 0; a < 3; ++a) {
        assert(to[a] >= from[a]);
        start[a] = inferencePadding(from[a], to[a]).below;
    }
    return start;
}

} // namespace

Padding inferencePadding(std::int64_t size, std::int64_t patch) noexcept {
    const std::int64_t difference = std::max<std::int64_t>(patch - size, 0);
    return {difference / 2, difference - difference / 2};
}

std::int64_t paddedSize(std::int64_t size, std::int64_t patch, std::int64_t multiple) noexcept {
    const std::int64_t least = std::max(size, patch);
    return (least + multiple - 1) / multiple * multiple;
}

PlanImage padded(const PlanImage& image, const std::array<std::int64_t, 3>& shape) {
    PlanImage result{image.channels, shape, image.spacing, {}};
    result.voxels.resize(static_cast<std::size_t>(image.channels) * result.channelVoxels());
    copyBox(image.voxels, image.shape, {0, 0, 0}, result.voxels, shape, startOfPadded(image.shape, shape), image.shape,
            image.channels);
    return result;
}

std::vector<std::uint8_t> padded(const std::vector<std::uint8_t>& mask, const std::array<std::int64_t, 3>& from,
                                 const std::array<std::int64_t, 3>& to) {
    std::vector<std::uint8_t> result(static_cast<std::size_t>(to[0] * to[1] * to[2]));
    copyBox(mask, from, {0, 0, 0}, result, to, startOfPadded(from, to), from, 1);
    return result;
}

PlanImage cropped(const PlanImage& image, const std::array<std::int64_t, 3>& start,
                  const std::array<std::int64_t, 3>& shape) {
    PlanImage result{image.channels, shape, image.spacing, {}};
    result.voxels.resize(static_cast<std::size_t>(image.channels) * result.channelVoxels());
    copyOverlap(image.voxels, image.shape, start, result.voxels, shape, image.channels);
    return result;
}

std::vector<std::uint8_t> cropped(const std::vector<std::uint8_t>& mask, const std::array<std::int64_t, 3>& from,
                                  const std::array<std::int64_t, 3>& start, const std::array<std::int64_t, 3>& shape) {
    std::vector<std::uint8_t> result(static_cast<std::size_t>(shape[0] * shape[1] * shape[2]));
    copyOverlap(mask, from, start, result, shape, 1);
    return result;
}

std::vector<std::int64_t> windowStarts(std::int64_t size, std::int64_t tile) {
    assert(size >= tile && tile > 0);
    const double targetStep = static_cast<double>(tile) * 0.5;
    const std::int64_t last = size - tile;
    const auto count = static_cast<std::int64_t>(std::ceil(static_cast<double>(last) / targetStep)) + 1;
    const double step = count > 1 ? static_cast<double>(last) / static_cast<double>(count - 1) : 0;
    std::vector<std::int64_t> starts;
    for (std::int64_t i = 0; i < count; ++i)
        starts.push_back(static_cast<std::int64_t>(std::nearbyint(step * static_cast<double>(i))));
    return starts;
}

} // namespace nidus
