// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/project/unpacked_archives.h"
#include "ui/services.h"

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace nidus {

// What the window asks of projects and scans; no network is needed for it. See ui::Services.

[[nodiscard]] ui::ProjectSnapshot readProject(const std::filesystem::path& folder, const JobControl& control);
[[nodiscard]] ui::ProjectGlance glanceAt(const std::filesystem::path& folder, const JobControl& control);
[[nodiscard]] PrepareReport prepareProject(const std::filesystem::path& folder, const JobControl& control);
void discardRun(const std::filesystem::path& folder, const std::string& runId, const JobControl& control);
/// A scan for a new project. Archives are unpacked, and stay so until the project is made.
[[nodiscard]] ScanReport scanForProject(UnpackedArchives& archives, const std::vector<std::filesystem::path>& paths,
                                        const std::function<void(std::vector<SeriesInfo>)>& onSeries,
                                        const JobControl& control);
[[nodiscard]] std::vector<Problem> createProject(UnpackedArchives& archives, const std::filesystem::path& folder,
                                                 std::vector<SeriesInfo> series, const JobControl& control);
[[nodiscard]] std::vector<Problem> addScans(UnpackedArchives& archives, const std::filesystem::path& folder,
                                            std::vector<SeriesInfo> series, const JobControl& control);
[[nodiscard]] Volume readSeries(const SeriesSource& series, const JobControl& control);
[[nodiscard]] Volume readMiddleSliceOf(const SeriesSource& series, const std::filesystem::path& prepared,
                                       const JobControl& control);
[[nodiscard]] std::vector<Problem> labelProjectFromTag(const std::filesystem::path& folder, const std::string& tag,
                                                       const JobControl& control);
[[nodiscard]] std::vector<Problem> chooseProjectModel(const std::filesystem::path& folder,
                                                      const std::filesystem::path& path, const JobControl& control);
[[nodiscard]] std::vector<CaseGrouping> readGroupings(const std::filesystem::path& folder, const std::string& runId,
                                                      const JobControl& control);
[[nodiscard]] ui::ModelCheck checkModel(const std::filesystem::path& folder, const JobControl& control);
[[nodiscard]] ui::ChannelImage readScan(const std::filesystem::path& folder, const std::string& caseId, int channel,
                                        const JobControl& control);
[[nodiscard]] ui::ChannelImage readPrepared(const std::filesystem::path& folder, const std::string& caseId, int channel,
                                            const JobControl& control);

} // namespace nidus
