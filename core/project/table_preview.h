// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/project/project.h"

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace nidus {

/// How well a column of a table names the cases of a project.
struct KeyFit {
    std::string column;
    std::string kind;  ///< what its values are, as in LabelReport::matchedBy
    int rows = 0;      ///< of the table
    int matched = 0;   ///< rows that mean cases
    int ambiguous = 0; ///< rows that fit cases of several patients
    int casesWithoutRow = 0;
    std::vector<double> numbers{}; ///< in its cells; empty unless most of those that are not blank hold one
};

/// What a table of labels would do, before anything is changed.
struct TablePreview {
    std::vector<KeyFit> columns;     ///< all, in the order of the table
    std::size_t key = 0;             ///< the column that fits the most rows
    std::size_t label = 0;           ///< the likely column of labels: by its name, else the one with the fewest values
    std::vector<std::string> sheets; ///< of a workbook, all of them
    std::string sheet;               ///< the one with these columns
};

/// `sheet`: of a workbook; empty: the first with cells. Throws Error CSV-... and XLS-... as readTable(), and CSV-002
/// for a table without columns.
[[nodiscard]] TablePreview previewTable(const Project& project, const std::filesystem::path& table,
                                        const std::string& sheet = {});

} // namespace nidus
