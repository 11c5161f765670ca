// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/project/project.h"
#include "core/statistics/comparison.h"

#include <string>

namespace nidus {

/// Two finished runs on the same cases, the kept weights of each.
struct RunComparison {
    std::string a, b; ///< names of the runs
    Comparison comparison;
};

/// Throws Error TRN-009 (no such finished run), STA-012 (other cases, labels or classes).
[[nodiscard]] RunComparison compareRuns(const Project& project, const std::string& a, const std::string& b);

/// The document of `compare --json`: {"a", "b", ...} with the keys of the comparison.
[[nodiscard]] std::string toJson(const RunComparison& result);
/// The same as a table for people.
[[nodiscard]] std::string toText(const RunComparison& result);

} // namespace nidus
