// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/wizard/new_project_wizard.h"

#include "ui/common/local_paths.h"
#include "ui/common/message_area.h"
#include "ui/common/qt_convert.h"
#include "ui/dialogs.h"
#include "ui/wizard/labels_page.h"
#include "ui/wizard/model_step.h"
#include "ui/wizard/scans_page.h"
#include "ui/wizard/settings_step.h"
#include "ui/wizard/start_page.h"
#include "ui/wizard/step_list.h"

#include <QAbstractButton>
#include <QDir>
#include <QDropEvent>
#include <QFileInfo>
#include <QStandardPaths>

#include <array>
#include <utility>

namespace nidus::ui {
namespace {

constexpr QSize kSize{1000, 620};
const QString kWizardErrorKey = QStringLiteral("wizardError");

/// A folder in the user's documents that is not there yet.
QString freePlace() {
    const QDir documents(QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation));
    QString place;
    for (int number = 1; place.isEmpty() || QFileInfo::exists(place); ++number)
        place = documents.filePath(NewProjectWizard::tr("Project %1").arg(number) + QLatin1String(".nidus"));
    return place;
}

} // namespace

NewProjectWizard::NewProjectWizard(const Services& services, Preferences& preferences, const Dialogs& dialogs,
                                   QWidget* parent)
    : QWizard(parent), m_model(services), m_scans(new ScansPage(m_model, services, preferences)),
      m_labels(new LabelsPage(m_model)), m_modelPage(new ModelStep(m_model, services)),
      m_settings(new SettingsStep(m_model, services)), m_start(new StartPage(m_model)),
      m_steps(new StepList({tr("Scans"), tr("Labels"), tr("Model"), tr("Settings"), tr("Check and start")})),
      m_messages(new MessageArea) {
    setObjectName(QStringLiteral("newProject"));
    setWindowTitle(tr("New project"));
    setWizardStyle(QWizard::ModernStyle);
    setOption(QWizard::NoBackButtonOnStartPage);
    setAcceptDrops(true);
    resize(kSize);
    for (QWizardPage* page : std::initializer_list<QWizardPage*>{m_scans, m_labels, m_modelPage, m_settings, m_start})
        addPage(page);
    setSideWidget(m_steps);
    const auto takeRecipe = [this] {
        if (m_settings->recipe())
            m_start->setRecipe(*m_settings->recipe());
    };
    connect(m_settings, &QWizardPage::completeChanged, this, takeRecipe);
    takeRecipe();
    connect(m_steps, &StepList::stepWanted, this, &NewProjectWizard::goTo);
    connect(this, &QWizard::currentIdChanged, this, [this](int id) { m_steps->setCurrent(id); });
    m_scans->setFolder(freePlace());
    constexpr std::array kButtons{
        std::pair{QWizard::BackButton, "wizardBack"}, std::pair{QWizard::NextButton, "wizardNext"},
        std::pair{QWizard::FinishButton, "wizardFinish"}, std::pair{QWizard::CancelButton, "wizardCancel"}};
    for (const auto& [which, name] : kButtons)
        button(which)->setObjectName(QString::fromLatin1(name));

    connect(m_scans, &ScansPage::folderWanted, this, [this, &dialogs] {
        if (const QString folder = dialogs.chooseScanFolder(this); !folder.isEmpty())
            addScans({folder});
    });
    connect(m_scans, &ScansPage::filesWanted, this, [this, &dialogs] { addScans(dialogs.chooseScans(this)); });
    connect(m_scans, &ScansPage::placeWanted, this, [this, &dialogs] {
        const QString place = dialogs.chooseTarget(this, QStringLiteral("nidus"), freePlace());
        if (!place.isEmpty())
            m_scans->setFolder(place);
    });
    connect(m_labels, &LabelsPage::tableWanted, this, [this, &dialogs] {
        if (const QString file = dialogs.chooseTable(this); !file.isEmpty())
            m_labels->setTable(file);
    });
    connect(m_modelPage, &ModelStep::fileWanted, this, [this, &dialogs] {
        if (const QString file = dialogs.chooseModel(this); !file.isEmpty())
            take({file});
    });
    connect(m_modelPage, &ModelStep::folderWanted, this, [this, &dialogs] {
        if (const QString folder = dialogs.chooseModelFolder(this); !folder.isEmpty())
            take({folder});
    });
    m_messages->setParent(this);
    connect(&m_model, &NewProjectModel::busyChanged, this, [this] {
        if (m_model.isBusy())
            m_messages->dismiss(kWizardErrorKey);
        else if (m_isClosing)
            QMetaObject::invokeMethod(this, "reject", Qt::QueuedConnection);
    });
    connect(&m_model, &NewProjectModel::failed, this, [this](const Failure& failure) {
        m_messages->show(kWizardErrorKey, wordsOf(failure));
        m_messages->adjustSize();
        m_messages->setGeometry(12, 8, width() - 24, m_messages->sizeHint().height());
        m_messages->raise();
    });
}

const std::optional<Recipe>& NewProjectWizard::recipe() const {
    return m_settings->recipe();
}

/// Back as far as wished; on only over steps that are complete.
void NewProjectWizard::goTo(int step) {
    while (currentId() > step)
        back();
    while (currentId() < step && currentPage()->isComplete()) {
        const int before = currentId();
        next();
        if (currentId() == before)
            return;
    }
}

bool NewProjectWizard::wantsTraining() const {
    return m_start->wantsTraining();
}

void NewProjectWizard::addScans(const QStringList& paths) {
    std::vector<std::filesystem::path> scans;
    for (const QString& path : paths)
        scans.push_back(pathFromQt(path));
    m_model.addSources(scans);
}

/// What was chosen or dropped, for the step of the moment.
void NewProjectWizard::take(const QStringList& paths) {
    if (paths.isEmpty() || m_model.isBusy())
        return;
    if (currentPage() == m_scans)
        addScans(paths);
    else if (currentPage() == m_labels)
        m_labels->setTable(paths.first());
    else if (currentPage() == m_modelPage)
        m_model.chooseModel(pathFromQt(paths.first()));
}

void NewProjectWizard::done(int result) {
    if (m_model.isBusy()) {
        m_isClosing = true;
        m_model.stopScan();
        return;
    }
    QWizard::done(result);
}

void NewProjectWizard::dragEnterEvent(QDragEnterEvent* event) {
    if (!localPaths(event->mimeData()).isEmpty())
        event->acceptProposedAction();
}

void NewProjectWizard::dropEvent(QDropEvent* event) {
    event->acceptProposedAction();
    take(localPaths(event->mimeData()));
}

} // namespace nidus::ui
