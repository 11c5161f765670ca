// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/results/results_page.h"

#include "ui/common/controls.h"
#include "ui/common/error_text.h"
#include "ui/common/qt_convert.h"
#include "ui/common/tables.h"
#include "ui/results/calibration_view.h"
#include "ui/results/case_chips.h"
#include "ui/results/chart_panel.h"
#include "ui/results/comparison_view.h"
#include "ui/results/confusion_view.h"
#include "ui/results/figure_text.h"
#include "ui/results/prediction_table_model.h"
#include "ui/results/probability_delegate.h"
#include "ui/results/ranking_view.h"
#include "ui/results/result_cards.h"
#include "ui/results/results_view_model.h"
#include "ui/results/selection_bar.h"
#include "ui/results/subgroup_view.h"
#include "ui/results/threshold_bar.h"
#include "ui/results/threshold_view.h"
#include "ui/settings/preferences.h"
#include "ui/viewer/picture_column.h"
#include "ui/viewer/viewer_model.h"
#include "ui/viewer/viewer_panel.h"

#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QLocale>
#include <QMenu>
#include <QPushButton>
#include <QScrollArea>
#include <QShortcut>
#include <QSignalBlocker>
#include <QSplitter>
#include <QTabWidget>
#include <QTableView>
#include <QVBoxLayout>

#include <utility>

namespace nidus::ui {
namespace {

constexpr int kColumnLimit = 260;
constexpr int kPictureEdge = 44;
constexpr int kCountMs = 200;
constexpr int kLowPage = 760; // below this height the cards say only the most important

} // namespace

ResultsPage::ResultsPage(ResultsViewModel& model, ViewerModel& viewer, Preferences& preferences, QWidget* parent)
    : QWidget(parent), m_model(model), m_viewer(viewer), m_runs(named(new QComboBox, "runSelector", tr("Run to show"))),
      m_save(named(new QPushButton(tr("Save the &classifier…")), "saveClassifier", tr("Save the classifier"))),
      m_export(named(new QPushButton(tr("&Export report…")), "exportReport", tr("Export a report"))),
      m_subtitle(new TextLabel(TextRole::Secondary)), m_cards(new ResultCardRow),
      m_notes(named(new TextLabel(TextRole::Body), "resultNotes", tr("What to know of this result"))),
      m_threshold(new ThresholdBar(model)),
      m_tabs(named(new QTabWidget, "resultsTabs", tr("Ways to look at the result"))),
      m_selection(new SelectionBar(model.selection())), m_escape(new QShortcut(QKeySequence(Qt::Key_Escape), this)),
      m_search(named(new QLineEdit, "predictionSearch", tr("Filter the predictions"))), m_chips(new CaseChips),
      m_count(new TextLabel(TextRole::Secondary)), m_empty(new TextLabel(TextRole::Secondary)),
      m_predictions(new PredictionTableModel(this)), m_filter(new PredictionFilter(this)),
      m_table(named(new QTableView, "predictionTable", tr("Predictions of all cases"))),
      m_picturesShown(
          named(new QCheckBox(tr("Pict&ures")), "casePictures", tr("Show a picture of each case in the table"))),
      m_scanShown(named(new QPushButton(tr("Show &scan")), "showScan", tr("Show the scan of the chosen case"))),
      m_scan(new ViewerPanel(viewer)) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(20, 16, 20, 12);
    column->setSpacing(8);
    auto* head = new QHBoxLayout;
    head->addWidget(new TextLabel(TextRole::Title, tr("Results")));
    head->addStretch(1);
    head->addWidget(m_runs);
    head->addWidget(m_export);
    head->addWidget(m_save);
    connect(m_export, &QPushButton::clicked, this, &ResultsPage::reportWanted);
    connect(m_save, &QPushButton::clicked, this, &ResultsPage::classifierWanted);
    column->addLayout(head);
    m_subtitle->setWordWrap(true);
    column->addWidget(m_subtitle);
    column->addWidget(m_cards);
    m_notes->setWordWrap(true);
    m_notes->setTextInteractionFlags(Qt::TextSelectableByMouse);
    column->addWidget(m_notes);
    column->addWidget(m_threshold);
    column->addWidget(m_selection);
    m_filter->setSourceModel(m_predictions);
    m_table->setModel(m_filter);
    m_table->setItemDelegate(new ProbabilityDelegate(m_table));
    dressTable(m_table);
    m_table->sortByColumn(PredictionTableModel::CaseId, Qt::AscendingOrder);
    buildPictures(preferences);
    buildTabs(column);

