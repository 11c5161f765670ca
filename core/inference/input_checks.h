// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/error.h"
#include "core/inference/classifier.h"
#include "core/inference/manifest.h"

#include <string>
#include <vector>

namespace nidus {

/// Throws Error CLF-004 when the input has another number of channels than the model.
void checkChannels(const PredictInput& input, const std::vector<std::string>& channelNames);

/// What of a case lies far outside the training cases: CLF-101 spacing beyond one and a half times their range,
/// CLF-102 size beyond twice it, CLF-103 mean intensity (CT alone) outside it by more than its width or 100 units.
[[nodiscard]] std::vector<Problem> inputProblems(const TrainingRange& range, const PreprocessedCase& prepared);

} // namespace nidus
