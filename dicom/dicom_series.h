// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/project/series_reader.h"

#include <filesystem>
#include <vector>

namespace nidus::dicom {

/// Reads the headers of DICOM files in parallel, groups and judges them, and adds what was found to the report.
void scanDicomFiles(const std::vector<std::filesystem::path>& files, ScanReport& report, const JobControl& control);

/// One volume: slices along row x column, voxels in modality units. Overrides: DCM-002 without the damaged files,
/// DCM-010 few slices, DCM-011 missing slices interpolated, DCM-015 tilt sheared upright, DCM-018 stored values taken
/// as they are, DCM-022 the first of doubled slices. Throws as SeriesReader::read.
[[nodiscard]] Volume readDicomSeries(const SeriesSource& source, const JobControl& control);

} // namespace nidus::dicom
