// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>

#include <filesystem>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace nidus::golden {

/// One entry of index.json.
struct GoldenEntry {
    std::string part, kind, name;
    std::map<std::string, std::filesystem::path> files; ///< role to absolute path
    nlohmann::json params, tolerance;

    /// Path of a role. Throws Error GLD-002 when the entry lacks it.
    [[nodiscard]] const std::filesystem::path& file(const std::string& role) const;
};

/// A folder of golden data.
struct GoldenIndex {
    std::filesystem::path folder;
    std::vector<GoldenEntry> entries;

    [[nodiscard]] std::vector<const GoldenEntry*> ofKind(const std::string& kind) const;
};

/// Reads folder/index.json. Throws Error GLD-001 when it is missing, damaged or of another schema.
[[nodiscard]] GoldenIndex readGoldenIndex(const std::filesystem::path& folder);

/// Result of one entry, one row of golden.json.
struct GoldenRow {
    enum class Status { Pass, Fail, Skipped };
    std::string kind, name;
    double error = 0;     ///< measured
    double tolerance = 0; ///< allowed
    Status status = Status::Skipped;
    std::string why; ///< for Fail and Skipped; otherwise what else was measured, or empty
};

/// Judges one entry; may fill error, tolerance, status and why of a row whose kind and name are set. Exceptions become
/// a failed row.
using EntryCheck = std::function<void(const GoldenEntry&, GoldenRow&)>;

/// One row per entry of `kind` (and of `names`, if any are given).
[[nodiscard]] std::vector<GoldenRow> checkEach(const GoldenIndex& index, const std::string& kind,
                                               const EntryCheck& check, const std::vector<std::string>& names = {});

/// Sets status from the worst of several comparisons: pass as long as every error is within its tolerance. The row
/// shows the comparison with the largest error/tolerance (an error with tolerance 0 counts as infinitely large).
void note(GoldenRow& row, double error, double tolerance, const std::string& what);

/// Fails the row with a reason.
void fail(GoldenRow& row, const std::string& why);

/// Largest |a - b|; infinite when the sizes differ or an element is NaN on one side only.
[[nodiscard]] double maxDifference(std::span<const double> a, std::span<const double> b);

/// Judges all entries of the kinds that one file of this folder handles.
using KindCheck = std::function<std::vector<GoldenRow>(const GoldenIndex&)>;

/// A namespace-scope constant of this type in golden_xxx.cpp adds the file's checks to the runner:
///     const GoldenRegistration kRegistration{checkXxx};
struct GoldenRegistration {
    explicit GoldenRegistration(KindCheck check);
};
[[nodiscard]] const std::vector<KindCheck>& registeredChecks();

} // namespace nidus::golden
