// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/results/comparison_view.h"

#include "ui/common/controls.h"
#include "ui/common/error_text.h"
#include "ui/common/qt_convert.h"
#include "ui/results/figure_table.h"
#include "ui/results/figure_text.h"
#include "ui/results/results_view_model.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include <algorithm>
#include <functional>

namespace nidus::ui {
namespace {

/// The figures that two runs are compared by; absent where a class has no case.
struct Figure {
    QString name;
    std::function<const PairedDifference*(const Comparison&)> of;
};

std::vector<Figure> figures() {
    return {
        {ComparisonView::tr("AUC, all folds pooled"), [](const Comparison& c) { return c.auc ? &*c.auc : nullptr; }},
        {ComparisonView::tr("Log-loss (lower is better)"), [](const Comparison& c) { return &c.logLoss; }},
        {ComparisonView::tr("Brier score (lower is better)"), [](const Comparison& c) { return &c.brier; }}};
}

} // namespace

ComparisonView::ComparisonView(ResultsViewModel& model, QWidget* parent)
    : ResultView(model, parent), m_others{named(new QComboBox, "compareRun", tr("Run to compare with")),
                                          named(new QComboBox, "compareRun2", tr("Second run to compare with"))},
      m_notes(named(new TextLabel(TextRole::Secondary), "comparisonNotes", tr("What to know of the comparison"))),
      m_table(new FigureTable("comparisonTable", tr("Figures of the runs"))),
      m_empty(named(new TextLabel(TextRole::Secondary), "comparisonEmpty", {})) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 10, 0, 0);
    auto* choices = new QHBoxLayout;
    for (std::size_t place = 0; place < m_others.size(); ++place) {
        m_others[place]->setSizeAdjustPolicy(QComboBox::AdjustToContents);
        choices->addWidget(m_others[place]);
        connect(m_others[place], &QComboBox::currentIndexChanged, this,
                [this, place] { this->model().compareWith(place, fromQt(m_others[place]->currentData().toString())); });
    }
    choices->addStretch(1);
    column->addLayout(choices);
    column->addWidget(m_table);
    for (TextLabel* label : {m_notes, m_empty})
        label->setWordWrap(true);
    column->addWidget(m_notes);
    m_empty->setAlignment(Qt::AlignCenter);
    column->addWidget(m_empty, 1);
    column->addStretch();
    connect(&model, &ResultsViewModel::runsChanged, this, &ComparisonView::showRuns);
    connect(&model, &ResultsViewModel::comparisonChanged, this, &ComparisonView::showComparison);
}

void ComparisonView::showResult() {
    showRuns();
}

void ComparisonView::showRuns() {
    for (std::size_t place = 0; place < m_others.size(); ++place) {
        QComboBox* box = m_others[place];
        const QSignalBlocker blocker(box);
        box->clear();
        box->addItem(place == 0 ? tr("Compare with…") : tr("and with…"), QString());
        for (const RunRecord& run : model().runs())
            if (model().result() && run.id != model().result()->runId)
                box->addItem(runTitle(run), toQt(run.id));
        box->setVisible(box->count() > static_cast<int>(place) + 1);
        box->setCurrentIndex(std::max(0, box->findData(toQt(model().comparedRun(place)))));
    }
    showComparison();
}

void ComparisonView::showComparison() {
    std::vector<const RunComparison*> shown;
    QStringList columns{tr("Figure")}, notes, failures;
    for (std::size_t place = 0; place < m_others.size(); ++place) {
        if (const auto& comparison = model().comparison(place))
            shown.push_back(&*comparison);
        if (!model().comparisonFailure(place).isEmpty())
            failures << model().comparisonFailure(place);
    }
    std::vector<QStringList> rows;
    for (const Figure& figure : figures()) {
        QStringList row{figure.name};
        for (const RunComparison* run : shown) {
            const PairedDifference* pair = figure.of(run->comparison);
            if (run == shown.front())
                row << (pair ? figureText(pair->first, 3) : QString());
            row << (pair ? figureText(pair->second, 3) : QString())
                << (pair ? intervalText(pair->difference, 3) : QString())
                << (pair && pair->p ? pText(*pair->p) : QString());
        }
        if (!shown.empty() && figure.of(shown.front()->comparison))
            rows.push_back(row);
    }
    for (const RunComparison* run : shown) {
        if (run == shown.front())
            columns << toQt(run->a);
        columns << toQt(run->b) << tr("Difference") << tr("p");
        for (const Problem& problem : run->comparison.problems)
            if (const QString note = noteText(problem); !notes.contains(note))
                notes << note;
    }
    if (!shown.empty())
        notes.prepend(tr("%n case(s), paired one by one. Intervals (95 %) do not contain the randomness of training.",
                         nullptr, shown.front()->comparison.n));
    if (shown.size() > 1)
        notes << tr("Each run is compared with %1 alone, and p is not corrected for looking twice.")
                     .arg(toQt(shown.front()->a));
    notes << failures;
    m_table->setRows(columns, rows);
    m_table->setVisible(!shown.empty());
    m_notes->setText(notes.join(QLatin1Char('\n')));
    m_notes->setVisible(!shown.empty());
    m_empty->setVisible(shown.empty());
    m_empty->announce(!failures.isEmpty()              ? failures.join(QLatin1Char('\n'))
                      : m_others.front()->count() <= 1 ? tr("There is no other finished run to compare with.")
                                                       : tr("Choose other runs; they are compared on the same cases."));
}

} // namespace nidus::ui
