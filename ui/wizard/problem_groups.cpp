// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/wizard/problem_groups.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <map>

namespace nidus::ui {
namespace {

struct Words {
    const char* code;
    const char* title;
    const char* advice;
    const char* accept;
};

#define WORDS(text) QT_TRANSLATE_NOOP("nidus::ui::ProblemGroups", text)

constexpr std::array kWords{
    Words{"DCM-001", WORDS("Not an image"), "", ""},
    Words{"DCM-002", WORDS("Files are damaged or incomplete"),
          WORDS("Copy them again from their source, or use the series without the damaged files."),
          WORDS("Use without the damaged files")},
    Words{"DCM-003", WORDS("The compression cannot be read"),
          WORDS("Export them again without compression, or with JPEG 2000 or JPEG-LS."), ""},
    Words{"DCM-004", WORDS("Files that are no scans"), "", ""},
    Words{"DCM-005", WORDS("Archives inside of folders"), WORDS("Add an archive by itself to open it."), ""},
    Words{"DCM-010", WORDS("Very few slices"), WORDS("Mostly overviews. Use them only if they are meant."),
          WORDS("Use them all the same")},
    Words{"DCM-011", WORDS("Slices are missing"),
          WORDS("Copy the series again, or fill the gaps from their neighbours."), WORDS("Fill the gaps")},
    Words{"DCM-012", WORDS("Duplicate images were ignored"), "", ""},
    Words{"DCM-013", WORDS("Mixed series were split"), WORDS("Each part stands alone. Leave out those not needed."),
          ""},
    Words{"DCM-014", WORDS("Overviews, derived images and screenshots"), WORDS("Use them only if they are meant."), ""},
    Words{"DCM-015", WORDS("The gantry was tilted"), WORDS("The slices can be moved upright. Edges then fade."),
          WORDS("Straighten them")},
    Words{"DCM-016", WORDS("Several time points or phases were split"),
          WORDS("Each is offered. Leave out those not needed."), ""},
    Words{"DCM-017", WORDS("Spacing or position is missing"), WORDS("Export them again with their full headers."), ""},
    Words{"DCM-018", WORDS("CT without a scale of values"),
          WORDS("Export them again. If the numbers are Hounsfield units already, take them as they are."),
          WORDS("Take the numbers as they are")},
    Words{"DCM-019", WORDS("Colour images"), WORDS("One grey value per voxel is needed."), ""},
    Words{"DCM-020", WORDS("Text may be burned into the images"),
          WORDS("A classifier may learn from it. Look at them, or leave them out."), ""},
    Words{"DCM-021", WORDS("Compressed with loss"), WORDS("Fine detail may be gone."), ""},
    Words{"DCM-022", WORDS("Slices lie upon each other"),
          WORDS("Split the series, or use the first slice at each place."), WORDS("Use the first of each")},
    Words{"DCM-023", WORDS("The slices are not evenly spaced"), WORDS("Export them again as an even series."), ""},
    Words{"DCM-025", WORDS("Low values are bright"), "", ""},
    Words{"DCM-026", WORDS("Padding outside of the field"), "", ""},
    Words{"DCM-027", WORDS("The meaning of the grey values is unknown"), WORDS("Export them again as plain images."),
          ""},
    Words{"DCM-028", WORDS("A mosaic that cannot be unfolded"), WORDS("Export them again as single slices."), ""},
    Words{"DCM-040", WORDS("The encoding of texts is unknown"), WORDS("Names may look wrong. The images are fine."),
          ""},
    Words{"DCM-051", WORDS("This build cannot read them"), WORDS("Use a build with all readers."), ""},
    Words{"ARC-001", WORDS("Archives that are damaged"), WORDS("Copy them again from their source."), ""},
    Words{"ARC-002", WORDS("Archives that would write elsewhere"), WORDS("Do not trust them."), ""},
    Words{"ARC-003", WORDS("Archives that are too large"), WORDS("Unpack them yourself, and add the folder."), ""},
    Words{"ARC-004", WORDS("Archives with a password"), WORDS("Unpack them yourself, and add the folder."), ""},
    Words{"FIL-001", WORDS("Files or folders that cannot be opened"), WORDS("Check the rights, and the drive."), ""},
    Words{"FIL-002", WORDS("Neither files nor folders"), "", ""},
    Words{"IMG-001", WORDS("How the patient lies is unknown"), WORDS("The axes are taken as they are stored."), ""},
    Words{"IMG-002", WORDS("Several volumes in one file"), WORDS("Split it, and add the volume that is meant."), ""},
    Words{"IMG-003", WORDS("Image files are damaged"), WORDS("Export or copy them again."), ""},
    Words{"IMG-004", WORDS("Image files are too large"), WORDS("They are probably damaged."), ""},
    Words{"IMG-005", WORDS("Colours or vectors"), WORDS("One grey value per voxel is needed."), ""},
};

#undef WORDS

QString translated(const std::string& code, const char* const Words::*text) {
    const auto found = std::ranges::find_if(kWords, [&code](const Words& words) { return code == words.code; });
    if (found == kWords.end() || *((*found).*text) == '\0')
        return {};
    return QCoreApplication::translate("nidus::ui::ProblemGroups", (*found).*text);
}

} // namespace

std::vector<ProblemGroup> problemGroups(const std::vector<SeriesInfo>& series,
                                        const std::vector<UnassignedFile>& files) {
    std::map<std::string, ProblemGroup> groups;
    for (const SeriesInfo& each : series)
        for (const Problem& problem : each.problems) {
            ProblemGroup& group = groups[problem.code];
            group.severity = std::max(group.severity, problem.severity);
            ++group.series;
            group.used += each.included ? 1 : 0;
            group.blocked += problem.severity == Severity::Blocker ? 1 : 0;
            group.accepted += std::ranges::count(each.source.overrides, problem.code) > 0 ? 1 : 0;
            if (group.example.empty())
                group.example = problem.text;
        }
    for (const UnassignedFile& file : files) {
        ProblemGroup& group = groups[file.code];
        ++group.files;
        if (group.example.empty())
            group.example = file.path.string() + ": " + file.text;
    }
    std::vector<ProblemGroup> ordered;
    for (auto& [code, group] : groups) {
        group.code = code;
        ordered.push_back(std::move(group));
    }
    std::ranges::stable_sort(ordered, std::greater(), &ProblemGroup::severity);
    return ordered;
}

QString problemTitle(const std::string& code) {
    return translated(code, &Words::title);
}

QString problemAdvice(const std::string& code) {
    return translated(code, &Words::advice);
}

QString acceptText(const std::string& code) {
    return translated(code, &Words::accept);
}

} // namespace nidus::ui
