// SPDX-License-Identifier: Apache-2.0
#include "dicom/series_judgement.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <string_view>

namespace nidus::dicom {
namespace {

void add(JudgedGroup& judged, const char* code, Severity severity, const std::string& text) {
    judged.problems.push_back({code, severity, text, {}});
}

bool holdsValue(std::string_view list, std::string_view value) {
    for (std::size_t from = 0; from <= list.size();) {
        const std::size_t to = std::min(list.find('\\', from), list.size());
        if (list.substr(from, to - from) == value)
            return true;
        from = to + 1;
    }
    return false;
}

bool isUnder(const std::string& uid, std::string_view root) {
    return uid.compare(0, root.size(), root) == 0 && (uid.size() == root.size() || uid[root.size()] == '.');
}

constexpr std::string_view kStorage = "1.2.840.10008.5.1.4.1.1";

bool isStorage(const std::string& uid, std::string_view tail) {
    return isUnder(uid, std::string(kStorage) + std::string(tail));
}

/// Segmentations, radiotherapy objects and presentation states carry pixels that are no scan.
bool isNoScan(const FileHeader& file) {
    return isStorage(file.sopClass, ".66") || isStorage(file.sopClass, ".481") || isStorage(file.sopClass, ".11")
           || isStorage(file.sopClass, ".30") || isStorage(file.sopClass, ".77.1.6") || file.modality == "SEG"
           || file.modality.compare(0, 2, "RT") == 0 || file.modality == "SM";
}

void judgeKind(JudgedGroup& judged, const FileHeader& file, const SliceHeader& slice) {
    if (isNoScan(file)) {
        add(judged, "DCM-001", Severity::Info,
            "Not a scan (" + (file.modality.empty() ? std::string("unknown modality") : file.modality) + ").");
        judged.isOffered = false;
    }
    if (file.samples != 1 || file.photometric.compare(0, 9, "MONOCHROM") != 0)
        add(judged, "DCM-019", Severity::Blocker,
            "Colour image (" + (file.photometric.empty() ? std::string("unknown colours") : file.photometric)
                + "); one grey value per voxel is needed.");
    const auto notOffered = [&](const char* what) {
        add(judged, "DCM-014", Severity::Info, std::string(what) + ": not offered as a case.");
        judged.isOffered = false;
    };
    if (isStorage(file.sopClass, ".7"))
        notOffered("Secondary capture");
    else if (holdsValue(slice.imageType, "LOCALIZER"))
        notOffered("Localizer");
    else if (holdsValue(slice.imageType, "DERIVED"))
        notOffered("Derived image");
}

bool isPlainDepth(const FileHeader& file) {
    const bool isByte = file.bitsAllocated == 8 || file.bitsAllocated == 16 || file.bitsAllocated == 32;
    return isByte && file.bitsStored >= 1 && file.bitsStored <= file.bitsAllocated && file.highBit < file.bitsAllocated
           && file.highBit + 1 >= file.bitsStored;
}

void judgePixels(JudgedGroup& judged, const FileHeader& file, const SliceHeader& slice) {
    if (!canDecode(file.transferSyntax))
        add(judged, "DCM-003", Severity::Blocker,
            "Compression \"" + compressionName(file.transferSyntax)
                + "\" cannot be read. Export the series again without compression, or with JPEG 2000 or JPEG-LS.");
    if (!isPlainDepth(file))
        add(judged, "DCM-027", Severity::Blocker,
            "Pixels of " + std::to_string(file.bitsStored) + " of " + std::to_string(file.bitsAllocated)
                + " bits cannot be read as grey values.");
    if (file.hasModalityLut)
        add(judged, "DCM-027", Severity::Blocker,
            "The meaning of the pixels is given by a table (modality LUT), which Nidus does not apply.");
    if (file.modality == "CT" && !slice.hasRescale)
        add(judged, "DCM-018", Severity::Blocker,
            "CT without rescale values: what the numbers mean in Hounsfield units is unknown. Export it again, or tell"
            " Nidus to take the numbers as they are.");
    if (!file.mosaicProblem.empty())
        add(judged, "DCM-028", Severity::Blocker, file.mosaicProblem);
    if (file.photometric == "MONOCHROME1")
        add(judged, "DCM-025", Severity::Info,
            "Low values are bright in this image (MONOCHROME1); the numbers are taken as they are.");
    if (file.paddingValue)
        add(judged, "DCM-026", Severity::Info,
            "Voxels outside the scanned field hold the padding value " + std::to_string(*file.paddingValue)
                + " (stored); they are taken as they are.");
    if (file.isLossy)
        add(judged, "DCM-021", Severity::Warning, "The images were compressed with loss.");
    if (file.hasBurnedInText)
        add(judged, "DCM-020", Severity::Warning, "The images are said to have text burned into their pixels.");
    if (file.hasUnknownCharacters)
        add(judged, "DCM-040", Severity::Warning, "The encoding of the texts in the header is unknown.");
}

bool isUnitPair(const std::array<double, 6>& o) {
    const Vector3 row{o[0], o[1], o[2]};
    const Vector3 column{o[3], o[4], o[5]};
    constexpr double kTolerance = 1e-3;
    return std::abs(dotProduct(row, row) - 1) < kTolerance && std::abs(dotProduct(column, column) - 1) < kTolerance
           && std::abs(dotProduct(row, column)) < kTolerance;
}

bool hasPlace(const SliceHeader& slice) {
    return slice.position && slice.orientation && isUnitPair(*slice.orientation) && slice.pixelSpacing
           && (*slice.pixelSpacing)[0] > 0 && (*slice.pixelSpacing)[1] > 0;
}

std::string nameOf(const SliceHeader& slice, std::span<const FileHeader> files) {
    const std::string name = files[slice.file].path.filename().string();
    return files[slice.file].slices.size() > 1 ? name + " frame " + std::to_string(slice.instanceNumber) : name;
}

void judgePlaces(JudgedGroup& judged, std::span<const FileHeader> files) {
    const std::vector<SliceHeader>& slices = judged.group.slices;
    if (!std::all_of(slices.begin(), slices.end(), hasPlace)) {
        add(judged, "DCM-017", Severity::Blocker,
            "No spacing or position information: the images cannot be stacked to a volume.");
        return;
    }
    std::vector<SlicePlace> places;
    for (const SliceHeader& slice : slices)
        places.push_back({*slice.position, slice.instanceNumber, nameOf(slice, files)});
    const auto& o = *slices.front().orientation;
    judged.geometry = judgeSlices(places, {o[0], o[1], o[2]}, {o[3], o[4], o[5]});
    judged.problems.insert(judged.problems.end(), judged.geometry.problems.begin(), judged.geometry.problems.end());
}

void judgeFrameCount(JudgedGroup& judged, std::span<const FileHeader> files) {
    for (const SliceHeader& slice : judged.group.slices) {
        const FileHeader& file = files[slice.file];
        const bool isMosaic = slice.tile.width != file.columns || slice.tile.height != file.rows;
        if (!isMosaic && file.slices.size() != static_cast<std::size_t>(file.frames)) {
            add(judged, "DCM-017", Severity::Blocker,
                "The file " + file.path.filename().string() + " holds " + std::to_string(file.frames)
                    + " frames but describes the place of " + std::to_string(file.slices.size()) + ".");
            return;
        }
    }
}

} // namespace

JudgedGroup judgeGroup(SliceGroup group, std::span<const FileHeader> files) {
    JudgedGroup judged;
    judged.group = std::move(group);
    judged.problems = judged.group.problems;
    const SliceHeader& slice = judged.group.slices.front();
    judgeKind(judged, files[slice.file], slice);
    judgePixels(judged, files[slice.file], slice);
    judgeFrameCount(judged, files);
    judgePlaces(judged, files);
    return judged;
}

} // namespace nidus::dicom
