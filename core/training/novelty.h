// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/training/feature_cache.h"

#include <cstdint>
#include <filesystem>
#include <span>
#include <vector>

namespace nidus {

/// How far a case's frozen features lie from the training cases of one member. Features are standardised by the
/// training cases and split into the leading principal components and the rest: the score is the square root of
/// (sum of squared, variance-scaled components + squared rest over the mean squared rest per direction) / (number of
/// components + 1). It holds means and directions, no single case.
struct NoveltyReference {
    std::vector<float> mean, scale; ///< [dims]
    std::vector<float> components;  ///< [rank, dims], orthonormal
    std::vector<float> variances;   ///< [rank], of the training cases
    double restVariance = 1;        ///< mean squared length of the rest over the training cases
};

/// From the rows of the training cases: at most 16 components and at most one for every four cases; at most 256 cases
/// (drawn by `seed`) determine the directions.
[[nodiscard]] NoveltyReference fitNovelty(const FeatureRows& features, const std::vector<std::size_t>& training,
                                          std::uint64_t seed);

[[nodiscard]] double noveltyScore(const NoveltyReference& reference, std::span<const float> features);

/// The smallest score that at most 5 % of the cases exceed; the scores must come from cases that their reference has
/// not seen.
[[nodiscard]] double noveltyThreshold(std::vector<double> outOfFoldScores);

void writeNovelty(const std::filesystem::path& file, const NoveltyReference& reference);
/// Throws those of SafetensorsFile.
[[nodiscard]] NoveltyReference readNovelty(const std::filesystem::path& file);

} // namespace nidus
