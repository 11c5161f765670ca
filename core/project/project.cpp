// SPDX-License-Identifier: Apache-2.0
#include "core/project/project.h"

#include "core/base/files.h"
#include "core/project/case_rows.h"
#include "core/project/folder_lock.h"
#include "core/project/schema.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <sqlite3.h>

#include <algorithm>
#include <set>
#include <system_error>
#include <utility>

namespace nidus {
namespace {

namespace fs = std::filesystem;

constexpr const char* kCatalogueFile = "project.sqlite";
constexpr const char* kLockFile = "project.lock";
constexpr const char* kCacheLimit = "cache_limit_bytes"; // properties
constexpr const char* kId = "id";
constexpr int kBusyTimeoutMs = 10000;

/// What SQLite reports, in our words.
Error translated(const SQLite::Exception& exception, const fs::path& folder) {
    switch (exception.getErrorCode()) {
    case SQLITE_FULL:
        return {"FIL-004", "The disk is full: the project " + folder.string()
                               + " could not be written. Free some space and try "
                                 "again."};
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT:
        return {"PRJ-005",
                folder.string() + " is damaged (" + exception.getErrorStr() + "). Restore the folder from a backup."};
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return {"PRJ-006", folder.string() + " is in use by another program. Close it there and try again."};
    default:
        return {"FIL-003",
                "The project " + folder.string() + " could not be read or written: " + exception.what() + "."};
    }
}

template <class Call>
auto guarded(const fs::path& folder, Call&& call) {
    try {
        return call();
    } catch (const SQLite::Exception& exception) {
        throw translated(exception, folder);
    }
}

/// Absolute, without "." and "..", without a separator at the end.
fs::path normalFolder(const fs::path& folder) {
    const fs::path absolute = fs::absolute(folder).lexically_normal();
    return absolute.has_filename() ? absolute : absolute.parent_path();
}

SQLite::Database openDatabase(const fs::path& folder, int flags) {
    SQLite::Database database((folder / kCatalogueFile).string(), flags, kBusyTimeoutMs);
    database.exec("PRAGMA foreign_keys = ON");
    // A rollback journal, because projects also live on network folders; EXTRA syncs the folder when it is removed.
    database.exec((flags & SQLite::OPEN_READWRITE) != 0 ? "PRAGMA journal_mode = DELETE; PRAGMA synchronous = EXTRA"
                                                        : "PRAGMA query_only = ON");
    return database;
}

/// A writer that was killed leaves a journal which only a writer may roll back.
void rollBackLeftovers(const fs::path& folder) {
    if (!fs::exists(folder / (std::string(kCatalogueFile) + "-journal")))
        return;
    if (const auto lock = FolderLock::tryTake(folder / kLockFile))
        openDatabase(folder, SQLite::OPEN_READWRITE).execAndGet("SELECT count(*) FROM sqlite_master");
}

/// Removes the folder again when its creation fails half way.
struct RemoveUnlessKept {
    fs::path folder;
    bool existed = false;
    bool kept = false;
    ~RemoveUnlessKept() {
        if (kept)
            return;
        std::error_code ignored;
        for (const auto& entry : fs::directory_iterator(folder, ignored))
            fs::remove_all(entry.path(), ignored);
        if (!existed)
            fs::remove(folder, ignored);
    }
};

} // namespace

class Project::Catalogue {
public:
    Catalogue(fs::path folderPath, std::optional<FolderLock> folderLock)
        : folder(std::move(folderPath)), lock(std::move(folderLock)),
          database(openDatabase(folder, lock ? SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE : SQLite::OPEN_READONLY)) {}

    fs::path folder;
    std::optional<FolderLock> lock; ///< held for as long as the project is open for writing
    SQLite::Database database;

    /// One change as one transaction.
    template <class Call>
    void change(Call&& call) {
        if (!lock)
            throw Error("PRJ-007", folder.string()
                                       + " is open for reading only, because another program works with "
                                         "it. Close it there to change it here.");
        guarded(folder, [&] {
            SQLite::Transaction transaction(database, SQLite::TransactionBehavior::IMMEDIATE);
            call();
            transaction.commit();
        });
    }

    [[nodiscard]] std::string property(const std::string& name) {
        SQLite::Statement query(database, "SELECT value FROM property WHERE name = ?");
        query.bind(1, name);
        return query.executeStep() ? query.getColumn(0).getString() : std::string();
    }

    void setProperty(const std::string& name, const std::string& value) {
        SQLite::Statement insert(database, "INSERT OR REPLACE INTO property (name, value) VALUES (?, ?)");
        insert.bind(1, name);
        insert.bind(2, value);
        insert.exec();
    }

