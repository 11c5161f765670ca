// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/inference/classifier.h"

#include <filesystem>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace nidus::cli {

/// The cases that a user names for a classifier.
struct InputArguments {
    std::vector<std::filesystem::path> inputs;
    std::vector<std::string> cases;
    std::filesystem::path table, root = ".";
    std::string sheet; ///< of a workbook
};

void addInputOptions(CLI::App& command, InputArguments& arguments);

/// What cannot be used goes to `refused`. Throws Error CLF-006 (no case is named), DCM-050 and those of
/// readCaseTable().
[[nodiscard]] std::vector<PredictInput> gathered(const InputArguments& arguments, SeriesReader& reader,
                                                 std::vector<Problem>& refused, const JobControl& control);

} // namespace nidus::cli
