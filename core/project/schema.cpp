// SPDX-License-Identifier: Apache-2.0
#include "core/project/schema.h"

#include "core/base/error.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include <array>

namespace nidus {
namespace {

/// "NIDU": tells our catalogue from any other SQLite file.
constexpr int kApplicationId = 0x4E494455;

/// Entry i brings format i to format i + 1. Entries never change once released; a new format is a new entry.
constexpr std::array<const char*, kProjectFormat> kMigrations{
    // Folders of source files are relative when they lie inside the project, else absolute. `names` are the file names
    // below that folder, separated by zero bytes, because a path may hold any other byte.
    R"sql(
CREATE TABLE property (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE class (
    position INTEGER PRIMARY KEY,
    name     TEXT NOT NULL UNIQUE
);
CREATE TABLE cases (
    id             TEXT PRIMARY KEY,
    patient        TEXT NOT NULL,
    label          TEXT NOT NULL,
    fold           INTEGER,
    included       INTEGER NOT NULL CHECK (included IN (0, 1)),
    cache_file     TEXT NOT NULL,
    volume_mm3     REAL NOT NULL,
    mean_intensity REAL NOT NULL
) WITHOUT ROWID;
CREATE TABLE channel (
    case_id   TEXT NOT NULL REFERENCES cases (id) ON DELETE CASCADE,
    position  INTEGER NOT NULL,
    uid       TEXT NOT NULL,
    part      TEXT NOT NULL,
    folder    TEXT NOT NULL,
    names     BLOB NOT NULL,
    overrides TEXT NOT NULL,
    PRIMARY KEY (case_id, position)
) WITHOUT ROWID;
CREATE TABLE problem (
    case_id  TEXT NOT NULL REFERENCES cases (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    code     TEXT NOT NULL,
    severity TEXT NOT NULL CHECK (severity IN ('info', 'warning', 'blocker')),
    text     TEXT NOT NULL,
    about    TEXT NOT NULL,
    PRIMARY KEY (case_id, position)
) WITHOUT ROWID;
CREATE TABLE prepared (
    key            TEXT PRIMARY KEY,
    cache_file     TEXT NOT NULL,
    volume_mm3     REAL NOT NULL,
    mean_intensity REAL NOT NULL
) WITHOUT ROWID;
CREATE TABLE run (
    id           TEXT PRIMARY KEY,
    preset       TEXT NOT NULL,
    created      TEXT NOT NULL,
    state        TEXT NOT NULL CHECK (state IN ('running', 'stopped', 'failed', 'done')),
    metrics_json TEXT NOT NULL
) WITHOUT ROWID;
)sql",
    "ALTER TABLE channel ADD COLUMN modality TEXT NOT NULL DEFAULT '';",
    R"sql(
ALTER TABLE channel ADD COLUMN manufacturer TEXT NOT NULL DEFAULT '';
ALTER TABLE channel ADD COLUMN model TEXT NOT NULL DEFAULT '';
ALTER TABLE channel ADD COLUMN field_strength REAL NOT NULL DEFAULT 0;
)sql"};

int integerPragma(SQLite::Database& database, const char* pragma) {
    return database.execAndGet(std::string("PRAGMA ") + pragma).getInt();
}

} // namespace

void migrateSchema(SQLite::Database& database) {
    const int from = integerPragma(database, "user_version");
    if (from >= kProjectFormat)
        return;
    SQLite::Transaction transaction(database, SQLite::TransactionBehavior::IMMEDIATE);
    for (int format = from; format < kProjectFormat; ++format)
        database.exec(kMigrations.at(static_cast<std::size_t>(format)));
    database.exec("PRAGMA application_id = " + std::to_string(kApplicationId));
    database.exec("PRAGMA user_version = " + std::to_string(kProjectFormat));
    transaction.commit();
}

int checkSchema(SQLite::Database& database, const std::filesystem::path& folder) {
    const int format = integerPragma(database, "user_version");
    if (integerPragma(database, "application_id") != kApplicationId || format < 1)
        throw Error("PRJ-005",
                    folder.string()
                        + " is damaged: its project.sqlite is not a Nidus catalogue. Restore the folder from "
                          "a backup.");
    if (format > kProjectFormat)
        throw Error("PRJ-004", folder.string() + " was written by a newer Nidus (project format "
                                   + std::to_string(format) + ", this program knows " + std::to_string(kProjectFormat)
                                   + "). Open it with the newer program.");
    if (const std::string verdict = database.execAndGet("PRAGMA quick_check(1)").getString(); verdict != "ok")
        throw Error("PRJ-005", folder.string() + " is damaged (" + verdict + "). Restore the folder from a backup.");
    return format;
}

} // namespace nidus
