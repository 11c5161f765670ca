// SPDX-License-Identifier: Apache-2.0
#include "core/training/image_traits.h"

#include <algorithm>
#include <cstddef>

namespace nidus {
namespace {

struct Moments {
    double mean = 0, variance = 0;
    std::size_t count = 0;
};

Moments momentsInside(const PreprocessedCase& prepared) {
    const auto& voxels = prepared.image.voxels;
    double sum = 0, squares = 0;
    std::size_t count = 0;
    for (std::size_t i = 0; i < prepared.nonzero.size(); ++i) {
        if (prepared.nonzero[i] == 0)
            continue;
        const auto value = static_cast<double>(voxels[i]);
        sum += value;
        squares += value * value;
        ++count;
    }
    if (count == 0)
        return {};
    const double mean = sum / static_cast<double>(count);
    return {mean, std::max(squares / static_cast<double>(count) - mean * mean, 0.0), count};
}

/// Over all pairs of neighbours of which both are inside the mask.
double neighbourCorrelation(const PreprocessedCase& prepared, std::size_t axis, const Moments& moments) {
    const auto& shape = prepared.image.shape;
    const std::array<std::int64_t, 3> strides{shape[1] * shape[2], shape[2], 1};
    const auto step = static_cast<std::size_t>(strides[axis]);
    const auto length = static_cast<std::size_t>(shape[axis]);
    double sum = 0;
    std::size_t pairs = 0;
    for (std::size_t i = 0; i + step < prepared.nonzero.size(); ++i) {
        if (i / step % length + 1 == length || prepared.nonzero[i] == 0 || prepared.nonzero[i + step] == 0)
            continue;
        sum += (static_cast<double>(prepared.image.voxels[i]) - moments.mean)
               * (static_cast<double>(prepared.image.voxels[i + step]) - moments.mean);
        ++pairs;
    }
    return pairs == 0 || !(moments.variance > 0) ? 1 : sum / static_cast<double>(pairs) / moments.variance;
}

} // namespace

ImageTraits imageTraits(const PreprocessedCase& prepared) {
    const Moments moments = momentsInside(prepared);
    ImageTraits traits;
    for (std::size_t axis = 0; axis < 3; ++axis)
        traits.smoothness[axis] = neighbourCorrelation(prepared, axis, moments);
    traits.foregroundShare =
        static_cast<double>(moments.count) / static_cast<double>(std::max<std::size_t>(prepared.nonzero.size(), 1));
    return traits;
}

} // namespace nidus
