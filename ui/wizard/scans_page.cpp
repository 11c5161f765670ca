// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/wizard/scans_page.h"

#include "ui/classify/drop_zone.h"
#include "ui/common/controls.h"
#include "ui/common/error_text.h"
#include "ui/common/qt_convert.h"
#include "ui/theme/icon.h"
#include "ui/wizard/new_project_model.h"
#include "ui/wizard/series_panel.h"

#include <QFileInfo>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QStackedLayout>
#include <QVBoxLayout>
#include <QWizard>

namespace nidus::ui {
namespace {

constexpr int kSteps = 1000;

} // namespace

ScansPage::ScansPage(NewProjectModel& model, QWidget* parent)
    : QWizardPage(parent), m_model(model),
      m_addFolder(named(new QPushButton(tr("Add f&older…")), "wizardAddFolder", tr("Add scans from a folder"))),
      m_addFiles(named(new QPushButton(tr("Add &files…")), "wizardAddFiles", tr("Add scans from files"))),
      m_progress(named(new QProgressBar, "scanProgress", tr("Progress of the search"))),
      m_stage(new TextLabel(TextRole::Secondary)),
      m_stop(named(new QPushButton(tr("&Stop")), "stopScan", tr("Stop looking for scans"))),
      m_dropZone(named(new DropZone, "wizardDropZone", QString())), m_series(new SeriesPanel(model.series())),
      m_place(named(new QLineEdit, "projectPlace", tr("Folder of the new project"))) {
    setTitle(tr("Scans"));
    setSubTitle(tr("Which images are there? Every series that is used becomes a case."));
    auto* column = new QVBoxLayout(this);
    auto* tools = new QHBoxLayout;
    tools->addWidget(m_addFolder);
    tools->addWidget(m_addFiles);
    tools->addStretch(1);
    m_progress->setRange(0, kSteps);
    m_progress->setTextVisible(false);
    m_progress->setFixedWidth(140);
    m_stop->setIcon(icon(QStringLiteral("square")));
    tools->addWidget(m_stage);
    tools->addWidget(m_progress);
    tools->addWidget(m_stop);
    column->addLayout(tools);

    auto* body = new QWidget;
    m_stack = new QStackedLayout(body);
    m_stack->addWidget(m_dropZone);
    m_stack->addWidget(m_series);
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
    connect(m_stop, &QPushButton::clicked, &m_model, &NewProjectModel::stopScan);
    connect(&m_model, &NewProjectModel::scanChanged, this, &ScansPage::showScan);
    connect(&m_model.series(), &QAbstractItemModel::rowsInserted, this, &ScansPage::showScan);
    connect(&m_model, &NewProjectModel::scanChanged, this, [this] { m_series->setUnassigned(m_model.unassigned()); });
    connect(&m_model, &NewProjectModel::progressed, this, [this](double fraction, const QString& stage) {
        m_progress->setValue(static_cast<int>(fraction * kSteps));
        m_stage->setText(stageText(stage));
    });
    connect(&m_model.series(), &SeriesTableModel::countsChanged, this, &QWizardPage::completeChanged);
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
    const bool isMade = m_model.isMade(), isScanning = m_model.isScanning();
    const bool isEmpty = m_model.series().rowCount() == 0;
    m_stack->setCurrentWidget(isEmpty ? static_cast<QWidget*>(m_dropZone) : m_series);
    m_dropZone->setText(isScanning ? tr("Looking for scans…") : tr("Drop scans here"),
                        m_model.fileCount() > 0 && isEmpty && !isScanning
                            ? tr("No series was found in %n file(s).", nullptr, m_model.fileCount())
                            : tr("Folders, files or archives (ZIP, TAR, 7z, ISO) with DICOM, NIfTI, NRRD or "
                                 "MetaImage, or a DICOMDIR."));
    for (QWidget* widget : std::initializer_list<QWidget*>{m_progress, m_stage, m_stop})
        widget->setVisible(isScanning);
    if (isScanning && m_stage->text().isEmpty())
        m_progress->setValue(0);
    for (QWidget* widget : std::initializer_list<QWidget*>{m_addFolder, m_addFiles})
        widget->setEnabled(!m_model.isBusy() && !isMade);
    m_series->setEditable(!isMade);
    m_place->setEnabled(!isMade);
    Q_EMIT completeChanged();
}

bool ScansPage::isComplete() const {
    return m_model.isMade()
           || (m_model.series().includedCount() > 0 && !m_model.isBusy() && !m_place->text().isEmpty());
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
