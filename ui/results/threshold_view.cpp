// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/results/threshold_view.h"

#include "core/statistics/threshold_curve.h"
#include "ui/common/controls.h"
#include "ui/common/qt_convert.h"
#include "ui/results/chart_panel.h"
#include "ui/results/class_choice.h"
#include "ui/results/figure_table.h"
#include "ui/results/figure_text.h"
#include "ui/results/prevalence_box.h"
#include "ui/results/results_view_model.h"
#include "ui/results/threshold_bar.h"
#include "ui/theme/theme.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace nidus::ui {
namespace {

constexpr double kKeyStep = 0.01;

/// A figure against the threshold, ascending, where it is defined: each point speaks of the thresholds from the score
/// below on.
Curve sweepOf(const QString& name, int colour, const std::vector<ThresholdPoint>& curve,
              double ThresholdPoint::*figure) {
    Curve out{name, {}, Curve::Look::Steps, classColour(colour), {}};
    double below = 0;
    for (auto p = curve.rbegin(); p != curve.rend(); ++p) {
        const double y = (*p).*figure, threshold = std::min(p->threshold, 1.0);
        if (std::isfinite(y)) {
            if (out.points.empty())
                out.points.push_back({below, y});
            out.points.push_back({threshold, y});
        }
        below = threshold;
    }
    return out;
}

QString thresholdsText(const std::vector<double>& thresholds) {
    const auto [low, high] = std::ranges::minmax_element(thresholds);
    const QString from = figureText(*low), to = figureText(*high);
    return from == to ? from : QStringLiteral("%1–%2").arg(from, to);
}

/// Rare classes have parts of a per cent.
QString shareText(double share) {
    return QStringLiteral("%1 %").arg(figureText(100 * share, share < 0.1 ? 1 : 0));
}

} // namespace

ThresholdView::ThresholdView(ResultsViewModel& model, QWidget* parent)
    : ResultView(model, parent), m_class(new ClassChoice("thresholdClass")), m_prevalence(new PrevalenceBox),
      m_sweep(new ChartPanel(QStringLiteral("threshold"), tr("What a threshold does"))),
      m_decision(new ChartPanel(QStringLiteral("decision"), tr("Decision curve"))),
      m_hint(new TextLabel(TextRole::Secondary)),
      m_reports(new FigureTable("thresholdReports", tr("Reported thresholds"))) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 10, 0, 0);
    auto* choices = new QHBoxLayout;
    choices->setSpacing(16);
    choices->addWidget(m_class);
    choices->addWidget(m_prevalence);
    choices->addStretch(1);
    column->addLayout(choices);
    auto* charts = new QHBoxLayout;
    charts->setSpacing(16);
    charts->addWidget(m_sweep, 1);
    charts->addWidget(m_decision, 1);
    column->addLayout(charts, 1);
    m_hint->setWordWrap(true);
    column->addWidget(m_hint);
    column->addWidget(m_reports);
    m_sweep->chart().setAxes(tr("Threshold"), tr("Share"));
    m_sweep->chart().setRanges({0, 1}, {-0.01, 1.03});
    m_decision->chart().setAxes(tr("Threshold"), tr("Net benefit"));
    for (ChartPanel* panel : {m_sweep, m_decision}) {
        panel->chart().setEmptyText(tr("There are too few cases in a class for these curves."));
        connect(&panel->chart(), &CurveChart::dragged, this, [this](double x) { this->model().setThreshold(x); });
        connect(&panel->chart(), &CurveChart::stepped, this, [this](int direction) {
            this->model().setThreshold(this->model().rule().threshold + kKeyStep * direction);
        });
    }
    connect(m_class, &QComboBox::currentIndexChanged, this, &ThresholdView::showClass);
    connect(m_prevalence, &PrevalenceBox::changed, this, [this] {
        showSweep();
        showReports();
    });
    connect(m_reports, &FigureTable::rowChosen, this, [this](int row) {
        const auto reports = this->model().reports();
        if (static_cast<std::size_t>(row) < reports.size())
            this->model().useReport(reports[static_cast<std::size_t>(row)]);
    });
}

void ThresholdView::showResult() {
    m_class->showResult(model());
    for (ChartPanel* panel : {m_sweep, m_decision})
        panel->chart().setInteractive(model().positive() >= 0 && model().cases());
    showClass();
}

