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
    int failed = 0;                ///< left out with a problem
    std::vector<Problem> problems; ///< one sentence with a code per case that was left out
    double seconds = 0;
};

/// What a case must go through before the network sees it.
struct PreprocessingPlan {
    Plans plans;
    Configuration configuration;
    InputFrame frame = InputFrame::Plan;
};

/// The input frame that suits cases when nobody chose one. All of them image files (NIfTI, NRRD, MetaImage): Plan, the
/// axes as the model's own training files had them. Any of them DICOM: Ras, because a DICOM series has its axes as it
/// was acquired, and so that one scan gives the same numbers as DICOM and as NIfTI.
[[nodiscard]] InputFrame defaultFrame(const std::vector<Case>& cases);

/// Preprocesses every included case into the project's cache and stores cacheFile, volume and mean intensity of each.
/// A case file is named by the SHA-256 of what it was made from (voxels in the input frame, spacing, plan, frame,
/// version of the preprocessing); input files that have kept path, size and time since are not read again. A case that
/// fails is marked with its problem (FIL-001, DCM-..., IMG-...), the others go on; two cases with one image get
/// DCM-030. Throws Error PRJ-020 (no model chosen), FIL-004 or FIL-003 (the disk is full or refuses; finished cases
/// stay), Cancelled.
[[nodiscard]] PrepareReport prepareCases(Project& project, const PreprocessingPlan& plan, SeriesReader& reader,
                                         const JobControl& control);

/// The same for a plan that is not the project's: `cases` get cache file, volume and mean intensity, in the same cache;
/// the project keeps its own and only learns what preparedEntry() remembers.
[[nodiscard]] PrepareReport tryPreparing(Project& project, std::vector<Case>& cases, const PreprocessingPlan& plan,
                                         SeriesReader& reader, const JobControl& control);

/// The document of `prepare --json`.
[[nodiscard]] std::string toJson(const PrepareReport& report, const Project& project);

/// One case from its files to what the network sees, without a cache. Throws Error (IMG-..., DCM-..., FIL-...).
[[nodiscard]] PreprocessedCase prepareCase(const std::vector<SeriesSource>& channels, const PreprocessingPlan& plan,
                                           SeriesReader& reader, const JobControl& control);

/// A case as the network sees it, and where it was.
struct PlacedCase {
    PreprocessedCase prepared;
    Volume source; ///< grid and place of the first channel as its reader delivered it; no voxels
};

/// prepareCase() for those who go back to the image (onSourceGrid).
[[nodiscard]] PlacedCase preparePlacedCase(const std::vector<SeriesSource>& channels, const PreprocessingPlan& plan,
                                           SeriesReader& reader, const JobControl& control);

/// The document of `preprocess --json`.
[[nodiscard]] std::string toJson(const PreprocessedCase& prepared, InputFrame frame, const std::filesystem::path& file,
                                 double seconds);

} // namespace nidus
