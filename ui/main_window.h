// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/classify/classify_view_model.h"
#include "ui/dialogs.h"
#include "ui/project_view_model.h"
#include "ui/results/results_view_model.h"
#include "ui/settings/preferences.h"
#include "ui/training/training_view_model.h"
#include "ui/viewer/viewer_model.h"

#include <QMainWindow>

#include <optional>

class QMenu;
class QStackedWidget;

namespace nidus::ui {

class ClassifyPage;
class DataPage;
class HomePage;
class JobBar;
class MessageArea;
class NavigationRail;
class ResultsPage;
class TrainingPage;

/// The frame: rail, pages, messages, job bar, menus. What it shows comes from the view-models.
class MainWindow final : public QMainWindow {
    Q_OBJECT

public:
    enum Place { Home, Data, Training, Results, Classify };

    MainWindow(const Services& services, Preferences& preferences, Dialogs dialogs);

    void openProject(const QString& folder);
    /// The wizard; `scans` are put into it.
    void newProject(const QStringList& scans = {});
    /// What was dropped on the window or named at the start: a project, a classifier, or scans for it.
    void open(const QStringList& paths);
    void goTo(Place place);
    [[nodiscard]] ProjectViewModel& project() { return m_project; }
    [[nodiscard]] TrainingViewModel& training() { return m_training; }
    [[nodiscard]] ClassifyViewModel& classifying() { return m_classify; }

protected:
    void closeEvent(QCloseEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    void buildPages();
    void buildMenus();
    void connectProject();
    void connectTraining();
    void connectClassifying();
    void openClassifier(const QString& file);
    void classify(const QStringList& paths);
    void chooseClassifier();
    void saveClassifier();
    void fillRecent();
    void showProject();
    void showRecovery();
    void askToDiscard(const RunRecord& run);
    void showJob();
    void endTraining();
    void about();

    const Services& m_services;
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
    ClassifyPage* m_classifyPage;
    QMenu* m_recentMenu = nullptr;
    bool m_isClosing = false;
    std::optional<Recipe> m_recipeToStart; ///< once the project that the wizard made is open
    ProjectViewModel m_project;
    ResultsViewModel m_results;
    TrainingViewModel m_training;
    ClassifyViewModel m_classify;
    ViewerModel m_viewer;
};

} // namespace nidus::ui
