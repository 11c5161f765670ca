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

/// The separate-axis path for one channel whose separate axis is the first one.
template <class T>
void resizeSeparately(const T* source, const std::array<std::int64_t, 3>& from, const std::array<std::int64_t, 3>& to,
                      const ResamplingFunction& function, T* target, int threads) {
    const AxisTable rows = tableFor(function, from[1], to[1]);
    const AxisTable columns = tableFor(function, from[2], to[2]);
    const Clip clip = function.kind == Kind::Torch ? Clip::None : Clip::EachPlane;
    if (from[0] == to[0]) {
        resizePlanes(source, everyPlane(from[0]), rows, columns, clip, target, threads);
    } else if (function.kind == Kind::Torch) {
        resizePlanes(source, torchNearestIndices(from[0], to[0]), rows, columns, clip, target, threads);
    } else if (function.orderZ == 0) {
        resizePlanes(source, nearestIndices(from[0], to[0]), rows, columns, clip, target, threads);
    } else {
        const LargeBuffer<T> between(static_cast<std::size_t>(from[0] * to[1] * to[2]));
        resizePlanes(source, everyPlane(from[0]), rows, columns, clip, between.data(), threads);
        const T* intermediate = between.data();
        resizeFirstAxis(intermediate, to[1] * to[2], splineTable(from[0], to[0], function.orderZ), target, threads);
    }
}

std::array<std::int64_t, 3> withFront(const std::array<std::int64_t, 3>& shape, std::size_t axis) {
    std::array<std::int64_t, 3> moved{shape[axis], 0, 0};
    std::copy_if(shape.begin(), shape.end(), moved.begin() + 1,
                 [&, a = std::size_t{0}](std::int64_t) mutable { return a++ != axis; });
    return moved;
}

template <class T>
void resizeSeparately(const T* source, const std::array<std::int64_t, 3>& from, const std::array<std::int64_t, 3>& to,
                      std::size_t axis, const ResamplingFunction& function, T* target, int threads) {
    if (axis == 0) {
        resizeSeparately(source, from, to, function, target, threads);
        return;
    }
    const LargeBuffer<T> moved(static_cast<std::size_t>(voxelsOf(from)));
    moveAxis(source, from, axis, 0, moved.data());
    const LargeBuffer<T> resized(static_cast<std::size_t>(voxelsOf(to)));
    const T* movedSource = moved.data();
    resizeSeparately(movedSource, withFront(from, axis), withFront(to, axis), function, resized.data(), threads);
    const T* movedResult = resized.data();
    moveAxis(movedResult, withFront(to, axis), 0, axis, target);
}

template <class T>
std::vector<T> resampledChannels(std::span<const T> channels, const Grid& from, const Grid& target,
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
        const T* source = channels.data() + c * sizeIn;
        T* channel = result.data() + c * sizeOut;
        if (axis)
            resizeSeparately(source, from.shape, target.shape, *axis, function, channel, threads);
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

PlanImage resampled(const PlanImage& image, const Grid& target, const ResamplingFunction& function, int threads) {
    const Grid from{image.shape, image.spacing};
    if (isUntouched(from, target, function)) {
        PlanImage same = image;
        if (function.kind != Kind::None)
            same.spacing = target.spacing;
        return same;
    }
    return {image.channels, target.shape, target.spacing,
            resampledChannels(std::span(image.voxels), from, target, function, threads)};
}

std::vector<double> resampled(std::span<const double> channels, const Grid& from, const Grid& target,
                              const ResamplingFunction& function, int threads) {
    if (isUntouched(from, target, function))
        return {channels.begin(), channels.end()};
    return resampledChannels(channels, from, target, function, threads);
}

} // namespace nidus
