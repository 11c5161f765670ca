// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/project/prepare.h"

#include <string>
#include <vector>

namespace nidus {

/// Everything of a plan that changes the numbers of a prepared case, as one text: frame, axes, spacing, normalisation,
/// resampling, version. Plans that prepare alike (another patch size, another network) have equal texts.
[[nodiscard]] std::string planKeyText(const PreprocessingPlan& plan);

/// Name of the case file that preprocess() makes of `image`: SHA-256 over shape, spacing (rounded to float, the
/// precision of NIfTI, so that one scan has one key in every format), voxels and plan.
[[nodiscard]] std::string cacheKey(const PlanImage& image, const std::string& planText);

/// SHA-256 over plan and input files (path, size, time of change; not their bytes). Throws Error FIL-001 when one is
/// gone.
[[nodiscard]] std::string inputKey(const std::vector<SeriesSource>& channels, const std::string& planText);

} // namespace nidus