    /// Before projects had ids they had none; a reader alone cannot give it.
    void migrate() {
        migrateSchema(database);
        if (property(kId).empty())
            setProperty(kId, database.execAndGet("SELECT lower(hex(randomblob(16)))").getString());
    }
};

Project::Project(std::unique_ptr<Catalogue> catalogue) : m_catalogue(std::move(catalogue)) {}
Project::Project(Project&&) noexcept = default;
Project& Project::operator=(Project&&) noexcept = default;
Project::~Project() = default;

Project Project::create(const fs::path& path) {
    const fs::path folder = normalFolder(path);
    if (folder.extension() != ".nidus" || folder.stem().empty() || folder.filename() == ".nidus")
        throw Error("PRJ-002", "The name of a project folder must end in .nidus, as in \"" + folder.filename().string()
                                   + ".nidus\".");
    const bool exists = fs::exists(folder);
    if (exists && !(fs::is_directory(folder) && fs::is_empty(folder)))
        throw Error("PRJ-001", folder.string() + " exists already. Choose another name, or open it.");
    RemoveUnlessKept cleanUp{folder, exists};
    std::error_code failure;
    for (const char* part : {"models", "cache", "runs"})
        if (fs::create_directories(folder / part, failure); failure)
            throw Error("FIL-003", folder.string() + " could not be written: " + failure.message() + ".");
    return guarded(folder, [&] {
        auto lock = FolderLock::tryTake(folder / kLockFile);
        if (!lock) {
            cleanUp.kept = true; // what is there now is the other program's
            throw Error("PRJ-006", folder.string() + " is in use by " + FolderLock::holder(folder / kLockFile) + ".");
        }
        auto catalogue = std::make_unique<Catalogue>(folder, std::move(lock));
        catalogue->migrate();
        cleanUp.kept = true;
        return Project(std::move(catalogue));
    });
}

Project Project::open(const fs::path& path, Access access) {
    const fs::path folder = normalFolder(path);
    if (!fs::is_regular_file(folder / kCatalogueFile))
        throw Error("PRJ-003", folder.string() + " is not a Nidus project: it has no " + kCatalogueFile + ".");
    return guarded(folder, [&] {
        std::optional<FolderLock> lock;
        if (access == Access::ReadWrite) {
            lock = FolderLock::tryTake(folder / kLockFile);
            if (!lock)
                throw Error("PRJ-006", folder.string() + " is in use by another program ("
                                           + FolderLock::holder(folder / kLockFile)
                                           + "). Close it there, or open the project for reading only.");
        } else {
            rollBackLeftovers(folder);
        }
        auto catalogue = std::make_unique<Catalogue>(folder, std::move(lock));
        checkSchema(catalogue->database, folder);
        if (access == Access::ReadWrite)
            catalogue->migrate();
        return Project(std::move(catalogue));
    });
}

const fs::path& Project::folder() const {
    return m_catalogue->folder;
}

bool Project::isWritable() const {
    return m_catalogue->lock.has_value();
}

std::string Project::id() const {
    return guarded(folder(), [&] { return m_catalogue->property(kId); });
}

fs::path Project::cacheFolder() const {
    return folder() / "cache";
}

fs::path Project::runFolder(const std::string& runId) const {
    if (runId.empty() || runId.front() == '.' || runId.find_first_of("/\\") != std::string::npos)
        throw Error("PRJ-014", "\"" + runId + "\" is not the name of a run.");
    return folder() / "runs" / runId;
}

std::vector<Case> Project::cases() const {
    return guarded(folder(), [&] {
        SQLite::Transaction snapshot(m_catalogue->database); // the three tables as of one moment
        return readCases(m_catalogue->database, folder());
    });
}

void Project::addCases(const std::vector<Case>& cases) {
    m_catalogue->change([&] {
        for (const Case& each : cases)
            insertCase(m_catalogue->database, folder(), each);
    });
}

void Project::updateCases(const std::vector<Case>& cases, const std::map<std::string, PreparedEntry>& prepared) {
    m_catalogue->change([&] {
        for (const Case& each : cases)
            replaceCase(m_catalogue->database, folder(), each);
        SQLite::Statement insert(m_catalogue->database, "INSERT OR REPLACE INTO prepared (key, cache_file, volume_mm3, "
                                                        "mean_intensity) VALUES (?, ?, ?, ?)");
        for (const auto& [key, entry] : prepared) {
            insert.bind(1, key);
            insert.bind(2, entry.cacheFile);
            insert.bind(3, entry.volumeMm3);
            insert.bind(4, entry.meanIntensity);
            insert.exec();
            insert.reset();
        }
    });
}

std::vector<std::string> Project::classes() const {
    return guarded(folder(), [&] {
        std::vector<std::string> names;
        SQLite::Statement query(m_catalogue->database, "SELECT name FROM class ORDER BY position");
        while (query.executeStep())
            names.push_back(query.getColumn(0).getString());
        return names;
    });
}

void Project::setClasses(const std::vector<std::string>& classes) {
    const std::set<std::string> distinct(classes.begin(), classes.end());
    if (distinct.size() != classes.size() || distinct.contains(""))
        throw Error("PRJ-013", "The classes need names that differ from each other.");
    m_catalogue->change([&] {
        m_catalogue->database.exec("DELETE FROM class");
        SQLite::Statement insert(m_catalogue->database, "INSERT INTO class (position, name) VALUES (?, ?)");
        for (std::size_t i = 0; i < classes.size(); ++i) {
            insert.bind(1, static_cast<int>(i));
            insert.bind(2, classes[i]);
            insert.exec();
            insert.reset();
        }
        if (!distinct.contains(m_catalogue->property("positive_class")))
            m_catalogue->setProperty("positive_class", "");
    });
}

std::string Project::positiveClass() const {
    const std::vector<std::string> names = classes();
    if (names.size() != 2)
        return {};
    return guarded(folder(), [&] {
        const std::string chosen = m_catalogue->property("positive_class");
        return chosen.empty() ? names.back() : chosen;
    });
}

void Project::setPositiveClass(const std::string& name) {
    const std::vector<std::string> names = classes();
    if (std::find(names.begin(), names.end(), name) == names.end()) {
        std::string known;
        for (const std::string& each : names)
            known.append(known.empty() ? "" : ", ").append(each);
        throw Error("PRJ-012", "\"" + name + "\" is not a class of this project. Its classes are: "
                                   + (known.empty() ? "none" : known) + ".");
    }
    m_catalogue->change([&] { m_catalogue->setProperty("positive_class", name); });
}

std::optional<ChosenModel> Project::model() const {
    return guarded(folder(), [&]() -> std::optional<ChosenModel> {
        const std::string modelFolder = m_catalogue->property("model_folder");
        if (modelFolder.empty())
            return std::nullopt;
        return ChosenModel{modelFolder, inputFrameFromName(m_catalogue->property("input_frame"))};
    });
}

ChosenModel Project::requiredModel() const {
    if (auto chosen = model())
        return *std::move(chosen);
    throw Error("PRJ-020",
                "The project has no pretrained model yet. Choose one first: on the page Model of the window, "
                "or with \"nidus-cli model\".");
}

void Project::setModel(const ChosenModel& model) {
    m_catalogue->change([&] {
        m_catalogue->setProperty("model_folder", model.folder);
        m_catalogue->setProperty("input_frame", inputFrameName(model.frame));
        m_catalogue->database.exec("UPDATE cases SET cache_file = '', volume_mm3 = 0, mean_intensity = 0");
    });
}

std::optional<PreparedEntry> Project::preparedEntry(const std::string& key) const {
    return guarded(folder(), [&]() -> std::optional<PreparedEntry> {
        SQLite::Statement query(m_catalogue->database,
                                "SELECT cache_file, volume_mm3, mean_intensity FROM prepared WHERE key = ?");
        query.bind(1, key);
        if (!query.executeStep())
            return std::nullopt;
        return PreparedEntry{query.getColumn(0).getString(), query.getColumn(1).getDouble(),
                             query.getColumn(2).getDouble()};
    });
}

std::optional<std::int64_t> Project::cacheLimit() const {
    return guarded(folder(), [&]() -> std::optional<std::int64_t> {
        const std::string bytes = m_catalogue->property(kCacheLimit);
        return bytes.empty() ? std::nullopt : std::optional<std::int64_t>(std::stoll(bytes));
    });
}

void Project::setCacheLimit(std::optional<std::int64_t> bytes) {
    m_catalogue->change([&] { m_catalogue->setProperty(kCacheLimit, bytes ? std::to_string(*bytes) : std::string()); });
}

std::vector<RunRecord> Project::runs() const {
    return guarded(folder(), [&] {
        std::vector<RunRecord> runs;
        SQLite::Statement query(m_catalogue->database, "SELECT id, preset, created, state, metrics_json FROM run "
                                                       "ORDER BY created DESC, id DESC");
        while (query.executeStep())
            runs.push_back({query.getColumn(0).getString(), query.getColumn(1).getString(),
                            query.getColumn(2).getString(), query.getColumn(3).getString(),
                            query.getColumn(4).getString()});
        return runs;
    });
}

void Project::putRun(const RunRecord& run) {
    m_catalogue->change([&] {
        SQLite::Statement insert(m_catalogue->database, "INSERT OR REPLACE INTO run (id, preset, created, state, "
                                                        "metrics_json) VALUES (?, ?, ?, ?, ?)");
        int index = 0;
        for (const std::string* value : {&run.id, &run.preset, &run.created, &run.state, &run.metricsJson})
            insert.bind(++index, *value);
        insert.exec();
    });
}

} // namespace nidus
