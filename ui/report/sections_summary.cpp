// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/version.h"
#include "ui/common/error_text.h"
#include "ui/common/qt_convert.h"
#include "ui/report/report_sections.h"
#include "ui/report/report_words.h"
#include "ui/results/result_cards.h"

#include <QLocale>

#include <algorithm>
#include <cmath>
#include <set>

namespace nidus::ui {
namespace {

constexpr double kWideInterval = 0.2; // no firm conclusion from a wider one

QString classNames(const RunDossier& dossier) {
    QStringList names;
    for (const std::string& name : dossier.job.classes)
        names << toQt(name);
    return QLocale(reportLanguage()).createSeparatedList(names);
}

std::size_t patients(const RunDossier& dossier) {
    std::set<std::string> seen;
    for (const Prediction& p : dossier.result.predictions)
        seen.insert(p.patient);
    return seen.size();
}

QString baselineText(const Evaluation& e, const char* key) {
    const auto found = e.baselines.find(key);
    return found == e.baselines.end() ? QStringLiteral("–") : numberText(found->second);
}

} // namespace

std::vector<ReportNote> notesOf(const RunDossier& dossier) {
    std::vector<ReportNote> notes;
    for (const Problem& problem : dossier.result.problems) {
        if (!problem.caseId.empty() || problem.severity == Severity::Info)
            continue;
        //: The engine speaks English: a translation should put {headline}, which is translated, before its {sentence}.
        QString text = Report::tr("{sentence} ({code})");
        text.replace(QLatin1String("{headline}"), errorHeadline(toQt(problem.code)));
        text.replace(QLatin1String("{code}"), toQt(problem.code));
        notes.push_back({problem.severity, text.replace(QLatin1String("{sentence}"), toQt(problem.text))});
    }
    return notes;
}

ReportSection summarySection(const RunDossier& dossier) {
    const Evaluation& e = dossier.result.evaluation;
    ReportSection section{QStringLiteral("summary"), Report::tr("Summary"), {}};
    section.blocks.push_back(ReportParagraph{
        (isHoldOut(dossier)
             ? Report::tr(
                 "A classifier that tells apart %1 from images was trained, and tested on %2 held-out cases of "
                 "%3 patients.")
             : Report::tr("A classifier that tells apart %1 from images was trained and tested by cross-validation: %2 "
                          "cases of %3 patients, each judged by a model that had not seen it."))
            .arg(classNames(dossier), QString::number(e.n), QString::number(patients(dossier)))});
    ReportCards cards;
    cards.cards.push_back({Report::tr("AUC"), e.auc ? numberText(e.auc->value) : QStringLiteral("–"),
                           e.auc ? Report::tr("95 % CI %1").arg(intervalText(*e.auc))
                                 : Report::tr("Not defined: the tested cases are of one class.")});
    cards.cards.push_back(
        {Report::tr("Log-loss"), numberText(e.logLoss),
         Report::tr("Class frequencies alone: %1").arg(numberText(frequencyLogLoss(dossier.result.predictions)))});
    cards.cards.push_back({Report::tr("Balanced accuracy"), numberText(e.balancedAccuracy),
                           e.balancedAccuracyInterval && std::isfinite(e.balancedAccuracyInterval->low)
                               ? Report::tr("95 % CI %1").arg(intervalText(*e.balancedAccuracyInterval))
                               : QString()});
    const auto adapted = std::ranges::count(dossier.result.kept, "finetuned");
    cards.cards.push_back({Report::tr("Adapted model kept"),
                           QStringLiteral("%1 / %2").arg(adapted).arg(dossier.result.kept.size()),
                           Report::tr("folds; the others keep the model as pretrained")});
    cards.cards.push_back({Report::tr("Volume alone"), baselineText(e, "volume_auc"),
                           Report::tr("AUC that a measurement of volume would reach")});
    section.blocks.push_back(cards);
    if (e.auc && e.auc->high - e.auc->low > kWideInterval)
        section.blocks.push_back(
            ReportNote{Severity::Warning, Report::tr("The interval of the AUC is wide: too few cases for a firm "
                                                     "conclusion.")});
    for (const ReportNote& note : notesOf(dossier))
        section.blocks.push_back(note);
    return section;
}

ReportSection findingsSection(const RunDossier& dossier) {
    const RunResult& result = dossier.result;
    ReportSection section{QStringLiteral("findings"), Report::tr("Baselines and findings"), {}};
    ReportTable table{Report::tr("What the result has to beat"), {}, {}};
    table.rows.push_back({Report::tr("AUC of the volume alone"), baselineText(result.evaluation, "volume_auc")});
    table.rows.push_back(
        {Report::tr("AUC of the mean intensity alone"), baselineText(result.evaluation, "mean_intensity_auc")});
    table.rows.push_back(
        {Report::tr("Log-loss of the class frequencies"), numberText(frequencyLogLoss(result.predictions))});
    if (result.signal)
        table.rows.push_back(
            {Report::tr("Permuted labels predicted as well (p)"),
             Report::tr("%1 in %2 permutations").arg(numberText(result.signal->p)).arg(result.signal->permutations)});
    section.blocks.push_back(table);
    const std::vector<ReportNote> notes = notesOf(dossier);
    if (notes.empty())
        section.blocks.push_back(ReportParagraph{Report::tr("The checks of the result found nothing to warn of.")});
    for (const ReportNote& note : notes)
        section.blocks.push_back(note);
    return section;
}

ReportSection limitationsSection(const RunDossier& dossier) {
    const Evaluation& e = dossier.result.evaluation;
    ReportSection section{QStringLiteral("limitations"), Report::tr("Limitations"), {}};
    const auto say = [&section](const QString& text) { section.blocks.push_back(ReportParagraph{text}); };
    say(Report::tr("The result comes from one data set. How the classifier does elsewhere, with other scanners, "
                   "protocols or patients, was not tested; before any use it must be, on cases from there."));
    if (e.auc && e.auc->high - e.auc->low > kWideInterval)
        say(Report::tr("With %n tested case(s) the figures are uncertain, as their intervals show.", nullptr, e.n));
    std::set<std::string> makers;
    for (const JobCase& c : dossier.job.cases)
        for (const Scanner& scanner : c.scanners)
            makers.insert(scanner.manufacturer);
    if (makers.size() == 1 && !makers.begin()->empty())
        say(Report::tr("All images come from scanners of one make (%1).").arg(toQt(*makers.begin())));
    if (!isHoldOut(dossier) && dossier.result.folds.size() > 1)
        say(Report::tr("The saved classifier joins the models of all folds. Cross-validation judges each of them, not "
                       "the joint one, which as a rule does a little better."));
    say(Report::tr(
        "Intervals describe the cases at hand; they contain neither the randomness of training nor errors in "
        "the labels."));
    say(Report::tr("Predictive values depend on how common the classes are, and hold for this mix of cases alone."));
    say(Report::tr("For research use only. The classifier is not a medical device, and its output is not a finding."));
    return section;
}

ReportSection reproducibilitySection(const RunDossier& dossier) {
    const TrainingJob& job = dossier.job;
    const RunResult& result = dossier.result;
    ReportSection section{QStringLiteral("reproducibility"), Report::tr("Reproducibility"), {}};
    ReportTable table{{}, {}, {}};
    const auto row = [&table](const QString& name, const QString& value) { table.rows.push_back({name, value}); };
    row(Report::tr("Run"), QStringLiteral("%1 · %2").arg(toQt(dossier.project), toQt(result.runId)));
    row(Report::tr("Begun (UTC)"), toQt(job.created));
    row(Report::tr("Report written by"), QStringLiteral("Nidus %1").arg(QLatin1String(kVersion)));
    row(QStringLiteral("LibTorch"), toQt(job.libraryVersion));
    row(Report::tr("Device, threads, precision"), QStringLiteral("%1, %2, %3")
                                                      .arg(toQt(job.compute.device))
                                                      .arg(job.compute.threads)
                                                      .arg(QLatin1String(precisionName(job.compute.precision))));
    row(Report::tr("Seed"), QString::number(job.recipe.seed));
    row(Report::tr("SHA-256 of the pretrained encoder"), toQt(job.modelSha256));
    row(Report::tr("SHA-256 of the prepared images"), toQt(dataDigest(job)));
    row(Report::tr("SHA-256 of the trained weights"), toQt(result.weightsSha256));
    for (std::size_t i = 0; i < result.foldWeightsSha256.size(); ++i)
        row(Report::tr("Weights of fold %1").arg(result.folds.at(i)), toQt(result.foldWeightsSha256[i]));
    double seconds = 0;
    for (const auto& [phase, spent] : result.seconds)
        seconds += spent;
    row(Report::tr("Time of computing"), durationText(seconds));
    section.blocks.push_back(table);
    section.blocks.push_back(ReportParagraph{
        Report::tr("The same cases, folds, settings and device give the same weights, bit for bit. The settings are "
                   "below; saved as settings.json they repeat the run:")});
    section.blocks.push_back(
        ReportCode{QStringLiteral("nidus-cli train --project %1.nidus --recipe settings.json --device %2")
                       .arg(toQt(dossier.project), toQt(job.compute.device))});
    section.blocks.push_back(ReportCode{toQt(toJson(job.recipe)).simplified()});
    return section;
}

} // namespace nidus::ui
