// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/project_view_model.h"
#include "ui/results/results_view_model.h"
#include "ui/settings/preferences.h"
#include "ui/training/training_view_model.h"

#include <QMainWindow>

#include <functional>

class QMenu;
class QStackedWidget;

namespace nidus::ui {

class DataPage;
class HomePage;
class JobBar;
class MessageArea;
class NavigationRail;
class ResultsPage;
class TrainingPage;

/// Native dialogs, replaced in tests.
struct Dialogs {
    /// The project folder that the user chose; empty: none.
    std::function<QString(QWidget* parent)> chooseProject;
};
[[nodiscard]] Dialogs nativeDialogs();

/// The frame: rail, pages, messages, job bar, menus. What it shows comes from the three view-models.
class MainWindow final : public QMainWindow {
    Q_OBJECT

public:
    enum Place { Home, Data, Training, Results };

    MainWindow(const Services& services, Preferences& preferences, Dialogs dialogs);

    void openProject(const QString& folder);
    void goTo(Place place);
    [[nodiscard]] ProjectViewModel& project() { return m_project; }
    [[nodiscard]] TrainingViewModel& training() { return m_training; }

protected:
    void closeEvent(QCloseEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    void buildPages();
    void buildMenus();
    void connectProject();
    void connectTraining();
    void fillRecent();
    void showProject();
    void showRecovery();
    void askToDiscard(const RunRecord& run);
    void showJob();
    void endTraining();
    void about();

    Preferences& m_preferences;
    Dialogs m_dialogs;
    NavigationRail* m_rail;
    MessageArea* m_messages;
    QStackedWidget* m_pages;
    JobBar* m_jobBar;
    HomePage* m_homePage;
    DataPage* m_dataPage;
    TrainingPage* m_trainingPage;
    ResultsPage* m_resultsPage;
    QMenu* m_recentMenu = nullptr;
    bool m_isClosing = false;
    ProjectViewModel m_project;
    ResultsViewModel m_results;
    TrainingViewModel m_training;
};

} // namespace nidus::ui
