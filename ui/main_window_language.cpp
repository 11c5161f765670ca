// SPDX-License-Identifier: GPL-3.0-or-later
// Another language without another start: pages and menus are made anew around the same models; messages are asked for
// again.
#include "ui/classify/classify_page.h"
#include "ui/common/message_area.h"
#include "ui/common/view_state.h"
#include "ui/home/sample_guide.h"
#include "ui/main_window.h"
#include "ui/navigation_rail.h"
#include "ui/settings/preferences_dialog.h"
#include "ui/training/training_supervisor.h"
#include "ui/translation.h"

#include <QApplication>
#include <QMenuBar>

namespace nidus::ui {
namespace {

const QString kLanguageKey = QStringLiteral("language");

} // namespace

/// Something runs whose words are on their way, or another dialog is open.
bool MainWindow::isWorking() const {
    const QWidget* modal = QApplication::activeModalWidget();
    return m_training.isRunning() || m_classify.isBusy() || m_project.isBusy() || m_model.isChoosing()
           || m_report.isRunning() || m_sample->isRunning() || QApplication::activePopupWidget()
           || (modal && modal != m_preferencesDialog.data()) || (m_preferencesDialog && m_preferencesDialog->isBusy());
}

void MainWindow::changeLanguage() {
    m_languageTimer.stop();
    if (!isWorking()) {
        installTranslations(*qApp, m_preferences.language());
        rebuild();
        return;
    }
    m_languageTimer.start();
    if ((m_training.isRunning() || m_classify.isBusy()) && !m_messages->contains(kLanguageKey))
        m_messages->show(kLanguageKey, [] {
            return Message{Severity::Info,
                           tr("The language changes in a moment"),
                           tr("Something is running. As soon as it has ended, Nidus speaks the language "
                              "that you chose."),
                           {},
                           {}};
        });
}

void MainWindow::rebuild() {
    const ViewState state(*centralWidget());
    const auto place = static_cast<Place>(m_rail->current());
    const int page = m_preferencesDialog ? m_preferencesDialog->page() : -1;
    delete m_preferencesDialog;
    const std::initializer_list<const QObject*> sources{&m_recent,   &m_project,          &m_model,    &m_results,
                                                        &m_training, &m_training.queue(), &m_classify, &m_viewer,
                                                        &m_report,   m_supervisor,        m_sample};
    for (const QObject* source : sources)
        source->disconnect(this); // build() connects them again
    m_messages->dismiss(kLanguageKey);
    m_messages->setParent(nullptr); // what it shows stays
    m_results.selection().clear();  // its words are of the former language
    delete takeCentralWidget();
    delete menuBar();
    unsetLocale(); // takes the new default
    m_cohort.speakAgain();
    build();
    m_messages->speakAgain();
    if (m_project.isOpen()) {
        showProject();
        if (!m_training.shownRun().empty())
            m_training.showRun(m_training.shownRun());
    }
    goTo(place);
    state.applyTo(*centralWidget());
    if (page >= 0)
        openPreferences(page);
}

} // namespace nidus::ui
