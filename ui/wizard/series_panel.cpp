// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/wizard/series_panel.h"

#include "ui/common/controls.h"
#include "ui/common/qt_convert.h"
#include "ui/common/tables.h"
#include "ui/settings/preferences.h"
#include "ui/viewer/picture_column.h"
#include "ui/wizard/problem_panel.h"
#include "ui/wizard/series_preview.h"
#include "ui/wizard/series_rule_bar.h"
#include "ui/wizard/series_table_model.h"

#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QShortcut>
#include <QSignalBlocker>
#include <QSplitter>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>
#include <set>

namespace nidus::ui {
namespace {

constexpr int kPictureEdge = 60; // with its margins a row of 64
constexpr int kColumnLimit = 220, kProblemWidth = 250, kImageWidth = 400;

} // namespace

SeriesPanel::SeriesPanel(SeriesTableModel& model, const Services& services, Preferences& preferences, QWidget* parent)
    : QWidget(parent), m_model(model), m_preferences(preferences), m_filter(new SeriesFilter(model, this)),
      m_search(named(new QLineEdit, "seriesSearch", tr("Filter the series"))),
      m_modality(named(new QComboBox, "seriesModality", tr("Kind of scan"))),
      m_onlyAttention(named(new QCheckBox, "seriesAttention", tr("Only series that need attention"))),
      m_onlyIncluded(named(new QCheckBox(tr("&Only used")), "seriesIncluded", tr("Only series that are used"))),
      m_picturesShown(
          named(new QCheckBox(tr("Pict&ures")), "seriesPictures", tr("Show a picture of each series in the table"))),
      m_rule(named(new QPushButton(tr("Choose per &patient…")), "seriesRule", tr("Choose the series of each patient"))),
      m_preview(named(new QPushButton(tr("Pre&view")), "seriesPreview", tr("Show the images of the current series"))),
      m_count(named(new TextLabel(TextRole::Secondary), "seriesCount", tr("Series that are used"))),
      m_ruleBar(named(new SeriesRuleBar(model), "seriesRuleBar", tr("Rule for the series of each patient"))),
      m_table(named(new QTableView, "seriesTable", tr("Series that were found"))), m_problems(new ProblemPanel),
      m_images(new SeriesPreview(services)) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    buildBar();
    m_ruleBar->hide();
    column->addWidget(m_ruleBar);
    buildTable();
    buildPictures(services);
    auto* body = new QSplitter;
    body->setChildrenCollapsible(false);
    body->addWidget(m_table);
    body->addWidget(m_problems);
    body->addWidget(m_images);
    body->setStretchFactor(0, 1);
    body->setSizes({kProblemWidth * 3, kProblemWidth, kImageWidth});
    m_images->hide();
    column->addWidget(body, 1);
    column->addWidget(m_count);

