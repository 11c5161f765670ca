// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/error.h"
#include "core/base/job.h"
#include "core/imaging/volume.h"

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace nidus {

/// The device that made an image, as DICOM has it; empty and 0 where the file does not say.
struct Scanner {
    std::string manufacturer, model;
    double fieldStrength = 0; ///< tesla, of MR

    bool operator==(const Scanner&) const = default;
};

/// Where the voxels of one volume are: enough to read it again later. A plain value, stored in the project.
struct SeriesSource {
    std::string uid;                          ///< Series Instance UID, or the file name for other formats
    std::string part;                         ///< distinguishes volumes split from one series ("" when not split)
    std::vector<std::filesystem::path> files; ///< absolute, in any order
    std::vector<std::string> overrides;       ///< problem codes that the user decided to accept
    std::string modality{};                   ///< as DICOM has it ("MR", "CT"); empty where the file does not say
    Scanner scanner{};

    bool operator==(const SeriesSource&) const = default;
};

/// One volume that a scan found, as an import table shows it.
struct SeriesInfo {
    SeriesSource source;
    std::string format; ///< "DICOM", "NIfTI", "NRRD", "MetaImage"
    std::string description, bodyPart, studyDate;
    std::string patientKey; ///< as in the file (PatientID); never leaves the project except through a pseudonym
    std::string studyUid, accessionNumber;
    Shape shape;
    Spacing spacing;
    int frames = 0;          ///< files or frames that make up the volume
    std::string orientation; ///< as orientationOf()
    bool included = true;    ///< false when a blocker, or a default of the policy, excludes it
    std::vector<Problem> problems;
    std::string caseKey{};              ///< series with the same one become one case; empty: a case of its own
    int channel = 0;                    ///< which image of that case, from 0, in the order of the model's channels
    std::string seriesNumber{};         ///< as in the file
    std::filesystem::path middleFile{}; ///< of source.files the one with the slice in the middle; empty: not known
};

struct UnassignedFile {
    std::filesystem::path path;
    std::string code;
    std::string text;
};

struct ScanReport {
    int files = 0;
    std::vector<SeriesInfo> series; ///< sorted by (patientKey, studyUid, uid, part)
    std::vector<UnassignedFile> unassigned;
};

/// Implemented by dicom/; core and ui know only this. One instance may be used by one thread at a time.
class SeriesReader {
public:
    SeriesReader() = default;
    SeriesReader(const SeriesReader&) = delete;
    SeriesReader& operator=(const SeriesReader&) = delete;
    virtual ~SeriesReader() = default;

    /// Walks files and folders (type by content, not by extension), groups, checks geometry. One bad file never stops
    /// it. Throws Error DCM-050 when a path does not exist, Cancelled.
    [[nodiscard]] virtual ScanReport scan(const std::vector<std::filesystem::path>& paths,
                                          const JobControl& control) = 0;

    /// Reads one volume. Throws Error with the code of the blocker unless it is in source.overrides, FIL-001 when a
    /// file is gone, DCM-002 when one is damaged.
    [[nodiscard]] virtual Volume read(const SeriesSource& source, const JobControl& control) = 0;

    /// What there is to recognise a series by: the slice in the middle, a volume of one. Of DICOM only the file in the
    /// middle of the list of their names is read, and of that one frame; no finding keeps it from being shown. Throws
    /// Error FIL-001, DCM-002, DCM-003, DCM-004, DCM-019, DCM-029 and those of other formats.
    [[nodiscard]] virtual Volume readMiddleSlice(const SeriesSource& source, const JobControl& control) = 0;

    /// Elements of the DICOM header of the first file, by keyword ("PatientSex") or number ("0010,0040"), as texts in
    /// UTF-8, one for each that is asked for; several values are separated by backslashes. Empty where the file has no
    /// such element or is no DICOM. The file is read once. Throws Error DCM-053 for what names no element, FIL-001,
    /// DCM-002.
    [[nodiscard]] virtual std::vector<std::string> headerTexts(const SeriesSource& source,
                                                               const std::vector<std::string>& elements) = 0;
    /// One of them.
    [[nodiscard]] std::string headerText(const SeriesSource& source, const std::string& element) {
        return headerTexts(source, {element}).front();
    }
};

/// What readMiddleSlice() needs of a series that a scan has found: of its files the one in the middle.
[[nodiscard]] inline SeriesSource middleOf(const SeriesInfo& series) {
    const SeriesSource& source = series.source;
    if (series.middleFile.empty())
        return source;
    return {source.uid, source.part, {series.middleFile}, source.overrides, source.modality, source.scanner};
}

/// The document of `nidus-cli scan --json` (DESIGN.md section 5).
[[nodiscard]] std::string toJson(const ScanReport& report);

} // namespace nidus
