// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/results/calibration_view.h"

#include "ui/common/controls.h"
#include "ui/common/qt_convert.h"
#include "ui/results/chart_panel.h"
#include "ui/results/class_choice.h"
#include "ui/results/figure_table.h"
#include "ui/results/figure_text.h"
#include "ui/results/results_view_model.h"
#include "ui/theme/theme.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

#include <cmath>

namespace nidus::ui {

CalibrationView::CalibrationView(ResultsViewModel& model, QWidget* parent)
    : ResultView(model, parent), m_panel(new ChartPanel(QStringLiteral("calibration"), tr("Calibration curve"))),
      m_class(new ClassChoice("calibrationClass")),
      m_figures(named(new TextLabel(TextRole::Body), "calibrationFigures", tr("Figures of calibration"))),
      m_bins(new FigureTable("calibrationBins", tr("Bins of the calibration curve"))) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 10, 0, 0);
    row->setSpacing(16);
    row->addWidget(m_panel, 3);
    auto* side = new QVBoxLayout;
    side->addWidget(m_class);
    m_figures->setWordWrap(true);
    side->addWidget(m_figures);
    side->addWidget(m_bins, 1);
    auto* hint = new TextLabel(TextRole::Secondary, tr("Enter or a double click on a bin shows its cases."));
    hint->setWordWrap(true);
    side->addWidget(hint);
    side->addStretch();
    row->addLayout(side, 2);
    m_panel->chart().setAxes(tr("Predicted probability"), tr("Observed share"));
    m_panel->chart().setRanges({-0.01, 1.01}, {-0.06, 1.06});
    m_panel->chart().setEmptyText(tr("There are too few cases in a class for a calibration curve."));
    connect(m_class, &QComboBox::currentIndexChanged, this, &CalibrationView::showClass);
    connect(m_bins, &FigureTable::rowChosen, this, [this](int bin) {
        this->model().select(
            m_casesOfBins[static_cast<std::size_t>(bin)],
            tr("predicted probability about %1").arg(m_bins->model()->index(bin, 0).data().toString()));
        Q_EMIT casesWanted();
    });
}

void CalibrationView::showResult() {
    m_class->showResult(model());
    showClass();
}

void CalibrationView::showClass() {
    m_figures->setText(figuresInWords());
    showChart();
    showBins();
}

void CalibrationView::showChart() {
    std::vector<Curve> curves;
    std::vector<RugMark> rug;
    const ClassEvaluation* figures = m_class->evaluation(model());
    if (figures && !figures->calibrationCurve.empty()) {
        const int k = m_class->classIndex(model());
        Curve observed{toQt(figures->name), {}, Curve::Look::LineAndMarks, classColour(k), {}};
        for (const CalibrationBin& bin : figures->calibrationCurve) {
            observed.points.push_back({bin.meanPredicted, bin.observed.value});
            observed.intervals.emplace_back(bin.observed.low, bin.observed.high);
        }
        curves = {{tr("As it should be"), {{0, 0}, {1, 1}}, Curve::Look::Dashed, {}, {}}, std::move(observed)};
        const ScoredCases& cases = *model().cases();
        for (std::size_t i = 0; i < cases.labels.size(); ++i)
            rug.push_back(
                {cases.scores[i][static_cast<std::size_t>(k)], cases.labels[i] == k, classColour(cases.labels[i])});
    }
    m_panel->chart().setCurves(std::move(curves));
    m_panel->chart().setRug(std::move(rug));
    m_panel->chart().setDescription(m_figures->text());
}

void CalibrationView::showBins() {
    m_casesOfBins.clear();
    std::vector<QStringList> rows;
    const ClassEvaluation* figures = m_class->evaluation(model());
    if (figures && !figures->calibrationCurve.empty()) {
        m_casesOfBins = equalCountBins(scoresOf(*model().cases(), m_class->classIndex(model())));
        for (const CalibrationBin& bin : figures->calibrationCurve)
            rows.push_back({figureText(bin.meanPredicted), QString::number(bin.count), intervalText(bin.observed)});
    }
    m_bins->setRows({tr("Predicted"), tr("Cases"), tr("Observed")}, rows);
    m_bins->setVisible(!rows.empty());
}

QString CalibrationView::figuresInWords() const {
    const auto& result = model().result();
    if (!result || !model().cases())
        return tr("There is no labelled prediction.");
    const Evaluation& e = result->evaluation;
    QStringList lines;
    if (e.calibration && std::isfinite(e.calibration->slope)) {
        lines << tr("Slope %1 (1 is right; below 1 the probabilities are too extreme), intercept %2 (0 is right).")
                     .arg(figureText(e.calibration->slope), figureText(e.calibration->intercept));
    }
    if (e.calibration)
        lines << tr("Expected calibration error %1.").arg(figureText(e.calibration->ece, 3));
    lines << tr("Brier score %1 (0 is best).")
                 .arg(e.brierInterval ? intervalText(*e.brierInterval, 3) : figureText(e.brier, 3));
    const ClassEvaluation* figures = m_class->evaluation(model());
    if (figures && figures->brier)
        lines << tr("Its parts: reliability %1 (0 is best), resolution %2 (more is better), uncertainty %3.")
                     .arg(figureText(figures->brier->reliability, 3), figureText(figures->brier->resolution, 3),
                          figureText(figures->brier->uncertainty, 3));
    return lines.join(QLatin1Char('\n'));
}

} // namespace nidus::ui
