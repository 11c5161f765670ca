// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/project/project.h"
#include "core/project/series_rule.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace nidus {

/// Rules of the cohort, apart from those of the reader.
struct ImportOptions {
    int minSlices = 8;   ///< series with fewer slices are left out (DCM-010)
    std::string sheet{}; ///< of a workbook, the one with the table of cases; empty: the first with cells
    /// Of files and folders: which series are the images of a case (includeChannels()); empty: each series is a case.
    std::vector<SeriesRule> channels{};
};

struct ImportReport {
    std::vector<std::string> added; ///< case ids
    std::vector<Problem> problems;  ///< one sentence with a code per case or file that was left out or is suspicious
};

/// The cases of a table that are not in a project (yet). Patients are as the table has them.
struct TableCases {
    std::vector<Case> cases; ///< in the order of the table
    std::vector<Problem> problems;
};

/// The one usable series of an image file or of a folder. Throws Error FIL-001 (nothing there), IMP-004 (several
/// series), IMP-005 (none), or the code of the finding that refuses it.
[[nodiscard]] SeriesInfo seriesAt(const std::filesystem::path& path, SeriesReader& reader, const JobControl& control);

/// What keeps a readable series out of a cohort with these rules; nullopt when nothing does, or the user has accepted
/// it.
[[nodiscard]] std::optional<Problem> cohortProblem(const SeriesInfo& series, const ImportOptions& options);
/// Leaves such series out and gives them the problem, so that a table of series says what import would.
void applyCohortRules(std::vector<SeriesInfo>& series, const ImportOptions& options = {});

/// Reads a table of cases (CSV or a workbook, see readTable()): columns case,image[,image_1...] and, where present,
/// label,patient,fold; other columns are ignored. Paths count from `root`; a path is an image file or a folder with one
/// DICOM series. Rows that fail are reported, the others go on: FIL-001 (no such file), IMP-001 (case id twice),
/// IMP-004, IMP-005 (see seriesAt), IMP-006 (fold is no number), IMP-007 (no case id), IMP-008 (empty image cell),
/// DCM-... and IMG-... (refused series); suspicious: LBL-001 (empty label), IMP-009 (an image used twice), IMP-011 (a
/// patient in two folds), CSV-006 (guessed encoding). Throws Error CSV-001 (cannot be read), CSV-002 (a column is
/// missing), XLS-..., Cancelled.
[[nodiscard]] TableCases readCaseTable(const std::filesystem::path& table, const std::filesystem::path& root,
                                       SeriesReader& reader, const JobControl& control,
                                       const ImportOptions& options = {});

/// Adds the cases of readCaseTable() to the project; patients become pseudonyms (P0001). The classes found are sorted
/// by name on the first import; later ones follow.
[[nodiscard]] ImportReport importTable(Project& project, const std::filesystem::path& table,
                                       const std::filesystem::path& root, SeriesReader& reader,
                                       const JobControl& control, const ImportOptions& options = {});

/// Adds a case per included series found under the paths; the case id is a pseudonym (case-0001), the patient P0001.
/// Files without a patient id count as one patient each (IMP-010 says so). Series that the project has are left out
/// (IMP-009).
[[nodiscard]] ImportReport importPaths(Project& project, const std::vector<std::filesystem::path>& paths,
                                       SeriesReader& reader, const JobControl& control,
                                       const ImportOptions& options = {});
/// The same for series that a scan has found already (the desktop's table). Those with one caseKey become one case, if
/// each of its images is there (IMP-013).
[[nodiscard]] ImportReport importSeries(Project& project, const std::vector<SeriesInfo>& series,
                                        const ImportOptions& options = {});

struct LabelReport {
    int matched = 0;               ///< cases that have a label now because of this call
    std::string matchedBy;         ///< what the keys turned out to be: "case id", "patient id", "file name", ...
    std::vector<Problem> problems; ///< empty cells, keys without a case, cases without a row
};

/// Where a table has what labels the cases.
struct LabelTable {
    std::filesystem::path file;  ///< CSV or a workbook, see readTable()
    std::string sheet{};         ///< of a workbook; empty: the first with cells
    std::string key, label;      ///< columns
    std::optional<double> cut{}; ///< the column of labels holds numbers; they become two classes (classByCut())
};

/// Labels from a table: its key column is matched with case id, patient (pseudonym, or id as in the files), series UID
/// or file and folder names, whichever fits most rows; its label column is the class. Leading zeros and surrounding
/// blanks do not matter where that is unambiguous, and are reported. `positive` may be empty. Found: LBL-001 (empty
/// cell), LBL-002 (key without a case), LBL-003 (a case with two labels: left as it was), LBL-004 (case without a row),
/// LBL-005 (matched only without zeros or blanks), LBL-006 (a patient with two labels), LBL-007 (ambiguous key),
/// LBL-009 (with a cut: no number; left as it was). Throws Error CSV-..., XLS-..., LBL-010 (no key fits any case),
/// PRJ-012 (`positive` is no class; nothing is changed).
[[nodiscard]] LabelReport labelFromTable(Project& project, const LabelTable& table, const std::string& positive);
/// Labels from the name of the folder `levelsAbove` the series' files (0: the folder that holds them). Found: LBL-008
/// (no such folder, or different ones). Throws Error LBL-011 for a negative level.
[[nodiscard]] LabelReport labelFromFolderNames(Project& project, int levelsAbove);
/// Labels from an element of the DICOM headers: its keyword ("PatientSex") or number ("0010,0040"), as the first file
/// of a case has it. Found: LBL-012 (no DICOM, or nothing there: left as it was), or why the file cannot be read.
/// Throws Error DCM-053 (there is no such element), LBL-013 (no case has it; nothing is changed), Cancelled.
[[nodiscard]] LabelReport labelFromTag(Project& project, const std::string& tag, SeriesReader& reader,
                                       const JobControl& control);

/// Brings the project's classes in line with the labels of its cases: new names follow, sorted; names of `before` (the
/// labels in use before a change) that no case has any more go. Called by every function above.
void updateClasses(Project& project, const std::vector<std::string>& before);

/// The documents of `import --json` and `label --json`.
[[nodiscard]] std::string toJson(const ImportReport& report, const Project& project);
[[nodiscard]] std::string toJson(const LabelReport& report, const Project& project);

} // namespace nidus
