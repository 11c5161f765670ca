// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/wizard/scans_page.h"

#include "ui/classify/drop_zone.h"
#include "ui/common/controls.h"
#include "ui/common/qt_convert.h"
#include "ui/common/tables.h"
#include "ui/wizard/new_project_model.h"
#include "ui/wizard/series_table_model.h"

#include <QFileInfo>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QPushButton>
#include <QStackedLayout>
#include <QTableView>
#include <QVBoxLayout>
#include <QWizard>

namespace nidus::ui {
namespace {

constexpr int kColumnLimit = 280;

} // namespace

ScansPage::ScansPage(NewProjectModel& model, QWidget* parent)
    : QWizardPage(parent), m_model(model),
      m_addFolder(named(new QPushButton(tr("Add f&older…")), "wizardAddFolder", tr("Add scans from a folder"))),
      m_addFiles(named(new QPushButton(tr("Add &files…")), "wizardAddFiles", tr("Add scans from files"))),
      m_summary(new TextLabel(TextRole::Secondary)), m_dropZone(named(new DropZone, "wizardDropZone", QString())),
      m_table(named(new QTableView, "seriesTable", tr("Series that were found"))),
      m_place(named(new QLineEdit, "projectPlace", tr("Folder of the new project"))) {
    setTitle(tr("Scans"));
    setSubTitle(tr("Which images are there? Every series that is used becomes a case."));
    auto* column = new QVBoxLayout(this);
    auto* tools = new QHBoxLayout;
    tools->addWidget(m_addFolder);
    tools->addWidget(m_addFiles);
    tools->addStretch(1);
    tools->addWidget(m_summary);
    column->addLayout(tools);

    m_table->setModel(new SeriesTableModel(model, this));
    dressTable(m_table);
    m_table->setSortingEnabled(false);
    auto* body = new QWidget;
    m_stack = new QStackedLayout(body);
    m_stack->addWidget(m_dropZone);
    m_stack->addWidget(m_table);
    column->addWidget(body, 1);

    auto* place = new QHBoxLayout;
    auto* label = new QLabel(tr("&Project folder:"));
    label->setBuddy(m_place);
    auto* change = named(new QPushButton(tr("C&hange…")), "changePlace", tr("Change the folder of the project"));
    place->addWidget(label);
    place->addWidget(m_place, 1);
    place->addWidget(change);
    column->addLayout(place);

    connect(m_addFolder, &QPushButton::clicked, this, &ScansPage::folderWanted);
    connect(m_addFiles, &QPushButton::clicked, this, &ScansPage::filesWanted);
    connect(change, &QPushButton::clicked, this, &ScansPage::placeWanted);
    connect(m_place, &QLineEdit::textChanged, this, &QWizardPage::completeChanged);
    connect(&m_model, &NewProjectModel::scanChanged, this, &ScansPage::showScan);
    connect(&m_model, &NewProjectModel::busyChanged, this, &ScansPage::showScan);
    connect(&m_model, &NewProjectModel::projectChanged, this, [this] {
        if (wizard() && wizard()->currentPage() == this)
            wizard()->next();
    });
    showScan();
}

void ScansPage::setFolder(const QString& folder) {
    m_place->setText(folder);
}

void ScansPage::showScan() {
    const ScanReport& scan = m_model.scan();
    const bool isMade = m_model.isMade();
    m_stack->setCurrentWidget(scan.series.empty() ? static_cast<QWidget*>(m_dropZone) : m_table);
    m_dropZone->setText(m_model.isBusy() ? tr("Looking for scans…") : tr("Drop scans here"),
                        scan.files > 0 && scan.series.empty() && !m_model.isBusy()
                            ? tr("No series was found in %n file(s).", nullptr, scan.files)
                            : tr("Folders or files with DICOM series, NIfTI, NRRD or MetaImage."));
    m_summary->setText(scan.series.empty()
                           ? QString()
                           : tr("%1 of %n series are used", nullptr, static_cast<int>(scan.series.size()))
                                 .arg(m_model.includedCount()));
    for (QWidget* widget : std::initializer_list<QWidget*>{m_addFolder, m_addFiles})
        widget->setEnabled(!m_model.isBusy() && !isMade);
    m_table->setEnabled(!isMade);
    m_place->setEnabled(!isMade);
    widenColumns(m_table, kColumnLimit);
    Q_EMIT completeChanged();
}

bool ScansPage::isComplete() const {
    return m_model.isMade() || (m_model.includedCount() > 0 && !m_model.isBusy() && !m_place->text().isEmpty());
}

bool ScansPage::validatePage() {
    if (m_model.isMade())
        return true;
    QString folder = m_place->text();
    if (!folder.endsWith(QLatin1String(".nidus")))
        folder += QLatin1String(".nidus");
    m_model.make(pathFromQt(QFileInfo(folder).absoluteFilePath()));
    return false; // goes on when the folder is there
}

} // namespace nidus::ui
