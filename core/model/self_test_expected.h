// SPDX-License-Identifier: Apache-2.0
#pragma once

// Made by tests/tools/selftest_golden.py from nnU-Net's own network classes.

#include <array>

namespace nidus {

/// Of each stage's output: mean, root mean square, and the elements at 1/7, 3/7 and 5/7 of the array.
using StageSummary = std::array<double, 5>;

inline constexpr std::array<StageSummary, 3> kExpectedPlain{{
    {{0.456654405, 0.770336705, -0.003799205, 1.612636581, 0.312623306}},
    {{0.390048418, 0.775301526, 1.163217219, -0.034494810, -0.007233207}},
    {{0.392932043, 0.773132476, 0.119327556, 0.714096160, -0.004368274}},
}};

inline constexpr std::array<StageSummary, 3> kExpectedResidual{{
    {{0.764489391, 1.263520506, 1.186322671, 1.243644028, -0.008242566}},
    {{0.951732500, 1.460790763, -0.013074993, 1.634270731, 1.974456608}},
    {{0.804808405, 1.267284504, 0.109550429, -0.019776479, 1.032724361}},
}};

} // namespace nidus
