// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/qt_convert.h"
#include "ui/report/report_charts.h"
#include "ui/report/report_sections.h"
#include "ui/report/report_words.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

namespace nidus::ui {
namespace {

int casesOfClass(const std::vector<JobCase>& cases, std::size_t label) {
    return static_cast<int>(
        std::ranges::count_if(cases, [&](const JobCase& c) { return c.label == static_cast<int>(label); }));
}

ReportTable classTable(const TrainingJob& job) {
    ReportTable table{Report::tr("Classes"), {Report::tr("Class"), Report::tr("Cases"), Report::tr("Patients")}, {}};
    for (std::size_t k = 0; k < job.classes.size(); ++k) {
        std::set<std::string> patients;
        for (const JobCase& c : job.cases)
            if (c.label == static_cast<int>(k))
                patients.insert(c.patient);
        const QString name = toQt(job.classes[k]);
        table.rows.push_back({static_cast<int>(k) == job.positive ? Report::tr("%1 (positive)").arg(name) : name,
                              shareText(casesOfClass(job.cases, k), static_cast<int>(job.cases.size())),
                              QString::number(patients.size())});
    }
    return table;
}

ReportTable exclusionTable(const RunDossier& dossier) {
    ReportTable table{
        Report::tr("Excluded cases"), {Report::tr("Reason"), Report::tr("Code"), Report::tr("Cases")}, {}};
    for (const Exclusion& exclusion : dossier.exclusions) {
        const bool hasCode = exclusion.code.find('-') != std::string::npos;
        table.rows.push_back({exclusionText(exclusion.code), hasCode ? toQt(exclusion.code) : QStringLiteral("–"),
                              QString::number(exclusion.cases)});
    }
    return table;
}

/// "CT: 12, MR: 3"
QString countedText(const std::map<std::string, int>& counts) {
    QStringList parts;
    for (const auto& [name, count] : counts)
        parts << QStringLiteral("%1: %2").arg(name.empty() ? Report::tr("not known") : toQt(name)).arg(count);
    return parts.join(QStringLiteral(", "));
}

/// Smallest to largest per axis.
template <class Value>
QString axesText(const std::vector<JobCase>& cases, Value value, int decimals) {
    QStringList axes;
    for (std::size_t axis = 0; axis < 3; ++axis) {
        double low = value(cases.front(), axis), high = low;
        for (const JobCase& c : cases) {
            low = std::min(low, value(c, axis));
            high = std::max(high, value(c, axis));
        }
        axes << rangeText(low, high, decimals);
    }
    return axes.join(QStringLiteral(" × "));
}

ReportTable imageTable(const TrainingJob& job) {
    ReportTable table{Report::tr("Images"), {}, {}};
    std::map<std::string, int> modalities, makers;
    for (const JobCase& c : job.cases) {
        std::set<std::string> ofCase(c.modalities.begin(), c.modalities.end()), made;
        for (const Scanner& scanner : c.scanners)
            made.insert(scanner.manufacturer);
        if (ofCase.empty())
            ofCase.insert("");
        if (made.empty())
            made.insert("");
        for (const std::string& modality : ofCase)
            ++modalities[modality];
        for (const std::string& maker : made)
            ++makers[maker];
    }
    table.rows.push_back({Report::tr("Modality (cases)"), countedText(modalities)});
    table.rows.push_back({Report::tr("Make of the scanner (cases)"), countedText(makers)});
    if (!job.cases.empty()) {
        table.rows.push_back({Report::tr("Voxel spacing, mm"),
                              axesText(
                                  job.cases, [](const JobCase& c, std::size_t axis) { return c.spacing[axis]; }, 2)});
        table.rows.push_back(
            {Report::tr("Voxels as stored"),
             axesText(
                 job.cases, [](const JobCase& c, std::size_t axis) { return static_cast<double>(c.shapeStored[axis]); },
                 0)});
    }
    return table;
}

} // namespace

ReportSection dataSection(const RunDossier& dossier) {
    ReportSection section{QStringLiteral("data"), Report::tr("Data"), {}};
    section.blocks.push_back(ReportParagraph{
        Report::tr("A case is one examination of one patient. Cases stand here under their ids in the project; names "
                   "of patients are not part of this report. Series that were refused while the scans were read never "
                   "became cases and are not counted.")});
    section.blocks.push_back(ReportFigures{{flowFigure(dossier)}});
    section.blocks.push_back(classTable(dossier.job));
    if (dossier.exclusions.empty())
        section.blocks.push_back(ReportParagraph{Report::tr("No case of the project was excluded.")});
    else
        section.blocks.push_back(exclusionTable(dossier));
    section.blocks.push_back(imageTable(dossier.job));
    return section;
}

ReportSection splitSection(const RunDossier& dossier) {
    const TrainingJob& job = dossier.job;
    ReportSection section{QStringLiteral("split"), Report::tr("Split"), {}};
    section.blocks.push_back(ReportParagraph{
        isHoldOut(dossier)
            ? Report::tr("%n case(s) were held out and tested once, by a model that was trained on the others.",
                         nullptr, dossier.result.evaluation.n)
            : Report::tr("The cases were divided into %n fold(s). Each fold was tested once, by a model that was "
                         "trained on the others.",
                         nullptr, static_cast<int>(dossier.result.folds.size()))});
    section.blocks.push_back(ReportParagraph{Report::tr(
        "The parts are stratified by class, and all cases of one patient are in one part. Every choice, how "
        "long to train and whether to keep the adapted model among them, was made inside the training cases, "
        "by %n inner fold(s); tested cases were read once, after the weights were fixed.",
        nullptr, job.recipe.innerFolds)});
    ReportTable table{Report::tr("Tested cases"), {Report::tr("Fold"), Report::tr("Cases")}, {}};
    for (const std::string& name : job.classes)
        table.head << toQt(name);
    for (const int fold : job.folds()) {
        std::vector<JobCase> tested;
        for (const std::size_t i : job.testCases(fold))
            tested.push_back(job.cases[i]);
        QStringList row{QString::number(fold), QString::number(tested.size())};
        for (std::size_t k = 0; k < job.classes.size(); ++k)
            row << QString::number(casesOfClass(tested, k));
        table.rows.push_back(row);
    }
    section.blocks.push_back(table);
    const Leakage& leakage = dossier.result.leakage;
    if (leakage.patients == 0 && leakage.images == 0)
        section.blocks.push_back(
            ReportParagraph{Report::tr("Checked: no patient and no image is in more than one part.")});
    else
        section.blocks.push_back(
            ReportNote{Severity::Warning,
                       Report::tr("%1 patients and %2 images are in more than one part; the figures are too good.")
                           .arg(leakage.patients)
                           .arg(leakage.images)});
    return section;
}

} // namespace nidus::ui
