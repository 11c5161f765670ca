// SPDX-License-Identifier: Apache-2.0
#include "core/project/accept.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace nidus {
namespace {

bool change(SeriesInfo& series, const std::string& code, Severity from, Severity to) {
    bool isChanged = false;
    for (Problem& problem : series.problems)
        if (problem.code == code && problem.severity == from) {
            problem.severity = to;
            isChanged = true;
        }
    return isChanged;
}

} // namespace

bool canBeAccepted(const std::string& code) {
    constexpr std::array<std::string_view, 6> kCodes{"DCM-002", "DCM-010", "DCM-011", "DCM-015", "DCM-018", "DCM-022"};
    return std::find(kCodes.begin(), kCodes.end(), code) != kCodes.end();
}

void acceptFinding(SeriesInfo& series, const std::string& code) {
    if (!canBeAccepted(code) || series.source.files.empty()
        || !change(series, code, Severity::Blocker, Severity::Warning))
        return;
    series.source.overrides.push_back(code);
    series.included = canBeUsed(series);
}

void rejectFinding(SeriesInfo& series, const std::string& code) {
    if (std::erase(series.source.overrides, code) == 0)
        return;
    change(series, code, Severity::Warning, Severity::Blocker);
    series.included = false;
}

bool canBeUsed(const SeriesInfo& series) {
    return std::none_of(series.problems.begin(), series.problems.end(), [](const Problem& problem) {
        return problem.severity == Severity::Blocker || problem.code == "DCM-001";
    });
}

} // namespace nidus
