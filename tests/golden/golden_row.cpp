// SPDX-License-Identifier: Apache-2.0
#include "tests/golden/golden_row.h"

#include "core/base/error.h"
#include "core/base/files.h"

#include <algorithm>
#include <cmath>
#include <exception>
#include <limits>

namespace nidus::golden {
namespace {

constexpr int kSchema = 1;

std::vector<KindCheck>& registry() {
    static std::vector<KindCheck> checks;
    return checks;
}

double ratio(double error, double tolerance) {
    if (error <= 0)
        return 0;
    return tolerance > 0 ? error / tolerance : std::numeric_limits<double>::infinity();
}

} // namespace

const std::filesystem::path& GoldenEntry::file(const std::string& role) const {
    const auto found = files.find(role);
    if (found == files.end())
        throw Error("GLD-002", "The golden entry " + kind + "/" + name + " has no file \"" + role + "\".");
    return found->second;
}

std::vector<const GoldenEntry*> GoldenIndex::ofKind(const std::string& kind) const {
    std::vector<const GoldenEntry*> found;
    for (const GoldenEntry& entry : entries)
        if (entry.kind == kind)
            found.push_back(&entry);
    return found;
}

GoldenIndex readGoldenIndex(const std::filesystem::path& folder) {
    const std::filesystem::path path = folder / "index.json";
    try {
        const nlohmann::json document = nlohmann::json::parse(readTextFile(path));
        if (document.at("schema").get<int>() != kSchema)
            throw Error("GLD-001", "The golden index " + path.string() + " has another schema.");
        GoldenIndex index{folder, {}};
        for (const nlohmann::json& item : document.at("entries")) {
            GoldenEntry entry;
            entry.part = item.at("part").get<std::string>();
            entry.kind = item.at("kind").get<std::string>();
            entry.name = item.at("name").get<std::string>();
            for (const auto& [role, relative] : item.at("files").items())
                entry.files[role] = folder / relative.get<std::string>();
            entry.params = item.at("params");
            entry.tolerance = item.at("tolerance");
            index.entries.push_back(std::move(entry));
        }
        return index;
    } catch (const nlohmann::json::exception& exception) {
        throw Error("GLD-001", "The golden index " + path.string() + " cannot be read: " + exception.what());
    } catch (const Error& error) {
        throw Error("GLD-001", "The golden index " + path.string() + " cannot be read: " + error.what());
    }
}

std::vector<GoldenRow> checkEach(const GoldenIndex& index, const std::string& kind, const EntryCheck& check,
                                 const std::vector<std::string>& names) {
    std::vector<GoldenRow> rows;
    for (const GoldenEntry* entry : index.ofKind(kind)) {
        if (!names.empty() && std::find(names.begin(), names.end(), entry->name) == names.end())
            continue;
        GoldenRow row;
        row.kind = entry->kind;
        row.name = entry->name;
        try {
            check(*entry, row);
        } catch (const std::exception& exception) {
            fail(row, exception.what());
        }
        rows.push_back(std::move(row));
    }
    return rows;
}

void note(GoldenRow& row, double error, double tolerance, const std::string& what) {
    const bool isFirst = row.status == GoldenRow::Status::Skipped;
    const bool passes = error <= tolerance; // false for NaN
    if (isFirst || ratio(error, tolerance) > ratio(row.error, row.tolerance)) {
        row.error = error;
        row.tolerance = tolerance;
    }
    if (isFirst)
        row.status = GoldenRow::Status::Pass;
    if (!passes)
        fail(row, what + ": error " + std::to_string(error) + ", allowed " + std::to_string(tolerance));
}

void fail(GoldenRow& row, const std::string& why) {
    row.status = GoldenRow::Status::Fail;
    row.why += (row.why.empty() ? "" : "; ") + why;
}

double maxDifference(std::span<const double> a, std::span<const double> b) {
    if (a.size() != b.size())
        return std::numeric_limits<double>::infinity();
    double worst = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (std::isnan(a[i]) != std::isnan(b[i]))
            return std::numeric_limits<double>::infinity();
        if (a[i] != b[i] && !std::isnan(a[i]))
            worst = std::max(worst, std::abs(a[i] - b[i]));
    }
    return worst;
}

GoldenRegistration::GoldenRegistration(KindCheck check) {
    registry().push_back(std::move(check));
}

const std::vector<KindCheck>& registeredChecks() {
    return registry();
}

} // namespace nidus::golden
