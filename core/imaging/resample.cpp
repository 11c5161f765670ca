// SPDX-License-Identifier: Apache-2.0
#include "core/imaging/resample.h"

#include "core/base/error.h"
#include "core/imaging/volume_resize.h"

#include <algorithm>
#include <cmath>

namespace nidus {
namespace {

using Kind = ResamplingFunction::Kind;

/// nnU-Net's ANISO_THRESHOLD.
constexpr double kAnisotropyThreshold = 3;

double anisotropy(const std::array<double, 3>& spacing) {
    return *std::max_element(spacing.begin(), spacing.end()) / *std::min_element(spacing.begin(), spacing.end());
}

/// The axis of the largest spacing, or nothing when two axes share it (nnU-Net's get_lowres_axis compares the quotient
/// with exactly 1).
std::optional<std::size_t> coarsestAxis(const std::array<double, 3>& spacing) {
    const double largest = *std::max_element(spacing.begin(), spacing.end());
    std::optional<std::size_t> axis;
    for (std::size_t a = 0; a < 3; ++a) {
        if (largest / spacing[a] != 1.0)
            continue;
        if (axis)
            return std::nullopt;
        axis = a;
    }
    return axis;
}

void requireKnownOrder(int order) {
    if (order != 0 && order != 1 && order != 3)
        throw Error("IMG-014", "The plan of the model asks for resampling of order " + std::to_string(order)
                                   + "; Nidus knows the orders 0, 1 and 3. Choose another configuration or model.");
}

AxisTable tableFor(const ResamplingFunction& function, std::int64_t sizeIn, std::int64_t sizeOut) {
    return function.kind == Kind::Torch ? torchLinearTable(sizeIn, sizeOut)
                                        : splineTable(sizeIn, sizeOut, function.order);
}

std::int64_t voxelsOf(const std::array<std::int64_t, 3>& shape) {
    return shape[0] * shape[1] * shape[2];
}

std::vector<std::int64_t> everyPlane(std::int64_t count) {
    return nearestIndices(count, count);
}

/// Which slice of the source each slice of the result is, where the length of the separate axis changes by copying.
std::vector<std::int64_t> slicesOf(const ResamplingFunction& function, std::int64_t sizeIn, std::int64_t sizeOut) {
    if (sizeIn == sizeOut)
        return everyPlane(sizeIn);
    return function.kind == Kind::Torch ? torchNearestIndices(sizeIn, sizeOut) : nearestIndices(sizeIn, sizeOut);
}

/// The separate-axis path for one channel.
template <class T>
void resizeSeparately(const T* source, const std::array<std::int64_t, 3>& from, const std::array<std::int64_t, 3>& to,
                      std::size_t axis, const ResamplingFunction& function, T* target, int threads) {
    const std::size_t first = axis == 0 ? 1 : 0;
    const std::size_t second = axis == 2 ? 1 : 2;
    const AxisTable rows = tableFor(function, from[first], to[first]);
    const AxisTable columns = tableFor(function, from[second], to[second]);
    const Clip clip = function.kind == Kind::Torch ? Clip::None : Clip::EachPlane;
    const bool isSplineAlong = function.kind != Kind::Torch && function.orderZ != 0 && from[axis] != to[axis];
    if (!isSplineAlong) {
        resizeSlices(source, from, axis, slicesOf(function, from[axis], to[axis]), rows, columns, clip, target,
                     threads);
        return;
    }
    std::array<std::int64_t, 3> sizes = to;
    sizes[axis] = from[axis];
    std::vector<T> between = largeVector<T>(static_cast<std::size_t>(voxelsOf(sizes)));
    resizeSlices(source, from, axis, everyPlane(from[axis]), rows, columns, clip, between.data(), threads);
    std::array<AxisTable, 3> along;
    for (std::size_t a = 0; a < 3; ++a)
        along[a] = splineTable(sizes[a], to[a], function.orderZ);
    resizeVolume(between.data(), along, Clip::None, target, threads);
}

template <class T>
std::vector<T> resampledChannels(std::span<T> channels, const Grid& from, const Grid& target,
                                 const ResamplingFunction& function, int threads) {
    requireKnownOrder(function.order);
    requireKnownOrder(function.orderZ);
    const std::int64_t sizeIn = voxelsOf(from.shape);
    const std::int64_t sizeOut = voxelsOf(target.shape);
    const std::int64_t count = sizeIn > 0 ? static_cast<std::int64_t>(channels.size()) / sizeIn : 0;
    std::vector<T> result = largeVector<T>(static_cast<std::size_t>(count * sizeOut));
    const std::optional<std::size_t> axis = separateAxis(function, from.spacing, target.spacing);
    std::array<AxisTable, 3> tables;
    for (std::size_t a = 0; a < 3 && !axis; ++a)
        tables[a] = tableFor(function, from.shape[a], target.shape[a]);
    for (std::int64_t c = 0; c < count; ++c) {
        T* source = channels.data() + c * sizeIn;
        T* channel = result.data() + c * sizeOut;
        if (axis)
            resizeSeparately<T>(source, from.shape, target.shape, *axis, function, channel, threads);
        else
            resizeVolume(source, tables, function.kind == Kind::Torch ? Clip::None : Clip::Volume, channel, threads);
    }
    return result;
}

bool isUntouched(const Grid& from, const Grid& target, const ResamplingFunction& function) {
    return function.kind == Kind::None || from.shape == target.shape;
}

} // namespace

std::array<std::int64_t, 3> resampledShape(const Grid& from, const std::array<double, 3>& spacing) {
    std::array<std::int64_t, 3> shape{};
    for (std::size_t a = 0; a < 3; ++a) {
        const double exact = from.spacing[a] / spacing[a] * static_cast<double>(from.shape[a]);
        shape[a] = std::max<std::int64_t>(1, static_cast<std::int64_t>(std::nearbyint(exact)));
    }
    return shape;
}

std::optional<std::size_t> separateAxis(const ResamplingFunction& function, const std::array<double, 3>& spacing,
                                        const std::array<double, 3>& targetSpacing) {
    if (function.forceSeparateZ)
        return *function.forceSeparateZ ? coarsestAxis(spacing) : std::nullopt;
    if (anisotropy(spacing) > kAnisotropyThreshold)
        return coarsestAxis(spacing);
    if (anisotropy(targetSpacing) > kAnisotropyThreshold)
        return coarsestAxis(targetSpacing);
    return std::nullopt;
}

PlanImage resampled(PlanImage image, const Grid& target, const ResamplingFunction& function, int threads) {
    const Grid from{image.shape, image.spacing};
    if (isUntouched(from, target, function)) {
        if (function.kind != Kind::None)
            image.spacing = target.spacing;
        return image;
    }
    return {image.channels, target.shape, target.spacing,
            resampledChannels(std::span(image.voxels), from, target, function, threads)};
}

std::vector<double> resampled(std::span<const double> channels, const Grid& from, const Grid& target,
                              const ResamplingFunction& function, int threads) {
    if (isUntouched(from, target, function))
        return {channels.begin(), channels.end()};
    std::vector<double> copy(channels.begin(), channels.end());
    return resampledChannels(std::span(copy), from, target, function, threads);
}

} // namespace nidus
