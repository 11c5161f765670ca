// SPDX-License-Identifier: Apache-2.0
#include "core/project/case_rows.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include <algorithm>
#include <map>
#include <string>
#include <string_view>

namespace nidus {
namespace {

namespace fs = std::filesystem;

bool isInside(const fs::path& path, const fs::path& folder) {
    return std::mismatch(folder.begin(), folder.end(), path.begin(), path.end()).first == folder.end();
}

/// The deepest folder that holds all files.
fs::path commonFolder(const std::vector<fs::path>& files) {
    fs::path common = files.empty() ? fs::path() : files.front().parent_path();
    for (const fs::path& file : files)
        while (!isInside(file, common) && common != common.parent_path())
            common = common.parent_path();
    return common;
}

struct StoredFiles {
    std::string folder; ///< relative to the project, or absolute
    std::string names;  ///< below `folder`, separated by zero bytes
};

StoredFiles storedFiles(const std::vector<fs::path>& files, const fs::path& project) {
    std::vector<fs::path> absolute;
    absolute.reserve(files.size());
    for (const fs::path& file : files)
        absolute.push_back(fs::absolute(file).lexically_normal());
    const fs::path common = commonFolder(absolute);
    StoredFiles stored;
    stored.folder = (isInside(common, project) ? common.lexically_relative(project) : common).string();
    for (const fs::path& file : absolute) {
        if (!stored.names.empty())
            stored.names += '\0';
        stored.names += file.lexically_relative(common).string();
    }
    return stored;
}

std::vector<fs::path> loadedFiles(const StoredFiles& stored, const fs::path& project) {
    std::vector<fs::path> files;
    const fs::path folder = (project / stored.folder).lexically_normal();
    std::string_view names = stored.names;
    while (!names.empty()) {
        const std::size_t end = std::min(names.find('\0'), names.size());
        files.push_back(folder / names.substr(0, end));
        names.remove_prefix(std::min(end + 1, names.size()));
    }
    return files;
}

std::string joinedCodes(const std::vector<std::string>& codes) {
    std::string text;
    for (const std::string& code : codes)
        text.append(text.empty() ? "" : " ").append(code);
    return text;
}

std::vector<std::string> splitCodes(std::string_view text) {
    std::vector<std::string> codes;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(' '), text.size());
        codes.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return codes;
}

std::string blobOf(const SQLite::Column& column) {
    return {static_cast<const char*>(column.getBlob()), static_cast<std::size_t>(column.getBytes())};
}

void insertDetails(SQLite::Database& database, const fs::path& folder, const Case& row) {
    SQLite::Statement channel(database, "INSERT INTO channel (case_id, position, uid, part, folder, names, overrides, "
                                        "modality, manufacturer, model, field_strength) VALUES (?, ?, ?, ?, ?, ?, ?, "
                                        "?, ?, ?, ?)");
    for (std::size_t i = 0; i < row.channels.size(); ++i) {
        const SeriesSource& source = row.channels[i];
        const StoredFiles files = storedFiles(source.files, folder);
        channel.bind(1, row.id);
        channel.bind(2, static_cast<int>(i));
        channel.bind(3, source.uid);
        channel.bind(4, source.part);
        channel.bind(5, files.folder);
        channel.bind(6, files.names.data(), static_cast<int>(files.names.size()));
        channel.bind(7, joinedCodes(source.overrides));
        channel.bind(8, source.modality);
        channel.bind(9, source.scanner.manufacturer);
        channel.bind(10, source.scanner.model);
        channel.bind(11, source.scanner.fieldStrength);
        channel.exec();
        channel.reset();
    }
    SQLite::Statement problem(database, "INSERT INTO problem (case_id, position, code, severity, text, about) "
                                        "VALUES (?, ?, ?, ?, ?, ?)");
    for (std::size_t i = 0; i < row.problems.size(); ++i) {
        const Problem& item = row.problems[i];
        problem.bind(1, row.id);
        problem.bind(2, static_cast<int>(i));
        problem.bind(3, item.code);
        problem.bind(4, severityName(item.severity));
        problem.bind(5, item.text);
        problem.bind(6, item.caseId);
        problem.exec();
        problem.reset();
    }
}

/// Binds everything but the id, which is number 8 in both statements.
void bindCase(SQLite::Statement& statement, const Case& row) {
    statement.bind(1, row.patient);
    statement.bind(2, row.label);
    if (row.fold)
        statement.bind(3, *row.fold);
    else
        statement.bind(3);
    statement.bind(4, row.included ? 1 : 0);
    statement.bind(5, row.cacheFile);
    statement.bind(6, row.volumeMm3);
    statement.bind(7, row.meanIntensity);
    statement.bind(8, row.id);
}

void readChannels(SQLite::Database& database, const fs::path& folder, std::map<std::string, Case*>& byId) {
    // A catalogue of an earlier format that is open for reading alone lacks the columns which came later.
    const auto later = [&database](const char* name, const char* missing) {
        SQLite::Statement known(database, "SELECT 1 FROM pragma_table_info('channel') WHERE name = ?");
        known.bind(1, name);
        return std::string(known.executeStep() ? name : missing);
    };
    SQLite::Statement query(database, "SELECT case_id, uid, part, folder, names, overrides, " + later("modality", "''")
                                          + ", " + later("manufacturer", "''") + ", " + later("model", "''") + ", "
                                          + later("field_strength", "0") + " FROM channel ORDER BY case_id, position");
    while (query.executeStep())
        byId.at(query.getColumn(0).getString())
            ->channels.push_back(
                {query.getColumn(1).getString(),
                 query.getColumn(2).getString(),
                 loadedFiles({query.getColumn(3).getString(), blobOf(query.getColumn(4))}, folder),
                 splitCodes(query.getColumn(5).getString()),
                 query.getColumn(6).getString(),
                 {query.getColumn(7).getString(), query.getColumn(8).getString(), query.getColumn(9).getDouble()}});
}

void readProblems(SQLite::Database& database, std::map<std::string, Case*>& byId) {
    SQLite::Statement query(database,
                            "SELECT case_id, code, severity, text, about FROM problem ORDER BY case_id, position");
    while (query.executeStep())
        byId.at(query.getColumn(0).getString())
            ->problems.push_back({query.getColumn(1).getString(), severityFromName(query.getColumn(2).getString()),
                                  query.getColumn(3).getString(), query.getColumn(4).getString()});
}

} // namespace

