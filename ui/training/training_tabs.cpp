// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/training_tabs.h"

#include "ui/common/controls.h"
#include "ui/results/probability_delegate.h"
#include "ui/theme/icon.h"
#include "ui/training/commentary.h"
#include "ui/training/held_cases_model.h"
#include "ui/training/log_line.h"

#include <QHeaderView>
#include <QListWidget>
#include <QLocale>
#include <QScrollArea>
#include <QScrollBar>
#include <QTableView>
#include <QTime>
#include <QVBoxLayout>

namespace nidus::ui {
namespace {

/// A small table that is only looked at, with a line below that says what it is.
QWidget* tablePage(QTableView* table, QAbstractItemModel* model, const QString& note) {
    table->setModel(model);
    table->verticalHeader()->hide();
    table->setShowGrid(false);
    table->setSelectionMode(QAbstractItemView::NoSelection);
    table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    table->horizontalHeader()->setStretchLastSection(true);
    table->horizontalHeader()->setHighlightSections(false);
    auto* page = new QWidget;
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(0, 6, 0, 0);
    column->addWidget(table, 1);
    auto* text = new TextLabel(TextRole::Secondary, note);
    text->setWordWrap(true);
    column->addWidget(text);
    return page;
}

} // namespace

TrainingTabs::TrainingTabs(QWidget* parent)
    : QTabWidget(parent), m_now(new TextLabel(TextRole::Body)), m_classes(new ClassTableModel(this)),
      m_cases(new HeldCasesModel(this)),
      m_log(named(new QListWidget, "trainingMessages", tr("Messages of the training"))) {
    named(this, "trainingTabs", tr("What the training says"));
    setDocumentMode(true);
    m_now->setObjectName(QStringLiteral("trainingNow"));
    m_now->setWordWrap(true);
    m_now->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    m_now->setMargin(8);
    auto* now = named(new QScrollArea, "trainingNowArea", tr("What the curves say"));
    now->setWidgetResizable(true);
    now->setFrameShape(QFrame::NoFrame);
    now->setWidget(m_now);
    addTab(now, tr("Now"));
    addTab(tablePage(named(new QTableView, "classTable", tr("How each class fares")), m_classes,
                     tr("Held-back cases of the newest epoch; the most probable class counts as the answer.")),
           tr("Classes"));
    auto* cases = named(new QTableView, "heldCases", tr("Some held-back cases"));
    cases->setItemDelegate(new ProbabilityDelegate(cases));
    addTab(tablePage(cases, m_cases, tr("The same held-back cases after each epoch: the bar should grow.")),
           tr("Cases"));
    m_log->setWordWrap(true);
    m_log->setSelectionMode(QAbstractItemView::NoSelection);
    m_log->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    addTab(m_log, tr("Log"));
    setMinimumHeight(120);
    setCurves(nullptr);
}

void TrainingTabs::begin(const std::vector<std::string>& classes) {
    m_classes->setClasses(classes);
    m_cases->setClasses(classes);
    m_log->clear();
    setCurves(nullptr);
}

void TrainingTabs::setCurves(const FitCurves* curves) {
    m_sentences = curves ? commentary(*curves) : QStringList();
    showSentences();
}

void TrainingTabs::setLearnedInOneGo(bool isSo) {
    m_isLearnedInOneGo = isSo;
    showSentences();
}

void TrainingTabs::showSentences() {
    if (!m_sentences.isEmpty())
        m_now->setText(m_sentences.join(QStringLiteral("\n\n")));
    else if (m_isLearnedInOneGo)
        m_now->setText(
            tr("The last decision was learned in one go, on what the pretrained model makes of the cases. How "
               "well it does is on the page Results."));
    else
        m_now->setText(tr("Nothing has been learned yet."));
}

void TrainingTabs::addEpoch(const EpochEvent& event) {
    m_classes->setHeld(event.validation);
    m_cases->setHeld(event.fit, event.validation);
}

void TrainingTabs::addMessage(const QString& iconName, const QString& text, const QTime& time) {
    const bool isAtEnd = m_log->verticalScrollBar()->value() == m_log->verticalScrollBar()->maximum();
    const Tint tint = iconName == QLatin1String("circle-x")       ? Tint::Bad
                      : iconName == QLatin1String("circle-check") ? Tint::Good
                                                                  : Tint::Faint;
    auto* item = new QListWidgetItem(icon(iconName, tint), text, m_log);
    item->setToolTip(QLocale().toString(time, QLocale::ShortFormat));
    if (m_log->count() > kMostLogLines)
        delete m_log->takeItem(0);
    if (isAtEnd)
        m_log->scrollToBottom();
}

} // namespace nidus::ui
