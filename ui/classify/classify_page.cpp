// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/classify/classify_page.h"

#include "ui/classify/classify_view_model.h"
#include "ui/classify/drop_zone.h"
#include "ui/classify/verdict_delegate.h"
#include "ui/classify/verdict_list_model.h"
#include "ui/common/controls.h"
#include "ui/common/qt_convert.h"
#include "ui/theme/icon.h"
#include "ui/viewer/row_pictures.h"
#include "ui/viewer/viewer_panel.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QListView>
#include <QPushButton>
#include <QSplitter>
#include <QStackedLayout>
#include <QVBoxLayout>

#include <algorithm>
#include <variant>

namespace nidus::ui {
namespace {

constexpr int kPictureEdge = 88;

} // namespace

ClassifyPage::ClassifyPage(ClassifyViewModel& model, QWidget* parent)
    : QWidget(parent), m_model(model), m_classifier(new TextLabel(TextRole::Secondary)),
      m_count(new TextLabel(TextRole::Secondary)),
      m_choose(named(new QPushButton(tr("Choose a &classifier…")), "chooseClassifier", tr("Choose a classifier"))),
      m_addFiles(named(new QPushButton(tr("Add &files…")), "addScanFiles", tr("Add scans from files"))),
      m_addFolder(named(new QPushButton(tr("Add f&older…")), "addScanFolder", tr("Add scans from a folder"))),
      m_save(named(new QPushButton(tr("Save as &table…")), "saveVerdicts", tr("Save the results as a table"))),
      m_clear(named(new QPushButton(tr("C&lear")), "clearVerdicts", tr("Clear the list"))),
      m_scanShown(named(new QPushButton(tr("Show &scan")), "showVerdictScan", tr("Show the scan of the chosen case"))),
      m_dropZone(named(new DropZone, "dropZone", QString())), m_verdicts(new VerdictListModel(this)),
      m_list(named(new QListView, "verdictList", tr("What the classifier says of each scan"))),
      m_scan(new ViewerPanel(model.viewer())) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(20, 16, 20, 12);
    column->setSpacing(8);
    buildHead(column);
    buildTools(column);

    m_list->setModel(m_verdicts);
    const auto subjectOf = [this](const QModelIndex& index) {
        const auto* prediction = std::get_if<CasePrediction>(&m_verdicts->row(index.row()));
        return prediction ? m_model.pictureOf(*prediction) : RowPictures::Subject();
    };
    auto* pictures = new RowPictures(m_list, kPictureEdge, subjectOf);
    m_list->setItemDelegate(new VerdictDelegate(*pictures, m_list));
    m_list->setResizeMode(QListView::Adjust);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_list->viewport()->setAutoFillBackground(false);
    auto* copy = new QAction(tr("&Copy"), m_list);
    copy->setObjectName(QStringLiteral("copyVerdicts"));
    copy->setShortcut(QKeySequence::Copy);
    copy->setShortcutContext(Qt::WidgetShortcut);
    m_list->addAction(copy);
    m_list->setContextMenuPolicy(Qt::ActionsContextMenu);
    connect(copy, &QAction::triggered, this, &ClassifyPage::copySelected);

    auto* body = new QWidget;
    m_stack = new QStackedLayout(body);
    m_stack->addWidget(m_dropZone);
    m_listAndScan = makeListAndScan();
    m_stack->addWidget(m_listAndScan);
    column->addWidget(body, 1);

    connect(&m_model, &ClassifyViewModel::classifierChanged, this, &ClassifyPage::showClassifier);
    connect(&m_model, &ClassifyViewModel::stateChanged, this, &ClassifyPage::showState);
    connect(&m_model, &ClassifyViewModel::caseArrived, this, [this](const CasePrediction& prediction) {
        m_verdicts->add(prediction);
        showState();
    });
    connect(&m_model, &ClassifyViewModel::caseRefused, this, [this](const Problem& problem) {
        m_verdicts->add(problem);
        showState();
    });
    connect(&m_model, &ClassifyViewModel::cleared, this, [this] { m_verdicts->reset(m_verdicts->info()); });
    showClassifier();
    for (const CasePrediction& prediction : m_model.report().cases)
        m_verdicts->add(prediction);
    for (const Problem& problem : m_model.report().refused)
        m_verdicts->add(problem);
    showState();
}

void ClassifyPage::buildHead(QBoxLayout* column) {
    auto* head = new QHBoxLayout;
    head->addWidget(new TextLabel(TextRole::Title, tr("Classify")));
    head->addStretch(1);
    m_choose->setIcon(icon(QStringLiteral("folder-open")));
    head->addWidget(m_choose);
    column->addLayout(head);
    m_classifier->setWordWrap(true);
    m_classifier->setObjectName(QStringLiteral("classifierLine"));
    column->addWidget(m_classifier);
    connect(m_choose, &QPushButton::clicked, this, &ClassifyPage::classifierWanted);
}

