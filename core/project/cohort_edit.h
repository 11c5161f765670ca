// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/project/project.h"

#include <map>
#include <string>
#include <vector>

namespace nidus {

/// What a person decides of a case.
struct CaseChoice {
    std::string label; ///< class name; empty: no label
    bool included = true;

    bool operator==(const CaseChoice&) const = default;
};

/// A change of the cohort by hand, as the state that it leads to: applied twice it does nothing more.
struct CohortEdit {
    std::map<std::string, CaseChoice> cases; ///< by id; the others stay as they are
    std::vector<std::string> classes;        ///< all of the project, in order
    std::string positiveClass;               ///< of two classes; else it does not matter

    bool operator==(const CohortEdit&) const = default;
};

/// The newer edit on top of the older one.
[[nodiscard]] CohortEdit joined(CohortEdit older, const CohortEdit& newer);

/// The choices in the cases that they are about; returns which ones they changed. Findings about a label (LBL-...) go
/// with the label.
std::vector<Case> applyChoices(std::vector<Case>& cases, const std::map<std::string, CaseChoice>& choices);

/// Writes an edit into the project. Classes in use that the edit does not name follow the named ones. Throws Error
/// PRJ-011 (a case that is not there), PRJ-013 (empty or repeated class names), and those of Project.
void applyEdit(Project& project, const CohortEdit& edit);

} // namespace nidus
