// SPDX-License-Identifier: Apache-2.0
#include "dicom/slice_groups.h"

#include "core/base/files.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <map>
#include <set>
#include <span>
#include <tuple>

namespace nidus::dicom {
namespace {

constexpr double kSameCosine = 1e-4;
constexpr double kSameMillimetres = 1e-4;
constexpr double kSamePlace = 1e-3; ///< mm

std::string hashOf(const std::string& text, std::size_t digits) {
    return sha256(std::as_bytes(std::span(text))).substr(0, digits);
}

bool isClose(std::span<const double> a, std::span<const double> b, double tolerance) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [&](double x, double y) { return std::abs(x - y) <= tolerance; });
}

template <std::size_t n>
bool isClose(const std::optional<std::array<double, n>>& a, const std::optional<std::array<double, n>>& b,
             double tolerance) {
    return a.has_value() == b.has_value()
           && (!a || isClose(std::span<const double>(*a), std::span<const double>(*b), tolerance));
}

bool belongTogether(const SliceHeader& a, const SliceHeader& b, const FileHeader& fileA, const FileHeader& fileB) {
    return a.tile.width == b.tile.width && a.tile.height == b.tile.height && fileA.samples == fileB.samples
           && fileA.photometric == fileB.photometric && fileA.seriesNumber == fileB.seriesNumber
           && a.imageType == b.imageType && std::abs(a.echoTime - b.echoTime) < 0.01
           && isClose(a.pixelSpacing, b.pixelSpacing, kSameMillimetres)
           && isClose(a.orientation, b.orientation, kSameCosine);
}

std::string decimal(double value) {
    char text[32];
    std::snprintf(text, sizeof text, "%.6g", value);
    return text;
}

/// What the part is named after: the values that decide, rounded beyond their tolerance.
std::string signatureOf(const SliceHeader& slice, const FileHeader& file) {
    std::string text = std::to_string(slice.tile.width) + "x" + std::to_string(slice.tile.height) + "|"
                       + std::to_string(file.samples) + "|" + file.photometric + "|" + file.seriesNumber + "|"
                       + slice.imageType + "|" + decimal(slice.echoTime);
    if (slice.pixelSpacing)
        for (const double value : *slice.pixelSpacing)
            text.append("|").append(decimal(value));
    if (slice.orientation)
        for (const double value : *slice.orientation)
            text.append("|").append(decimal(value));
    return text;
}

struct Draft {
    SliceGroup group;
    std::string signature;
};

/// The values of an ImageType.
std::vector<std::string> valuesOf(const std::string& imageType) {
    std::vector<std::string> values{""};
    for (const char c : imageType) {
        if (c == '\\')
            values.emplace_back();
        else
            values.back() += c;
    }
    return values;
}

/// The values that not all parts have.
std::string ownWords(const Draft& draft, const std::vector<Draft>& drafts) {
    std::string words;
    for (const std::string& value : valuesOf(draft.group.slices.front().imageType)) {
        const bool isCommon = std::all_of(drafts.begin(), drafts.end(), [&](const Draft& other) {
            const std::vector<std::string> values = valuesOf(other.group.slices.front().imageType);
            return std::find(values.begin(), values.end(), value) != values.end();
        });
        if (!isCommon)
            words += (words.empty() ? "" : " ") + value;
    }
    return words;
}

/// Names for people: only what differs between the parts.
void labelParts(std::vector<Draft>& drafts, std::span<const FileHeader> files) {
    const auto differs = [&](auto&& valueOf) {
        return std::any_of(drafts.begin(), drafts.end(), [&](const Draft& draft) {
            return valueOf(draft.group.slices.front()) != valueOf(drafts.front().group.slices.front());
        });
    };
    const bool numbers = differs([&](const SliceHeader& slice) { return files[slice.file].seriesNumber; });
    const bool echoes = differs([](const SliceHeader& slice) { return slice.echoTime; });
    const bool sizes = differs([](const SliceHeader& slice) { return std::pair(slice.tile.width, slice.tile.height); });
    const bool orientations = differs([](const SliceHeader& slice) { return slice.orientation; });
    int number = 0;
    for (Draft& draft : drafts) {
        const SliceHeader& slice = draft.group.slices.front();
        std::string& label = draft.group.label;
        const auto add = [&](const std::string& words) {
            label.append(label.empty() || words.empty() ? "" : ", ").append(words);
        };
        ++number;
        if (numbers)
            add("series " + files[slice.file].seriesNumber);
        if (echoes)
            add("echo " + decimal(slice.echoTime) + " ms");
        add(ownWords(draft, drafts));
        if (sizes)
            add(std::to_string(slice.tile.width) + " x " + std::to_string(slice.tile.height));
        if (orientations)
            add("orientation " + std::to_string(number));
        if (label.empty())
            add("part " + std::to_string(number));
    }
}

