// SPDX-License-Identifier: Apache-2.0
#include "app/cli/problem_line.h"

namespace nidus::cli {

std::string lineOf(const Problem& problem) {
    std::string line = problem.code;
    line.append(1, ' ').append(severityName(problem.severity)).append(": ");
    if (!problem.caseId.empty())
        line.append(problem.caseId).append(": ");
    return line + problem.text;
}

} // namespace nidus::cli
