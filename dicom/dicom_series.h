// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/project/series_reader.h"
#include "dicom/dicom_header.h"

#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace nidus::dicom {

/// Finds the series among DICOM files that come bit by bit, and judges each as soon as it seems to be whole.
class DicomScan {
public:
    /// Reads the headers of these files, in parallel. Throws Cancelled.
    void add(std::span<const std::filesystem::path> files, const JobControl& control);
    /// The series to which the last add() brought nothing, each once: with the files in order of their folders, they
    /// are whole. Where files of one come later all the same, finish() has it right.
    [[nodiscard]] std::vector<SeriesInfo> settled();
    /// Everything that was found.
    void finish(ScanReport& report);

private:
    struct Series {
        std::vector<FileHeader> files;
        std::vector<SeriesInfo> described; ///< empty: not yet, or not with all its files
        bool isGrowing = true;
    };

    std::map<std::string, Series> m_series; ///< by seriesKeyOf()
    std::vector<UnassignedFile> m_unreadable;
};

/// The frame in the middle of the file in the middle, see SeriesReader::readMiddleSlice().
[[nodiscard]] Volume readMiddleDicomSlice(const SeriesSource& source);

/// One volume: slices along row x column, voxels in modality units. Overrides: DCM-002 without the damaged files,
/// DCM-010 few slices, DCM-011 missing slices interpolated, DCM-015 tilt sheared upright, DCM-018 stored values taken
/// as they are, DCM-022 the first of doubled slices. Throws as SeriesReader::read.
[[nodiscard]] Volume readDicomSeries(const SeriesSource& source, const JobControl& control);

} // namespace nidus::dicom
