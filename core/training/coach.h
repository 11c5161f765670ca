// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/training/job.h"
#include "core/training/selection.h"
#include "core/training/train.h"

#include <vector>

namespace nidus {

/// What a user must know of a result beside its numbers, as problems with a sentence each:
///   TRN-050 the label follows the foreground volume · TRN-051 the classifier is not clearly better than volume alone ·
///   TRN-052 fine-tuning from a zero head hardly learned, where the probe on the same features did · TRN-053 the way of
///   scanning (make of the scanner, voxel spacing, matrix) goes with the label · TRN-054 no signal: permuted labels are
///   predicted as well · TRN-056 a class that has cases is never predicted · TRN-057 the probe beats fine-tuning that
///   the recipe kept
/// Pure: equal inputs give equal sentences.
[[nodiscard]] std::vector<Problem> coach(const TrainingJob& job, const RunResult& result);

/// What the inner log-loss over the epochs says; none with fewer than four epochs:
///   TRN-058 over-fitting: at the last epoch it is more than 5 % above its minimum, at least two epochs before ·
///   TRN-059 plateau: over the last half of the epochs it stays within 1 %
[[nodiscard]] std::vector<Problem> curveFindings(const InnerChoice& inner);

} // namespace nidus
