// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/project/series_reader.h"

#include <string>

namespace nidus {

/// Whether a series with this finding can be used all the same when the user decides so: DCM-002 without the damaged
/// files, DCM-010 few slices, DCM-011 missing slices interpolated, DCM-015 tilt sheared upright, DCM-018 stored values
/// taken as they are, DCM-022 the first of doubled slices.
[[nodiscard]] bool canBeAccepted(const std::string& code);

/// Records that decision in the series: the finding becomes a warning and its code an override, which readers obey and
/// the project keeps. The series is included when nothing else keeps it out. Without effect where canBeAccepted() is
/// false or the series has no such blocker.
void acceptFinding(SeriesInfo& series, const std::string& code);
/// Takes the decision back.
void rejectFinding(SeriesInfo& series, const std::string& code);

/// False when a finding of the series is a blocker, or it is no image (DCM-001).
[[nodiscard]] bool canBeUsed(const SeriesInfo& series);

} // namespace nidus