    connect(m_search, &QLineEdit::textChanged, m_filter, &SeriesFilter::setText);
    connect(m_modality, &QComboBox::currentIndexChanged, this,
            [this] { m_filter->setModality(m_modality->currentData().toString()); });
    connect(m_onlyAttention, &QCheckBox::toggled, m_filter, &SeriesFilter::setOnlyAttention);
    connect(m_onlyIncluded, &QCheckBox::toggled, m_filter, &SeriesFilter::setOnlyIncluded);
    connect(m_rule, &QPushButton::toggled, m_ruleBar, &QWidget::setVisible);
    connect(m_ruleBar, &SeriesRuleBar::done, this, [this] { m_rule->setChecked(false); });
    connect(m_filter, &QAbstractItemModel::modelReset, this, &SeriesPanel::showCounts);
    connect(&m_model, &QAbstractItemModel::modelReset, this, [this] { m_isWide = false; }); // the scan has ended
    connect(&m_model, &SeriesTableModel::countsChanged, this, &SeriesPanel::showCounts);
    connect(&m_model, &SeriesTableModel::countsChanged, this, &SeriesPanel::showModalities);
    connect(m_problems, &ProblemPanel::showWanted, this, [this](const std::string& code, bool isShown) {
        m_filter->setCode(isShown ? toQt(code) : QString());
        m_problems->setShown(isShown ? code : std::string());
    });
    connect(m_problems, &ProblemPanel::acceptWanted, &m_model, &SeriesTableModel::setAccepted);
    connect(m_problems, &ProblemPanel::includeWanted, this, [this](const std::string& code, bool isIncluded) {
        std::vector<int> rows;
        for (int row = 0; row < m_model.rowCount(); ++row)
            if (std::ranges::find(m_model.at(row).problems, code, &Problem::code) != m_model.at(row).problems.end())
                rows.push_back(row);
        m_model.setIncluded(rows, isIncluded);
    });
    connect(m_preview, &QPushButton::toggled, this, [this] {
        m_images->setVisible(m_preview->isChecked());
        showCounts();
        showPreview();
    });
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &SeriesPanel::showPreview);
    auto* find = new QShortcut(QKeySequence::Find, this, [this] { m_search->setFocus(Qt::ShortcutFocusReason); });
    find->setContext(Qt::WindowShortcut);
    showModalities();
    showCounts();
}

void SeriesPanel::buildBar() {
    auto* bar = new QHBoxLayout;
    makeSearchField(m_search, tr("Filter by patient, description, scanner, file or problem"));
    m_rule->setCheckable(true);
    m_modality->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    bar->addWidget(m_search, 1);
    bar->addWidget(m_modality);
    bar->addWidget(m_onlyAttention);
    bar->addWidget(m_onlyIncluded);
    bar->addWidget(m_picturesShown);
    bar->addWidget(m_rule);
    m_preview->setCheckable(true);
    bar->addWidget(m_preview);
    static_cast<QVBoxLayout*>(layout())->addLayout(bar);
}

void SeriesPanel::buildTable() {
    m_table->setModel(m_filter);
    dressTable(m_table);
    QHeaderView* header = m_table->horizontalHeader();
    header->setSortIndicator(-1, Qt::AscendingOrder);
    header->setSortIndicatorClearable(true);
    header->setSectionsMovable(true);
    header->setFirstSectionMovable(false);
    header->setContextMenuPolicy(Qt::CustomContextMenu);
    for (const int column : {SeriesTableModel::StudyDate, SeriesTableModel::SeriesNumber, SeriesTableModel::BodyPart,
                             SeriesTableModel::Slices, SeriesTableModel::Orientation, SeriesTableModel::ScannerName,
                             SeriesTableModel::Source})
        m_table->hideColumn(column);
    if (header->restoreState(m_preferences.columns(m_table->objectName(), SeriesTableModel::ColumnCount)))
        header->setSortIndicator(-1, Qt::AscendingOrder); // the order of rows is not remembered
    connect(header, &QHeaderView::sectionMoved, this, &SeriesPanel::rememberColumns);
    connect(header, &QWidget::customContextMenuRequested, this, &SeriesPanel::showColumnsMenu);
    m_table->installEventFilter(this);
}

void SeriesPanel::buildPictures(const Services& services) {
    const auto subjectOf = [this, read = services.readMiddleSlice](const QModelIndex& index) {
        const SeriesInfo& series = m_model.at(m_filter->sourceRow(index.row()));
        return RowPictures::Subject{
            toQt(seriesKey(series)),
            [read, source = middleOf(series)](const JobControl& control) { return read(source, {}, control); }};
    };
    auto* pictures = new PictureColumn(m_table, SeriesTableModel::Picture, kPictureEdge, subjectOf);
    pictures->follow(m_picturesShown, m_preferences);
}

void SeriesPanel::rememberColumns() {
    m_preferences.setColumns(m_table->objectName(), SeriesTableModel::ColumnCount,
                             m_table->horizontalHeader()->saveState());
}

void SeriesPanel::setUnassigned(std::vector<UnassignedFile> files) {
    m_unassigned = std::move(files);
    showCounts();
}

