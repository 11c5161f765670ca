// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/classify/classify_view_model.h"
#include "ui/data/cohort_model.h"
#include "ui/dialogs.h"
#include "ui/home/recent_projects.h"
#include "ui/model/model_view_model.h"
#include "ui/project_view_model.h"
#include "ui/report/report_export.h"
#include "ui/results/results_view_model.h"
#include "ui/settings/preferences.h"
#include "ui/training/training_view_model.h"
#include "ui/viewer/viewer_model.h"

#include <QByteArray>
#include <QMainWindow>
#include <QPointer>
#include <QTimer>

#include <functional>
#include <optional>

class QMenu;
class QStackedWidget;

namespace nidus::ui {

class ClassifyPage;
class DataPage;
class HomePage;
class JobBar;
class MessageArea;
class ModelPage;
class NavigationRail;
class PreferencesDialog;
class ResultsPage;
class SampleGuide;
class TrainingPage;
class TrainingSupervisor;

/// The frame: rail, pages, messages, job bar, menus. What it shows comes from the view-models.
class MainWindow final : public QMainWindow {
    Q_OBJECT

public:
    enum Place { Home, Data, Model, Training, Results, Classify };

    MainWindow(const Services& services, Preferences& preferences, Dialogs dialogs);

    void openProject(const QString& folder);
    /// The wizard; `scans` are put into it.
    void newProject(const QStringList& scans = {});
    /// What was dropped on the window or named at the start: a project, a classifier, or scans for it.
    void open(const QStringList& paths);
    void goTo(Place place);
    /// Says that a LibTorch of the user's own was passed over.
    void warnOfComputing(const Problem& problem);
    /// More scans for the open project; what is named is looked through at once.
    void addScans(const QStringList& paths = {});
    [[nodiscard]] ProjectViewModel& project() { return m_project; }
    [[nodiscard]] TrainingViewModel& training() { return m_training; }
    [[nodiscard]] ClassifyViewModel& classifying() { return m_classify; }
    /// Speaks the language of the preferences, at once or as soon as nothing is going on.
    void changeLanguage();

protected:
    void closeEvent(QCloseEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    void build();
    void rebuild();
    [[nodiscard]] bool isWorking() const;
    void buildPages();
    void buildMenus();
    void buildViewMenu();
    void openPreferences(int page);
    void connectProject();
    void connectModel();
    void connectTraining();
    void connectClassifying();
    void connectSample();
    void connectReports();
    void connectMarks();
    void openClassifier(const QString& file);
    void classify(const QStringList& paths);
    void tellOfAdded(int cases, const std::vector<Problem>& problems);
    void chooseClassifier();
    void chooseModel(const QString& path);
    void saveClassifier();
    [[nodiscard]] bool refuseWhileTraining();
    void relabel(const QStringList& cases, const QString& className);
    void saveChart(const QString& name, const std::function<QByteArray(const QString& suffix)>& render);
    void fillRecent();
    void showPresets();
    void showProject();
    void showMarks();
    void showJob();
    void endTraining();
    void about();
    void showThirdParty(const QString& page);

    const Services& m_services;
    Preferences& m_preferences;
    Dialogs m_dialogs;
    // Made anew for another language.
    NavigationRail* m_rail = nullptr;
    QStackedWidget* m_pages = nullptr;
    JobBar* m_jobBar = nullptr;
    HomePage* m_homePage = nullptr;
    DataPage* m_dataPage = nullptr;
    ModelPage* m_modelPage = nullptr;
    TrainingPage* m_trainingPage = nullptr;
    ResultsPage* m_resultsPage = nullptr;
    ClassifyPage* m_classifyPage = nullptr;
    QMenu* m_recentMenu = nullptr;
    QPointer<PreferencesDialog> m_preferencesDialog;

    MessageArea* m_messages;
    TrainingSupervisor* m_supervisor;
    SampleGuide* m_sample;
    QTimer m_languageTimer;                ///< runs while another language waits
    bool m_isClosing = false;              ///< as soon as the classification has stopped
    std::optional<Recipe> m_recipeToStart; ///< once the project that the wizard or the sample made is open
    RecentProjects m_recent;
    ProjectViewModel m_project; // the models stay as long as the window
    CohortModel m_cohort;
    ModelViewModel m_model;
    ResultsViewModel m_results;
    TrainingViewModel m_training;
    ClassifyViewModel m_classify;
    ViewerModel m_viewer;
    ReportExport m_report;
};

} // namespace nidus::ui
