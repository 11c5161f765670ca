// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/results/comparison_view.h"

#include "ui/common/controls.h"
#include "ui/common/error_text.h"
#include "ui/common/qt_convert.h"
#include "ui/results/figure_table.h"
#include "ui/results/figure_text.h"
#include "ui/results/results_view_model.h"

#include <QComboBox>
#include <QSignalBlocker>
#include <QVBoxLayout>

namespace nidus::ui {
namespace {

QStringList rowOf(const QString& name, const PairedDifference& figure) {
    return {name, figureText(figure.first, 3), figureText(figure.second, 3), intervalText(figure.difference, 3),
            figure.p ? pText(*figure.p) : QString()};
}

} // namespace

ComparisonView::ComparisonView(ResultsViewModel& model, QWidget* parent)
    : ResultView(model, parent), m_other(named(new QComboBox, "compareRun", tr("Run to compare with"))),
      m_notes(named(new TextLabel(TextRole::Secondary), "comparisonNotes", tr("What to know of the comparison"))),
      m_table(new FigureTable("comparisonTable", tr("Figures of both runs"))),
      m_empty(named(new TextLabel(TextRole::Secondary), "comparisonEmpty", {})) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 10, 0, 0);
    m_other->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    column->addWidget(m_other, 0, Qt::AlignLeft);
    column->addWidget(m_table);
    for (TextLabel* label : {m_notes, m_empty})
        label->setWordWrap(true);
    column->addWidget(m_notes);
    m_empty->setAlignment(Qt::AlignCenter);
    column->addWidget(m_empty, 1);
    column->addStretch();
    connect(m_other, &QComboBox::currentIndexChanged, this,
            [this] { this->model().compareWith(fromQt(m_other->currentData().toString())); });
    connect(&model, &ResultsViewModel::runsChanged, this, &ComparisonView::showRuns);
    connect(&model, &ResultsViewModel::comparisonChanged, this, &ComparisonView::showComparison);
}

void ComparisonView::showResult() {
    showRuns();
}

void ComparisonView::showRuns() {
    const QSignalBlocker blocker(m_other);
    const QVariant before = m_other->currentData();
    m_other->clear();
    m_other->addItem(tr("Compare with…"), QString());
    for (const RunRecord& run : model().runs())
        if (model().result() && run.id != model().result()->runId)
            m_other->addItem(runTitle(run), toQt(run.id));
    m_other->setVisible(m_other->count() > 1);
    m_other->setCurrentIndex(model().comparison() ? std::max(0, m_other->findData(before)) : 0);
    showComparison();
}

void ComparisonView::showComparison() {
    const auto& shown = model().comparison();
    std::vector<QStringList> rows;
    QStringList columns, notes;
    if (shown) {
        const Comparison& c = shown->comparison;
        columns = {tr("Figure"), toQt(shown->a), toQt(shown->b), tr("Difference"), tr("p")};
        if (c.auc)
            rows.push_back(rowOf(tr("AUC, all folds pooled"), *c.auc));
        rows.push_back(rowOf(tr("Log-loss (lower is better)"), c.logLoss));
        rows.push_back(rowOf(tr("Brier score (lower is better)"), c.brier));
        notes << tr("%n case(s), paired one by one. Intervals (95 %) do not contain the randomness of training.",
                    nullptr, c.n);
        for (const Problem& problem : c.problems)
            notes << noteText(problem);
    }
    m_table->setRows(columns, rows);
    m_table->setVisible(shown.has_value());
    m_notes->setText(notes.join(QLatin1Char('\n')));
    m_notes->setVisible(shown.has_value());
    m_empty->setVisible(!shown);
    const QString failure = model().comparisonFailure();
    m_empty->announce(!failure.isEmpty()      ? failure
                      : m_other->count() <= 1 ? tr("There is no other finished run to compare with.")
                                              : tr("Choose another run; both are compared on the same cases."));
}

} // namespace nidus::ui
