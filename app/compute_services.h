// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/services.h"

#include <filesystem>
#include <string>

namespace nidus {

// What the window has computed by the network, one job at a time in the program; each waits for its turn, in which it
// can be stopped. `device`: "cpu", "cuda", "cuda:1". For the rest see ui::Services.

[[nodiscard]] RunResult trainProject(const ui::TrainRequest& request, const std::string& device,
                                     const RunListener& listener, const JobControl& control);
[[nodiscard]] RunCosts measureRun(const std::filesystem::path& folder, const std::string& device,
                                  const JobControl& control);
[[nodiscard]] SampleCase prepareSample(const std::filesystem::path& folder, const JobControl& control);
[[nodiscard]] CaseExplanation explainCase(const std::filesystem::path& folder, const std::string& runId,
                                          const std::string& caseId, const ExplainOptions& options,
                                          const JobControl& control);
[[nodiscard]] ui::OpenClassifier openClassifier(const std::filesystem::path& file, const std::string& device,
                                                const JobControl& control);

} // namespace nidus
