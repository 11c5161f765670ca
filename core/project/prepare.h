// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/nnunet/preprocess.h"
#include "core/project/project.h"

#include <string>
#include <vector>

namespace nidus {

struct PrepareReport {
    int prepared = 0;              ///< newly written
    int reused = 0;                ///< already in the cache
    std::vector<Problem> problems; ///< one sentence with a code per case that was left out
    double seconds = 0;
};

/// What a case must go through before the network sees it.
struct PreprocessingPlan {
    Plans plans;
    Configuration configuration;
    InputFrame frame = InputFrame::Plan;
};

/// Preprocesses every included case into the project's cache and stores cacheFile, volume and mean intensity of each.
/// A case that fails is marked with its problem, the others go on. Throws Error PRJ-020 (no model chosen), FIL-004
/// (disk full; finished cases stay), Cancelled.
[[nodiscard]] PrepareReport prepareCases(Project& project, const PreprocessingPlan& plan, SeriesReader& reader,
                                         const JobControl& control);

/// One case from its files to what the network sees, without a cache. Throws Error (IMG-..., DCM-..., FIL-...).
[[nodiscard]] PreprocessedCase prepareCase(const std::vector<SeriesSource>& channels, const PreprocessingPlan& plan,
                                           SeriesReader& reader, const JobControl& control);

} // namespace nidus
