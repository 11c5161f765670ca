// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/training/job.h"
#include "core/training/train.h"

#include <vector>

namespace nidus {

/// What a user must know of a result beside its numbers, as problems with a sentence each:
///   TRN-050 the label follows the foreground volume · TRN-051 the classifier is not clearly better than volume alone ·
///   TRN-052 fine-tuning from a zero head hardly learned, where the probe on the same features did · TRN-053 the way of
///   scanning (make of the scanner, voxel spacing, matrix) goes with the label · TRN-054 no signal: permuted labels are
///   predicted as well
/// Pure: equal inputs give equal sentences.
[[nodiscard]] std::vector<Problem> coach(const TrainingJob& job, const RunResult& result);

} // namespace nidus
