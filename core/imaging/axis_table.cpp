// SPDX-License-Identifier: Apache-2.0
#include "core/imaging/axis_table.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>

namespace nidus {
namespace {

/// Samples that scipy puts before a line for mode 'nearest' before it filters. We do not, but adding them to the
/// position rounds it as scipy does.
constexpr double kScipyPadding = 12;

/// Position of output k on the input line, pixel centres aligned; scipy's order of operations.
double position(std::int64_t k, std::int64_t sizeIn, std::int64_t sizeOut) {
    double at = static_cast<double>(k);
    at += 0.5;
    at *= static_cast<double>(sizeIn) / static_cast<double>(sizeOut);
    return at - 0.5;
}

/// Cubic B-spline at the four knots around t in [0, 1); the last by difference, as scipy does.
std::array<double, 4> cubicWeights(double t) {
    const double u = 1 - t;
    std::array<double, 4> w{};
    w[1] = (t * t * (t - 2) * 3 + 4) / 6;
    w[2] = (u * u * (u - 2) * 3 + 4) / 6;
    w[0] = u * u * u / 6;
    w[3] = 1 - w[0] - w[1] - w[2];
    return w;
}

void append(AxisTable& table, std::int64_t first, std::initializer_list<double> weights) {
    table.start.push_back(first + kLineMargin);
    for (const double weight : weights) {
        table.weights.push_back(weight);
        table.weightsFloat.push_back(static_cast<float>(weight));
    }
}

std::int64_t floorIndex(double value) {
    return static_cast<std::int64_t>(std::floor(value));
}

} // namespace

AxisTable splineTable(std::int64_t sizeIn, std::int64_t sizeOut, int order) {
    assert(sizeIn > 0 && sizeOut > 0 && (order == 0 || order == 1 || order == 3));
    AxisTable table;
    table.sizeIn = sizeIn;
    table.sizeOut = sizeOut;
    table.taps = order + 1;
    table.isPrefiltered = order == 3;
    if (table.isIdentity())
        return table;
    for (std::int64_t k = 0; k < sizeOut; ++k) {
        const double at = position(k, sizeIn, sizeOut);
        if (order == 0) {
            append(table, std::clamp<std::int64_t>(floorIndex(at + 0.5), 0, sizeIn - 1), {1.0});
        } else if (order == 1) {
            const double t = at - std::floor(at);
            append(table, floorIndex(at), {1 - t, t});
        } else {
            const double padded = at + kScipyPadding;
            const std::array<double, 4> w = cubicWeights(padded - std::floor(padded));
            append(table, floorIndex(padded) - static_cast<std::int64_t>(kScipyPadding) - 1, {w[0], w[1], w[2], w[3]});
        }
    }
    return table;
}

AxisTable torchLinearTable(std::int64_t sizeIn, std::int64_t sizeOut) {
    AxisTable table;
    table.sizeIn = sizeIn;
    table.sizeOut = sizeOut;
    table.taps = 2;
    if (table.isIdentity())
        return table;
    const float scale = static_cast<float>(sizeIn) / static_cast<float>(sizeOut);
    for (std::int64_t k = 0; k < sizeOut; ++k) {
        const float at = std::max(scale * (static_cast<float>(k) + 0.5F) - 0.5F, 0.F);
        const std::int64_t first = std::min(static_cast<std::int64_t>(at), sizeIn - 1);
        const float t = std::clamp(at - static_cast<float>(first), 0.F, 1.F);
        append(table, first, {static_cast<double>(1.F - t), static_cast<double>(t)});
    }
    return table;
}

std::vector<std::int64_t> nearestIndices(std::int64_t sizeIn, std::int64_t sizeOut) {
    std::vector<std::int64_t> indices;
    for (std::int64_t k = 0; k < sizeOut; ++k)
        indices.push_back(std::clamp<std::int64_t>(floorIndex(position(k, sizeIn, sizeOut) + 0.5), 0, sizeIn - 1));
    return indices;
}

std::vector<std::int64_t> torchNearestIndices(std::int64_t sizeIn, std::int64_t sizeOut) {
    const float scale = static_cast<float>(sizeIn) / static_cast<float>(sizeOut);
    std::vector<std::int64_t> indices;
    for (std::int64_t k = 0; k < sizeOut; ++k)
        indices.push_back(
            std::min(static_cast<std::int64_t>(std::floor((static_cast<float>(k) + 0.5F) * scale)), sizeIn - 1));
    return indices;
}

} // namespace nidus