    connect(m_runs, &QComboBox::activated, this, [this](int index) {
        if (index >= 0 && static_cast<std::size_t>(index) < m_model.runs().size())
            m_model.load(m_model.runs()[static_cast<std::size_t>(index)].id);
    });
    connect(&m_model, &ResultsViewModel::runsChanged, this, &ResultsPage::showRuns);
    connect(&m_model, &ResultsViewModel::resultChanged, this, &ResultsPage::showResult);
    connect(&m_model, &ResultsViewModel::ruleChanged, this, [this] {
        if (m_isLive)
            return;
        m_predictions->setRule(m_model.rule());
        countMarks();
    });
    connect(&m_model, &ResultsViewModel::trustChanged, this, &ResultsPage::countMarks);
    connect(&m_model, &ResultsViewModel::cohortChanged, this, &ResultsPage::showNotes);
    m_countSoon.setSingleShot(true);
    m_countSoon.setInterval(kCountMs);
    connect(&m_countSoon, &QTimer::timeout, this, &ResultsPage::countMarks);
    connect(&m_model.selection(), &Selection::changed, this, &ResultsPage::showSelection);
    connect(m_selection, &SelectionBar::casesWanted, this, &ResultsPage::goToCases);
    connect(m_tabs, &QTabWidget::currentChanged, this, [this](int tab) { m_selection->setCasesHidden(tab != 0); });
    m_escape->setContext(Qt::WidgetWithChildrenShortcut);
    m_escape->setWhatsThis(tr("Show all cases again"));
    connect(m_escape, &QShortcut::activated, &m_model.selection(), &Selection::clear);
    for (const auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved})
        connect(m_filter, signal, this, &ResultsPage::updateCount);
    connect(m_filter, &QAbstractItemModel::modelReset, this, &ResultsPage::updateCount);
    showRuns();
    showResult();
    showSelection();
}

void ResultsPage::buildTabs(QBoxLayout* column) {
    auto* cases = new QWidget;
    auto* inside = new QVBoxLayout(cases);
    inside->setContentsMargins(0, 10, 0, 0);
    buildTools(inside);
    buildBody(inside);
    m_tabs->setDocumentMode(true);
    m_tabs->addTab(cases, tr("Cases"));
    addView(new ConfusionView(m_model), tr("Confusion"));
    addView(new RankingView(m_model), tr("ROC and precision"));
    addView(new CalibrationView(m_model), tr("Calibration"));
    addView(new ThresholdView(m_model), tr("Threshold and decision"));
    addView(new SubgroupView(m_model), tr("Subgroups"));
    addView(new ComparisonView(m_model), tr("Compare"));
    column->addWidget(m_tabs, 1);
}

void ResultsPage::addView(ResultView* view, const QString& title) {
    auto* area = new QScrollArea; // for low windows and large letters
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setFocusPolicy(Qt::NoFocus);
    area->setWidget(view);
    m_tabs->addTab(area, title);
    connect(view, &ResultView::casesWanted, this, &ResultsPage::goToCases);
    for (ChartPanel* panel : view->findChildren<ChartPanel*>())
        connect(panel, &ChartPanel::saveWanted, this, [this](const QString& name, CurveChart& chart) {
            Q_EMIT chartWanted(name, [&chart](const QString& suffix) { return chart.file(suffix); });
        });
}

void ResultsPage::goToCases() {
    m_tabs->setCurrentIndex(0);
    m_table->setFocus(Qt::OtherFocusReason);
}

void ResultsPage::showSelection() {
    const Selection& selection = m_model.selection();
    m_filter->setCases(selection.cases());
    m_escape->setEnabled(selection.isActive()); // else Esc belongs to others
    updateCount();
}

void ResultsPage::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    m_cards->setCompact(height() < kLowPage);
}

void ResultsPage::buildTools(QBoxLayout* column) {
    auto* tools = new QHBoxLayout;
    makeSearchField(m_search, tr("Filter by case or class"));
    m_search->setMaximumWidth(420);
    tools->addWidget(m_search, 1);
    tools->addStretch(1);
    tools->addWidget(m_count);
    tools->addWidget(m_picturesShown);
    tools->addWidget(m_scanShown);
    column->addLayout(tools);
    column->addWidget(m_chips, 0, Qt::AlignLeft);
    connect(m_search, &QLineEdit::textChanged, m_filter, &PredictionFilter::setText);
    connect(m_search, &QLineEdit::textChanged, this, &ResultsPage::updateCount);
    connect(m_chips, &CaseChips::changed, this, [this] {
        m_filter->setMark(m_chips->mark());
        updateCount();
    });
    auto* find = new QShortcut(QKeySequence::Find, this, [this] { m_search->setFocus(Qt::ShortcutFocusReason); });
    find->setWhatsThis(tr("Find a case"));
    find->setContext(Qt::WidgetWithChildrenShortcut);
}

