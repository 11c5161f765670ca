// SPDX-License-Identifier: Apache-2.0
#include "core/project/cohort_edit.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

namespace nidus {

CohortEdit joined(CohortEdit older, const CohortEdit& newer) {
    for (const auto& [id, choice] : newer.cases)
        older.cases[id] = choice;
    older.classes = newer.classes;
    older.positiveClass = newer.positiveClass;
    return older;
}

std::vector<Case> applyChoices(std::vector<Case>& cases, const std::map<std::string, CaseChoice>& choices) {
    std::vector<Case> changed;
    for (Case& each : cases) {
        const auto choice = choices.find(each.id);
        if (choice == choices.end() || CaseChoice{each.label, each.included} == choice->second)
            continue;
        if (each.label != choice->second.label)
            std::erase_if(each.problems, [](const Problem& problem) { return problem.code.starts_with("LBL-"); });
        each.label = choice->second.label;
        each.included = choice->second.included;
        changed.push_back(each);
    }
    return changed;
}

void applyEdit(Project& project, const CohortEdit& edit) {
    std::vector<Case> cases = project.cases();
    const std::vector<Case> changed = applyChoices(cases, edit.cases);
    std::set<std::string> known, used;
    for (const Case& each : cases) {
        known.insert(each.id);
        used.insert(each.label);
    }
    for (const auto& [id, choice] : edit.cases)
        if (!known.contains(id))
            throw Error("PRJ-011", "The project has no case \"" + id + "\" any more.", id);
    std::vector<std::string> classes = edit.classes;
    used.erase("");
    std::copy_if(used.begin(), used.end(), std::back_inserter(classes), [&edit](const std::string& name) {
        return std::find(edit.classes.begin(), edit.classes.end(), name) == edit.classes.end();
    });
    if (classes != project.classes())
        project.setClasses(classes);
    if (!changed.empty())
        project.updateCases(changed);
    if (classes.size() == 2 && !edit.positiveClass.empty() && edit.positiveClass != project.positiveClass())
        project.setPositiveClass(edit.positiveClass);
}

} // namespace nidus
