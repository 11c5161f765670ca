// SPDX-License-Identifier: Apache-2.0
#include "core/training/cohort_change.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>

namespace nidus {

CohortChange cohortChange(const RunResult& run, const std::vector<Case>& cases) {
    std::map<std::string, const Case*> byId;
    for (const Case& c : cases)
        byId[c.id] = &c;
    CohortChange change;
    std::set<std::string> known;
    for (const Prediction& p : run.predictions) {
        known.insert(p.caseId);
        const auto found = byId.find(p.caseId);
        if (found == byId.end() || !found->second->included)
            ++change.gone;
        else if (p.label >= 0 && found->second->label != run.evaluation.classes.at(static_cast<std::size_t>(p.label)))
            ++change.relabelled;
    }
    for (const Problem& problem : run.problems) // it tried those that could not be prepared
        if (problem.code == "TRN-021")
            known.insert(problem.caseId);
    for (const Case& c : cases)
        change.added += canTrain(c) && !known.contains(c.id) ? 1 : 0;
    // Those beside a hold-out trained and have no prediction; who they were a result does not say.
    change.added = std::max(0, change.added - run.neverTested);
    return change;
}

} // namespace nidus
