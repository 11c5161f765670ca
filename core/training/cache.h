// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/project/project.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace nidus {

/// What lies in the cache of a project, all of which can be made again.
struct CacheReport {
    struct Amount {
        int files = 0;
        std::int64_t bytes = 0;
    };
    /// By kind, which is what a file's name has before its first "-": "features", ...; "prepared" for images, whose
    /// names are bare keys; "temporary" for what is being written.
    std::map<std::string, Amount> kinds;
    Amount total, needed;              ///< `needed`: the prepared images of unfinished runs
    std::optional<std::int64_t> limit; ///< bytes; absent: none
    Amount removed;                    ///< by trimCache()
};

/// Throws Error TRN-013, TRN-014 where the job of an unfinished run cannot be read.
[[nodiscard]] CacheReport cacheReport(const Project& project);

/// Removes what was used longest ago until the cache has at most `limit` bytes, and reports what is left. What
/// unfinished runs need stays in any case, as does what is being written. Cases whose image goes are unprepared from
/// then on. Throws as cacheReport(), and those of Project.
CacheReport trimCache(Project& project, std::int64_t limit);

/// trimCache() to the limit of the project, where it has one, after other work, which is not to fail for it.
void keepCacheLimit(Project& project);

/// The document of `cache --json`: {"kinds" {kind: {"files", "bytes"}}, "files", "bytes", "needed" {..}, "limit",
/// "removed" {..}}.
[[nodiscard]] std::string toJson(const CacheReport& report);
/// The same for people.
[[nodiscard]] std::string toText(const CacheReport& report);

} // namespace nidus
