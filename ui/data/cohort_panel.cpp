// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/data/cohort_panel.h"

#include "ui/common/controls.h"
#include "ui/common/tables.h"
#include "ui/data/case_table_model.h"
#include "ui/data/class_chips.h"
#include "ui/data/cohort_model.h"

#include <QAction>
#include <QCheckBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLineEdit>
#include <QShortcut>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

namespace nidus::ui {

CohortPanel::CohortPanel(CohortModel& model, QWidget* parent)
    : QWidget(parent), m_model(model), m_filter(new CaseFilter(model.table(), this)), m_chips(new ClassChips(model)),
      m_search(named(new QLineEdit, "caseSearch", tr("Filter the cases"))),
      m_onlyProblems(
          named(new QCheckBox(tr("Only cases with &problems")), "onlyProblems", tr("Only cases with problems"))),
      m_onlyUnlabelled(
          named(new QCheckBox(tr("Only without a la&bel")), "onlyUnlabelled", tr("Only cases without a label"))),
      m_count(named(new TextLabel(TextRole::Secondary), "labelCount", tr("How many cases have a label"))),
      m_empty(new TextLabel(TextRole::Secondary)), m_table(named(new QTableView, "caseTable", tr("Cases"))) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    column->addWidget(m_chips);
    buildBar();
    m_table->setModel(m_filter);
    dressTable(m_table);
    m_table->sortByColumn(CaseTableModel::CaseId, Qt::AscendingOrder);
    m_table->installEventFilter(this);
    column->addWidget(m_table, 1);
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);
    column->addWidget(m_empty, 1);
    buildUndo();

    connect(m_chips, &ClassChips::labelWanted, this, &CohortPanel::label);
    connect(m_search, &QLineEdit::textChanged, m_filter, &CaseFilter::setText);
    connect(m_onlyProblems, &QCheckBox::toggled, m_filter, &CaseFilter::setOnlyProblems);
    connect(m_onlyUnlabelled, &QCheckBox::toggled, m_filter, &CaseFilter::setOnlyUnlabelled);
    connect(m_filter, &QAbstractItemModel::modelReset, this, &CohortPanel::showState);
    connect(&m_model, &CohortModel::changed, this, &CohortPanel::showState);
    auto* find = new QShortcut(QKeySequence::Find, this, [this] { m_search->setFocus(Qt::ShortcutFocusReason); });
    find->setWhatsThis(tr("Find a case"));
    find->setContext(Qt::WidgetWithChildrenShortcut);
    showState();
}

void CohortPanel::buildBar() {
    auto* bar = new QHBoxLayout;
    makeSearchField(m_search, tr("Filter by case, patient, label or problem"));
    m_search->setMaximumWidth(420);
    bar->addWidget(m_search, 4);
    bar->addWidget(m_onlyProblems);
    bar->addWidget(m_onlyUnlabelled);
    bar->addStretch(1);
    bar->addWidget(m_count);
    static_cast<QVBoxLayout*>(layout())->addLayout(bar);
}

void CohortPanel::buildUndo() {
    QAction* undo = m_model.undoStack().createUndoAction(this, tr("&Undo:"));
    undo->setObjectName(QStringLiteral("undo"));
    undo->setShortcut(QKeySequence::Undo);
    undo->setWhatsThis(tr("Undo the last change of the cases"));
    QAction* redo = m_model.undoStack().createRedoAction(this, tr("&Redo:"));
    redo->setObjectName(QStringLiteral("redo"));
    redo->setWhatsThis(tr("Redo what was undone"));
    redo->setShortcuts({QKeySequence(QStringLiteral("Ctrl+Shift+Z")), QKeySequence(QStringLiteral("Ctrl+Y"))});
    for (QAction* action : {undo, redo}) {
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        addAction(action);
        m_table->addAction(action);
    }
    m_table->setContextMenuPolicy(Qt::ActionsContextMenu);
}

void CohortPanel::setEditable(bool isEditable) {
    m_isEditable = isEditable;
    m_model.table().setEditable(isEditable);
    m_chips->setEnabled(isEditable);
    for (QAction* action : actions())
        action->setVisible(isEditable); // an invisible action has no shortcut; it is enabled by the stack
}

void CohortPanel::setEmptyText(const QString& text) {
    m_emptyText = text;
    showState();
}

void CohortPanel::showState() {
    const int all = m_model.table().rowCount(), shown = m_filter->rowCount();
    const int labelled = all - m_model.countOf({});
    QStringList parts;
    if (shown < all)
        parts << tr("%1 of %2 shown").arg(shown).arg(all);
    if (all > 0)
        parts << tr("%1 of %2 labelled").arg(labelled).arg(all);
    m_count->setText(parts.join(QStringLiteral("  ·  ")));
    m_table->setVisible(shown > 0);
    m_empty->setVisible(shown == 0);
    m_chips->setVisible(all > 0);
    const bool isPlain = m_search->text().isEmpty();
    m_empty->setText(all == 0                                   ? m_emptyText
                     : isPlain && m_onlyProblems->isChecked()   ? tr("No case has problems.")
                     : isPlain && m_onlyUnlabelled->isChecked() ? tr("All cases have a label.")
                                                                : tr("No case matches the filter."));
    if (shown > 0 && m_wideFor != m_model.classes()) { // the labels are what changes
        widenColumns(m_table, 360);
        m_wideFor = m_model.classes();
    }
}

std::vector<int> CohortPanel::selectedRows() const {
    std::vector<int> rows;
    for (const QModelIndex& index : m_table->selectionModel()->selectedRows())
        rows.push_back(m_filter->sourceRow(index.row()));
    return rows;
}

void CohortPanel::label(const std::string& className) {
    const std::vector<int> rows = selectedRows();
    if (!m_isEditable || rows.empty())
        return;
    const int current = m_table->currentIndex().row();
    m_model.setLabel(rows, className);
    if (!m_table->selectionModel()->hasSelection() && m_filter->rowCount() > 0) // the filter hides what has a label now
        m_table->selectRow(std::min(current, m_filter->rowCount() - 1));
}

void CohortPanel::goToNext() {
    const int next = m_table->currentIndex().row() + 1;
    if (next < m_filter->rowCount())
        m_table->selectRow(next);
}

bool CohortPanel::handleKey(int key) {
    if (key == Qt::Key_Return || key == Qt::Key_Enter) {
        goToNext();
        return true;
    }
    if (!m_isEditable)
        return false;
    if (key == Qt::Key_0) {
        label({});
        return true;
    }
    if (key >= Qt::Key_1 && key <= Qt::Key_9) {
        const auto index = static_cast<std::size_t>(key - Qt::Key_1);
        if (index < m_model.classes().size())
            label(m_model.classes()[index]);
        return true; // the table would search for the digit
    }
    if (key != Qt::Key_Space)
        return false;
    const std::vector<int> rows = selectedRows();
    bool isAnyOut = false;
    for (const int row : rows)
        isAnyOut = isAnyOut || !m_model.table().cases()[static_cast<std::size_t>(row)].included;
    m_model.setIncluded(rows, isAnyOut);
    return true;
}

bool CohortPanel::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_table && event->type() == QEvent::KeyPress) {
        const auto* key = static_cast<QKeyEvent*>(event);
        const bool isPlain = (key->modifiers() & ~Qt::KeypadModifier) == Qt::NoModifier;
        if (isPlain && handleKey(key->key()))
            return true;
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace nidus::ui
