// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/report/report_charts.h"

#include "core/statistics/threshold_curve.h"
#include "ui/common/qt_convert.h"
#include "ui/report/plot.h"
#include "ui/report/report_words.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

namespace nidus::ui {
namespace {

using Points = std::vector<QPointF>;

/// One class against the rest.
struct ClassCurves {
    int index = 0;
    QString name;
    const ClassEvaluation* figures = nullptr;
    std::vector<ThresholdPoint> thresholds;
    double share = 0; ///< of the class among the tested cases

    [[nodiscard]] Stroke stroke() const { return {seriesInk(index), 2}; }
};

std::vector<ClassCurves> classCurves(const RunResult& result) {
    const Evaluation& e = result.evaluation;
    std::vector<ClassCurves> curves;
    for (const ClassEvaluation& figures : e.perClass) {
        const auto found = std::ranges::find(e.classes, figures.name);
        const auto index = static_cast<std::size_t>(found - e.classes.begin());
        std::vector<double> scores;
        std::vector<int> events;
        for (const Prediction& p : result.predictions)
            if (p.label >= 0 && index < p.probabilities.size()) {
                scores.push_back(p.probabilities[index]);
                events.push_back(p.label == static_cast<int>(index) ? 1 : 0);
            }
        const auto count = std::ranges::count(events, 1);
        if (count == 0 || count == std::ssize(events))
            continue;
        curves.push_back({static_cast<int>(index), toQt(figures.name), &figures, thresholdCurve(scores, events),
                          static_cast<double>(count) / static_cast<double>(events.size())});
    }
    return curves;
}

QString withValue(const QString& name, double value) {
    return std::isfinite(value) ? QStringLiteral("%1 %2").arg(name, numberText(value, 2)) : name;
}

ReportFigure rocFigure(const std::vector<ClassCurves>& curves) {
    Plot plot({Report::tr("1 − specificity")}, {Report::tr("Sensitivity")});
    plot.curve({{0, 0}, {1, 1}}, {QStringLiteral("faint"), 1, QStringLiteral("4 3")}, Report::tr("chance"));
    for (const ClassCurves& c : curves) {
        Points points;
        for (const ThresholdPoint& p : c.thresholds)
            points.emplace_back(1 - p.specificity, p.sensitivity);
        plot.curve(points, c.stroke(), withValue(c.name, c.figures->auc ? c.figures->auc->value : std::nan("")));
    }
    return {Report::tr("ROC curve"), Report::tr("All tested cases pooled; the number is the pooled AUC."),
            plot.finished()};
}

ReportFigure precisionRecallFigure(const std::vector<ClassCurves>& curves) {
    Plot plot({Report::tr("Recall (sensitivity)")}, {Report::tr("Precision (PPV)")});
    for (const ClassCurves& c : curves) {
        plot.curve({{0, c.share}, {1, c.share}}, {c.stroke().ink, 1, QStringLiteral("4 3")});
        Points points;
        for (const ThresholdPoint& p : c.thresholds)
            points.emplace_back(p.sensitivity, p.positivePredictive);
        plot.curve(points, c.stroke(),
                   withValue(c.name, c.figures->averagePrecision ? c.figures->averagePrecision->value : std::nan("")));
    }
    return {Report::tr("Precision-recall curve"),
            Report::tr("The number is the average precision; the dashed line is the share of the class, which guessing "
                       "would reach."),
            plot.finished()};
}

ReportFigure calibrationFigure(const std::vector<ClassCurves>& curves) {
    Plot plot({Report::tr("Predicted probability")}, {Report::tr("Observed share")});
    plot.curve({{0, 0}, {1, 1}}, {QStringLiteral("faint"), 1, QStringLiteral("4 3")}, Report::tr("perfect"));
    for (const ClassCurves& c : curves) {
        Points points;
        for (const CalibrationBin& bin : c.figures->calibrationCurve) {
            points.emplace_back(bin.meanPredicted, bin.observed.value);
            plot.interval(bin.meanPredicted, bin.observed.low, bin.observed.high, c.stroke().ink);
            plot.mark(points.back(), c.stroke().ink);
        }
        plot.curve(points, {c.stroke().ink, 1.5}, c.name);
    }
    return {Report::tr("Calibration"), Report::tr("Cases in bins of equal counts; bars are Wilson's 95 % intervals."),
            plot.finished()};
}

ReportFigure decisionFigure(const std::vector<ClassCurves>& curves) {
    double highest = 0, lowest = 0;
    for (const ClassCurves& c : curves)
        for (const NetBenefit& point : c.figures->decisionCurve)
            highest = std::max(highest, std::max(point.model, point.treatAll));
    lowest = -0.25 * highest;
    if (highest <= 0)
        highest = 0.1;
    Plot plot({Report::tr("Threshold probability")}, {Report::tr("Net benefit"), lowest, highest * 1.05});
    plot.curve({{0, 0}, {1, 0}}, {QStringLiteral("faint"), 1}, Report::tr("treat none"));
    for (const ClassCurves& c : curves) {
        Points model, all;
        for (const NetBenefit& point : c.figures->decisionCurve) {
            if (point.model >= lowest) // both fall without end
                model.emplace_back(point.threshold, point.model);
            if (point.treatAll >= lowest)
                all.emplace_back(point.threshold, point.treatAll);
        }
        plot.curve(all, {c.stroke().ink, 1, QStringLiteral("4 3")},
                   curves.size() == 1 ? Report::tr("treat all") : QString());
        plot.curve(model, c.stroke(), c.name);
    }
    return {Report::tr("Decision curve"),
            Report::tr("Net benefit per case of acting on the classifier, against treating all (dashed) or none."),
            plot.finished()};
}

/// Mean training loss of the inner fits of each fold, by epoch.
std::map<int, Points> trainingLoss(const RunDossier& dossier) {
    std::map<std::pair<int, int>, std::vector<double>> losses;
    for (const EpochEvent& event : dossier.epochs)
        if (event.fit.starts_with("fold_") && event.fit.find("/inner_") != std::string::npos)
            losses[{std::atoi(event.fit.c_str() + 5), event.epoch}].push_back(event.trainingLoss);
    std::map<int, Points> curves;
    for (const auto& [key, values] : losses) {
        double sum = 0;
        for (const double value : values)
            sum += value;
        curves[key.first].emplace_back(key.second + 1, sum / static_cast<double>(values.size()));
    }
    return curves;
}

/// Pooled inner log-loss of each fold, from the probe (epoch 0) on.
std::map<int, Points> validationLoss(const RunDossier& dossier) {
    std::map<int, Points> curves;
    for (const FoldRecord& fold : dossier.folds) {
        if (!fold.inner || fold.inner->tunedLogLoss.empty())
            continue;
        Points& points = curves[fold.fold];
        points.emplace_back(0, fold.inner->probeLogLoss);
        for (std::size_t i = 0; i < fold.inner->tunedLogLoss.size(); ++i)
            points.emplace_back(static_cast<double>(i + 1), fold.inner->tunedLogLoss[i]);
    }
    return curves;
}

} // namespace

std::vector<ReportFigure> performanceFigures(const RunDossier& dossier) {
    const std::vector<ClassCurves> curves = classCurves(dossier.result);
    if (curves.empty())
        return {};
    std::vector<ReportFigure> figures{rocFigure(curves), precisionRecallFigure(curves)};
    const auto has = [&](auto member) {
        return std::ranges::any_of(curves, [&](const ClassCurves& c) { return !(c.figures->*member).empty(); });
    };
    if (has(&ClassEvaluation::calibrationCurve))
        figures.push_back(calibrationFigure(curves));
    if (has(&ClassEvaluation::decisionCurve))
        figures.push_back(decisionFigure(curves));
    return figures;
}

std::optional<ReportFigure> lossFigure(const RunDossier& dossier) {
    const auto validation = validationLoss(dossier);
    if (validation.empty())
        return std::nullopt;
    const auto training = trainingLoss(dossier);
    double epochs = 1, highest = 0;
    for (const auto* curves : {&validation, &training})
        for (const auto& [fold, points] : *curves)
            for (const QPointF& point : points) {
                epochs = std::max(epochs, point.x());
                if (std::isfinite(point.y()))
                    highest = std::max(highest, point.y());
            }
    Plot plot({Report::tr("Epoch"), 0, epochs}, {Report::tr("Log-loss"), 0, highest > 0 ? highest * 1.08 : 1});
    for (const auto& [fold, points] : training)
        plot.curve(points, {seriesInk(fold), 1, QStringLiteral("2 3")});
    for (const auto& [fold, points] : validation) {
        plot.curve(points, {seriesInk(fold), 2}, Report::tr("fold %1").arg(fold));
        plot.mark(points.front(), seriesInk(fold));
    }
    return ReportFigure{
        Report::tr("Loss over the epochs"),
        Report::tr("Inside the training cases of each fold: log-loss on the cases held back (solid; the point is the "
                   "model as pretrained) and training loss (dotted). Tested cases have no part in it."),
        plot.finished()};
}

} // namespace nidus::ui
