// SPDX-License-Identifier: Apache-2.0
#include "core/training/queued_runs.h"

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/training/recipe.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <system_error>

namespace nidus {
namespace {

namespace fs = std::filesystem;

fs::path fileOf(const fs::path& project) {
    return project / "runs" / "queue.json";
}

} // namespace

std::vector<std::string> readQueuedRuns(const fs::path& project) {
    if (!fs::exists(fileOf(project)))
        return {};
    try {
        auto presets = nlohmann::json::parse(readTextFile(fileOf(project))).get<std::vector<std::string>>();
        const std::vector<std::string> known = recipePresets();
        std::erase_if(presets, [&known](const std::string& preset) { return std::ranges::count(known, preset) == 0; });
        return presets;
    } catch (const Error&) { // what waits is quickly queued again; a project that does not open would be worse
        return {};
    } catch (const nlohmann::json::exception&) {
        return {};
    }
}

void writeQueuedRuns(const fs::path& project, const std::vector<std::string>& presets) {
    if (!presets.empty()) {
        writeFileAtomically(fileOf(project), nlohmann::json(presets).dump() + "\n");
        return;
    }
    std::error_code failure;
    fs::remove(fileOf(project), failure);
    if (failure)
        throw Error("FIL-003", fileOf(project).string() + " could not be removed: " + failure.message() + ".");
}

} // namespace nidus
