// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/project/project.h"
#include "core/statistics/evaluation.h"

#include <string>
#include <vector>

namespace nidus {

/// What has become of the cases that a run predicted.
struct CohortChange {
    int relabelled = 0; ///< have another label now, or none
    int gone = 0;       ///< take part no more, or are not there
    bool operator==(const CohortChange&) const = default;
};

/// `classes`: of the predictions; `cases`: of the project as it is.
[[nodiscard]] CohortChange cohortChange(const std::vector<Prediction>& predictions,
                                        const std::vector<std::string>& classes, const std::vector<Case>& cases);

} // namespace nidus
