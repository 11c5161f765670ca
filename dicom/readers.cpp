// SPDX-License-Identifier: Apache-2.0
#include "dicom/readers.h"

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "dicom/file_kind.h"
#include "dicom/file_walk.h"
#include "dicom/image_files.h"
#if NIDUS_WITH_DCMTK
#include "dicom/dicom_series.h"
#endif

#include <algorithm>
#include <iterator>
#include <span>
#include <string>
#include <tuple>
#include <utility>

namespace nidus::dicom {
namespace {

namespace fs = std::filesystem;

/// How many files are looked at between two progress reports; few enough to have the first series at once.
constexpr std::size_t kBatch = 128;

struct FileResult {
    FileKind kind = FileKind::Unknown;
    std::vector<SeriesInfo> series;
    std::vector<UnassignedFile> unassigned;
};

void refuse(FileResult& result, const fs::path& path, const std::string& code, const std::string& text) {
    result.unassigned.push_back({path, code, text});
}

ImageFormat imageFormatOf(FileKind kind) {
    if (kind == FileKind::Nrrd)
        return ImageFormat::Nrrd;
    return kind == FileKind::MetaImage ? ImageFormat::MetaImage : ImageFormat::Nifti;
}

bool isImageFile(FileKind kind, const fs::path& path) {
    if (kind == FileKind::Gzip)
        return holdsNifti(path);
    return kind == FileKind::Nifti || kind == FileKind::Nrrd || kind == FileKind::MetaImage;
}

bool isDicom(FileKind kind) {
    return kind == FileKind::Dicom || kind == FileKind::DicomLike;
}

/// The voxels of a header-and-data pair lie in a file without a head of its own; it belongs to its header.
bool belongsToHeader(const fs::path& path) {
    const std::string extension = path.extension().string();
    const auto sibling = [&](const char* other) { return fs::exists(fs::path(path).replace_extension(other)); };
    if (extension == ".img")
        return sibling(".hdr");
    return (extension == ".raw" || extension == ".zraw") && (sibling(".mhd") || sibling(".nhdr"));
}

/// A DICOMDIR, named by itself, stands for the medium that it lists (PS3.10 section 8.6: its name is fixed).
std::vector<fs::path> withMedia(std::vector<fs::path> paths) {
    for (fs::path& path : paths)
        if (path.filename() == "DICOMDIR" && fs::is_regular_file(path))
            path = fs::absolute(path).parent_path();
    return paths;
}

FileResult lookAt(const fs::path& path) {
    FileResult result;
    try {
        result.kind = fileKindOf(path);
        if (isDicom(result.kind) || belongsToHeader(path))
            return result;
        if (isImageFile(result.kind, path))
            result.series.push_back(describeImageFile(path, imageFormatOf(result.kind)));
        else if (result.kind == FileKind::Empty)
            refuse(result, path, "DCM-002", "The file is empty.");
        else if (result.kind == FileKind::Archive)
            refuse(result, path, "DCM-005",
                   "An archive inside a folder is not opened. Unpack it, or name it directly.");
        else
            refuse(result, path, "DCM-004", "This is not a scan: neither DICOM, NIfTI, NRRD nor MetaImage.");
    } catch (const Error& error) {
        refuse(result, path, error.code(), error.what());
    } catch (const fs::filesystem_error& error) {
        refuse(result, path, "FIL-001", error.what());
    }
    return result;
}

#if !NIDUS_WITH_DCMTK
class DicomScan {
public:
    void add(std::span<const fs::path> files, const JobControl&) {
        m_files.insert(m_files.end(), files.begin(), files.end());
    }
    std::vector<SeriesInfo> settled() { return {}; }
    void finish(ScanReport& report) {
        for (const fs::path& file : m_files)
            report.unassigned.push_back({file, "DCM-051", "DICOM files cannot be read by this build of Nidus."});
    }

private:
    std::vector<fs::path> m_files;
};
#endif

/// Looks at some files; series in image files go into the report, DICOM files into `dicom`. Returns what is new.
std::vector<SeriesInfo> scanBatch(std::span<const fs::path> files, DicomScan& dicom, ScanReport& report,
                                  const JobControl& control) {
    std::vector<FileResult> results(files.size());
    parallelFor(files.size(), threadBudget(), [&](std::size_t i) { results[i] = lookAt(files[i]); });
    std::vector<fs::path> dicomFiles;
    std::vector<SeriesInfo> found;
    for (std::size_t i = 0; i < results.size(); ++i) {
        found.insert(found.end(), results[i].series.begin(), results[i].series.end());
        std::move(results[i].unassigned.begin(), results[i].unassigned.end(), std::back_inserter(report.unassigned));
        if (isDicom(results[i].kind))
            dicomFiles.push_back(files[i]);
    }
    report.series.insert(report.series.end(), found.begin(), found.end());
    if (dicomFiles.empty())
        return found;
    dicom.add(dicomFiles, control);
    std::vector<SeriesInfo> settled = dicom.settled();
    std::move(settled.begin(), settled.end(), std::back_inserter(found));
    return found;
}

class FileSeriesReader final : public SeriesReader {
public:
    [[nodiscard]] ScanReport scan(const std::vector<fs::path>& paths, const JobControl& control) override {
        return scanSeries(
            paths, [](const std::vector<SeriesInfo>&) {}, control);
    }

