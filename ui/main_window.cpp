// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main_window.h"

#include "ui/classify/classify_page.h"
#include "ui/common/error_text.h"
#include "ui/common/local_paths.h"
#include "ui/common/message_area.h"
#include "ui/common/qt_convert.h"
#include "ui/data/data_page.h"
#include "ui/home/home_page.h"
#include "ui/home/sample_guide.h"
#include "ui/jobs/job_bar.h"
#include "ui/model/model_page.h"
#include "ui/navigation_rail.h"
#include "ui/results/results_page.h"
#include "ui/training/training_page.h"
#include "ui/training/training_supervisor.h"
#include "ui/wizard/new_project_wizard.h"

#include <QCloseEvent>
#include <QDropEvent>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QMimeData>
#include <QStackedWidget>
#include <QStandardPaths>
#include <QVBoxLayout>

#include <utility>

namespace nidus::ui {
namespace {

constexpr QSize kFirstSize{1180, 720};

bool isProject(const QString& path) {
    return path.endsWith(QLatin1String(".nidus"), Qt::CaseInsensitive);
}

bool isClassifier(const QString& path) {
    return path.endsWith(QLatin1String(".nidusmodel"), Qt::CaseInsensitive);
}

bool isCheckpoint(const QString& path) {
    return path.endsWith(QLatin1String(".pth"), Qt::CaseInsensitive);
}

} // namespace

MainWindow::MainWindow(const Services& services, Preferences& preferences, Dialogs dialogs)
    : m_services(services), m_preferences(preferences), m_dialogs(std::move(dialogs)), m_messages(new MessageArea),
      m_recent(services, preferences), m_project(services), m_model(services), m_results(services),
      m_training(services), m_classify(services), m_viewer(services), m_report(services) {
    setObjectName(QStringLiteral("mainWindow"));
    setAcceptDrops(true);
    m_supervisor = new TrainingSupervisor(m_training, m_project, *m_messages, *this);
    const QString place = QStandardPaths::writableLocation(QStandardPaths::AppLocalDataLocation);
    m_sample = new SampleGuide(m_services, *m_messages, pathFromQt(place) / "sample", this);
    connect(&m_cohort, &CohortModel::edited, &m_project, &ProjectViewModel::edit);
    connect(&m_model, &ModelViewModel::chosen, &m_project, &ProjectViewModel::refresh);
    constexpr int kLanguageMs = 200;
    m_languageTimer.setInterval(kLanguageMs);
    m_languageTimer.setSingleShot(true);
    connect(&m_languageTimer, &QTimer::timeout, this, &MainWindow::changeLanguage);
    build();
    resize(kFirstSize);
    setMinimumSize(1024, 640);
    restoreGeometry(m_preferences.windowGeometry());
    goTo(Home);
}

/// Everything that carries text: pages, menus and what they say to each other.
void MainWindow::build() {
    setWindowTitle(tr("Nidus"));
    m_rail = new NavigationRail;
    m_pages = new QStackedWidget;
    m_jobBar = new JobBar;
    m_homePage = new HomePage(m_recent);
    m_dataPage = new DataPage(m_cohort);
    m_modelPage = new ModelPage(m_model);
    m_trainingPage = new TrainingPage(m_training);
    m_resultsPage = new ResultsPage(m_results, m_viewer, m_preferences);
    m_classifyPage = new ClassifyPage(m_classify);
    buildPages();
    buildMenus();
    connectProject();
    connectModel();
    connectTraining();
    connectClassifying();
    connectSample();
    connectReports();
    connectMarks();
    fillRecent();
    showPresets(); // their names may be of the language
}

void MainWindow::buildPages() {
    const auto add = [this](QWidget* page, const char* name, const char* iconName, const QString& title) {
        m_rail->addPlace(name, QLatin1String(iconName), title);
        page->setWindowTitle(title); // says in the list of shortcuts where they hold
        m_pages->addWidget(page);
    };
    add(m_homePage, "railHome", "house", tr("Home"));
    add(m_dataPage, "railData", "database", tr("Data"));
    add(m_modelPage, "railModel", "layers", tr("Model"));
    add(m_trainingPage, "railTraining", "chart-line", tr("Training"));
    add(m_resultsPage, "railResults", "clipboard-list", tr("Results"));
    add(m_classifyPage, "railClassify", "scan-search", tr("Classify"));
    connect(m_rail, &NavigationRail::currentChanged, m_pages, &QStackedWidget::setCurrentIndex);
    for (const Place place : {Data, Model, Training, Results})
        m_rail->setPlaceEnabled(place, m_project.isOpen());

    auto* right = new QVBoxLayout;
    auto* messages = new QVBoxLayout;
    messages->setContentsMargins(20, 10, 20, 0);
    messages->addWidget(m_messages);
    right->setSpacing(0);
    right->addLayout(messages);
    right->addWidget(m_pages, 1);
    auto* middle = new QHBoxLayout;
    middle->setSpacing(0);
    middle->addWidget(m_rail);
    middle->addLayout(right, 1);
    auto* whole = new QWidget;
    auto* column = new QVBoxLayout(whole);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(middle, 1);
    column->addWidget(m_jobBar);
    setCentralWidget(whole);
}

void MainWindow::chooseModel(const QString& path) {
    if (path.isEmpty())
        return;
    m_messages->dismiss(kErrorKey);
    goTo(Model);
    m_model.choose(pathFromQt(path));
}

void MainWindow::newProject(const QStringList& scans) {
    auto* wizard = new NewProjectWizard(m_services, m_preferences, m_dialogs, this);
    wizard->setAttribute(Qt::WA_DeleteOnClose);
    connect(wizard, &QDialog::finished, this, [this, wizard](int result) {
        if (!wizard->model().isMade())
            return;
        // A project that was left half made is opened too: it is on disk, and its pages say what is missing.
        m_recipeToStart.reset();
        if (result == QDialog::Accepted && wizard->wantsTraining())
            m_recipeToStart = wizard->recipe();
        openProject(pathToQt(wizard->model().project().folder));
    });
    wizard->open();
    wizard->addScans(scans);
}

void MainWindow::chooseClassifier() {
    if (const QString file = m_dialogs.chooseClassifier(this); !file.isEmpty())
        openClassifier(file);
}

void MainWindow::openClassifier(const QString& file) {
    m_messages->dismiss(kErrorKey);
    m_messages->dismiss(kSavedKey);
    m_classify.openClassifier(pathFromQt(QFileInfo(file).absoluteFilePath()));
    goTo(Classify);
}

void MainWindow::classify(const QStringList& paths) {
    if (paths.isEmpty())
        return;
    goTo(Classify);
    m_messages->dismiss(kErrorKey);
    if (m_training.isRunning()) {
        m_messages->show(kErrorKey, [] {
            return Message{
                Severity::Warning,
                tr("A training is running"),
                tr("Training and classifying need the same processor. Drop the scans again when it is done."),
                {},
                {}};
        });
        return;
    }
    std::vector<std::filesystem::path> scans;
    for (const QString& path : paths)
        scans.push_back(pathFromQt(path));
    m_classify.classify(scans);
    if (!m_classify.classifier() && !m_classify.isBusy())
        m_messages->show(kErrorKey, [this] {
            return Message{
                Severity::Info,
                tr("Which classifier should look at these scans?"),
                tr("They wait until a classifier (NAME.nidusmodel) is open."),
                {},
                {{QStringLiteral("chooseForWaiting"), tr("Choose a classifier…"), [this] { chooseClassifier(); }}}};
        });
}

void MainWindow::saveClassifier() {
    if (!m_results.result())
        return;
    const QString name = QFileInfo(pathToQt(m_project.snapshot().folder)).completeBaseName();
    const QString file =
        m_dialogs.chooseTarget(this, QStringLiteral("nidusmodel"), name + QLatin1String(".nidusmodel"));
    if (!file.isEmpty())
        m_results.saveClassifier(pathFromQt(file));
}

void MainWindow::relabel(const QStringList& cases, const QString& className) {
    if (m_training.isRunning() || !m_project.snapshot().busyWith.empty())
        m_messages->show(kErrorKey, [] {
            return Message{Severity::Info,
                           tr("Labels cannot be changed now"),
                           tr("Something works with the cases of this project. Try again when it is done."),
                           {},
                           {}};
        });
    else if (m_cohort.labelCases(cases, fromQt(className)))
        m_messages->show(kSavedKey, [this] {
            return Message{Severity::Info,
                           tr("The label was changed"),
                           tr("This run was trained with the labels as they were; train again to use the "
                              "new ones."),
                           {},
                           {{QStringLiteral("undoLabel"), tr("Undo"), [this] { m_cohort.undoStack().undo(); }}}};
        });
}

void MainWindow::saveChart(const QString& name, const std::function<QByteArray(const QString& suffix)>& render) {
    const QString file = m_dialogs.chooseTarget(this, QStringLiteral("chart"), name);
    if (file.isEmpty())
        return;
    const QByteArray content = render(QFileInfo(file).suffix().toLower());
    if (!content.isEmpty()) {
        m_results.saveChart(pathFromQt(file), content);
        return;
    }
    m_messages->show(kErrorKey, [] {
        return Message{Severity::Warning,
                       tr("The chart was not saved"),
                       tr("Choose a name that ends in .png, .svg, .pdf or .csv."),
                       {},
                       {}};
    });
}

void MainWindow::open(const QStringList& paths) {
    QStringList scans;
    for (const QString& path : paths) {
        if (isProject(path))
            openProject(path);
        else if (isClassifier(path))
            openClassifier(path);
        else if (m_project.isOpen() && (isCheckpoint(path) || m_pages->currentWidget() == m_modelPage))
            chooseModel(path);
        else
            scans << path;
    }
    if (m_pages->currentWidget() == m_dataPage && m_dataPage->isEditable() && !scans.isEmpty())
        addScans(scans);
    else
        classify(scans);
}

/// Says so where another project is wanted while one is trained.
bool MainWindow::refuseWhileTraining() {
    if (m_training.isRunning())
        m_messages->show(kErrorKey, [] {
            return Message{Severity::Warning,
                           tr("A training is running"),
                           tr("Pause it before you open another project. What is finished will be kept."),
                           {},
                           {}};
        });
    return m_training.isRunning();
}

void MainWindow::openProject(const QString& folder) {
    if (refuseWhileTraining() || m_project.isBusy())
        return;
    m_messages->dismiss(kErrorKey);
    m_jobBar->showJob(tr("Opening the project"), -1, {});
    m_project.open(pathFromQt(QFileInfo(folder).absoluteFilePath()));
}

void MainWindow::goTo(Place place) {
    if (place == Home || place == Classify || m_project.isOpen()) {
        m_rail->setCurrent(place);
        m_pages->currentWidget()->setFocus(Qt::OtherFocusReason); // the next Tab goes into the page
    }
}

void MainWindow::showProject() {
    const ProjectSnapshot& project = m_project.snapshot();
    m_jobBar->showIdle();
    setWindowTitle(tr("%1 – Nidus").arg(QFileInfo(pathToQt(project.folder)).completeBaseName()));
    for (const Place place : {Data, Model, Training, Results})
        m_rail->setPlaceEnabled(place, true);
    m_dataPage->setProject(project);
    m_model.setProject(project);
    m_training.setProject(project);
    m_results.setProject(project);
    QStringList channels;
    if (project.model)
        for (const std::string& name : project.model->channels)
            channels << toQt(name);
    m_viewer.setChannelNames(channels);
}

/// How it stands with each place.
void MainWindow::showMarks() {
    if (m_project.isOpen()) {
        m_rail->setPlaceMark(Data, markOfData(m_project.snapshot(), m_training));
        m_rail->setPlaceMark(Model, markOfModel(m_model));
        m_rail->setPlaceMark(Training, markOfTraining(m_project.snapshot(), m_training));
        m_rail->setPlaceMark(Results, markOfResults(m_results, m_training));
    }
    m_rail->setPlaceMark(Classify, markOfClassifying(m_classify));
}

void MainWindow::showJob() {
    if (!m_training.isRunning() || m_training.state() == TrainingViewModel::State::Stopping)
        return;
    const auto remaining = m_training.remainingSeconds();
    const QString what =
        m_training.state() == TrainingViewModel::State::Preparing ? tr("Preparing the cases") : tr("Training");
    m_jobBar->showJob(tr("%1: %2 %").arg(what).arg(static_cast<int>(m_training.fraction() * 100)),
                      m_training.fraction(), remaining ? tr("about %1 left").arg(durationText(*remaining)) : QString());
}

void MainWindow::endTraining() {
    m_jobBar->showIdle();
    m_project.refresh();
}

void MainWindow::closeEvent(QCloseEvent* event) {
    if (!m_supervisor->mayClose()) {
        event->ignore();
        return;
    }
    if (m_classify.isBusy()) {
        m_isClosing = true;
        m_classify.stop();
        event->ignore();
        return;
    }
    m_preferences.setWindowGeometry(saveGeometry());
    event->accept();
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
    if (!localPaths(event->mimeData()).isEmpty())
        event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event) {
    event->acceptProposedAction();
    open(localPaths(event->mimeData()));
}

} // namespace nidus::ui