void ClassifyPage::buildTools(QBoxLayout* column) {
    auto* tools = new QHBoxLayout;
    tools->addWidget(m_addFiles);
    tools->addWidget(m_addFolder);
    tools->addStretch(1);
    tools->addWidget(m_count);
    tools->addWidget(m_scanShown);
    tools->addWidget(m_save);
    tools->addWidget(m_clear);
    column->addLayout(tools);
    connect(m_addFiles, &QPushButton::clicked, this, &ClassifyPage::filesWanted);
    connect(m_addFolder, &QPushButton::clicked, this, &ClassifyPage::folderWanted);
    connect(m_save, &QPushButton::clicked, this, &ClassifyPage::tableWanted);
    connect(m_clear, &QPushButton::clicked, &m_model, &ClassifyViewModel::clear);
}

/// The cards, and on demand the scan of the current one.
QWidget* ClassifyPage::makeListAndScan() {
    auto* both = new QSplitter;
    both->setObjectName(QStringLiteral("classifySplitter"));
    both->setChildrenCollapsible(false);
    both->addWidget(m_list);
    both->addWidget(m_scan);
    both->setStretchFactor(0, 1);
    both->setStretchFactor(1, 1);
    m_scan->setVisible(false);
    QList<QWidget*> parts = m_scan->findChildren<QWidget*>();
    for (QWidget* widget : parts << m_scan) // the results page has such a panel too
        if (!widget->objectName().isEmpty() && !widget->objectName().startsWith(QLatin1String("qt_")))
            widget->setObjectName(QStringLiteral("classify_") + widget->objectName());
    m_scanShown->setCheckable(true);
    connect(m_scanShown, &QPushButton::toggled, this, [this](bool isShown) {
        m_scan->setVisible(isShown);
        m_scanShown->setText(isShown ? tr("Hide &scan") : tr("Show &scan"));
        if (isShown && !m_list->currentIndex().isValid())
            m_list->setCurrentIndex(m_verdicts->index(0));
        showScan();
    });
    connect(m_list, &QListView::activated, this, [this] {
        m_scanShown->setChecked(true);
        m_scan->setFocus(Qt::OtherFocusReason);
    });
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, &ClassifyPage::showScan);
    connect(m_scan, &ViewerPanel::caseWanted, this, &ClassifyPage::goToCase);
    return both;
}

void ClassifyPage::showScan() {
    const QModelIndex current = m_list->currentIndex();
    if (!m_scanShown->isChecked() || !current.isValid())
        return;
    if (const auto* prediction = std::get_if<CasePrediction>(&m_verdicts->row(current.row())))
        m_model.showScan(*prediction);
    else // it could not be read, or is nothing for this classifier
        m_model.viewer().close();
}

void ClassifyPage::goToCase(int step) {
    const QModelIndex next = m_verdicts->index(m_list->currentIndex().row() + step);
    if (next.isValid())
        m_list->setCurrentIndex(next);
}

void ClassifyPage::showClassifier() {
    if (const auto& open = m_model.classifier()) {
        const ClassifierInfo& info = open->info;
        QStringList classes;
        for (const std::string& name : info.classes)
            classes << toQt(name);
        m_verdicts->reset(info);
        m_classifier->setText(tr("%1 tells apart %2. Trained on %n case(s). Research use only — not a medical device.",
                                 nullptr, info.outOfFoldCases)
                                  .arg(pathToQt(m_model.file().filename()), classes.join(tr(", "))));
        const bool isOne = info.channelNames.size() <= 1;
        m_dropZone->setText(tr("Drop scans here"),
                            isOne ? tr("Folders or files with DICOM series, NIfTI, NRRD or MetaImage. Every series "
                                       "becomes a case.")
                                  : tr("This classifier needs %n image(s) for each case. Cases of several images can "
                                       "only be classified on the command line so far (nidus-cli predict --case).",
                                       nullptr, static_cast<int>(info.channelNames.size())));
    } else {
        m_classifier->setText(tr("No classifier is open."));
        m_dropZone->setText(tr("Drop a classifier here"),
                            tr("A file NAME.nidusmodel, as the Results page saves it. Then drop the scans."));
    }
    showState();
}

void ClassifyPage::showState() {
    const PredictReport& report = m_model.report();
    const bool isEmpty = m_verdicts->rowCount() == 0, hasClassifier = m_model.classifier().has_value();
    m_stack->setCurrentWidget(isEmpty ? static_cast<QWidget*>(m_dropZone) : m_listAndScan);
    m_addFiles->setEnabled(hasClassifier);
    m_addFolder->setEnabled(hasClassifier);
    m_save->setEnabled(!report.cases.empty() && !m_model.isBusy());
    m_clear->setEnabled(!isEmpty && !m_model.isBusy());
    m_scanShown->setEnabled(!isEmpty);
    QStringList parts;
    if (!report.cases.empty())
        parts << tr("%n classified", nullptr, static_cast<int>(report.cases.size()));
    if (!report.refused.empty())
        parts << tr("%n not classified", nullptr, static_cast<int>(report.refused.size()));
    m_count->setText(parts.join(QStringLiteral(" · ")));
}

void ClassifyPage::copySelected() {
    QModelIndexList rows = m_list->selectionModel()->selectedRows();
    std::sort(rows.begin(), rows.end());
    QStringList texts;
    for (const QModelIndex& index : rows)
        texts << index.data().toString();
    if (!texts.isEmpty())
        QApplication::clipboard()->setText(texts.join(QLatin1String("\n\n")));
}

} // namespace nidus::ui
