// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/statistics/permutation.h"
#include "core/training/feature_cache.h"
#include "core/training/job.h"

#include <filesystem>
#include <optional>

namespace nidus {

/// Whether the frozen features say anything of the labels: permutationTest() over all cases with the folds of the run,
/// 200 permutations; beside a hold-out over the training cases with its inner folds, so that the test cases are looked
/// at once.
[[nodiscard]] PermutationTest signalTest(const TrainingJob& job, const FeatureRows& features);

/// runs/ID/signal.json, format 1.
void writeSignalTest(const std::filesystem::path& runFolder, const PermutationTest& test);
[[nodiscard]] bool hasSignalTest(const std::filesystem::path& runFolder);
/// Absent where the run has none, because its folds were trained one by one. Throws Error TRN-013 (damaged), TRN-014
/// (newer format).
[[nodiscard]] std::optional<PermutationTest> readSignalTest(const std::filesystem::path& runFolder);

} // namespace nidus
