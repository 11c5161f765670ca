// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/wizard/add_scans_dialog.h"

#include "ui/common/controls.h"
#include "ui/common/local_paths.h"
#include "ui/common/message_area.h"
#include "ui/common/qt_convert.h"
#include "ui/dialogs.h"
#include "ui/wizard/scans_panel.h"

#include <QDialogButtonBox>
#include <QDropEvent>
#include <QPushButton>
#include <QVBoxLayout>

#include <utility>

namespace nidus::ui {
namespace {

constexpr QSize kSize{1000, 620};

} // namespace

AddScansDialog::AddScansDialog(const Services& services, Preferences& preferences, const Dialogs& dialogs,
                               std::filesystem::path project, QWidget* parent)
    : QDialog(parent), m_project(std::move(project)), m_model(services), m_messages(new MessageArea) {
    setObjectName(QStringLiteral("addScansDialog"));
    setWindowTitle(tr("Add more scans"));
    setAcceptDrops(true);
    resize(kSize);
    auto* column = new QVBoxLayout(this);
    column->addWidget(m_messages);
    auto* panel = new ScansPanel(m_model, services, preferences);
    column->addWidget(panel, 1);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel);
    m_add = buttons->addButton(tr("Add to the pro&ject"), QDialogButtonBox::ApplyRole);
    named(m_add, "addToProject", tr("Add the series that are used to the project"));
    buttons->button(QDialogButtonBox::Cancel)->setObjectName(QStringLiteral("addScansCancel"));
    column->addWidget(buttons);
    const auto all = findChildren<QPushButton*>();
    for (QPushButton* button : all) // Return in a field presses none of them
        button->setAutoDefault(false);

    connect(panel, &ScansPanel::folderWanted, this, [this, &dialogs] {
        if (const QString folder = dialogs.chooseScanFolder(this); !folder.isEmpty())
            addScans({folder});
    });
    connect(panel, &ScansPanel::filesWanted, this, [this, &dialogs] { addScans(dialogs.chooseScans(this)); });
    connect(m_add, &QPushButton::clicked, this, [this] { m_model.extend(m_project); });
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(&m_model.series(), &SeriesTableModel::countsChanged, this, &AddScansDialog::showState);
    connect(&m_model, &NewProjectModel::busyChanged, this, [this] {
        showState();
        if (m_model.isBusy())
            m_messages->dismiss(kErrorKey);
        else if (m_isClosing)
            QMetaObject::invokeMethod(this, "reject", Qt::QueuedConnection);
    });
    connect(&m_model, &NewProjectModel::found, this, [this](const std::vector<Problem>& problems) {
        m_problems = problems;
        m_isClosing = false;
        QMetaObject::invokeMethod(this, "accept", Qt::QueuedConnection);
    });
    connect(&m_model, &NewProjectModel::failed, this,
            [this](const Failure& failure) { m_messages->show(kErrorKey, wordsOf(failure)); });
    showState();
}

void AddScansDialog::addScans(const QStringList& paths) {
    std::vector<std::filesystem::path> scans;
    for (const QString& path : paths)
        scans.push_back(pathFromQt(path));
    m_model.addSources(scans);
}

void AddScansDialog::showState() {
    m_add->setEnabled(!m_model.isBusy() && !m_model.isMade() && m_model.series().includedCount() > 0);
}

void AddScansDialog::done(int result) {
    if (m_model.isBusy()) {
        m_isClosing = true;
        m_model.stopScan();
        return;
    }
    QDialog::done(result);
}

void AddScansDialog::dragEnterEvent(QDragEnterEvent* event) {
    if (!localPaths(event->mimeData()).isEmpty())
        event->acceptProposedAction();
}

void AddScansDialog::dropEvent(QDropEvent* event) {
    event->acceptProposedAction();
    addScans(localPaths(event->mimeData()));
}

} // namespace nidus::ui
