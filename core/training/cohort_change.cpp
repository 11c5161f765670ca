// SPDX-License-Identifier: Apache-2.0
#include "core/training/cohort_change.h"

#include <map>

namespace nidus {

CohortChange cohortChange(const std::vector<Prediction>& predictions, const std::vector<std::string>& classes,
                          const std::vector<Case>& cases) {
    std::map<std::string, const Case*> byId;
    for (const Case& c : cases)
        byId[c.id] = &c;
    CohortChange change;
    for (const Prediction& p : predictions) {
        const auto found = byId.find(p.caseId);
        if (found == byId.end() || !found->second->included)
            ++change.gone;
        else if (p.label >= 0 && found->second->label != classes[static_cast<std::size_t>(p.label)])
            ++change.relabelled;
    }
    return change;
}

} // namespace nidus