void SeriesPanel::setEditable(bool isEditable) {
    m_table->setEnabled(isEditable);
    m_problems->setEnabled(isEditable);
    m_rule->setEnabled(isEditable);
    m_ruleBar->setEnabled(isEditable);
}

void SeriesPanel::showCounts() {
    const int all = m_model.rowCount(), shown = m_filter->rowCount();
    QStringList parts{tr("%1 of %n series are used", nullptr, all).arg(m_model.includedCount())};
    if (shown < all)
        parts << tr("%n shown", nullptr, shown);
    m_count->setText(parts.join(QStringLiteral("  ·  ")));
    const auto attention = static_cast<int>(std::ranges::count_if(m_model.series(), needsAttention));
    m_onlyAttention->setText(tr("%n need &attention", nullptr, attention));
    m_onlyAttention->setEnabled(attention > 0 || m_onlyAttention->isChecked());
    const std::vector<ProblemGroup> groups = problemGroups(m_model.series(), m_unassigned);
    m_problems->setGroups(groups);
    m_problems->setVisible(!groups.empty() && !m_preview->isChecked());
    m_table->setColumnHidden(SeriesTableModel::Channel, !m_model.hasChannels());
    if (!m_isWide && shown > 0) {
        widenColumns(m_table, kColumnLimit);
        m_isWide = true;
    }
}

void SeriesPanel::showPreview() {
    const QModelIndex current = m_table->currentIndex();
    m_images->showSeries(m_preview->isChecked() && current.isValid() ? &m_model.at(m_filter->sourceRow(current.row()))
                                                                     : nullptr);
}

void SeriesPanel::showModalities() {
    std::set<QString> kinds;
    for (const SeriesInfo& series : m_model.series())
        kinds.insert(modalityText(series));
    const QStringList found(kinds.begin(), kinds.end());
    QStringList known;
    for (int i = 1; i < m_modality->count(); ++i)
        known << m_modality->itemText(i);
    if (found == known && m_modality->count() > 0)
        return;
    const QString before = m_modality->currentData().toString();
    {
        const QSignalBlocker blocker(m_modality);
        m_modality->clear();
        m_modality->addItem(tr("any kind"));
        for (const QString& kind : found)
            m_modality->addItem(kind, kind);
        m_modality->setCurrentIndex(std::max(0, m_modality->findData(before)));
    }
    m_filter->setModality(m_modality->currentData().toString());
    m_ruleBar->setModalities(found);
}

void SeriesPanel::showColumnsMenu(const QPoint& at) {
    auto* menu = named(new QMenu(this), "columnsMenu", tr("Columns of the table"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (int column = SeriesTableModel::Problems; column < SeriesTableModel::ColumnCount; ++column) {
        QAction* action = menu->addAction(m_model.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString());
        action->setCheckable(true);
        action->setChecked(!m_table->isColumnHidden(column));
        connect(action, &QAction::toggled, m_table, [this, column](bool isShown) {
            m_table->setColumnHidden(column, !isShown);
            if (isShown)
                m_table->resizeColumnToContents(column);
            rememberColumns();
        });
    }
    menu->popup(m_table->horizontalHeader()->mapToGlobal(at));
}

/// The space bar uses all selected series, or leaves all of them out.
void SeriesPanel::toggleSelected() {
    std::vector<int> rows;
    bool isAnyOut = false;
    for (const QModelIndex& index : m_table->selectionModel()->selectedRows()) {
        rows.push_back(m_filter->sourceRow(index.row()));
        isAnyOut = isAnyOut || (!m_model.at(rows.back()).included && m_model.canBeIncluded(rows.back()));
    }
    m_model.setIncluded(rows, isAnyOut);
}

bool SeriesPanel::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_table && event->type() == QEvent::KeyPress
        && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Space && m_table->selectionModel()->hasSelection()) {
        toggleSelected();
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace nidus::ui
