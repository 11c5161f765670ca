// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/training/feature_cache.h"

#include <cstdint>
#include <filesystem>
#include <span>
#include <vector>

namespace nidus {

/// What the frozen features of one member's training cases are like: standardised by them, and split into the leading
/// principal components and the length of the rest. It holds means, directions, and of at most 256 training cases
/// these `rank` + 1 numbers, sorted by value and without a name (docs/decisions/0022).
struct NoveltyReference {
    std::vector<float> mean, scale; ///< [dims]
    std::vector<float> components;  ///< [rank, dims], orthonormal
    std::vector<float> variances;   ///< [rank], of the training cases
    double restVariance = 1;        ///< mean squared length of the rest over the training cases
    std::vector<float> neighbours;  ///< [cases, rank + 1]: coefficients and length of the rest; empty in old files
};

/// Two distances of a case from the training cases.
struct NoveltyScores {
    /// Root mean square of the coefficients and the rest, each over its own root mean square in training: Mahalanobis
    /// after PCA (Lee et al., NeurIPS 2018; Woodland et al., MELBA 2024). About 1 for cases as in training.
    double mahalanobis = 0;
    /// Distance to the fifth nearest training case over the root mean square distance from their mean (Sun et al., ICML
    /// 2022). 0 where the reference has no cases.
    double neighbours = 0;
    bool operator==(const NoveltyScores&) const = default;
};

/// From the rows of the training cases: at most 16 components and at most one for every four cases; at most 256 cases
/// (drawn by `seed`) determine the directions.
[[nodiscard]] NoveltyReference fitNovelty(const FeatureRows& features, const std::vector<std::size_t>& training,
                                          std::uint64_t seed);

[[nodiscard]] NoveltyScores noveltyScores(const NoveltyReference& reference, std::span<const float> features);

/// The smallest score that at most 5 % of the cases exceed; the scores must come from cases that their reference has
/// not seen.
[[nodiscard]] double noveltyThreshold(std::vector<double> outOfFoldScores);

void writeNovelty(const std::filesystem::path& file, const NoveltyReference& reference);
/// Throws those of SafetensorsFile.
[[nodiscard]] NoveltyReference readNovelty(const std::filesystem::path& file);

} // namespace nidus
