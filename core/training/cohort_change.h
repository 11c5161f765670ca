// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/project/project.h"
#include "core/training/train.h"

#include <vector>

namespace nidus {

/// What has become of the data since a run.
struct CohortChange {
    int relabelled = 0; ///< cases that it predicted and that have another label now, or none
    int gone = 0;       ///< that take part no more, or are not there
    int added = 0;      ///< that could take part now and had no part in the run
    bool operator==(const CohortChange&) const = default;
};

/// `cases`: of the project as it is.
[[nodiscard]] CohortChange cohortChange(const RunResult& run, const std::vector<Case>& cases);

} // namespace nidus
