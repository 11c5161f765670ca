// SPDX-License-Identifier: Apache-2.0
#include "core/base/parallel.h"
#include "core/imaging/resample.h"
#include "core/imaging/volume_resize.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace nidus {
namespace {

using Labels = std::vector<std::int8_t>;
using Triple = std::array<std::int64_t, 3>;

std::size_t voxelsOf(const Triple& shape) {
    return static_cast<std::size_t>(shape[0] * shape[1] * shape[2]);
}

/// Both neighbours of each output along one axis with their weights, and the nearest one.
struct LinearAxis {
    std::int64_t size = 0; ///< of the output
    std::vector<std::array<std::int64_t, 2>> neighbours;
    std::vector<std::array<double, 2>> weights;
    std::vector<std::int64_t> nearest;

    LinearAxis(std::int64_t sizeIn, std::int64_t sizeOut) : size(sizeOut), nearest(nearestIndices(sizeIn, sizeOut)) {
        const AxisTable table = splineTable(sizeIn, sizeOut, 1);
        for (std::int64_t k = 0; k < sizeOut; ++k) {
            const auto at = static_cast<std::size_t>(k);
            const std::int64_t first = table.isIdentity() ? k : table.start[at] - kLineMargin;
            neighbours.push_back(
                {std::clamp<std::int64_t>(first, 0, sizeIn - 1), std::clamp<std::int64_t>(first + 1, 0, sizeIn - 1)});
            if (table.isIdentity())
                weights.push_back({1, 0});
            else
                weights.push_back({table.weights[2 * at], table.weights[2 * at + 1]});
        }
    }
};

/// The label of one output voxel, from the labels and weights of its eight neighbours.
std::int8_t winner(const std::array<std::int8_t, 8>& labels, const std::array<double, 8>& weights,
                   std::int8_t nearest) {
    // Sums in scipy's order, so that exact ties are found where it finds them.
    const auto score = [&](std::int8_t label) {
        double sum = 0;
        for (std::size_t n = 0; n < 8; ++n)
            if (labels[n] == label)
                sum += weights[n];
        return std::min(sum, 1.0);
    };
    std::array<std::int8_t, 8> candidates = labels;
    std::sort(candidates.begin(), candidates.end());
    std::int8_t best = candidates[0];
    double bestScore = score(best);
    for (std::size_t n = 1; n < 8; ++n) {
        if (candidates[n] == candidates[n - 1])
            continue;
        if (const double candidateScore = score(candidates[n]); candidateScore > bestScore) {
            best = candidates[n];
            bestScore = candidateScore;
        }
    }
    return score(nearest) == bestScore ? nearest : best;
}

/// No label: the rows differ.
constexpr std::int16_t kMixed = 256;

/// For each column the label that the two by two rows of neighbours share, or kMixed: most voxels lie deep inside one
/// label, and then nothing has to be weighed.
template <class RowAt>
void findCommon(const RowAt& at, const std::array<std::int64_t, 2>& planes, const std::array<std::int64_t, 2>& rows,
                std::vector<std::int16_t>& common) {
    const std::int8_t* a = at(planes[0], rows[0], 0);
    const std::int8_t* b = at(planes[0], rows[1], 0);
    const std::int8_t* c = at(planes[1], rows[0], 0);
    const std::int8_t* d = at(planes[1], rows[1], 0);
    for (std::size_t k = 0; k < common.size(); ++k) {
        const int different = (a[k] ^ b[k]) | (a[k] ^ c[k]) | (a[k] ^ d[k]);
        common[k] = different == 0 ? std::int16_t{a[k]} : kMixed;
    }
}

/// batchgenerators' resize_segmentation of order 1 over three axes at once; an axis that keeps its size takes no part,
/// which makes a stack of slices the same thing.
Labels resizedBySpline(const std::int8_t* source, const Triple& from, const Triple& to, int threads) {
    const std::array<LinearAxis, 3> axes{LinearAxis(from[0], to[0]), LinearAxis(from[1], to[1]),
                                         LinearAxis(from[2], to[2])};
    Labels result(voxelsOf(to));
    const auto at = [&](std::int64_t i, std::int64_t j, std::int64_t k) {
        return source + (i * from[1] + j) * from[2] + k;
    };
    parallelFor(static_cast<std::size_t>(to[0]), threads, [&](std::size_t i) {
        std::int8_t* target = result.data() + i * static_cast<std::size_t>(to[1] * to[2]);
        std::vector<std::int16_t> common(static_cast<std::size_t>(from[2]));
        for (std::size_t j = 0; j < static_cast<std::size_t>(to[1]); ++j) {
            findCommon(at, axes[0].neighbours[i], axes[1].neighbours[j], common);
            for (std::size_t k = 0; k < static_cast<std::size_t>(to[2]); ++k) {
                const auto [left, right] = axes[2].neighbours[k];
                const std::int16_t label = common[static_cast<std::size_t>(left)];
                if (label != kMixed && label == common[static_cast<std::size_t>(right)]) {
                    *target++ = static_cast<std::int8_t>(label);
                    continue;
                }
                std::array<std::int8_t, 8> labels{};
                std::array<double, 8> weights{};
                for (std::size_t n = 0; n < 8; ++n) {
                    const std::size_t a = n / 4;
                    const std::size_t b = n / 2 % 2;
                    const std::size_t c = n % 2;
                    labels[n] = *at(axes[0].neighbours[i][a], axes[1].neighbours[j][b], axes[2].neighbours[k][c]);
                    weights[n] = axes[0].weights[i][a] * axes[1].weights[j][b] * axes[2].weights[k][c];
                }
                *target++ = winner(labels, weights, *at(axes[0].nearest[i], axes[1].nearest[j], axes[2].nearest[k]));
            }
        }
    });
    return result;
}

/// A value in [0, 1000] rounded to half precision, half to even.
float roundedToHalf(float value) {
    if (!(value > 0))
        return value;
    const int exponent = std::max(std::ilogb(value), -14);
    const float step = std::ldexp(1.F, exponent - 10);
    return std::nearbyint(value / step) * step;
}

/// nnU-Net's resample_torch_simple with is_seg: indicators of a thousand, linear, in half precision.
Labels resizedByTorch(const std::int8_t* source, const Triple& from, const Triple& to, int threads) {
    constexpr float kScale = 1000;
    constexpr float kCertain = 700;
    if (from == to)
        return {source, source + voxelsOf(from)};
    const std::array<AxisTable, 3> tables{torchLinearTable(from[0], to[0]), torchLinearTable(from[1], to[1]),
                                          torchLinearTable(from[2], to[2])};
    const std::set<std::int8_t> present(source, source + voxelsOf(from));
    Labels result(voxelsOf(to));
    std::vector<float> best(voxelsOf(to), -1.F);
    std::vector<float> indicator(voxelsOf(from));
    std::vector<float> score(voxelsOf(to));
    for (const std::int8_t label : present) {
        std::transform(source, source + indicator.size(), indicator.begin(),
                       [label](std::int8_t value) { return value == label ? kScale : 0.F; });
        resizeVolume(indicator.data(), tables, Clip::None, score.data(), threads);
        for (std::size_t i = 0; i < result.size(); ++i) {
            const float rounded = roundedToHalf(score[i]);
            if (rounded > best[i] || rounded > kCertain) {
                result[i] = label;
                best[i] = rounded;
            }
        }
    }
    return result;
}

Labels resizedSeparately(const std::int8_t* source, const Triple& from, const Triple& to,
                         const ResamplingFunction& function, int threads) {
    const Triple between{from[0], to[1], to[2]};
    const bool isTorch = function.kind == ResamplingFunction::Kind::Torch;
    const Labels planes =
        isTorch ? resizedByTorch(source, from, between, threads) : resizedBySpline(source, from, between, threads);
    const std::vector<std::int64_t> indices =
        isTorch ? torchNearestIndices(from[0], to[0]) : nearestIndices(from[0], to[0]);
    const std::int64_t planeSize = to[1] * to[2];
    Labels result;
    result.reserve(voxelsOf(to));
    for (const std::int64_t index : indices)
        result.insert(result.end(), planes.begin() + index * planeSize, planes.begin() + (index + 1) * planeSize);
    return result;
}

Triple movedToFront(const Triple& shape, std::size_t axis) {
    return axis == 0 ? shape : axis == 1 ? Triple{shape[1], shape[0], shape[2]} : Triple{shape[2], shape[0], shape[1]};
}

} // namespace

std::vector<std::int8_t> resampledLabels(std::span<const std::int8_t> labels, const Grid& from, const Grid& target,
                                         const ResamplingFunction& function, int threads) {
    if (function.kind == ResamplingFunction::Kind::None || from.shape == target.shape)
        return {labels.begin(), labels.end()};
    const std::optional<std::size_t> axis = separateAxis(function, from.spacing, target.spacing);
    if (!axis)
        return function.kind == ResamplingFunction::Kind::Torch
                   ? resizedByTorch(labels.data(), from.shape, target.shape, threads)
                   : resizedBySpline(labels.data(), from.shape, target.shape, threads);
    Labels moved(labels.size());
    moveAxis(labels.data(), from.shape, *axis, 0, moved.data());
    const Triple movedTarget = movedToFront(target.shape, *axis);
    const Labels resized =
        resizedSeparately(moved.data(), movedToFront(from.shape, *axis), movedTarget, function, threads);
    Labels result(resized.size());
    moveAxis(resized.data(), movedTarget, 0, *axis, result.data());
    return result;
}

} // namespace nidus
