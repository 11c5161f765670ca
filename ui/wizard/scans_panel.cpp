// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/wizard/scans_panel.h"

#include "ui/classify/drop_zone.h"
#include "ui/common/controls.h"
#include "ui/common/error_text.h"
#include "ui/theme/icon.h"
#include "ui/wizard/new_project_model.h"
#include "ui/wizard/series_panel.h"

#include <QHBoxLayout>
#include <QProgressBar>
#include <QPushButton>
#include <QStackedLayout>
#include <QVBoxLayout>

namespace nidus::ui {
namespace {

constexpr int kSteps = 1000;

} // namespace

ScansPanel::ScansPanel(NewProjectModel& model, const Services& services, Preferences& preferences, QWidget* parent)
    : QWidget(parent), m_model(model),
      m_addFolder(named(new QPushButton(tr("Add f&older…")), "wizardAddFolder", tr("Add scans from a folder"))),
      m_addFiles(named(new QPushButton(tr("Add &files…")), "wizardAddFiles", tr("Add scans from files"))),
      m_progress(named(new QProgressBar, "scanProgress", tr("Progress of the search"))),
      m_stage(new TextLabel(TextRole::Secondary)),
      m_stop(named(new QPushButton(tr("&Stop")), "stopScan", tr("Stop looking for scans"))),
      m_dropZone(named(new DropZone, "wizardDropZone", QString())),
      m_series(new SeriesPanel(model.series(), services, preferences)) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
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

    connect(m_addFolder, &QPushButton::clicked, this, &ScansPanel::folderWanted);
    connect(m_addFiles, &QPushButton::clicked, this, &ScansPanel::filesWanted);
    connect(m_stop, &QPushButton::clicked, &m_model, &NewProjectModel::stopScan);
    connect(&m_model, &NewProjectModel::scanChanged, this, [this] {
        m_series->setUnassigned(m_model.unassigned());
        showScan();
    });
    connect(&m_model.series(), &QAbstractItemModel::rowsInserted, this, &ScansPanel::showScan);
    connect(&m_model, &NewProjectModel::progressed, this, [this](double fraction, const QString& stage) {
        m_progress->setValue(static_cast<int>(fraction * kSteps));
        m_stage->setText(stageText(stage));
    });
    connect(&m_model, &NewProjectModel::busyChanged, this, &ScansPanel::showScan);
    showScan();
}

void ScansPanel::showScan() {
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
}

} // namespace nidus::ui