std::vector<Case> readCases(SQLite::Database& database, const fs::path& folder) {
    std::vector<Case> cases;
    SQLite::Statement query(database, "SELECT patient, label, fold, included, cache_file, volume_mm3, mean_intensity, "
                                      "id FROM cases ORDER BY id");
    while (query.executeStep()) {
        Case row;
        row.patient = query.getColumn(0).getString();
        row.label = query.getColumn(1).getString();
        if (!query.getColumn(2).isNull())
            row.fold = query.getColumn(2).getInt();
        row.included = query.getColumn(3).getInt() != 0;
        row.cacheFile = query.getColumn(4).getString();
        row.volumeMm3 = query.getColumn(5).getDouble();
        row.meanIntensity = query.getColumn(6).getDouble();
        row.id = query.getColumn(7).getString();
        cases.push_back(std::move(row));
    }
    std::map<std::string, Case*> byId;
    for (Case& row : cases)
        byId[row.id] = &row;
    readChannels(database, folder, byId);
    readProblems(database, byId);
    return cases;
}

void insertCase(SQLite::Database& database, const fs::path& folder, const Case& row) {
    if (row.id.empty())
        throw Error("PRJ-015", "A case without a name cannot be added to the project.");
    SQLite::Statement known(database, "SELECT 1 FROM cases WHERE id = ?");
    known.bind(1, row.id);
    if (known.executeStep())
        throw Error("PRJ-010", "The project has a case \"" + row.id + "\" already.", row.id);
    SQLite::Statement insert(database, "INSERT INTO cases (patient, label, fold, included, cache_file, volume_mm3, "
                                       "mean_intensity, id) VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
    bindCase(insert, row);
    insert.exec();
    insertDetails(database, folder, row);
}

void replaceCase(SQLite::Database& database, const fs::path& folder, const Case& row) {
    SQLite::Statement update(database, "UPDATE cases SET patient = ?, label = ?, fold = ?, included = ?, "
                                       "cache_file = ?, volume_mm3 = ?, mean_intensity = ? WHERE id = ?");
    bindCase(update, row);
    if (update.exec() == 0)
        throw Error("PRJ-011", "The project has no case \"" + row.id + "\".", row.id);
    for (const char* table : {"channel", "problem"}) {
        SQLite::Statement remove(database, std::string("DELETE FROM ") + table + " WHERE case_id = ?");
        remove.bind(1, row.id);
        remove.exec();
    }
    insertDetails(database, folder, row);
}

} // namespace nidus
