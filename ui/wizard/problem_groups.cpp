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

constexpr std::array kWords{
    Words{"DCM-001", QT_TRANSLATE_NOOP("nidus::ui::ProblemGroups", "Not an image"), "", ""},
    Words{"DCM-002", QT_TRANSLATE_NOOP("nidus::ui::ProblemGroups", "Files are damaged or incomplete"),
          QT_TRANSLATE_NOOP("nidus::ui::ProblemGroups",
                            "Copy them again from their source, or use the series without the damaged files."),
          QT_TRANSLATE_NOOP("nidus::ui::ProblemGroups", "Use without the damaged files")},
    Words{"DCM-003", QT_TRANSLATE_NOOP("nidus::ui::ProblemGroups", "The compression cannot be read"),
          QT_TRANSLATE_NOOP("nidus::ui::ProblemGroups",
                            "Export them again without compression, or with JPEG 2000 or JPEG-LS."),
          ""},
    Words{"DCM-004", QT_TRANSLATE_NOOP("nidus::ui::ProblemGroups", "Files that are no scans"), "", ""},
    Words{"DCM-005", QT_TRANSLATE_NOOP("nidus::ui::ProblemGroups", "Archives inside of folders"),
          QT_TRANSLATE_NOOP("nidus::ui::ProblemGroups", "Add an archive by itself to open it."), ""},
    Words{"DCM-010", QT_TRANSLATE_NOOP("nidus::ui::ProblemGroups", "Very few slices"),
          QT_TRANSLATE_NOOP("nidus::ui::ProblemGroups", "Mostly overviews. Use them only if they are meant."),
          QT_TRANSLATE_NOOP("nidus::ui::ProblemGroups", "Use them all the same")},
    Words{
        "DCM-011", QT_TRANSLATE_NOOP("nidus::ui::ProblemGroups", "Slices are missing"),
        QT_TRANSLATE_NOOP("nidus::ui::ProblemGroups", "Copy the series again, or fill the gaps from their neighbours."),
        QT_TRANSLATE_NOOP("nidus::ui::ProblemGroups", "Fill the gaps")},
    Words{"DCM-012", QT_TRANSLATE_NOOP("nidus::ui::ProblemGroups", "Duplicate images were ignored"), "", ""},
    Words{"DCM-013", QT_TRANSLATE_NOOP("nidus::ui::ProblemGroups", "Mixed series were split"),
          QT_TRANSLATE_NOOP("nidus::ui::ProblemGroups", "Each part stands alone. Leave out those not needed."), ""},
    Words{"DCM-014", QT_TRANSLATE_NOOP("nidus::ui::ProblemGroups", "Overviews, derived images and screenshots"),
          QT_TRANSLATE_NOOP("nidus::ui::ProblemGroups", "Use them only if they are meant."), ""},
    Words{"DCM-015", QT_TRANSLATE_NOOP("nidus::ui::ProblemGroups", "The gantry was tilted"),
          QT_TRANSLATE_NOOP("nidus::ui::ProblemGroups", "The slices can be moved upright. Edges then fade."),
          QT_TRANSLATE_NOOP("nidus::ui::ProblemGroups", "Straighten them")},
    Words{"DCM-016", QT_TRANSLATE_NOOP("nidus::ui::ProblemGroups", "Several time points or phases were split"),
          QT_TRANSLATE_NOOP("nidus::ui::ProblemGroups", "Each is offered. Leave out those not needed."), ""},
    Words{"DCM-017", QT_TRANSLATE_NOOP("nidus::ui::ProblemGroups", "Spacing or position is missing"),
          QT_TRANSLATE_NOOP("nidus::ui::ProblemGroups", "Export them again with their full headers."), ""},
    Words{"DCM-018", QT_TRANSLATE_NOOP("nidus::ui::ProblemGroups", "CT without a scale of values"),
          QT_TRANSLATE_NOOP("nidus::ui::ProblemGroups",
                            "Export them again. If the numbers are Hounsfield units already, take them as they are."),
          QT_TRANSLATE_NOOP("nidus::ui::ProblemGroups", "Take the numbers as they are")},
    Words{"DCM-019", QT_TRANSLATE_NOOP("nidus::ui::ProblemGroups", "Colour images"),
          QT_TRANSLATE_NOOP("nidus::ui::ProblemGroups", "One grey value per voxel is needed."), ""},
    Words{"DCM-020", QT_TRANSLATE_NOOP("nidus::ui::ProblemGroups", "Text may be burned into the images"),
          QT_TRANSLATE_NOOP("nidus::ui::ProblemGroups",
                            "A classifier may learn from it. Look at them, or leave them out."),
          ""},
    Words{"DCM-021", QT_TRANSLATE_NOOP("nidus::ui::ProblemGroups", "Compressed with loss"),
          QT_TRANSLATE_NOOP("nidus::ui::ProblemGroups", "Fine detail may be gone."), ""},
    Words{"DCM-022", QT_TRANSLATE_NOOP("nidus::ui::ProblemGroups", "Slices lie upon each other"),
          QT_TRANSLATE_NOOP("nidus::ui::ProblemGroups", "Split the series, or use the first slice at each place."),
          QT_TRANSLATE_NOOP("nidus::ui::ProblemGroups", "Use the first of each")},
    Words{"DCM-023", QT_TRANSLATE_NOOP("nidus::ui::ProblemGroups", "The slices are not evenly spaced"),
          QT_TRANSLATE_NOOP("nidus::ui::ProblemGroups", "Export them again as an even series."), ""},
    Words{"DCM-025", QT_TRANSLATE_NOOP("nidus::ui::ProblemGroups", "Low values are bright"), "", ""},
    Words{"DCM-026", QT_TRANSLATE_NOOP("nidus::ui::ProblemGroups", "Padding outside of the field"), "", ""},
    Words{"DCM-027", QT_TRANSLATE_NOOP("nidus::ui::ProblemGroups", "The meaning of the grey values is unknown"),
          QT_TRANSLATE_NOOP("nidus::ui::ProblemGroups", "Export them again as plain images."), ""},
    Words{"DCM-028", QT_TRANSLATE_NOOP("nidus::ui::ProblemGroups", "A mosaic that cannot be unfolded"),
          QT_TRANSLATE_NOOP("nidus::ui::ProblemGroups", "Export them again as single slices."), ""},
    Words{"DCM-040", QT_TRANSLATE_NOOP("nidus::ui::ProblemGroups", "The encoding of texts is unknown"),
          QT_TRANSLATE_NOOP("nidus::ui::ProblemGroups", "Names may look wrong. The images are fine."), ""},
    Words{"DCM-051", QT_TRANSLATE_NOOP("nidus::ui::ProblemGroups", "This build cannot read them"),
          QT_TRANSLATE_NOOP("nidus::ui::ProblemGroups", "Use a build with all readers."), ""},
    Words{"ARC-001", QT_TRANSLATE_NOOP("nidus::ui::ProblemGroups", "Archives that are damaged"),
          QT_TRANSLATE_NOOP("nidus::ui::ProblemGroups", "Copy them again from their source."), ""},
    Words{"ARC-002", QT_TRANSLATE_NOOP("nidus::ui::ProblemGroups", "Archives that would write elsewhere"),
          QT_TRANSLATE_NOOP("nidus::ui::ProblemGroups", "Do not trust them."), ""},
    Words{"ARC-003", QT_TRANSLATE_NOOP("nidus::ui::ProblemGroups", "Archives that are too large"),
          QT_TRANSLATE_NOOP("nidus::ui::ProblemGroups", "Unpack them yourself, and add the folder."), ""},
    Words{"ARC-004", QT_TRANSLATE_NOOP("nidus::ui::ProblemGroups", "Archives with a password"),
          QT_TRANSLATE_NOOP("nidus::ui::ProblemGroups", "Unpack them yourself, and add the folder."), ""},
    Words{"FIL-001", QT_TRANSLATE_NOOP("nidus::ui::ProblemGroups", "Files or folders that cannot be opened"),
          QT_TRANSLATE_NOOP("nidus::ui::ProblemGroups", "Check the rights, and the drive."), ""},
    Words{"FIL-002", QT_TRANSLATE_NOOP("nidus::ui::ProblemGroups", "Neither files nor folders"), "", ""},
    Words{"IMG-001", QT_TRANSLATE_NOOP("nidus::ui::ProblemGroups", "How the patient lies is unknown"),
          QT_TRANSLATE_NOOP("nidus::ui::ProblemGroups", "The axes are taken as they are stored."), ""},
    Words{"IMG-002", QT_TRANSLATE_NOOP("nidus::ui::ProblemGroups", "Several volumes in one file"),
          QT_TRANSLATE_NOOP("nidus::ui::ProblemGroups", "Split it, and add the volume that is meant."), ""},
    Words{"IMG-003", QT_TRANSLATE_NOOP("nidus::ui::ProblemGroups", "Image files are damaged"),
          QT_TRANSLATE_NOOP("nidus::ui::ProblemGroups", "Export or copy them again."), ""},
    Words{"IMG-004", QT_TRANSLATE_NOOP("nidus::ui::ProblemGroups", "Image files are too large"),
          QT_TRANSLATE_NOOP("nidus::ui::ProblemGroups", "They are probably damaged."), ""},
    Words{"IMG-005", QT_TRANSLATE_NOOP("nidus::ui::ProblemGroups", "Colours or vectors"),
          QT_TRANSLATE_NOOP("nidus::ui::ProblemGroups", "One grey value per voxel is needed."), ""},
};

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