std::vector<Draft> splitByLook(const std::vector<SliceHeader>& slices, std::span<const FileHeader> files) {
    std::vector<Draft> drafts;
    for (const SliceHeader& slice : slices) {
        const auto found = std::find_if(drafts.begin(), drafts.end(), [&](const Draft& draft) {
            const SliceHeader& other = draft.group.slices.front();
            return belongTogether(slice, other, files[slice.file], files[other.file]);
        });
        if (found != drafts.end())
            found->group.slices.push_back(slice);
        else
            drafts.push_back({{{}, {}, {}, {slice}, {}, {}}, signatureOf(slice, files[slice.file])});
    }
    return drafts;
}

/// Position of a slice along its normal, in steps of what counts as the same place.
std::tuple<long, long, long> placeOf(const SliceHeader& slice) {
    if (!slice.position)
        return {0, 0, 0};
    const auto step = [](double value) { return std::lround(value / kSamePlace / 10); };
    return {step((*slice.position)[0]), step((*slice.position)[1]), step((*slice.position)[2])};
}

bool hasDoubledPlaces(const std::vector<SliceHeader>& slices) {
    std::set<std::tuple<long, long, long>> places;
    return !std::all_of(slices.begin(), slices.end(),
                        [&](const SliceHeader& slice) { return places.insert(placeOf(slice)).second; });
}

std::string phaseOf(const SliceHeader& slice, const std::string& name) {
    for (const auto& [key, value] : slice.phases)
        if (key == name)
            return value;
    return {};
}

