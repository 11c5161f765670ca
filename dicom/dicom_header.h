// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/error.h"
#include "core/project/series_reader.h"
#include "dicom/slice_geometry.h"

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace nidus::dicom {

/// A rectangle of a stored frame: a tile of a mosaic, else the whole frame.
struct Tile {
    int x = 0, y = 0, width = 0, height = 0; ///< pixels
};

/// One slice: a classic file, a frame of an enhanced one, or a tile of a mosaic. Plain values, no DCMTK.
struct SliceHeader {
    std::size_t file = 0; ///< into the list of files that the slices were read from
    int frame = 0;        ///< within the file
    Tile tile;
    std::optional<Vector3> position;                   ///< ImagePositionPatient
    std::optional<std::array<double, 6>> orientation;  ///< ImageOrientationPatient: row, then column direction
    std::optional<std::array<double, 2>> pixelSpacing; ///< mm between rows, between columns
    double thickness = 0, betweenSlices = 0;           ///< mm, 0 when not given
    bool hasRescale = false;
    double slope = 1, intercept = 0;
    std::string imageType; ///< ImageType or FrameType
    double echoTime = 0;   ///< ms
    int instanceNumber = 0;
    /// Names and values that may tell apart slices of one place: time point, acquisition, diffusion, trigger ...
    std::vector<std::pair<std::string, std::string>> phases;
};

/// What a file says up to its pixels.
struct FileHeader {
    std::filesystem::path path;
    std::string sopClass, sopInstance, seriesUid, studyUid, transferSyntax;
    std::string patientId, accessionNumber, modality, description, bodyPart, studyDate, seriesNumber;
    Scanner scanner;
    int rows = 0, columns = 0, samples = 1, frames = 1;
    int bitsAllocated = 0, bitsStored = 0, highBit = 0;
    bool isSigned = false;
    std::string photometric;
    std::optional<int> paddingValue;
    bool isLossy = false, hasBurnedInText = false, hasModalityLut = false, hasUnknownCharacters = false;
    bool hasPixels = false;
    std::string mosaicProblem; ///< why a mosaic could not be unfolded; empty else
    std::string damage;        ///< why the pixels are not whole; empty else
    std::vector<SliceHeader> slices;
};

/// Reads one file without its pixels. Throws Error DCM-002 (damaged), DCM-004 (no DICOM), FIL-001.
/// Before the first call from several threads: prepareDicom().
[[nodiscard]] FileHeader readFileHeader(const std::filesystem::path& path);

/// Elements of a file's header, see SeriesReader::headerTexts().
[[nodiscard]] std::vector<std::string> readHeaderTexts(const std::filesystem::path& path,
                                                       const std::vector<std::string>& elements);

/// Loads the data dictionary, registers the decoders and silences the library's own log. Once per process.
void prepareDicom();

/// Stored values of all frames of a file, sign and unused bits treated as the header says; frame slowest, column
/// fastest. Throws Error DCM-002, DCM-003, DCM-004, FIL-001.
[[nodiscard]] std::vector<std::int32_t> decodeFrames(const FileHeader& header);
/// One of them; the others are not decoded.
[[nodiscard]] std::vector<std::int32_t> decodeFrame(const FileHeader& header, int frame);

} // namespace nidus::dicom
