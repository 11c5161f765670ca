// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/qt_convert.h"
#include "ui/report/report_charts.h"
#include "ui/report/report_sections.h"
#include "ui/report/report_words.h"

#include <algorithm>
#include <cmath>

namespace nidus::ui {
namespace {

using Column = std::pair<QString, const Evaluation*>;

std::vector<Column> columnsOf(const RunResult& result) {
    std::vector<Column> columns{{Report::tr("Kept"), &result.evaluation}, {Report::tr("As pretrained"), &result.probe}};
    if (result.finetuned)
        columns.emplace_back(Report::tr("Adapted"), &*result.finetuned);
    return columns;
}

QString withInterval(double value, const std::optional<Estimate>& interval) {
    return interval ? estimateText(Estimate{value, interval->low, interval->high, {}}) : numberText(value);
}

ReportTable headlineTable(const RunResult& result) {
    const std::vector<Column> columns = columnsOf(result);
    ReportTable table{Report::tr("Figures"), {Report::tr("Figure")}, {}};
    for (const Column& column : columns)
        table.head << column.first;
    const auto row = [&](const QString& name, auto cell) {
        QStringList cells{name};
        for (const Column& column : columns)
            cells << cell(*column.second);
        table.rows.push_back(cells);
    };
    row(Report::tr("AUC, mean of the folds"), [](const Evaluation& e) { return estimateText(e.auc); });
    row(Report::tr("AUC, all cases pooled"), [](const Evaluation& e) { return estimateText(e.aucPooled); });
    row(Report::tr("Average precision"), [](const Evaluation& e) { return estimateText(e.averagePrecision); });
    row(Report::tr("Log-loss"), [](const Evaluation& e) { return withInterval(e.logLoss, e.logLossInterval); });
    row(Report::tr("Brier score"), [](const Evaluation& e) { return withInterval(e.brier, e.brierInterval); });
    row(Report::tr("Balanced accuracy"),
        [](const Evaluation& e) { return withInterval(e.balancedAccuracy, e.balancedAccuracyInterval); });
    row(Report::tr("Matthews correlation"), [](const Evaluation& e) { return estimateText(e.mcc); });
    row(Report::tr("Calibration slope"),
        [](const Evaluation& e) { return e.calibration ? numberText(e.calibration->slope, 2) : QStringLiteral("–"); });
    row(Report::tr("Calibration intercept"), [](const Evaluation& e) {
        return e.calibration ? numberText(e.calibration->intercept, 2) : QStringLiteral("–");
    });
    row(Report::tr("Expected calibration error"),
        [](const Evaluation& e) { return e.calibration ? numberText(e.calibration->ece) : QStringLiteral("–"); });
    return table;
}

ReportTable foldAucTable(const RunResult& result) {
    ReportTable table{Report::tr("AUC of each fold"), {}, {}};
    for (std::size_t i = 0; i < result.evaluation.foldAuc.size(); ++i) {
        const int fold = i < result.folds.size() ? result.folds[i] : static_cast<int>(i);
        table.rows.push_back({Report::tr("Fold %1").arg(fold), numberText(result.evaluation.foldAuc[i])});
    }
    return table;
}

ReportTable classTable(const Evaluation& e) {
    ReportTable table{
        Report::tr("Each class against the rest"),
        {Report::tr("Class"), Report::tr("Cases"), Report::tr("AUC, pooled"), Report::tr("Average precision")},
        {}};
    for (const ClassEvaluation& c : e.perClass)
        table.rows.push_back(
            {toQt(c.name), QString::number(c.cases), estimateText(c.auc), estimateText(c.averagePrecision)});
    return table;
}

QString ruleText(const ThresholdGoal& goal) {
    switch (goal.rule) {
    case ThresholdRule::Fixed:
        return Report::tr("fixed");
    case ThresholdRule::Youden:
        return Report::tr("greatest sensitivity + specificity");
    case ThresholdRule::Sensitivity:
        return Report::tr("sensitivity %1 or more").arg(numberText(goal.target, 2));
    case ThresholdRule::Specificity:
        break;
    }
    return Report::tr("specificity %1 or more").arg(numberText(goal.target, 2));
}

QString thresholdText(const std::vector<double>& thresholds) {
    if (thresholds.empty())
        return QStringLiteral("–");
    const auto [low, high] = std::ranges::minmax(thresholds);
    return rangeText(low, high, 2);
}

ReportTable thresholdTable(const Evaluation& e) {
    ReportTable table{Report::tr("Thresholds"),
                      {Report::tr("Class"), Report::tr("Rule"), Report::tr("Threshold"), Report::tr("Sensitivity"),
                       Report::tr("Specificity"), Report::tr("PPV"), Report::tr("NPV")},
                      {}};
    for (const ClassEvaluation& c : e.perClass)
        for (const ThresholdReport& t : c.thresholds)
            table.rows.push_back({toQt(c.name), ruleText(t.goal), thresholdText(t.thresholds),
                                  estimateText(t.point.sensitivity), estimateText(t.point.specificity),
                                  numberText(t.predictive.positive, 2), numberText(t.predictive.negative, 2)});
    return table;
}

ReportTable confusionTable(const Evaluation& e) {
    ReportTable table{Report::tr("Confusion matrix"), {Report::tr("True class")}, {}};
    for (const std::string& name : e.classes)
        table.head << Report::tr("predicted %1").arg(toQt(name));
    for (std::size_t i = 0; i < e.confusion.size(); ++i) {
        int all = 0;
        for (const int count : e.confusion[i])
            all += count;
        QStringList row{toQt(e.classes.at(i))};
        for (const int count : e.confusion[i])
            row << shareText(count, all);
        table.rows.push_back(row);
    }
    return table;
}

QString methodsUsed(const Evaluation& e) {
    QStringList methods;
    const auto add = [&](const QString& figure, const std::optional<Estimate>& estimate) {
        if (estimate && !estimate->method.empty())
            methods << QStringLiteral("%1: %2").arg(figure, methodText(*estimate));
    };
    add(Report::tr("AUC, mean of the folds"), e.auc);
    add(Report::tr("AUC, all cases pooled"), e.aucPooled);
    add(Report::tr("other figures"), e.averagePrecision);
    return methods.join(QStringLiteral("; "));
}

} // namespace

ReportSection resultsSection(const RunDossier& dossier) {
    const Evaluation& e = dossier.result.evaluation;
    ReportSection section{QStringLiteral("results"), Report::tr("Results"), {}};
    section.blocks.push_back(headlineTable(dossier.result));
    const QString methods = methodsUsed(e);
    section.blocks.push_back(ReportParagraph{
        Report::tr("In brackets: 95 % confidence intervals. They do not contain the randomness of training itself.")
        + (methods.isEmpty() ? QString() : QLatin1Char(' ') + Report::tr("How they were made: %1.").arg(methods))});
    if (e.foldAuc.size() > 1)
        section.blocks.push_back(foldAucTable(dossier.result));
    if (e.perClass.size() > 1)
        section.blocks.push_back(classTable(e));
    section.blocks.push_back(confusionTable(e));
    const std::vector<ReportFigure> figures = performanceFigures(dossier);
    if (figures.empty())
        section.blocks.push_back(
            ReportNote{Severity::Warning,
                       testedClasses(dossier) < 2 ? Report::tr(
                           "There are no curves: the tested cases are all of one class, so that ROC, precision-recall, "
                           "calibration and decision curves are not defined.")
                                                  : Report::tr("There are no curves: a class has too few cases.")});
    else
        section.blocks.push_back(ReportFigures{figures});
    if (const ReportTable thresholds = thresholdTable(e); !thresholds.rows.empty()) {
        section.blocks.push_back(thresholds);
        section.blocks.push_back(ReportParagraph{Report::tr(
            "Each fold's threshold was chosen on the other folds. PPV and NPV hold for the share of the class "
            "among these cases; where the disease is rarer, PPV is lower.")});
    }
    return section;
}

ReportSection failuresSection(const RunDossier& dossier, const std::vector<ReportPicture>& pictures) {
    ReportSection section{QStringLiteral("failures"), Report::tr("Cases that went wrong"), {}};
    const auto& predictions = dossier.result.predictions;
    const auto wrong = std::ranges::count_if(predictions, [](const Prediction& p) {
        return p.label >= 0 && std::ranges::max_element(p.probabilities) - p.probabilities.begin() != p.label;
    });
    section.blocks.push_back(ReportParagraph{
        wrong == 0 ? Report::tr("No tested case was misclassified. Those that came closest to it:")
                   : Report::tr("%n tested case(s) were misclassified. The worst first, by the probability that the "
                                "true class was given:",
                                nullptr, static_cast<int>(wrong))});
    section.blocks.push_back(ReportGallery{pictures});
    return section;
}

} // namespace nidus::ui
