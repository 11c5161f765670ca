// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/project/project.h"

#include <filesystem>
#include <vector>

namespace SQLite {
class Database;
}

namespace nidus {

/// Cases as rows of the catalogue. `folder` is the project's: sources inside it are stored relative to it. The caller
/// holds the transaction.
[[nodiscard]] std::vector<Case> readCases(SQLite::Database& database, const std::filesystem::path& folder);
/// Throws Error PRJ-010 for an id that exists, PRJ-015 for an empty id.
void insertCase(SQLite::Database& database, const std::filesystem::path& folder, const Case& row);
/// Throws Error PRJ-011 for an unknown id.
void replaceCase(SQLite::Database& database, const std::filesystem::path& folder, const Case& row);

} // namespace nidus
