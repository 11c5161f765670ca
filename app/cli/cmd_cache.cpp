// SPDX-License-Identifier: Apache-2.0
#include "app/cli/commands.h"
#include "core/training/cache.h"

#include <CLI/CLI.hpp>

#include <cstdint>
#include <filesystem>
#include <iostream>
#include <memory>
#include <optional>

namespace nidus::cli {
namespace {

struct CacheArguments {
    std::filesystem::path project;
    std::optional<double> limit; ///< GB, of 10^9 bytes
    bool forgetsLimit = false, clears = false;
};

CacheReport changed(const CacheArguments& arguments) {
    Project project = Project::open(arguments.project);
    if (arguments.limit)
        project.setCacheLimit(static_cast<std::int64_t>(*arguments.limit * 1e9));
    if (arguments.forgetsLimit)
        project.setCacheLimit({});
    if (arguments.clears)
        return trimCache(project, 0);
    return arguments.limit ? trimCache(project, *project.cacheLimit()) : cacheReport(project);
}

int runCache(const CacheArguments& arguments, const Context& context) {
    const bool changes = arguments.limit || arguments.forgetsLimit || arguments.clears;
    const CacheReport report =
        changes ? changed(arguments) : cacheReport(Project::open(arguments.project, Project::Access::ReadOnly));
    std::cout << (context.json ? toJson(report) + "\n" : toText(report));
    return 0;
}

} // namespace

void addCacheCommand(CLI::App& program, const Select& select) {
    const auto arguments = std::make_shared<CacheArguments>();
    CLI::App* command = program.add_subcommand("cache", "what a project has cached, and how much of that may stay");
    command->add_option("--project", arguments->project, "the project folder (NAME.nidus)")->required();
    CLI::Option* limit =
        command->add_option("--limit", arguments->limit,
                            "GB (10^9 bytes) that the cache may hold, now and whenever a training ends: what was used "
                            "longest ago goes first, but nothing that an unfinished run needs");
    limit->check(CLI::Range(0.0, 1e6));
    command->add_flag("--no-limit", arguments->forgetsLimit, "let the cache grow again")->excludes(limit);
    command->add_flag("--clear", arguments->clears, "remove all but what unfinished runs need");
    command->callback(
        [arguments, select] { select([arguments](const Context& context) { return runCache(*arguments, context); }); });
}

} // namespace nidus::cli
