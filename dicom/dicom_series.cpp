// SPDX-License-Identifier: Apache-2.0
#include "dicom/dicom_series.h"

#include "core/base/parallel.h"
#include "core/imaging/input_frame.h"
#include "core/project/accept.h"
#include "dicom/series_judgement.h"
#include "dicom/volume_assembly.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>
#include <optional>
#include <set>

namespace nidus::dicom {
namespace {

namespace fs = std::filesystem;

/// Files between two progress reports and looks at the stop flag.
constexpr std::size_t kBatch = 128;

struct Headers {
    std::vector<FileHeader> files;
    std::vector<UnassignedFile> unreadable;
};

Headers readHeaders(std::span<const fs::path> paths, const JobControl& control) {
    prepareDicom();
    std::vector<std::optional<FileHeader>> read(paths.size());
    std::vector<std::optional<UnassignedFile>> failed(paths.size());
    for (std::size_t from = 0; from < paths.size(); from += kBatch) {
        control.step(static_cast<double>(from) / static_cast<double>(paths.size()), "Reading DICOM headers");
        parallelFor(std::min(kBatch, paths.size() - from), threadBudget(), [&](std::size_t i) {
            const fs::path& path = paths[from + i];
            try {
                read[from + i] = readFileHeader(path);
            } catch (const Error& error) {
                failed[from + i] = {path, error.code(), error.what()};
            } catch (const std::exception& error) {
                failed[from + i] = {path, "DCM-002", std::string("The file is damaged: ") + error.what() + "."};
            }
        });
    }
    Headers headers;
    for (std::size_t i = 0; i < paths.size(); ++i) {
        if (read[i])
            headers.files.push_back(std::move(*read[i]));
        if (failed[i])
            headers.unreadable.push_back(std::move(*failed[i]));
    }
    return headers;
}

SeriesInfo infoFrom(const FileHeader& file) {
    SeriesInfo info;
    info.format = "DICOM";
    info.source.modality = file.modality;
    info.source.scanner = file.scanner;
    info.description = file.description;
    info.bodyPart = file.bodyPart;
    info.studyDate = file.studyDate;
    info.patientKey = file.patientId;
    info.studyUid = file.studyUid;
    info.accessionNumber = file.accessionNumber;
    info.seriesNumber = file.seriesNumber;
    return info;
}

/// Directions and sizes, without voxels.
Volume gridOf(const JudgedGroup& judged) {
    const SliceHeader& slice = judged.group.slices.front();
    Volume grid;
    grid.shape = {static_cast<std::int64_t>(judged.group.slices.size()), slice.tile.height, slice.tile.width};
    if (slice.pixelSpacing)
        grid.spacing = {slice.thickness > 0 ? slice.thickness : 1, (*slice.pixelSpacing)[0], (*slice.pixelSpacing)[1]};
    if (judged.geometry.spacing > 0)
        grid.spacing.z = judged.geometry.spacing;
    if (slice.orientation && !judged.geometry.order.empty()) {
        const auto& o = *slice.orientation;
        for (std::size_t axis = 0; axis < 3; ++axis)
            grid.lpsFromAxis[axis] = {o[axis], o[axis + 3], judged.geometry.normal[axis]};
    }
    return grid;
}

/// By place, or else by the order of the files.
const SliceHeader& middleSliceOf(const JudgedGroup& judged) {
    const std::vector<SliceHeader>& slices = judged.group.slices;
    const std::vector<std::size_t>& order = judged.geometry.order;
    return slices[order.empty() ? slices.size() / 2 : order[order.size() / 2]];
}

SeriesInfo describe(const JudgedGroup& judged, const std::vector<FileHeader>& files) {
    const SliceGroup& group = judged.group;
    SeriesInfo info = infoFrom(files[group.slices.front().file]);
    info.source.uid = group.seriesUid;
    info.source.part = group.part;
    std::set<fs::path> paths;
    for (const SliceHeader& slice : group.slices)
        paths.insert(files[slice.file].path);
    for (const std::size_t damaged : group.damagedFiles)
        paths.insert(files[damaged].path);
    info.source.files.assign(paths.begin(), paths.end());
    if (!group.label.empty())
        info.description += (info.description.empty() ? "" : " ") + ("(" + group.label + ")");
    info.middleFile = files[middleSliceOf(judged).file].path;
    const Volume grid = gridOf(judged);
    info.shape = grid.shape;
    info.spacing = grid.spacing;
    info.frames = static_cast<int>(group.slices.size());
    if (!judged.geometry.order.empty())
        info.orientation = orientationOf(grid);
    info.problems = judged.problems;
    info.included = judged.isOffered && canBeUsed(info);
    return info;
}

/// Reports, structured reports, waveforms: one row per series, so that nothing vanishes silently.
std::vector<SeriesInfo> describeOthers(const std::vector<FileHeader>& files) {
    std::map<std::string, SeriesInfo> others;
    for (const FileHeader& file : files) {
        if (file.hasPixels)
            continue;
        SeriesInfo& info = others.try_emplace(file.modality, infoFrom(file)).first->second;
        info.source.uid = file.seriesUid;
        info.source.files.push_back(file.path);
        info.included = false;
        if (info.problems.empty()) {
            if (file.damage.empty())
                info.problems.push_back(
                    {"DCM-001",
                     Severity::Info,
                     "Not an image" + (file.modality.empty() ? std::string() : " (" + file.modality + ")") + ".",
                     {}});
            else
                info.problems.push_back({"DCM-002", Severity::Blocker, file.damage, {}});
        }
    }
    std::vector<SeriesInfo> infos;
    for (auto& [modality, info] : others)
        infos.push_back(std::move(info));
    return infos;
}

/// The volumes, and what is no image, among the files of one series.
std::vector<SeriesInfo> describeSeries(const std::vector<FileHeader>& files) {
    std::vector<SeriesInfo> infos;
    for (SliceGroup& group : groupSlices(files))
        infos.push_back(describe(judgeGroup(std::move(group), files), files));
    std::vector<SeriesInfo> others = describeOthers(files);
    std::move(others.begin(), others.end(), std::back_inserter(infos));
    return infos;
}

bool isOverridden(const SeriesSource& source, const std::string& code) {
    return canBeAccepted(code)
           && std::find(source.overrides.begin(), source.overrides.end(), code) != source.overrides.end();
}

JudgedGroup chosenGroup(const SeriesSource& source, const std::vector<FileHeader>& files) {
    std::vector<SliceGroup> groups = groupSlices(files);
    const auto found = std::find_if(groups.begin(), groups.end(), [&](const SliceGroup& group) {
        return group.seriesUid == source.uid && group.part == source.part;
    });
    if (found != groups.end())
        return judgeGroup(std::move(*found), files);
    // The files of one part alone make a series that is not split any more.
    if (groups.size() == 1)
        return judgeGroup(std::move(groups.front()), files);
    throw Error("DCM-029", "The series " + source.uid
                               + " is no longer what it was when it was imported: its files have changed. Scan it"
                                 " again.");
}

/// A slice in modality units. `values`: from the first pixel of its frame on.
std::vector<float> rescaled(const SliceHeader& slice, int columns, std::span<const std::int32_t> values) {
    std::vector<float> voxels;
    voxels.reserve(static_cast<std::size_t>(slice.tile.width) * static_cast<std::size_t>(slice.tile.height));
    for (int y = 0; y < slice.tile.height; ++y) {
        const std::size_t start = static_cast<std::size_t>(slice.tile.y + y) * static_cast<std::size_t>(columns)
                                  + static_cast<std::size_t>(slice.tile.x);
        for (std::size_t x = 0; x < static_cast<std::size_t>(slice.tile.width); ++x)
            voxels.push_back(static_cast<float>(values[start + x] * slice.slope + slice.intercept));
    }
    return voxels;
}

/// Decodes each file once and hands out its frames.
class FrameStore {
public:
    explicit FrameStore(const std::vector<FileHeader>& files) : m_files(files), m_values(files.size()) {}