    [[nodiscard]] Volume read(const SeriesSource& source, const JobControl& control) override {
        control.poll();
        if (source.files.empty())
            throw Error("FIL-001", "The series " + source.uid + " names no files.");
        const FileKind kind = fileKindOf(source.files.front());
        if (isDicom(kind))
            return readDicom(source, control);
        // A gzip file is not asked first whether it is NIfTI: reading it says so.
        if (source.files.size() == 1 && (kind == FileKind::Gzip || isImageFile(kind, source.files.front())))
            return readImageFile(source.files.front(), imageFormatOf(kind));
        throw Error("DCM-004", source.files.front().string() + " is not a scan that Nidus can read.");
    }

    [[nodiscard]] Volume readMiddleSlice(const SeriesSource& source, const JobControl& control) override {
        control.poll();
        if (source.files.empty())
            throw Error("FIL-001", "The series " + source.uid + " names no files.");
        const fs::path& file = source.files[source.files.size() / 2];
        const FileKind kind = fileKindOf(file);
        if (isDicom(kind))
            return readMiddleDicom(source);
        return readMiddleImageSlice(file, imageFormatOf(kind));
    }

    [[nodiscard]] std::vector<std::string> headerTexts(const SeriesSource& source,
                                                       const std::vector<std::string>& elements) override {
        if (source.files.empty() || !isDicom(fileKindOf(source.files.front())))
            return std::vector<std::string>(elements.size());
        return readElements(source.files.front(), elements);
    }

private:
#if NIDUS_WITH_DCMTK
    static std::vector<std::string> readElements(const fs::path& file, const std::vector<std::string>& elements) {
        return readHeaderTexts(file, elements);
    }
    static Volume readDicom(const SeriesSource& source, const JobControl& control) {
        return readDicomSeries(source, control);
    }
    static Volume readMiddleDicom(const SeriesSource& source) {
        return readMiddleDicomSlice(source);
    }
#else
    static std::vector<std::string> readElements(const fs::path&, const std::vector<std::string>&) {
        throw Error("DCM-051", "DICOM files cannot be read by this build of Nidus. Use a build with DCMTK.");
    }
    static Volume readMiddleDicom(const SeriesSource& source) {
        return readDicom(source, {});
    }
    static Volume readDicom(const SeriesSource&, const JobControl&) {
        throw Error("DCM-051", "DICOM files cannot be read by this build of Nidus. Use a build with DCMTK.");
    }
#endif
};

} // namespace

std::unique_ptr<SeriesReader> makeSeriesReader() {
    return std::make_unique<FileSeriesReader>();
}

bool isArchive(const fs::path& path) {
    if (!fs::is_regular_file(path))
        return false;
    const FileKind kind = fileKindOf(path);
    return kind == FileKind::Archive || (kind == FileKind::Gzip && !holdsNifti(path));
}

ScanReport scanSeries(const std::vector<fs::path>& paths, const std::function<void(std::vector<SeriesInfo>)>& onSeries,
                      const JobControl& control) {
    FoundFiles found = walkFiles(withMedia(paths), control);
    ScanReport report;
    report.files = static_cast<int>(found.files.size());
    report.unassigned = std::move(found.unreadable);
    DicomScan dicom;
    const std::span<const fs::path> files(found.files);
    const auto all = static_cast<double>(files.size());
    for (std::size_t from = 0; from < files.size(); from += kBatch) {
        const auto batch = files.subspan(from, std::min(kBatch, files.size() - from));
        const double begin = static_cast<double>(from) / all;
        std::string stage = "Looking at file ";
        control.step(begin, stage.append(std::to_string(from + 1)).append(" of ").append(std::to_string(files.size())));
        std::vector<SeriesInfo> series = scanBatch(batch, dicom, report, {control.token, [](const Progress&) {}});
        if (!series.empty())
            onSeries(std::move(series));
    }
    dicom.finish(report);
    std::sort(report.series.begin(), report.series.end(), [](const SeriesInfo& a, const SeriesInfo& b) {
        return std::tie(a.patientKey, a.studyUid, a.source.uid, a.source.part, a.source.files)
               < std::tie(b.patientKey, b.studyUid, b.source.uid, b.source.part, b.source.files);
    });
    std::sort(report.unassigned.begin(), report.unassigned.end(),
              [](const UnassignedFile& a, const UnassignedFile& b) { return a.path < b.path; });
    return report;
}

} // namespace nidus::dicom
