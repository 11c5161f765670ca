// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace nidus {

/// The presets of the runs that wait in a project, the next one first. They lie in PROJECT/runs/queue.json and not in
/// the catalogue, for that is locked while a run writes to it, which is when others are queued. What is no preset here
/// is passed over; a file that is not there or not to be read holds none.
[[nodiscard]] std::vector<std::string> readQueuedRuns(const std::filesystem::path& project);

/// Throws Error FIL-003, FIL-004 where the disk refuses. An empty queue takes the file away.
void writeQueuedRuns(const std::filesystem::path& project, const std::vector<std::string>& presets);

} // namespace nidus
