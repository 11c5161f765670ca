// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/training/job.h"
#include "core/training/train.h"

#include <filesystem>
#include <vector>

namespace nidus {

/// The result of these finished folds of a job, from the files that they left in the folder of the run. Throws Error
/// TRN-008 naming those that are not finished.
[[nodiscard]] RunResult resultOfFolds(const std::filesystem::path& runFolder, const TrainingJob& job,
                                      const std::vector<int>& folds);

} // namespace nidus
