// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/error.h"
#include "core/imaging/input_frame.h"
#include "core/project/series_reader.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace nidus {

/// One case of the cohort: one patient's images of one examination, a channel per model input.
struct Case {
    std::string id;                     ///< unique in the project
    std::string patient;                ///< pseudonym; cases of one patient stay in one fold
    std::vector<SeriesSource> channels; ///< in the model's channel order
    std::string label;                  ///< class name; empty: unlabelled
    std::optional<int> fold;            ///< given by the import table
    bool included = true;
    std::vector<Problem> problems;
    std::string cacheFile;                   ///< relative to the project; empty: not prepared
    double volumeMm3 = 0, meanIntensity = 0; ///< baselines, set when prepared

    bool operator==(const Case&) const = default;
};

/// Whether a run can train and test a case: it takes part and has a label.
[[nodiscard]] inline bool canTrain(const Case& item) noexcept {
    return item.included && !item.label.empty();
}

/// The pretrained model that the project uses.
struct ChosenModel {
    std::string folder; ///< relative to the project, as writeModelFolder() made it
    InputFrame frame = InputFrame::Plan;
};

struct RunRecord {
    std::string id;
    std::string preset;
    std::string created;     ///< UTC, ISO 8601
    std::string state;       ///< "running", "stopped", "failed", "done"
    std::string metricsJson; ///< empty until done
};

/// A case file of the cache, as an earlier preparation of the same input with the same plan left it.
struct PreparedEntry {
    std::string cacheFile; ///< relative to the project
    double volumeMm3 = 0, meanIntensity = 0;
};

/// A project folder NAME.nidus with project.sqlite, models/, cache/, runs/ (DESIGN.md decision 9). Every change is one
/// transaction, on disk when the call returns. Not thread-safe; open a second, read-only instance for another thread.
/// Changes throw Error PRJ-007 in a project that was opened read-only, FIL-003 or FIL-004 when the disk refuses.
class Project {
public:
    enum class Access { ReadWrite, ReadOnly };

    /// Throws Error PRJ-001 when the folder exists and is not empty, PRJ-002 when the name does not end in .nidus.
    [[nodiscard]] static Project create(const std::filesystem::path& folder);
    /// Throws Error PRJ-003 (no project there), PRJ-004 (newer format), PRJ-005 (damaged), PRJ-006 (ReadWrite, but
    /// another program has it open).
    [[nodiscard]] static Project open(const std::filesystem::path& folder, Access access = Access::ReadWrite);

    Project(Project&&) noexcept;
    Project& operator=(Project&&) noexcept;
    ~Project();

    [[nodiscard]] const std::filesystem::path& folder() const;
    [[nodiscard]] bool isWritable() const;
    /// Tells the project from others wherever it is moved or copied to. Empty: made before projects had one, and not
    /// yet opened for writing since.
    [[nodiscard]] std::string id() const;
    [[nodiscard]] std::filesystem::path cacheFolder() const;
    /// Throws Error PRJ-014 for an id that cannot be the name of a folder.
    [[nodiscard]] std::filesystem::path runFolder(const std::string& runId) const;

    [[nodiscard]] std::vector<Case> cases() const; ///< sorted by id
    /// Throws Error PRJ-010 for an id that exists (whole call undone).
    void addCases(const std::vector<Case>& cases);
    /// Replaces the stored values of cases that exist; PRJ-011 for an unknown id. `prepared` goes into the memory that
    /// preparedEntry() asks, by key.
    void updateCases(const std::vector<Case>& cases, const std::map<std::string, PreparedEntry>& prepared = {});

    [[nodiscard]] std::vector<std::string> classes() const;   ///< ordered
    void setClasses(const std::vector<std::string>& classes); ///< throws Error PRJ-013 for empty or repeated names
    /// Two classes: the positive one (default: the last in the order). Empty otherwise.
    [[nodiscard]] std::string positiveClass() const;
    void setPositiveClass(const std::string& name); ///< throws Error PRJ-012 for a name that is no class

    [[nodiscard]] std::optional<ChosenModel> model() const;
    [[nodiscard]] ChosenModel requiredModel() const; ///< throws Error PRJ-020 where none is chosen
    void setModel(const ChosenModel& model);         ///< forgets the prepared state of all cases

    /// The memory of prepareCases(): which case file belongs to unchanged input files under a plan.
    [[nodiscard]] std::optional<PreparedEntry> preparedEntry(const std::string& key) const;

    /// What the cache may grow to, bytes; absent: as it likes.
    [[nodiscard]] std::optional<std::int64_t> cacheLimit() const;
    void setCacheLimit(std::optional<std::int64_t> bytes);

    [[nodiscard]] std::vector<RunRecord> runs() const; ///< newest first
    void putRun(const RunRecord& run);

private:
    class Catalogue;
    explicit Project(std::unique_ptr<Catalogue> catalogue);
    std::unique_ptr<Catalogue> m_catalogue;
};

} // namespace nidus
