// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/error.h"
#include "core/inference/classifier.h"
#include "core/inference/training_range.h"

#include <string>
#include <vector>

namespace nidus {

/// Throws Error CLF-004 when the input has another number of channels than the model.
void checkChannels(const PredictInput& input, const std::vector<std::string>& channelNames);

/// Something in which a case leaves the range of the training cases.
struct InputFinding {
    double score = 0; ///< distance from the range over the distance from which on it counts: a flag above 1
    Problem problem;
};

/// CLF-101 spacing (counts from one and a half times the range on), CLF-102 size or volume (twice), CLF-103 mean
/// intensity (CT: outside by the range's width or 100 units; else where it is negative and never was), CLF-104 another
/// modality, CLF-105 smoothness (outside by the range's width or 0.15), CLF-106 foreground (share of the image outside
/// by the width or 0.2).
[[nodiscard]] std::vector<InputFinding> inputFindings(const TrainingRange& range, const CaseFacts& facts);

/// The highest of the scores; 0 without findings.
[[nodiscard]] double highestScore(const std::vector<InputFinding>& findings);

} // namespace nidus
