// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/model/engine.h"
#include "core/training/events.h"

#include <vector>

namespace nidus {

/// Writes into an epoch's event what it makes of the inner validation cases: mean log-loss, AUC, probabilities.
/// `logits`: [case][class]. Without cases the event stays as it is.
void judge(EpochEvent& event, const std::vector<TrainingCase>& cases, const std::vector<std::vector<double>>& logits);

} // namespace nidus
