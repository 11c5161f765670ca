// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/project/project.h"

#include <filesystem>
#include <string>
#include <vector>

namespace nidus {

struct ImportReport {
    std::vector<std::string> added; ///< case ids
    std::vector<Problem> problems;  ///< one sentence with a code per case or file that was left out or is suspicious
};

/// Adds a case per row of a CSV table: columns case,image[,image_1...],label,patient,fold; other columns are ignored.
/// Paths count from `root`; a path is an image file or a folder with one DICOM series. Rows that fail are reported, the
/// others go on. Throws Error CSV-001 (cannot be read), CSV-002 (a column is missing).
[[nodiscard]] ImportReport importTable(Project& project, const std::filesystem::path& table,
                                       const std::filesystem::path& root, SeriesReader& reader,
                                       const JobControl& control);

/// Adds a case per included series found under the paths; the case id is a pseudonym (case-0001), the patient P0001.
[[nodiscard]] ImportReport importPaths(Project& project, const std::vector<std::filesystem::path>& paths,
                                       SeriesReader& reader, const JobControl& control);
/// The same for series that a scan has found already (the desktop's table).
[[nodiscard]] ImportReport importSeries(Project& project, const std::vector<SeriesInfo>& series);

struct LabelReport {
    int matched = 0;
    std::vector<Problem> problems; ///< empty cells, keys without a case, cases without a row
};

/// Labels from a table: `keyColumn` is matched with case id, patient id as in the files, series UID or file and folder
/// names; `labelColumn` is the class. `positive` may be empty.
[[nodiscard]] LabelReport labelFromTable(Project& project, const std::filesystem::path& table,
                                         const std::string& keyColumn, const std::string& labelColumn,
                                         const std::string& positive);
/// Labels from the name of the folder `levelsAbove` the series' files (0: the folder that holds them).
[[nodiscard]] LabelReport labelFromFolderNames(Project& project, int levelsAbove);

} // namespace nidus
