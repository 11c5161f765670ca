// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/results/confusion_view.h"

#include "ui/common/controls.h"
#include "ui/common/qt_convert.h"
#include "ui/results/confusion_model.h"
#include "ui/results/results_view_model.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QTableView>
#include <QVBoxLayout>

namespace nidus::ui {
namespace {

constexpr int kWidestColumn = 240, kHighestRow = 96;

} // namespace

ConfusionView::ConfusionView(ResultsViewModel& model, QWidget* parent)
    : ResultView(model, parent), m_measure(named(new QComboBox, "confusionMeasure", tr("What the cells show"))),
      m_confusion(new ConfusionModel(this)),
      m_table(named(new QTableView, "confusionTable", tr("True and predicted classes"))),
      m_empty(new TextLabel(TextRole::Secondary, tr("There is no labelled prediction to count."))) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 10, 0, 0);
    auto* tools = new QHBoxLayout;
    m_measure->addItems({tr("Number of cases"), tr("Share of the true class"), tr("Share of the predicted class"),
                         tr("Sum of the probabilities")});
    tools->addWidget(m_measure);
    auto* hint =
        new TextLabel(TextRole::Secondary,
                      tr("A click on a cell chooses its cases for all views; Enter or a double click shows them."));
    hint->setWordWrap(true);
    tools->addWidget(hint, 1);
    column->addLayout(tools);
    m_table->setModel(m_confusion);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setTabKeyNavigation(false); // Tab leaves the table
    m_table->setCornerButtonEnabled(false);
    for (QHeaderView* header : {m_table->horizontalHeader(), m_table->verticalHeader()}) {
        header->setSectionResizeMode(QHeaderView::Stretch);
        header->setHighlightSections(false);
        header->setSectionsClickable(false);
    }
    m_table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter); // beside the colour
    column->addWidget(m_table, 1);
    m_empty->setAlignment(Qt::AlignCenter);
    column->addWidget(m_empty, 1);
    column->addStretch();
    connect(m_measure, &QComboBox::currentIndexChanged, this,
            [this](int index) { m_confusion->setMeasure(static_cast<ConfusionModel::Measure>(index)); });
    connect(&model.selection(), &Selection::changed, this, [this] {
        if (!this->model().selection().isActive())
            m_table->clearSelection();
    });
    connect(m_table, &QTableView::clicked, this, &ConfusionView::chooseCases);
    connect(m_table, &QTableView::activated, this, [this] {
        chooseCases();
        if (this->model().selection().isActive())
            Q_EMIT casesWanted();
    });
}

void ConfusionView::showResult() {
    const bool isThere = model().cases().has_value();
    m_table->setVisible(isThere);
    m_measure->setEnabled(isThere);
    m_empty->setVisible(!isThere);
}

void ConfusionView::showRule() {
    const auto& cases = model().cases();
    if (!cases) {
        m_confusion->reset({}, {}, {}, {});
        return;
    }
    QStringList classes;
    for (const std::string& name : model().result()->evaluation.classes)
        classes << toQt(name);
    std::vector<int> predicted;
    for (const Prediction& prediction : model().result()->predictions)
        if (prediction.label >= 0)
            predicted.push_back(decidedClass(prediction, model().rule()));
    m_confusion->reset(classes, cases->labels, predicted, cases->scores);
    fitTable();
}

/// Large cells, but not larger than is good to read.
void ConfusionView::fitTable() {
    const int sections = m_confusion->rowCount();
    m_table->setMaximumSize(m_table->verticalHeader()->sizeHint().width() + sections * kWidestColumn,
                            m_table->horizontalHeader()->sizeHint().height() + sections * kHighestRow);
}

void ConfusionView::chooseCases() {
    const QModelIndexList cells = m_table->selectionModel()->selectedIndexes();
    QSet<QString> ids;
    for (const QModelIndex& cell : cells)
        for (const std::size_t position : m_confusion->casesOf(cell))
            ids.insert(toQt(model().caseIds()[position]));
    const QString which = cells.size() == 1
                              ? m_confusion->textOf(cells.front())
                              : tr("%n cells of the confusion matrix", nullptr, static_cast<int>(cells.size()));
    model().selection().set(ids, which);
}

} // namespace nidus::ui
