// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/project/series_reader.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <vector>

namespace nidus::dicom {

/// The reader for everything this build can read: DICOM where DCMTK is built in; NIfTI, NRRD and MetaImage where ITK
/// is.
[[nodiscard]] std::unique_ptr<SeriesReader> makeSeriesReader();

/// Whether a file is a ZIP, TAR, 7z or disc image or another archive, compressed or not, by its content.
[[nodiscard]] bool isArchive(const std::filesystem::path& path);

/// What its scan() does. `onSeries` gets series while the scan runs, some at a time, as soon as each seems to be whole;
/// what is returned has all of them, and is right where they differ.
[[nodiscard]] ScanReport scanSeries(const std::vector<std::filesystem::path>& paths,
                                    const std::function<void(std::vector<SeriesInfo>)>& onSeries,
                                    const JobControl& control);

} // namespace nidus::dicom