/// The table, and on demand the scan of its current case.
void ResultsPage::buildBody(QBoxLayout* column) {
    auto* body = new QSplitter;
    body->setObjectName(QStringLiteral("resultsSplitter"));
    body->setChildrenCollapsible(false);
    body->addWidget(m_table);
    body->addWidget(m_scan);
    body->setStretchFactor(0, 3);
    body->setStretchFactor(1, 2);
    m_scan->setVisible(false);
    column->addWidget(body, 1);
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);
    column->addWidget(m_empty, 1);
    m_scanShown->setCheckable(true);
    connect(m_scanShown, &QPushButton::toggled, m_scan, &QWidget::setVisible);
    connect(m_scanShown, &QPushButton::toggled, this,
            [this](bool isShown) { m_scanShown->setText(isShown ? tr("Hide &scan") : tr("Show &scan")); });
    connect(m_scanShown, &QPushButton::toggled, this, &ResultsPage::showScan);
    connect(m_table, &QTableView::activated, this, [this] {
        m_scanShown->setChecked(true);
        showScan();
        m_scan->setFocus(Qt::OtherFocusReason);
    });
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &ResultsPage::showScan);
    auto* label = new QShortcut(Qt::Key_L, m_table, this, &ResultsPage::offerLabels);
    label->setContext(Qt::WidgetShortcut);
    label->setWhatsThis(tr("Give the chosen cases another label"));
    m_table->setToolTip(tr("Enter: show the scan. L: give the case another label."));
    m_table->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(m_table, &QWidget::customContextMenuRequested, this, &ResultsPage::offerLabels);
    connect(m_scan, &ViewerPanel::caseWanted, this, &ResultsPage::goToCase);
}

void ResultsPage::buildPictures(Preferences& preferences) {
    const auto subjectOf = [this](const QModelIndex& index) {
        const QString id = index.siblingAtColumn(PredictionTableModel::CaseId).data().toString();
        RowPictures::Read read = m_model.pictureOf(fromQt(id));
        return read ? RowPictures::Subject{pathToQt(m_model.folder()) + QLatin1Char('\n') + id, std::move(read)}
                    : RowPictures::Subject();
    };
    auto* pictures = new PictureColumn(m_table, PredictionTableModel::Picture, kPictureEdge, subjectOf);
    pictures->follow(m_picturesShown, preferences);
}

void ResultsPage::showScan() {
    const QModelIndex current = m_table->currentIndex();
    if (m_scanShown->isChecked() && current.isValid())
        m_viewer.open(m_model.folder(), fromQt(current.siblingAtColumn(PredictionTableModel::CaseId).data().toString()),
                      m_model.result() && !m_isLive ? m_model.result()->runId : std::string());
}

void ResultsPage::goToCase(int step) {
    const QModelIndex next = m_filter->index(m_table->currentIndex().row() + step, PredictionTableModel::CaseId);
    if (next.isValid())
        m_table->setCurrentIndex(next);
}

void ResultsPage::showRuns() {
    const QSignalBlocker blocker(m_runs);
    m_runs->clear();
    for (const RunRecord& run : m_model.runs())
        m_runs->addItem(runTitle(run), toQt(run.id));
    m_runs->setVisible(m_runs->count() > 0);
    if (m_model.result())
        m_runs->setCurrentIndex(m_runs->findData(toQt(m_model.result()->runId)));
}

void ResultsPage::showResult() {
    m_isLive = false;
    const auto& result = m_model.result();
    for (int tab = 1; tab < m_tabs->count(); ++tab)
        m_tabs->setTabEnabled(tab, result.has_value());
    m_predictions->setRule(m_model.rule());
    m_threshold->setVisible(m_threshold->isUseful());
    m_cards->setVisible(result.has_value());
    m_save->setEnabled(result.has_value());
    m_export->setEnabled(result.has_value());
    showNotes();
    if (result) {
        m_runs->setCurrentIndex(m_runs->findData(toQt(result->runId)));
        m_cards->setCards(resultCards(*result));
        m_predictions->reset(result->evaluation.classes, result->predictions);
        const QString positive = toQt(result->evaluation.positive);
        m_subtitle->setText(positive.isEmpty()
                                ? tr("Each case was predicted by a model that had not seen it. Research use only — not "
                                     "a medical device.")
                                : tr("Each case was predicted by a model that had not seen it. Positive class: %1. "
                                     "Research use only — not a medical device.")
                                      .arg(positive));
        widenColumns(m_table, kColumnLimit);
    } else {
        m_predictions->reset(m_model.classes());
        m_subtitle->setText(tr("There is no finished training yet."));
    }
    countMarks();
    updateCount();
}