double leadingNumber(const std::string& text) {
    double value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

/// By number where the values are numbers, else by text.
bool precedes(const std::string& a, const std::string& b) {
    return std::pair(leadingNumber(a), a) < std::pair(leadingNumber(b), b);
}

using Phases = std::vector<std::pair<std::string, std::vector<SliceHeader>>>;

Phases partedBy(const std::vector<SliceHeader>& slices, const std::string& name) {
    std::map<std::string, std::vector<SliceHeader>, decltype(&precedes)> parts(&precedes);
    for (const SliceHeader& slice : slices)
        parts[phaseOf(slice, name)].push_back(slice);
    return {parts.begin(), parts.end()};
}

/// Whether each phase covers the same number of places, each once: then the attribute really counts volumes.
bool makesVolumes(const Phases& phases) {
    return phases.size() > 1 && std::all_of(phases.begin(), phases.end(), [&](const auto& phase) {
               return phase.second.size() == phases.front().second.size() && !hasDoubledPlaces(phase.second);
           });
}

/// Slices of one look that lie on each other are told apart by the first attribute that explains all of them.
std::vector<Draft> splitByPhase(Draft draft) {
    if (!hasDoubledPlaces(draft.group.slices) || !draft.group.slices.front().position)
        return {std::move(draft)};
    for (const auto& [name, value] : draft.group.slices.front().phases) {
        const Phases phases = partedBy(draft.group.slices, name);
        if (!makesVolumes(phases) || phases.front().second.size() < 2)
            continue;
        std::vector<Draft> parts;
        for (const auto& [phase, slices] : phases) {
            Draft part{{{}, {}, draft.group.label, slices, {}, draft.group.problems}, draft.signature};
            part.signature.append("|").append(name).append("=").append(phase);
            part.group.label += (part.group.label.empty() ? "" : ", ") + name + " " + phase;
            part.group.problems.push_back({"DCM-016",
                                           Severity::Warning,
                                           std::to_string(phases.size()) + " volumes in one series, told apart by "
                                               + name + ": split, this is " + phase + ".",
                                           {}});
            parts.push_back(std::move(part));
        }
        return parts;
    }
    return {std::move(draft)};
}

struct Series {
    std::vector<SliceHeader> slices;
    int duplicates = 0;
    std::vector<std::size_t> damaged; ///< files
};

std::map<std::string, Series> collect(std::span<const FileHeader> files) {
    std::map<std::string, Series> all;
    std::set<std::string> instances;
    for (std::size_t i = 0; i < files.size(); ++i) {
        const FileHeader& file = files[i];
        if (!file.hasPixels)
            continue;
        Series& series = all[seriesKeyOf(file)];
        if (!file.damage.empty()) {
            series.damaged.push_back(i);
            continue;
        }
        // One UID on images of different places is a mistake of some tool, not a duplicate.
        const SliceHeader& first = file.slices.empty() ? SliceHeader{} : file.slices.front();
        const auto [x, y, z] = placeOf(first);
        const std::string instance = seriesKeyOf(file) + "|" + file.sopInstance + "|" + std::to_string(x) + "|"
                                     + std::to_string(y) + "|" + std::to_string(z);
        if (!file.sopInstance.empty() && !instances.insert(instance).second) {
            ++series.duplicates;
            continue;
        }
        for (SliceHeader slice : file.slices) {
            slice.file = i;
            series.slices.push_back(std::move(slice));
        }
    }
    return all;
}

std::vector<Problem> problemsOf(const Series& series, std::span<const FileHeader> files) {
    std::vector<Problem> problems;
    if (series.duplicates > 0)
        problems.push_back({"DCM-012",
                            Severity::Info,
                            std::to_string(series.duplicates)
                                + (series.duplicates == 1 ? " duplicate image ignored" : " duplicate images ignored")
                                + " (same SOP instance).",
                            {}});
    if (!series.damaged.empty()) {
        const FileHeader& first = files[series.damaged.front()];
        problems.push_back({"DCM-002",
                            Severity::Blocker,
                            std::to_string(series.damaged.size()) + " of the files of this series are damaged: "
                                + first.path.filename().string() + ". " + first.damage,
                            {}});
    }
    return problems;
}

std::vector<SliceGroup> groupsOf(const std::string& uid, const Series& series, std::span<const FileHeader> files) {
    std::vector<Draft> looks = splitByLook(series.slices, files);
    const bool isMixed = looks.size() > 1;
    if (isMixed)
        labelParts(looks, files);
    std::vector<Draft> drafts;
    for (Draft& look : looks) {
        if (isMixed)
            look.group.problems.push_back({"DCM-013",
                                           Severity::Warning,
                                           "The series mixes orientations, sizes, echoes or kinds of images: split"
                                           " into "
                                               + std::to_string(looks.size()) + ", this is " + look.group.label + ".",
                                           {}});
        std::vector<Draft> parts = splitByPhase(std::move(look));
        std::move(parts.begin(), parts.end(), std::back_inserter(drafts));
    }
    const std::vector<Problem> problems = problemsOf(series, files);
    std::vector<SliceGroup> groups;
    for (Draft& draft : drafts) {
        draft.group.seriesUid = uid;
        draft.group.damagedFiles = series.damaged;
        if (drafts.size() > 1)
            draft.group.part = hashOf(draft.signature, 8);
        draft.group.problems.insert(draft.group.problems.begin(), problems.begin(), problems.end());
        groups.push_back(std::move(draft.group));
    }
    return groups;
}

} // namespace

// Some tools blank all UIDs; the folder is then the best that is known about what belongs together.
std::string seriesKeyOf(const FileHeader& file) {
    if (!file.seriesUid.empty())
        return file.seriesUid;
    return "folder-" + hashOf(file.path.parent_path().string(), 12);
}

std::vector<SliceGroup> groupSlices(std::span<const FileHeader> files) {
    std::vector<SliceGroup> groups;
    for (const auto& [uid, series] : collect(files)) {
        std::vector<SliceGroup> parts = groupsOf(uid, series, files);
        std::move(parts.begin(), parts.end(), std::back_inserter(groups));
    }
    return groups;
}

} // namespace nidus::dicom
