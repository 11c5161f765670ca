// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/job.h"
#include "core/project/project.h"
#include "core/training/recipe.h"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace nidus {

/// A project to try Nidus with: synthetic scans as DICOM, labelled, and the built-in pretrained model; not prepared.
struct DemoProject {
    Project project;
    std::filesystem::path unseen;          ///< a folder of series that are in no project
    Recipe recipe;                         ///< balanced, but shorter: phantoms are learnt in a few epochs
    std::map<std::string, double> seconds; ///< phantoms, import, model
};

/// Makes it below `out`; a former demo there is replaced. Throws Error DEM-001 when `out` holds something else, and
/// those of the steps.
[[nodiscard]] DemoProject makeDemoProject(const std::filesystem::path& out, const JobControl& control);

/// A demo in which a phantom cannot be read is not worth going on with: throws the first blocker as an Error.
void refuseBlockers(const std::vector<Problem>& problems);

} // namespace nidus
