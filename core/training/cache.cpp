// SPDX-License-Identifier: Apache-2.0
#include "core/training/cache.h"

#include "core/training/job.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <set>
#include <utility>

namespace nidus {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

struct Entry {
    std::string name;
    std::int64_t bytes = 0;
    fs::file_time_type used; ///< as markUsed() left it
};

bool isTemporary(const std::string& name) {
    return name.starts_with(".");
}

std::string kindOf(const std::string& name) {
    if (isTemporary(name))
        return "temporary";
    const auto dash = name.find('-');
    return dash == std::string::npos ? "prepared" : name.substr(0, dash);
}

std::int64_t bytesBelow(const fs::directory_entry& entry) {
    std::error_code gone;
    if (!entry.is_directory(gone))
        return static_cast<std::int64_t>(entry.file_size(gone));
    std::int64_t bytes = 0;
    for (const auto& inside : fs::recursive_directory_iterator(entry.path(), gone))
        if (inside.is_regular_file(gone))
            bytes += static_cast<std::int64_t>(inside.file_size(gone));
    return bytes;
}

std::vector<Entry> entriesOf(const Project& project) {
    std::vector<Entry> entries;
    std::error_code gone;
    for (const auto& entry : fs::directory_iterator(project.cacheFolder(), gone))
        entries.push_back({entry.path().filename().string(), bytesBelow(entry), entry.last_write_time(gone)});
    return entries;
}

/// The names in the cache that runs which may go on need.
std::set<std::string> neededNames(const Project& project) {
    std::set<std::string> names;
    const fs::path runs = project.folder() / "runs";
    if (!fs::exists(runs))
        return names;
    for (const auto& run : fs::directory_iterator(runs)) {
        if (!fs::exists(run.path() / "job.json") || fs::exists(run.path() / "metrics.json"))
            continue;
        for (const JobCase& c : readJob(project, run.path().filename().string()).cases)
            names.insert(fs::path(c.cacheFile).filename().string());
    }
    return names;
}

void add(CacheReport::Amount& amount, const Entry& entry) {
    ++amount.files;
    amount.bytes += entry.bytes;
}

CacheReport reportOf(const Project& project, const std::vector<Entry>& entries, const std::set<std::string>& needed) {
    CacheReport report;
    report.limit = project.cacheLimit();
    for (const Entry& entry : entries) {
        add(report.kinds[kindOf(entry.name)], entry);
        add(report.total, entry);
        if (needed.contains(entry.name))
            add(report.needed, entry);
    }
    return report;
}

/// Before the files go, so that the catalogue never names one that is not there.
void forgetPrepared(Project& project, const std::set<std::string>& names) {
    std::vector<Case> changed;
    for (Case& c : project.cases())
        if (names.contains(fs::path(c.cacheFile).filename().string())) {
            c.cacheFile.clear();
            c.volumeMm3 = c.meanIntensity = 0;
            changed.push_back(std::move(c));
        }
    if (!changed.empty())
        project.updateCases(changed);
}

Json amountJson(const CacheReport::Amount& amount) {
    return {{"files", amount.files}, {"bytes", amount.bytes}};
}

std::string gigabytes(std::int64_t bytes) {
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), "%.3f GB", static_cast<double>(bytes) / 1e9);
    return text.data();
}

std::string tableRow(const std::string& name, const CacheReport::Amount& amount) {
    std::array<char, 128> text{};
    std::snprintf(text.data(), text.size(), "%-20s %8d files %14s\n", name.c_str(), amount.files,
                  gigabytes(amount.bytes).c_str());
    return text.data();
}

} // namespace

CacheReport cacheReport(const Project& project) {
    return reportOf(project, entriesOf(project), neededNames(project));
}

CacheReport trimCache(Project& project, std::int64_t limit) {
    std::vector<Entry> entries = entriesOf(project);
    const std::set<std::string> needed = neededNames(project);
    std::ranges::sort(entries, {}, [](const Entry& e) { return std::pair(e.used, e.name); });
    std::int64_t left = reportOf(project, entries, needed).total.bytes;
    CacheReport::Amount removed;
    std::set<std::string> leaving;
    for (const Entry& entry : entries) {
        if (left <= limit)
            break;
        if (needed.contains(entry.name) || isTemporary(entry.name))
            continue;
        left -= entry.bytes;
        add(removed, entry);
        leaving.insert(entry.name);
    }
    forgetPrepared(project, leaving);
    for (const std::string& name : leaving)
        fs::remove(project.cacheFolder() / name);
    CacheReport report = reportOf(project, entriesOf(project), needed);
    report.removed = removed;
    return report;
}

void keepCacheLimit(Project& project) {
    const auto limit = project.cacheLimit();
    if (!limit)
        return;
    try {
        trimCache(project, *limit);
    } catch (const std::exception&) {
        // The next one may succeed; `nidus-cli cache` says what is wrong.
    }
}

std::string toJson(const CacheReport& report) {
    Json kinds = Json::object();
    for (const auto& [kind, amount] : report.kinds)
        kinds[kind] = amountJson(amount);
    const Json json{{"kinds", kinds},
                    {"files", report.total.files},
                    {"bytes", report.total.bytes},
                    {"needed", amountJson(report.needed)},
                    {"limit", report.limit ? Json(*report.limit) : Json()},
                    {"removed", amountJson(report.removed)}};
    return json.dump(2, ' ', false, Json::error_handler_t::replace);
}

std::string toText(const CacheReport& report) {
    std::string text;
    for (const auto& [kind, amount] : report.kinds)
        text += tableRow(kind, amount);
    text += tableRow("together", report.total);
    if (report.needed.files > 0)
        text += tableRow("for unfinished runs", report.needed);
    if (report.removed.files > 0)
        text += tableRow("removed", report.removed);
    text += report.limit ? "The limit is " + gigabytes(*report.limit) + ". " : "There is no limit. ";
    if (report.limit && report.total.bytes > *report.limit)
        text += report.needed.bytes > *report.limit ? "Unfinished runs need more than that. "
                                                    : "It is kept when a training ends. ";
    text += "What is removed is made again when it is needed.\n";
    return text;
}

} // namespace nidus