void ThresholdView::showClass() {
    const ClassEvaluation* figures = m_class->evaluation(model());
    m_prevalence->setVisible(figures && !figures->thresholds.empty());
    if (figures && !figures->thresholds.empty())
        m_prevalence->setObserved(figures->thresholds.front().predictive.prevalence);
    showSweep();
    showDecisionCurve();
    showReports();
}

void ThresholdView::showSweep() {
    std::vector<Curve> curves;
    const ClassEvaluation* figures = m_class->evaluation(model());
    if (figures && !figures->thresholds.empty()) {
        const int k = m_class->classIndex(model());
        const auto curve = atPrevalence(thresholdCurve(scoresOf(*model().cases(), k), eventsOf(*model().cases(), k)),
                                        m_prevalence->prevalence());
        curves = {sweepOf(tr("Sensitivity"), 0, curve, &ThresholdPoint::sensitivity),
                  sweepOf(tr("Specificity"), 1, curve, &ThresholdPoint::specificity),
                  sweepOf(tr("Positive predictive value"), 2, curve, &ThresholdPoint::positivePredictive),
                  sweepOf(tr("Negative predictive value"), 3, curve, &ThresholdPoint::negativePredictive)};
    }
    m_sweep->chart().setCurves(std::move(curves));
    m_sweep->chart().setDescription(tr("Sensitivity, specificity and predictive values against the threshold."));
}

void ThresholdView::showDecisionCurve() {
    std::vector<Curve> curves;
    const ClassEvaluation* figures = m_class->evaluation(model());
    double highest = 0;
    if (figures && !figures->decisionCurve.empty()) {
        Curve ofModel{tr("With the model"), {}, Curve::Look::Line, classColour(m_class->classIndex(model())), {}};
        Curve ofAll{tr("Treating everybody"), {}, Curve::Look::Dashed, {}, {}};
        for (const NetBenefit& point : figures->decisionCurve) {
            ofModel.points.push_back({point.threshold, point.model});
            ofAll.points.push_back({point.threshold, point.treatAll});
            highest = std::max({highest, point.model, point.treatAll});
        }
        curves = {std::move(ofAll),
                  {tr("Treating nobody"), {{0, 0}, {1, 0}}, Curve::Look::Dotted, {}, {}},
                  std::move(ofModel)};
    }
    m_decision->chart().setRanges({0, 1}, {-0.25 * highest, highest > 0 ? 1.08 * highest : 1});
    m_decision->chart().setCurves(std::move(curves));
    m_decision->chart().setDescription(
        tr("Net benefit of acting on the model against the threshold, beside treating everybody and nobody."));
}

void ThresholdView::showReports() {
    std::vector<QStringList> rows;
    const ClassEvaluation* figures = m_class->evaluation(model());
    if (figures)
        for (const ThresholdReport& report : figures->thresholds) {
            const OperatingPoint& point = report.point;
            const PredictiveValues predictive =
                predictiveValues(point.sensitivity.value, point.specificity.value, m_prevalence->prevalence());
            rows.push_back({goalText(report.goal), thresholdsText(report.thresholds), intervalText(point.sensitivity),
                            intervalText(point.specificity), figureText(predictive.positive),
                            figureText(predictive.negative)});
        }
    m_reports->setRows({tr("Rule"), tr("Threshold"), tr("Sensitivity"), tr("Specificity"),
                        tr("Positive predictive value"), tr("Negative predictive value")},
                       rows);
    m_reports->setVisible(!rows.empty());
    QString hint;
    if (!rows.empty()) {
        hint = tr("Each threshold below was chosen on the other folds and judged on the fold that it was not chosen "
                  "on.")
               + QLatin1Char(' ')
               + (m_prevalence->isAssumed()
                      ? tr("Predictive values are those to expect where %1 of the cases are of this class; among these "
                           "it is %2.")
                            .arg(shareText(m_prevalence->prevalence()),
                                 shareText(figures->thresholds.front().predictive.prevalence))
                      : tr("Predictive values hold where %1 of the cases are of this class, as here.")
                            .arg(shareText(m_prevalence->prevalence())));
        if (model().positive() >= 0)
            hint += QLatin1Char(' ') + tr("Enter or a double click uses a threshold in all views.");
    }
    m_hint->setText(hint);
}

void ThresholdView::showRule() {
    const auto at = model().positive() >= 0 ? std::optional(model().rule().threshold) : std::nullopt;
    m_sweep->chart().setLine(at);
    m_decision->chart().setLine(at);
}

} // namespace nidus::ui
