// SPDX-License-Identifier: Apache-2.0
#include "core/base/csv.h"
#include "core/project/import.h"
#include "core/project/label_keys.h"
#include "core/project/link_table.h"
#include "core/project/number_labels.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace nidus {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> labelsOf(const std::vector<Case>& cases) {
    std::vector<std::string> labels;
    for (const Case& each : cases)
        if (!each.label.empty())
            labels.push_back(each.label);
    return labels;
}

/// See updateClasses().
std::vector<std::string> classesFor(const std::vector<std::string>& classes, const std::vector<std::string>& before,
                                    const std::vector<std::string>& after) {
    const std::set<std::string> old(before.begin(), before.end());
    std::set<std::string> used(after.begin(), after.end());
    used.erase("");
    std::vector<std::string> result;
    for (const std::string& name : classes)
        if (used.contains(name) || !old.contains(name))
            result.push_back(name);
    for (const std::string& name : used)
        if (std::find(classes.begin(), classes.end(), name) == classes.end())
            result.push_back(name);
    return result;
}

void checkPositive(const std::string& positive, const std::vector<std::string>& classes) {
    if (positive.empty() || std::find(classes.begin(), classes.end(), positive) != classes.end())
        return;
    std::string known;
    for (const std::string& each : classes)
        known.append(known.empty() ? "" : ", ").append(each);
    throw Error("PRJ-012",
                "\"" + positive + "\" is not one of the classes found (" + known + "). Nothing was changed.");
}

void setLabel(Case& target, const std::string& label) {
    target.label = label;
    std::erase_if(target.problems, [](const Problem& problem) { return problem.code.starts_with("LBL-"); });
}

void reportPatientsWithTwoLabels(const std::vector<Case>& cases, std::vector<Problem>& problems) {
    std::map<std::string, std::set<std::string>> labelsByPatient;
    for (const Case& each : cases)
        if (!each.label.empty())
            labelsByPatient[each.patient].insert(each.label);
    for (const auto& [patient, labels] : labelsByPatient)
        if (labels.size() > 1)
            problems.push_back(
                {"LBL-006", Severity::Warning,
                 "Patient " + patient + " has cases with " + std::to_string(labels.size()) + " different labels.", ""});
}

/// What the rows of a table say about each case, before anything is changed.
struct TableLabels {
    std::map<std::size_t, std::set<std::string>> byCase;
    std::set<std::size_t> seen; ///< cases that have a row, with or without a label
    int tolerant = 0;
    std::string tolerantExamples;
};

struct Columns {
    std::size_t key = 0, label = 0;
    std::optional<double> cut;
};

TableLabels readLabels(const Table& table, const Columns& columns, const LabelKeys& keys,
                       const std::vector<Case>& cases, std::vector<Problem>& problems) {
    TableLabels labels;
    for (const auto& row : table.rows) {
        const std::string& key = row[columns.key];
        const std::string cell = trimmed(row[columns.label]);
        const auto number = columns.cut ? numberIn(cell) : std::nullopt;
        const std::string label = number ? classByCut(*number, *columns.cut) : cell;
        const LabelKeys::Match match = keys.find(key);
        if (match.outcome == LabelKeys::Outcome::None) {
            problems.push_back({"LBL-002", Severity::Warning, "No case belongs to the key \"" + key + "\".", ""});
            continue;
        }
        if (match.outcome == LabelKeys::Outcome::Ambiguous) {
            problems.push_back({"LBL-007", Severity::Warning,
                                "The key \"" + key + "\" fits cases of several patients and was not used.", ""});
            continue;
        }
        if (match.outcome == LabelKeys::Outcome::Tolerant && ++labels.tolerant <= 3)
            labels.tolerantExamples.append(labels.tolerant > 1 ? ", \"" : "\"").append(key).append("\"");
        for (const std::size_t i : match.cases) {
            labels.seen.insert(i);
            if (label.empty())
                problems.push_back({"LBL-001", Severity::Warning, "The label cell is empty.", cases[i].id});
            else if (columns.cut && !number)
                problems.push_back({"LBL-009", Severity::Warning, "\"" + cell + "\" is no number.", cases[i].id});
            else
                labels.byCase[i].insert(label);
        }
    }
    return labels;
}

int applyLabels(const TableLabels& labels, std::vector<Case>& cases, std::vector<Problem>& problems) {
    int matched = 0;
    for (const auto& [i, names] : labels.byCase) {
        if (names.size() == 1) {
            setLabel(cases[i], *names.begin());
            ++matched;
            continue;
        }
        problems.push_back({"LBL-003", Severity::Warning,
                            "The table gives this case both \"" + *names.begin() + "\" and \"" + *names.rbegin()
                                + "\"; its label was left as it was.",
                            cases[i].id});
    }
    for (std::size_t i = 0; i < cases.size(); ++i)
        if (!labels.seen.contains(i))
            problems.push_back({"LBL-004", Severity::Warning, "The table has no row for this case.", cases[i].id});
    return matched;
}

