// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/error.h"
#include "core/imaging/input_frame.h"
#include "core/project/series_reader.h"

#include <filesystem>
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

/// A project folder NAME.nidus with project.sqlite, models/, cache/, runs/ (DESIGN.md decision 9). Every change is one
/// transaction, on disk when the call returns. Not thread-safe; open a second instance for another thread.
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
    [[nodiscard]] std::filesystem::path cacheFolder() const;
    [[nodiscard]] std::filesystem::path runFolder(const std::string& runId) const;

    [[nodiscard]] std::vector<Case> cases() const; ///< sorted by id
    /// Throws Error PRJ-010 for an id that exists (whole call undone).
    void addCases(const std::vector<Case>& cases);
    /// Replaces the stored values of cases that exist; PRJ-011 for an unknown id.
    void updateCases(const std::vector<Case>& cases);

    [[nodiscard]] std::vector<std::string> classes() const; ///< ordered
    void setClasses(const std::vector<std::string>& classes);
    /// Two classes: the positive one (default: the last in the order). Empty otherwise.
    [[nodiscard]] std::string positiveClass() const;
    void setPositiveClass(const std::string& name); ///< throws Error PRJ-012 for a name that is no class

    [[nodiscard]] std::optional<ChosenModel> model() const;
    void setModel(const ChosenModel& model); ///< forgets the prepared state of all cases

    [[nodiscard]] std::vector<RunRecord> runs() const; ///< newest first
    void putRun(const RunRecord& run);

private:
    class Catalogue;
    explicit Project(std::unique_ptr<Catalogue> catalogue);
    std::unique_ptr<Catalogue> m_catalogue;
};

} // namespace nidus
