// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/statistics/subgroups.h"
#include "core/training/job.h"

#include <vector>

namespace nidus {

/// The cases of a run by manufacturer, model and field strength of the scanner, and by the distance of their slices
/// (the largest spacing) in bands; without the properties that are known of no case. Names are the same in every
/// language: "1.5 T", "2–3 mm". Images of several scanners: all of their names.
[[nodiscard]] std::vector<CaseGrouping> caseGroupings(const TrainingJob& job);

} // namespace nidus
