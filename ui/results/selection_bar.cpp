// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/results/selection_bar.h"

#include "ui/common/controls.h"
#include "ui/results/selection.h"
#include "ui/theme/icon.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QToolButton>

namespace nidus::ui {

SelectionBar::SelectionBar(Selection& selection, QWidget* parent)
    : QWidget(parent), m_selection(selection), m_text(named(new TextLabel(TextRole::Body), "selectionText", {})),
      m_clear(named(new QToolButton, "clearSelection", tr("Show all cases again"))),
      m_show(named(new QPushButton(tr("Show the &cases")), "showSelected", tr("Show the chosen cases"))) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(m_text);
    row->addWidget(m_clear);
    row->addWidget(m_show);
    row->addStretch(1);
    m_clear->setIcon(icon(QStringLiteral("x")));
    m_clear->setAutoRaise(true);
    m_clear->setFocusPolicy(Qt::StrongFocus);
    m_clear->setToolTip(tr("Show all cases again (Esc)"));
    connect(m_clear, &QToolButton::clicked, &m_selection, &Selection::clear);
    connect(m_show, &QPushButton::clicked, this, &SelectionBar::casesWanted);
    connect(&m_selection, &Selection::changed, this, &SelectionBar::showSelection);
    setCasesHidden(false);
    showSelection();
}

void SelectionBar::setCasesHidden(bool areHidden) {
    m_show->setVisible(areHidden);
}

void SelectionBar::showSelection() {
    setVisible(m_selection.isActive());
    m_text->announce(
        m_selection.isActive()
            ? tr("%n case(s): %1", nullptr, static_cast<int>(m_selection.cases().size())).arg(m_selection.text())
            : QString());
}

} // namespace nidus::ui