void store(Project& project, const std::vector<Case>& cases, const std::vector<std::string>& before) {
    project.updateCases(cases);
    updateClasses(project, before);
}

} // namespace

void updateClasses(Project& project, const std::vector<std::string>& before) {
    const std::vector<std::string> classes = project.classes();
    const std::vector<std::string> updated = classesFor(classes, before, labelsOf(project.cases()));
    if (updated != classes)
        project.setClasses(updated);
}

LabelReport labelFromTable(Project& project, const LabelTable& from, const std::string& positive) {
    const Table table = readTable(from.file, from.sheet);
    const std::string name = from.file.string();
    const Columns columns{requiredColumn(table, from.key, name), requiredColumn(table, from.label, name), from.cut};
    std::vector<Case> cases = project.cases();
    const std::vector<std::string> before = labelsOf(cases);
    std::vector<std::string> patients;
    for (const Case& each : cases)
        patients.push_back(each.patient);

    LabelKeys keys(cases, LinkTable(project.folder(), patients).keys());
    std::vector<std::string> values;
    for (const auto& row : table.rows)
        values.push_back(row[columns.key]);
    keys.choose(values);

    LabelReport report;
    report.matchedBy = keys.kind();
    const TableLabels labels = readLabels(table, columns, keys, cases, report.problems);
    if (labels.seen.empty())
        throw Error("LBL-010", "No value of the column \"" + from.key + "\" in " + name
                                   + " fits a case id, patient, series, file or folder of the project. Nothing was "
                                     "changed.");
    report.matched = applyLabels(labels, cases, report.problems);
    if (labels.tolerant > 0)
        report.problems.push_back({"LBL-005", Severity::Info,
                                   std::to_string(labels.tolerant) + " keys fit only without leading zeros or blanks: "
                                       + labels.tolerantExamples + (labels.tolerant > 3 ? ", ..." : "") + ".",
                                   ""});
    if (table.encoding == "GB18030")
        report.problems.push_back({"CSV-006", Severity::Info,
                                   name
                                       + " was read as GB18030, because it is not UTF-8. Save it as UTF-8 if "
                                         "names look wrong.",
                                   ""});
    reportPatientsWithTwoLabels(cases, report.problems);
    checkPositive(positive, classesFor(project.classes(), before, labelsOf(cases)));
    store(project, cases, before);
    if (!positive.empty())
        project.setPositiveClass(positive);
    return report;
}

LabelReport labelFromFolderNames(Project& project, int levelsAbove) {
    if (levelsAbove < 0)
        throw Error("LBL-011", "The folder level must be 0 (the folder that holds the files) or more.");
    std::vector<Case> cases = project.cases();
    const std::vector<std::string> before = labelsOf(cases);
    LabelReport report;
    report.matchedBy = "folder name";
    for (Case& each : cases) {
        std::set<std::string> names;
        for (const SeriesSource& source : each.channels)
            for (const fs::path& file : source.files) {
                fs::path folder = file.parent_path();
                for (int i = 0; i < levelsAbove; ++i)
                    folder = folder.parent_path();
                names.insert(folder.filename().string());
            }
        names.erase("");
        if (names.size() != 1) {
            report.problems.push_back({"LBL-008", Severity::Warning,
                                       names.empty() ? "There is no folder at this level."
                                                     : "The files of this case lie in different folders at this level.",
                                       each.id});
            continue;
        }
        setLabel(each, *names.begin());
        ++report.matched;
    }
    reportPatientsWithTwoLabels(cases, report.problems);
    store(project, cases, before);
    return report;
}

LabelReport labelFromTag(Project& project, const std::string& tag, SeriesReader& reader, const JobControl& control) {
    std::vector<Case> cases = project.cases();
    const std::vector<std::string> before = labelsOf(cases);
    LabelReport report;
    report.matchedBy = "DICOM header";
    for (std::size_t i = 0; i < cases.size(); ++i) {
        Case& each = cases[i];
        control.step(static_cast<double>(i) / static_cast<double>(cases.size()), "Reading the headers");
        std::string value;
        try {
            if (!each.channels.empty())
                value = trimmed(reader.headerText(each.channels.front(), tag));
        } catch (const Error& error) {
            if (error.code() == "DCM-053")
                throw;
            report.problems.push_back({error.code(), Severity::Warning, error.what(), each.id});
            continue;
        }
        if (value.empty()) {
            report.problems.push_back({"LBL-012", Severity::Warning,
                                       "The files of this case are no DICOM, or have no value for \"" + tag + "\".",
                                       each.id});
            continue;
        }
        setLabel(each, value);
        ++report.matched;
    }
    if (report.matched == 0)
        throw Error("LBL-013", "No case has a value for \"" + tag + "\" in its DICOM header. Nothing was changed.");
    reportPatientsWithTwoLabels(cases, report.problems);
    store(project, cases, before);
    return report;
}

} // namespace nidus
