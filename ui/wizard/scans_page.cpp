// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/wizard/scans_page.h"

#include "ui/common/controls.h"
#include "ui/common/qt_convert.h"
#include "ui/wizard/new_project_model.h"
#include "ui/wizard/scans_panel.h"

#include <QFileInfo>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>
#include <QWizard>

namespace nidus::ui {

ScansPage::ScansPage(NewProjectModel& model, const Services& services, Preferences& preferences, QWidget* parent)
    : QWizardPage(parent), m_model(model),
      m_place(named(new QLineEdit, "projectPlace", tr("Folder of the new project"))) {
    setTitle(tr("Scans"));
    setSubTitle(tr("Which images are there? Every series that is used becomes a case."));
    auto* column = new QVBoxLayout(this);
    auto* panel = new ScansPanel(model, services, preferences);
    column->addWidget(panel, 1);

    auto* place = new QHBoxLayout;
    auto* label = new QLabel(tr("&Project folder:"));
    label->setBuddy(m_place);
    auto* change = named(new QPushButton(tr("C&hange…")), "changePlace", tr("Change the folder of the project"));
    place->addWidget(label);
    place->addWidget(m_place, 1);
    place->addWidget(change);
    column->addLayout(place);

    connect(panel, &ScansPanel::folderWanted, this, &ScansPage::folderWanted);
    connect(panel, &ScansPanel::filesWanted, this, &ScansPage::filesWanted);
    connect(change, &QPushButton::clicked, this, &ScansPage::placeWanted);
    connect(m_place, &QLineEdit::textChanged, this, &QWizardPage::completeChanged);
    connect(&m_model.series(), &SeriesTableModel::countsChanged, this, &QWizardPage::completeChanged);
    connect(&m_model, &NewProjectModel::busyChanged, this, [this] {
        m_place->setEnabled(!m_model.isMade());
        Q_EMIT completeChanged();
    });
    connect(&m_model, &NewProjectModel::projectChanged, this, [this] {
        if (wizard() && wizard()->currentPage() == this)
            wizard()->next();
    });
}

void ScansPage::setFolder(const QString& folder) {
    m_place->setText(folder);
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
