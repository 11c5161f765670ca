// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

namespace SQLite {
class Database;
}

namespace nidus {

/// The format that this program writes: 3, which added the scanner of each image as 2 had its modality. The number is
/// the file's user_version.
inline constexpr int kProjectFormat = 3;

/// Gives an empty database the schema of kProjectFormat, or brings an older one to it, in one transaction.
void migrateSchema(SQLite::Database& database);

/// Checks that the file is a project catalogue, undamaged and not newer. Returns its format. Throws Error PRJ-004,
/// PRJ-005; `folder` is for the message.
int checkSchema(SQLite::Database& database, const std::filesystem::path& folder);

} // namespace nidus
