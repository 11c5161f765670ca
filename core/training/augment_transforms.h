// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/random.h"
#include "core/training/augment.h"

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace nidus {

/// The transforms of batchgeneratorsv2 as nnU-Net's trainer configures them, each as a function of its input and its
/// parameters. A channel is d0 x d1 x d2 float32 voxels, d2 fastest.
using GridShape = std::array<std::int64_t, 3>;

/// Takes the offset of an output voxel from the centre, (d0, d1, d2) in voxels, to that of the sampled point.
using GridAffine = std::array<std::array<double, 3>, 3>;

/// R2(a2) R1(a1) R0(a0) diag(scale), column vectors; with dummy-2D the last angle turns (d1, d2) and d0 stays.
[[nodiscard]] GridAffine gridAffine(const AugmentationDraw::Spatial& spatial);

/// Trilinear, zero outside; centre to centre (grid_sample with align_corners false).
[[nodiscard]] std::vector<float> transformed(std::span<const float> channel, const GridShape& shape,
                                             const GridAffine& affine, const GridShape& outShape);

/// Labels on the same grid: the label with the largest trilinear weight, ties to the nearest voxel's; `outside` where
/// the grid ends.
[[nodiscard]] std::vector<std::int16_t> transformedLabels(std::span<const std::int16_t> labels, const GridShape& shape,
                                                          const GridAffine& affine, const GridShape& outShape,
                                                          std::int16_t outside);

/// What the spatial transform does when it does not fire: the centre, starting at in / 2 - out / 2 (integers), padded.
[[nodiscard]] std::vector<float> centreCropped(std::span<const float> channel, const GridShape& shape,
                                               const GridShape& outShape, float outside);
[[nodiscard]] std::vector<std::int16_t> centreCropped(std::span<const std::int16_t> labels, const GridShape& shape,
                                                      const GridShape& outShape, std::int16_t outside);

/// Adds independent normal numbers of this standard deviation, in memory order.
void addNoise(std::span<float> voxels, double standardDeviation, Random& random);

/// Weights of one axis: odd count nearest to 6 sigma + 0.5, summing to 1; sigma 0 leaves the axis as it is.
[[nodiscard]] std::vector<float> blurKernel(double sigma);
/// Separable; borders reflected without repeating the edge. One sigma per axis, in voxels.
void blur(std::span<float> channel, const GridShape& shape, const std::array<double, 3>& sigma);

void multiplyBrightness(std::span<float> channel, double factor);
/// Spreads about the channel's mean, then clamps to its old range.
void changeContrast(std::span<float> channel, double factor);

/// Down to round(size * scale) by nearest-exact sampling and back by trilinear interpolation. One scale per axis,
/// rounded to float32 first.
void simulateLowResolution(std::span<float> channel, const GridShape& shape, const std::array<double, 3>& scale);

enum class GammaSign { Plain, Inverted };
enum class GammaStatistics { Retained, Changed };
/// x -> ((x - min) / range)^gamma * range + min, on -x when inverted; `Retained` restores mean and standard deviation.
void applyGamma(std::span<float> channel, double gamma, GammaSign sign, GammaStatistics statistics);

/// Reverses the chosen axes.
void mirror(std::span<float> channel, const GridShape& shape, const std::array<bool, 3>& axes);
void mirror(std::span<std::int16_t> labels, const GridShape& shape, const std::array<bool, 3>& axes);

/// Zero where `inside` is.
void zeroOutside(std::span<float> channel, std::span<const std::int16_t> inside);

} // namespace nidus
