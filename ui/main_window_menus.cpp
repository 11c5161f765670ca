// SPDX-License-Identifier: GPL-3.0-or-later
// The menus of the window, and the dialogs that they open.
#include "core/base/resource_folder.h"
#include "core/base/version.h"
#include "ui/common/message_area.h"
#include "ui/common/qt_convert.h"
#include "ui/home/home_page.h"
#include "ui/main_window.h"
#include "ui/settings/preferences_dialog.h"

#include <QActionGroup>
#include <QApplication>
#include <QDialogButtonBox>
#include <QFileInfo>
#include <QMenuBar>
#include <QMessageBox>
#include <QPushButton>
#include <QTextBrowser>
#include <QUrl>
#include <QVBoxLayout>

#include <array>

namespace nidus::ui {

void MainWindow::buildMenus() {
    QMenu* file = menuBar()->addMenu(tr("&File"));
    QAction* create = file->addAction(tr("&New project…"), this, [this] { newProject(); });
    create->setObjectName(QStringLiteral("actionNew"));
    create->setShortcut(QKeySequence::New);
    connect(m_homePage, &HomePage::newRequested, create, &QAction::trigger);
    QAction* open = file->addAction(tr("&Open project…"), this, [this] {
        if (const QString folder = m_dialogs.chooseProject(this); !folder.isEmpty())
            openProject(folder);
    });
    open->setObjectName(QStringLiteral("actionOpen"));
    open->setShortcut(QKeySequence::Open);
    connect(m_homePage, &HomePage::openRequested, open, &QAction::trigger);
    m_recentMenu = file->addMenu(tr("Open &recent"));
    m_recentMenu->setObjectName(QStringLiteral("recentMenuOfFile"));
    QAction* classifier = file->addAction(tr("Open a &classifier…"), this, &MainWindow::chooseClassifier);
    classifier->setObjectName(QStringLiteral("actionOpenClassifier"));
    file->addSeparator();
    QAction* preferences =
        file->addAction(tr("&Preferences…"), this, [this] { openPreferences(PreferencesDialog::General); });
    preferences->setObjectName(QStringLiteral("actionPreferences"));
    preferences->setMenuRole(QAction::PreferencesRole);
    preferences->setShortcut(QKeySequence(QStringLiteral("Ctrl+,")));
    file->addAction(tr("&Quit"), QKeySequence(QStringLiteral("Ctrl+Q")), this, &QWidget::close);
    buildViewMenu();

    QMenu* help = menuBar()->addMenu(tr("&Help"));
    QAction* shortcuts =
        help->addAction(tr("&Keyboard shortcuts"), this, [this] { openPreferences(PreferencesDialog::Shortcuts); });
    shortcuts->setObjectName(QStringLiteral("actionShortcuts"));
    shortcuts->setShortcut(QKeySequence(QStringLiteral("Ctrl+/")));
    help->addAction(tr("&About Nidus"), this, &MainWindow::about);
}

void MainWindow::buildViewMenu() {
    QMenu* view = menuBar()->addMenu(tr("&View"));
    const std::array places{tr("&Home"), tr("&Data"), tr("&Model"), tr("&Training"), tr("&Results"), tr("C&lassify")};
    for (int place = Home; place <= Classify; ++place) {
        QAction* go = view->addAction(places[static_cast<std::size_t>(place)], this,
                                      [this, place] { goTo(static_cast<Place>(place)); });
        go->setShortcut(QKeySequence(QStringLiteral("Ctrl+%1").arg(place + 1)));
        const bool needsProject = place != Home && place != Classify;
        go->setEnabled(!needsProject || m_project.isOpen());
        if (needsProject)
            connect(&m_project, &ProjectViewModel::opened, go, [go] { go->setEnabled(true); });
    }
    view->addSeparator();
    QMenu* theme = view->addMenu(tr("&Colours"));
    auto* group = new QActionGroup(theme);
    const std::array schemes{std::pair{Scheme::System, tr("Like the &system")}, std::pair{Scheme::Light, tr("&Light")},
                             std::pair{Scheme::Dark, tr("&Dark")}};
    for (const auto& [scheme, text] : schemes) {
        QAction* choose = theme->addAction(text, this, [this, scheme = scheme] {
            m_preferences.setScheme(scheme);
            applyScheme(*qApp, scheme);
        });
        choose->setCheckable(true);
        choose->setChecked(scheme == m_preferences.scheme());
        group->addAction(choose);
    }
}

void MainWindow::openPreferences(int page) {
    if (m_preferencesDialog)
        return;
    m_preferencesDialog = new PreferencesDialog(m_services, m_preferences, m_dialogs, this);
    m_preferencesDialog->setAttribute(Qt::WA_DeleteOnClose);
    m_preferencesDialog->showPage(page);
    // Not from within the dialog, which is made anew too.
    connect(m_preferencesDialog, &PreferencesDialog::languageChosen, this, &MainWindow::changeLanguage,
            Qt::QueuedConnection);
    connect(m_preferencesDialog, &PreferencesDialog::presetsChanged, this, &MainWindow::showPresets);
    m_preferencesDialog->open();
}

void MainWindow::showPresets() {
    m_viewer.setPresets(m_preferences.windowPresets());
    m_classify.viewer().setPresets(m_preferences.windowPresets());
}

void MainWindow::fillRecent() {
    m_recentMenu->clear();
    for (const RecentProjects::Item& item : m_recent.items())
        m_recentMenu->addAction(QFileInfo(item.folder).completeBaseName(), this,
                                [this, folder = item.folder] { openProject(folder); });
    m_recentMenu->setEnabled(!m_recent.items().empty());
}

void MainWindow::warnOfComputing(const Problem& problem) {
    m_messages->show(QStringLiteral("computing"), [problem] {
        return Message{
            problem.severity, tr("Another LibTorch is not used"), toQt(problem.text), toQt(problem.code), {}};
    });
}

void MainWindow::about() {
    auto* box = new QMessageBox(QMessageBox::NoIcon, tr("About Nidus"),
                                tr("<h3>Nidus %1</h3><p>Turns a pretrained nnU-Net into a classifier for 3-D scans.</p>"
                                   "<p>Research use only — not a medical device.</p>"
                                   "<p>No network access, no telemetry. Free software under the GNU General Public "
                                   "License, version 3 or later.</p>")
                                    .arg(QLatin1String(kVersion)),
                                QMessageBox::Close, this);
    const QString page = pathToQt(resourceFolder() / "third-party.html"); // written when a package is made
    if (QFileInfo::exists(page)) {
        auto* parts = box->addButton(tr("&Third-party software…"), QMessageBox::ActionRole);
        parts->setObjectName(QStringLiteral("thirdParty"));
        connect(parts, &QAbstractButton::clicked, this, [this, page] { showThirdParty(page); });
    }
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setObjectName(QStringLiteral("aboutBox"));
    box->open();
}

void MainWindow::showThirdParty(const QString& page) {
    auto* dialog = new QDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setObjectName(QStringLiteral("thirdPartyDialog"));
    dialog->setWindowTitle(tr("Third-party software"));
    auto* text = new QTextBrowser;
    text->setObjectName(QStringLiteral("thirdPartyText"));
    text->setAccessibleName(tr("Third-party software"));
    text->setSource(QUrl::fromLocalFile(page));
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    QPushButton* back = buttons->addButton(tr("&Back"), QDialogButtonBox::ActionRole);
    back->setObjectName(QStringLiteral("thirdPartyBack"));
    back->setEnabled(false);
    connect(text, &QTextBrowser::backwardAvailable, back, &QWidget::setEnabled);
    connect(back, &QAbstractButton::clicked, text, &QTextBrowser::backward);
    connect(buttons, &QDialogButtonBox::rejected, dialog, &QDialog::reject);
    auto* column = new QVBoxLayout(dialog);
    column->addWidget(text);
    column->addWidget(buttons);
    dialog->resize(900, 600);
    dialog->open();
}

} // namespace nidus::ui