    void decode(const std::vector<std::size_t>& wanted, const JobControl& control) {
        for (std::size_t from = 0; from < wanted.size(); from += kBatch) {
            control.step(static_cast<double>(from) / static_cast<double>(wanted.size()), "Reading images");
            parallelFor(std::min(kBatch, wanted.size() - from), threadBudget(), [&](std::size_t i) {
                const std::size_t file = wanted[from + i];
                m_values[file] = decodeFrames(m_files[file]);
            });
        }
    }

    [[nodiscard]] std::vector<float> voxelsOf(const SliceHeader& slice) const {
        const FileHeader& file = m_files[slice.file];
        const auto frame = static_cast<std::size_t>(slice.frame) * static_cast<std::size_t>(file.rows)
                           * static_cast<std::size_t>(file.columns);
        return rescaled(slice, file.columns, std::span(m_values[slice.file]).subspan(frame));
    }

private:
    const std::vector<FileHeader>& m_files;
    std::vector<std::vector<std::int32_t>> m_values;
};

SliceStack stackOf(const JudgedGroup& judged, const std::vector<FileHeader>& files, const JobControl& control) {
    const std::vector<SliceHeader>& slices = judged.group.slices;
    std::set<std::size_t> wanted;
    for (const SliceHeader& slice : slices)
        wanted.insert(slice.file);
    FrameStore store(files);
    store.decode({wanted.begin(), wanted.end()}, control);
    const auto& o = *slices.front().orientation;
    SliceStack stack;
    stack.columns = slices.front().tile.width;
    stack.rows = slices.front().tile.height;
    stack.pixelSpacing = *slices.front().pixelSpacing;
    stack.row = {o[0], o[1], o[2]};
    stack.column = {o[3], o[4], o[5]};
    stack.spacing = gridOf(judged).spacing.z;
    for (const std::size_t i : judged.geometry.order) {
        stack.positions.push_back(*slices[i].position);
        stack.slices.push_back(store.voxelsOf(slices[i]));
    }
    stack.positions.front() = judged.geometry.origin;
    return stack;
}

std::vector<fs::path> sortedFiles(const SeriesSource& source) {
    std::vector<fs::path> files = source.files;
    std::sort(files.begin(), files.end());
    return files;
}

/// Gaps are counted between the slices that remain.
std::vector<int> missingWithoutDoubled(const SliceGeometry& geometry) {
    std::vector<int> missing;
    for (std::size_t i = 0; i < geometry.missingBefore.size(); ++i)
        if (!geometry.isDoubled[i])
            missing.push_back(geometry.missingBefore[i]);
    return missing;
}

} // namespace

void DicomScan::add(std::span<const fs::path> files, const JobControl& control) {
    for (auto& [key, series] : m_series)
        series.isGrowing = false;
    Headers headers = readHeaders(files, control);
    std::move(headers.unreadable.begin(), headers.unreadable.end(), std::back_inserter(m_unreadable));
    for (FileHeader& file : headers.files) {
        Series& series = m_series[seriesKeyOf(file)];
        series.files.push_back(std::move(file));
        series.described.clear();
        series.isGrowing = true;
    }
}

std::vector<SeriesInfo> DicomScan::settled() {
    std::vector<SeriesInfo> infos;
    for (auto& [key, series] : m_series)
        if (!series.isGrowing && series.described.empty()) {
            series.described = describeSeries(series.files);
            infos.insert(infos.end(), series.described.begin(), series.described.end());
        }
    return infos;
}

void DicomScan::finish(ScanReport& report) {
    std::move(m_unreadable.begin(), m_unreadable.end(), std::back_inserter(report.unassigned));
    for (auto& [key, series] : m_series) {
        for (const FileHeader& file : series.files)
            if (file.hasPixels && !file.damage.empty())
                report.unassigned.push_back({file.path, "DCM-002", file.damage});
        if (series.described.empty())
            series.described = describeSeries(series.files);
        std::move(series.described.begin(), series.described.end(), std::back_inserter(report.series));
    }
    m_series.clear();
}

Volume readMiddleDicomSlice(const SeriesSource& source) {
    prepareDicom();
    const std::vector<fs::path> paths = sortedFiles(source);
    const std::vector<FileHeader> files{readFileHeader(paths[paths.size() / 2])};
    const FileHeader& file = files.front();
    if (!file.damage.empty())
        throw Error("DCM-002", file.path.string() + ": " + file.damage);
    const JudgedGroup judged = chosenGroup(source, files);
    if (file.samples != 1)
        throw Error("DCM-019", file.path.string() + " is a colour image; one grey value per voxel is needed.");
    const SliceHeader& slice = middleSliceOf(judged);
    Volume volume = gridOf(judged);
    volume.shape.z = 1;
    if (slice.position)
        volume.originLps = *slice.position;
    volume.voxels = rescaled(slice, file.columns, decodeFrame(file, slice.frame));
    return volume;
}

Volume readDicomSeries(const SeriesSource& source, const JobControl& control) {
    const Headers headers = readHeaders(sortedFiles(source), control.part(0, 0.3));
    if (!headers.unreadable.empty())
        throw Error(headers.unreadable.front().code,
                    headers.unreadable.front().path.string() + ": " + headers.unreadable.front().text);
    const JudgedGroup judged = chosenGroup(source, headers.files);
    for (const Problem& problem : judged.problems)
        if (problem.severity == Severity::Blocker && !isOverridden(source, problem.code))
            throw Error(problem.code, problem.text);
    SliceStack stack = stackOf(judged, headers.files, control.part(0.3, 1));
    dropDoubled(stack, judged.geometry.isDoubled);
    fillGaps(stack, missingWithoutDoubled(judged.geometry));
    const bool isTilted = std::any_of(judged.problems.begin(), judged.problems.end(),
                                      [](const Problem& problem) { return problem.code == "DCM-015"; });
    if (isTilted)
        shearUpright(stack);
    return assembled(std::move(stack));
}

} // namespace nidus::dicom
