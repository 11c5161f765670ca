// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/results/ranking_view.h"

#include "core/statistics/threshold.h"
#include "ui/common/qt_convert.h"
#include "ui/results/chart_panel.h"
#include "ui/results/figure_text.h"
#include "ui/results/results_view_model.h"
#include "ui/theme/theme.h"

#include <QHBoxLayout>

#include <algorithm>
#include <cmath>
#include <limits>

namespace nidus::ui {
namespace {

std::pair<double, double> rocPoint(const ThresholdPoint& p) {
    return {1 - p.specificity, p.sensitivity};
}

std::pair<double, double> precisionPoint(const ThresholdPoint& p) {
    return {p.sensitivity, p.positivePredictive};
}

std::vector<CurvePoint> pointsOf(const std::vector<ThresholdPoint>& curve,
                                 std::pair<double, double> (*figuresOf)(const ThresholdPoint&)) {
    std::vector<CurvePoint> points;
    for (const ThresholdPoint& p : curve)
        if (const auto [x, y] = figuresOf(p); std::isfinite(x) && std::isfinite(y))
            points.push_back({x, y});
    return points;
}

bool isOneSided(const std::vector<ThresholdPoint>& curve) {
    return !std::isfinite(curve.front().sensitivity) || !std::isfinite(curve.front().specificity);
}

} // namespace

RankingView::RankingView(ResultsViewModel& model, QWidget* parent)
    : ResultView(model, parent), m_roc(new ChartPanel(QStringLiteral("roc"), tr("ROC curve"))),
      m_precision(new ChartPanel(QStringLiteral("precision_recall"), tr("Precision and recall"))) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 10, 0, 0);
    row->setSpacing(16);
    row->addWidget(m_roc, 1);
    row->addWidget(m_precision, 1);
    m_roc->chart().setAxes(tr("1 − specificity"), tr("Sensitivity"));
    m_precision->chart().setAxes(tr("Recall (sensitivity)"), tr("Precision (positive predictive value)"));
    connect(&m_roc->chart(), &CurveChart::dragged, this, [this](double x, double y) { moveTo(x, y, rocPoint); });
    connect(&m_precision->chart(), &CurveChart::dragged, this,
            [this](double x, double y) { moveTo(x, y, precisionPoint); });
    for (ChartPanel* panel : {m_roc, m_precision}) {
        panel->chart().setRanges({-0.01, 1.01}, {-0.01, 1.02});
        panel->chart().setEmptyText(tr("Not defined: the tested cases are all of one class."));
        connect(&panel->chart(), &CurveChart::stepped, this, &RankingView::step);
    }
}

void RankingView::showResult() {
    m_curve.clear();
    std::vector<Curve> roc, precision;
    if (const auto& cases = model().cases()) {
        const auto& classes = model().result()->evaluation.classes;
        for (const int k : cases->ranked) {
            const std::vector<int> events = eventsOf(*cases, k);
            const std::vector<ThresholdPoint> curve = thresholdCurve(scoresOf(*cases, k), events);
            if (isOneSided(curve))
                continue;
            const QString name = toQt(classes[static_cast<std::size_t>(k)]);
            roc.push_back({name, pointsOf(curve, rocPoint), Curve::Look::Line, classColour(k), {}});
            precision.push_back({name, pointsOf(curve, precisionPoint), Curve::Look::Steps, classColour(k), {}});
            if (model().positive() >= 0) {
                const double share = static_cast<double>(std::count(events.begin(), events.end(), 1))
                                     / static_cast<double>(events.size());
                precision.push_back({tr("Share of this class"), {{0, share}, {1, share}}, Curve::Look::Dashed, {}, {}});
                m_curve = curve;
            }
        }
        if (!roc.empty())
            roc.push_back({tr("Chance"), {{0, 0}, {1, 1}}, Curve::Look::Dashed, {}, {}});
    }
    m_roc->chart().setCurves(std::move(roc));
    m_precision->chart().setCurves(std::move(precision));
    for (ChartPanel* panel : {m_roc, m_precision}) {
        panel->chart().setInteractive(!m_curve.empty());
        panel->chart().setToolTip(
            m_curve.empty() ? QString() : tr("Click, drag or use the arrow keys to move the operating point."));
    }
    showTitles();
}

void RankingView::showTitles() {
    const auto& result = model().result();
    QString roc = tr("ROC curve"), precision = tr("Precision and recall");
    if (result && result->evaluation.aucPooled)
        //: AUC with its interval, then of which kind
        roc = tr("ROC curve: AUC %1, all folds pooled").arg(intervalText(*result->evaluation.aucPooled));
    if (result && result->evaluation.averagePrecision)
        precision =
            tr("Precision and recall: average precision %1").arg(intervalText(*result->evaluation.averagePrecision));
    m_roc->setTitle(roc);
    m_precision->setTitle(precision);
    m_roc->chart().setDescription(roc);
    m_precision->chart().setDescription(precision);
}

void RankingView::showRule() {
    if (m_curve.empty()) {
        m_roc->chart().setPoint({});
        m_precision->chart().setPoint({});
        return;
    }
    const ScoredCases& cases = *model().cases();
    std::vector<double> thresholds;
    for (const int fold : cases.folds)
        thresholds.push_back(model().rule().thresholdOf(fold));
    const OperatingPoint point =
        operatingPoint(scoresOf(cases, model().positive()), eventsOf(cases, model().positive()), thresholds);
    m_roc->chart().setPoint(CurvePoint{1 - point.specificity.value, point.sensitivity.value});
    const int called = point.truePositives + point.falsePositives;
    m_precision->chart().setPoint(
        called == 0
            ? std::nullopt
            : std::optional(CurvePoint{point.sensitivity.value, static_cast<double>(point.truePositives) / called}));
}

void RankingView::moveTo(double x, double y,
                         const std::function<std::pair<double, double>(const ThresholdPoint&)>& figuresOf) {
    std::size_t nearest = 0;
    double least = std::numeric_limits<double>::infinity();
    for (std::size_t i = 0; i < m_curve.size(); ++i) {
        const auto [px, py] = figuresOf(m_curve[i]);
        if (const double distance = std::hypot(px - x, py - y); distance < least) {
            least = distance;
            nearest = i;
        }
    }
    model().setThreshold(thresholdOf(m_curve, nearest));
}

/// Right and up: more cases are called positive.
void RankingView::step(int direction) {
    const auto at = static_cast<std::ptrdiff_t>(&pointAt(m_curve, model().rule().threshold) - m_curve.data());
    const std::ptrdiff_t next = std::clamp<std::ptrdiff_t>(at + direction, 0, std::ssize(m_curve) - 1);
    model().setThreshold(thresholdOf(m_curve, static_cast<std::size_t>(next)));
}

} // namespace nidus::ui
