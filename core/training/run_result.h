// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/training/job.h"
#include "core/training/train.h"

#include <vector>

namespace nidus {

/// The result of these finished folds of a run, from the files that they left. Throws Error TRN-008 naming those that
/// are not finished.
[[nodiscard]] RunResult resultOfFolds(const Project& project, const TrainingJob& job, const std::vector<int>& folds);

} // namespace nidus
