// SPDX-License-Identifier: Apache-2.0
#include "core/training/patch_sampling.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numbers>

namespace nidus {
namespace {

constexpr double kSmallestScale = 0.85;
constexpr double kForegroundShare = 0.33;

std::int64_t floorHalf(std::int64_t value) {
    return value >= 0 ? value / 2 : -((1 - value) / 2);
}

} // namespace

std::array<std::int64_t, 3> initialPatchSize(const std::array<std::int64_t, 3>& patch, double largestAngleRad,
                                             bool dummy2d) noexcept {
    const double angle = std::min(largestAngleRad, std::numbers::pi / 2);
    const double c = std::cos(angle), s = std::sin(angle);
    std::array<double, 3> v{}, reach{};
    for (std::size_t a = 0; a < 3; ++a)
        reach[a] = v[a] = static_cast<double>(patch[a]);
    const auto turn = [&](std::size_t first, std::size_t second, double sine) {
        reach[first] = std::max(reach[first], std::abs(v[first] * c + v[second] * sine));
        reach[second] = std::max(reach[second], std::abs(v[second] * c - v[first] * sine));
    };
    turn(1, 2, s);
    if (patch[0] > 1) {
        turn(0, 2, -s);
        turn(0, 1, s);
    }
    std::array<std::int64_t, 3> box{};
    for (std::size_t a = 0; a < 3; ++a)
        box[a] = static_cast<std::int64_t>(reach[a] / kSmallestScale);
    if (dummy2d || patch[0] == 1)
        box[0] = patch[0];
    return box;
}

StartRange startRange(std::int64_t size, std::int64_t box, std::int64_t patch) noexcept {
    const std::int64_t margin = std::max(box - patch, box - size);
    return {floorHalf(-margin), size + margin / 2 + margin % 2 - box};
}

std::int64_t centredStart(const StartRange& range, std::int64_t voxel, std::int64_t box) noexcept {
    return std::max(range.lowest, voxel - box / 2);
}

bool isForegroundForced(std::int64_t position, std::int64_t batchSize) noexcept {
    return static_cast<double>(position) >= std::nearbyint(static_cast<double>(batchSize) * (1 - kForegroundShare));
}

} // namespace nidus
