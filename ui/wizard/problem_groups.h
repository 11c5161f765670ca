// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/project/series_reader.h"

#include <QString>

#include <string>
#include <vector>

namespace nidus::ui {

/// All series, and files that belong to none, with one problem.
struct ProblemGroup {
    std::string code;
    Severity severity = Severity::Info; ///< the worst that occurs
    int series = 0;
    int used = 0; ///< of the series
    int files = 0;
    int blocked = 0;  ///< series that it keeps out
    int accepted = 0; ///< series of which the user has accepted it
    std::string example;

    bool operator==(const ProblemGroup&) const = default;
};

/// What keeps series out comes first, notes last; within that by code.
[[nodiscard]] std::vector<ProblemGroup> problemGroups(const std::vector<SeriesInfo>& series,
                                                      const std::vector<UnassignedFile>& files);

/// What a code means, in a few words of the user's language; empty for one that is not known.
[[nodiscard]] QString problemTitle(const std::string& code);
/// What can be done about it; empty where nothing needs to be.
[[nodiscard]] QString problemAdvice(const std::string& code);
/// The button that accepts it, where that can be (core/project/accept.h); empty else.
[[nodiscard]] QString acceptText(const std::string& code);

} // namespace nidus::ui