/// A line for each thing that concerns the result as a whole.
QString ResultsPage::notes() const {
    if (!m_model.result())
        return {};
    QStringList lines;
    const CohortChange change = m_model.cohortChange();
    QStringList changes;
    if (change.relabelled > 0)
        changes << tr("%n label(s) changed", nullptr, change.relabelled);
    if (change.gone > 0)
        changes << tr("%n case(s) left out or removed", nullptr, change.gone);
    if (change.added > 0)
        changes << tr("%n case(s) added", nullptr, change.added);
    if (!changes.isEmpty())
        lines << tr("⚠ Since this training the data has changed: %1. The figures tell of the data as it was.")
                     .arg(QLocale().createSeparatedList(changes));
    for (const Problem& problem : m_model.result()->problems)
        if (problem.caseId.empty() && problem.severity != Severity::Info)
            lines << noteText(problem);
    return lines.join(QLatin1Char('\n'));
}

void ResultsPage::showNotes() {
    m_notes->setText(m_isLive ? QString() : notes());
    m_notes->setVisible(!m_notes->text().isEmpty());
}

/// A menu of the classes at the current case.
void ResultsPage::offerLabels() {
    QStringList cases;
    const QModelIndexList rows = m_table->selectionModel()->selectedRows(PredictionTableModel::CaseId);
    for (const QModelIndex& row : rows)
        cases << row.data().toString();
    if (cases.isEmpty() || m_isLive)
        return;
    auto* menu = new QMenu(m_table);
    menu->setObjectName(QStringLiteral("labelMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addSection(tr("New label of %n case(s)", nullptr, static_cast<int>(cases.size())));
    for (const std::string& name : m_model.classes())
        menu->addAction(toQt(name), this, [this, cases, name] { Q_EMIT labelWanted(cases, toQt(name)); });
    menu->popup(m_table->viewport()->mapToGlobal(m_table->visualRect(m_table->currentIndex()).bottomLeft()));
}

void ResultsPage::beginLive(const std::vector<std::string>& classes) {
    m_isLive = true;
    m_model.selection().clear();
    m_threshold->setVisible(false);
    m_tabs->setCurrentIndex(0);
    for (int tab = 1; tab < m_tabs->count(); ++tab)
        m_tabs->setTabEnabled(tab, false);
    m_predictions->setRule({});
    m_save->setEnabled(false);
    m_export->setEnabled(false);
    m_cards->setVisible(false);
    showNotes();
    m_predictions->reset(classes);
    countMarks();
    m_subtitle->setText(tr("The training is running. Predictions appear as soon as a fold is finished; the figures "
                           "follow at the end. Research use only — not a medical device."));
    updateCount();
}

void ResultsPage::addLive(const Prediction& prediction) {
    const bool isFirst = m_predictions->rowCount() == 0;
    m_predictions->add(prediction);
    if (isFirst)
        widenColumns(m_table, kColumnLimit);
    if (!m_countSoon.isActive())
        m_countSoon.start();
}

void ResultsPage::countMarks() {
    QSet<QString> flagged, uncertain;
    if (!m_isLive)
        for (const auto& [id, trust] : m_model.trust()) {
            if (trust.isFlagged)
                flagged.insert(toQt(id));
            if (trust.zone == "uncertain")
                uncertain.insert(toQt(id));
        }
    m_filter->setMarked(CaseMark::Flagged, flagged);
    m_filter->setMarked(CaseMark::Uncertain, uncertain);
    for (const CaseMark mark : {CaseMark::Wrong, CaseMark::ConfidentlyWrong, CaseMark::Uncertain, CaseMark::Flagged})
        m_chips->setCount(mark, m_filter->count(mark));
}

void ResultsPage::updateCount() {
    const int all = m_predictions->rowCount(), shown = m_filter->rowCount();
    m_count->setText(shown == all ? QString() : tr("%1 of %2 shown").arg(shown).arg(all));
    m_table->parentWidget()->setVisible(shown > 0);
    m_scanShown->setEnabled(shown > 0);
    m_empty->setVisible(shown == 0);
    m_search->setEnabled(all > 0);
    if (all > 0)
        m_empty->setText(tr("No case matches the filter."));
    else
        m_empty->setText(m_isLive ? tr("No fold is finished yet.") : tr("Start a training; its results appear here."));
}

} // namespace nidus::ui
