// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main_window.h"

#include "core/base/version.h"
#include "ui/classify/classify_page.h"
#include "ui/common/error_text.h"
#include "ui/common/local_paths.h"
#include "ui/common/message_area.h"
#include "ui/common/qt_convert.h"
#include "ui/data/data_page.h"
#include "ui/home/home_page.h"
#include "ui/home/sample_guide.h"
#include "ui/jobs/job_bar.h"
#include "ui/navigation_rail.h"
#include "ui/results/results_page.h"
#include "ui/settings/preferences_dialog.h"
#include "ui/training/training_page.h"
#include "ui/training/training_supervisor.h"
#include "ui/wizard/new_project_wizard.h"

#include <QActionGroup>
#include <QApplication>
#include <QCloseEvent>
#include <QDesktopServices>
#include <QDir>
#include <QDropEvent>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QMenuBar>
#include <QMessageBox>
#include <QMimeData>
#include <QPushButton>
#include <QStackedWidget>
#include <QStandardPaths>
#include <QUrl>
#include <QVBoxLayout>

#include <array>
#include <utility>

namespace nidus::ui {
namespace {

constexpr QSize kFirstSize{1180, 720};
const QString kErrorKey = QStringLiteral("error");
const QString kSavedKey = QStringLiteral("saved");

bool isProject(const QString& path) {
    return path.endsWith(QLatin1String(".nidus"), Qt::CaseInsensitive);
}

bool isClassifier(const QString& path) {
    return path.endsWith(QLatin1String(".nidusmodel"), Qt::CaseInsensitive);
}

} // namespace

MainWindow::MainWindow(const Services& services, Preferences& preferences, Dialogs dialogs)
    : m_services(services), m_preferences(preferences), m_dialogs(std::move(dialogs)), m_rail(new NavigationRail),
      m_messages(new MessageArea), m_pages(new QStackedWidget), m_jobBar(new JobBar), m_homePage(new HomePage),
      m_dataPage(new DataPage), m_project(services), m_results(services), m_training(services), m_classify(services),
      m_viewer(services), m_report(services) {
    setObjectName(QStringLiteral("mainWindow"));
    setWindowTitle(tr("Nidus"));
    setAcceptDrops(true);
    m_trainingPage = new TrainingPage(m_training);
    m_resultsPage = new ResultsPage(m_results, m_viewer);
    m_classifyPage = new ClassifyPage(m_classify);
    buildPages();
    buildMenus();
    connectProject();
    connectTraining();
    connectClassifying();
    connectSample();
    connectReports();
    fillRecent();
    resize(kFirstSize);
    setMinimumSize(1024, 640);
    restoreGeometry(m_preferences.windowGeometry());
    goTo(Home);
}

void MainWindow::buildPages() {
    m_rail->addPlace("railHome", QStringLiteral("house"), tr("Home"));
    m_rail->addPlace("railData", QStringLiteral("database"), tr("Data"));
    m_rail->addPlace("railTraining", QStringLiteral("chart-line"), tr("Training"));
    m_rail->addPlace("railResults", QStringLiteral("clipboard-list"), tr("Results"));
    m_rail->addPlace("railClassify", QStringLiteral("scan-search"), tr("Classify"));
    for (QWidget* page :
         std::initializer_list<QWidget*>{m_homePage, m_dataPage, m_trainingPage, m_resultsPage, m_classifyPage})
        m_pages->addWidget(page);
    connect(m_rail, &NavigationRail::currentChanged, m_pages, &QStackedWidget::setCurrentIndex);
    for (const Place place : {Data, Training, Results})
        m_rail->setPlaceEnabled(place, false);

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
    QAction* classifier = file->addAction(tr("Open a &classifier…"), this, &MainWindow::chooseClassifier);
    classifier->setObjectName(QStringLiteral("actionOpenClassifier"));
    file->addSeparator();
    QAction* preferences = file->addAction(tr("&Preferences…"), this, [this] {
        auto* dialog = new PreferencesDialog(m_services, m_preferences, m_dialogs, this);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->open();
    });
    preferences->setObjectName(QStringLiteral("actionPreferences"));
    preferences->setMenuRole(QAction::PreferencesRole);
    preferences->setShortcut(QKeySequence(QStringLiteral("Ctrl+,")));
    file->addAction(tr("&Quit"), QKeySequence(QStringLiteral("Ctrl+Q")), this, &QWidget::close);

    QMenu* view = menuBar()->addMenu(tr("&View"));
    const std::array places{tr("&Home"), tr("&Data"), tr("&Training"), tr("&Results"), tr("C&lassify")};
    for (int place = Home; place <= Classify; ++place) {
        QAction* go = view->addAction(places[static_cast<std::size_t>(place)], this,
                                      [this, place] { goTo(static_cast<Place>(place)); });
        go->setShortcut(QKeySequence(QStringLiteral("Ctrl+%1").arg(place + 1)));
        const bool needsProject = place != Home && place != Classify;
        go->setEnabled(!needsProject);
        if (needsProject)
            connect(&m_project, &ProjectViewModel::opened, go, [go] { go->setEnabled(true); });
    }
    view->addSeparator();
    QMenu* theme = view->addMenu(tr("&Colours"));
    auto* group = new QActionGroup(this);
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
    QMenu* help = menuBar()->addMenu(tr("&Help"));
    help->addAction(tr("&About Nidus"), this, &MainWindow::about);
}

void MainWindow::connectProject() {
    connect(m_homePage, &HomePage::projectChosen, this, &MainWindow::openProject);
    connect(&m_project, &ProjectViewModel::failed, this, [this](const Failure& failure) {
        m_jobBar->showIdle();
        m_messages->show(kErrorKey, messageFrom(failure));
    });
    connect(&m_project, &ProjectViewModel::opened, this, [this] {
        m_viewer.close();
        m_messages->dismiss(kErrorKey);
        m_preferences.addRecentProject(pathToQt(m_project.snapshot().folder));
        fillRecent();
        showProject();
        goTo(Data);
        if (const auto recipe = std::exchange(m_recipeToStart, std::nullopt)) {
            goTo(Training);
            m_training.start(*recipe);
        }
    });
    connect(&m_project, &ProjectViewModel::refreshed, this, &MainWindow::showProject);
    connect(m_dataPage, &DataPage::edited, &m_project, &ProjectViewModel::edit);
    connect(&m_project, &ProjectViewModel::edited, this, [this] {
        if (!m_training.isRunning())
            m_training.setProject(m_project.snapshot());
    });
    const auto showFailure = [this](const Failure& failure) { m_messages->show(kErrorKey, messageFrom(failure)); };
    connect(&m_results, &ResultsViewModel::failed, this, showFailure);
    connect(&m_viewer, &ViewerModel::failed, this, showFailure);
}

void MainWindow::connectTraining() {
    connect(m_trainingPage, &TrainingPage::resultsRequested, this, [this] { goTo(Results); });
    connect(m_jobBar, &JobBar::stopRequested, &m_training, &TrainingViewModel::stop);
    connect(&m_training, &TrainingViewModel::progressChanged, this, &MainWindow::showJob);
    connect(&m_training, &TrainingViewModel::stateChanged, this, [this] {
        using State = TrainingViewModel::State;
        const State state = m_training.state();
        m_dataPage->setEditable(!m_training.isRunning());
        if (state == State::Stopping)
            m_jobBar->showStopping();
        else if (m_training.isRunning())
            showJob();
    });
    connect(&m_training, &TrainingViewModel::started, this,
            [this] { m_resultsPage->beginLive(m_project.snapshot().classes); });
    connect(&m_training, &TrainingViewModel::predictionArrived, m_resultsPage, &ResultsPage::addLive);
    connect(&m_training, &TrainingViewModel::finished, this, [this](const RunResult& result) {
        m_results.show(result);
        m_sample->trainingEnded(m_project.snapshot().folder);
        endTraining();
    });
    connect(&m_training, &TrainingViewModel::stopped, this, [this] {
        m_resultsPage->showResult();
        endTraining();
    });
    connect(&m_training, &TrainingViewModel::failed, this, [this] {
        m_resultsPage->showResult();
        endTraining();
    });
    m_supervisor = new TrainingSupervisor(m_training, m_project, *m_messages, *this);
    connect(m_supervisor, &TrainingSupervisor::trainingShown, this, [this] { goTo(Training); });
    connect(m_supervisor, &TrainingSupervisor::closeWanted, this, &QWidget::close);
    connect(m_trainingPage, &TrainingPage::discardRequested, m_supervisor, &TrainingSupervisor::discardCurrent);
}

void MainWindow::newProject(const QStringList& scans) {
    auto* wizard = new NewProjectWizard(m_services, m_dialogs, this);
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

void MainWindow::connectClassifying() {
    connect(m_homePage, &HomePage::classifyRequested, this, [this] { goTo(Classify); });
    connect(m_classifyPage, &ClassifyPage::classifierWanted, this, &MainWindow::chooseClassifier);
    connect(m_classifyPage, &ClassifyPage::filesWanted, this, [this] { classify(m_dialogs.chooseScans(this)); });
    connect(m_classifyPage, &ClassifyPage::folderWanted, this, [this] {
        if (const QString folder = m_dialogs.chooseScanFolder(this); !folder.isEmpty())
            classify({folder});
    });
    connect(m_classifyPage, &ClassifyPage::tableWanted, this, [this] {
        const QString file = m_dialogs.chooseTarget(this, QStringLiteral("csv"), tr("classified.csv"));
        if (!file.isEmpty())
            m_classify.saveTable(pathFromQt(file));
    });
    connect(m_jobBar, &JobBar::stopRequested, this, [this] {
        if (!m_classify.isClassifying())
            return;
        m_jobBar->showStopping();
        m_classify.stop();
    });
    connect(&m_classify, &ClassifyViewModel::progressChanged, this, [this](double fraction, const QString& stage) {
        m_jobBar->showJob(tr("Classifying: %1").arg(stageText(stage)), fraction, {});
    });
    connect(&m_classify, &ClassifyViewModel::stateChanged, this, [this] {
        if (!m_classify.isBusy() && !m_training.isRunning())
            m_jobBar->showIdle();
        if (!m_classify.isBusy() && m_isClosing && !m_training.isRunning())
            close();
    });
    connect(&m_classify, &ClassifyViewModel::failed, this,
            [this](const Failure& failure) { m_messages->show(kErrorKey, messageFrom(failure)); });
    connect(&m_classify, &ClassifyViewModel::tableSaved, this, [this](const QString& file) {
        m_messages->show(kSavedKey,
                         {Severity::Info, tr("The table was saved"), QDir::toNativeSeparators(file), {}, {}});
    });
    connect(m_resultsPage, &ResultsPage::chartWanted, this, &MainWindow::saveChart);
    connect(m_trainingPage, &TrainingPage::saveChartRequested, this, [this] {
        saveChart(QStringLiteral("training"),
                  [this](const QString& suffix) { return m_trainingPage->chart().file(suffix); });
    });
    connect(&m_results, &ResultsViewModel::chartSaved, this, [this](const QString& file) {
        m_messages->show(kSavedKey,
                         {Severity::Info, tr("The chart was saved"), QDir::toNativeSeparators(file), {}, {}});
    });
    connect(m_resultsPage, &ResultsPage::classifierWanted, this, &MainWindow::saveClassifier);
    connect(&m_results, &ResultsViewModel::classifierSaved, this, [this](const QString& file) {
        if (const auto scans = m_sample->scansFor(pathFromQt(file))) {
            openClassifier(file);
            classify({pathToQt(*scans)});
            return;
        }
        m_messages->show(kSavedKey, {Severity::Info,
                                     tr("The classifier was saved"),
                                     QDir::toNativeSeparators(file),
                                     {},
                                     {{QStringLiteral("useClassifier"), tr("Classify scans with it"),
                                       [this, file] { openClassifier(file); }}}});
    });
}

void MainWindow::connectSample() {
    const QString place = QStandardPaths::writableLocation(QStandardPaths::AppLocalDataLocation);
    m_sample = new SampleGuide(m_services, *m_messages, pathFromQt(place) / "sample", this);
    connect(m_homePage, &HomePage::sampleRequested, this, [this] {
        if (!refuseWhileTraining())
            m_sample->begin();
    });
    connect(m_sample, &SampleGuide::progressed, this,
            [this](double fraction, const QString&) { m_jobBar->showJob(tr("Making the sample data"), fraction, {}); });
    connect(m_sample, &SampleGuide::made, this, [this](const SampleProject& sample) {
        m_recipeToStart = sample.recipe;
        openProject(pathToQt(sample.project));
    });
    connect(m_sample, &SampleGuide::classifierWanted, this,
            [this](const QString& file) { m_results.saveClassifier(pathFromQt(file)); });
    connect(m_sample, &SampleGuide::failed, this, [this](const Failure& failure) {
        m_jobBar->showIdle();
        m_messages->show(kErrorKey, messageFrom(failure));
    });
}

void MainWindow::connectReports() {
    connect(m_resultsPage, &ResultsPage::reportWanted, this, [this] {
        if (!m_results.result() || m_report.isRunning())
            return;
        const QString name = QFileInfo(pathToQt(m_project.snapshot().folder)).completeBaseName();
        const QString file = m_dialogs.chooseTarget(this, QStringLiteral("report"), name + QLatin1String(".pdf"));
        if (file.isEmpty())
            return;
        m_messages->dismiss(kErrorKey);
        m_messages->show(kSavedKey, {Severity::Info, tr("The report is being written"), {}, {}, {}});
        m_report.start(m_results.folder(), m_results.result()->runId, pathFromQt(file));
    });
    connect(&m_report, &ReportExport::finished, this, [this](const QString& file) {
        m_messages->show(kSavedKey, {Severity::Info,
                                     tr("The report was written"),
                                     QDir::toNativeSeparators(file),
                                     {},
                                     {{QStringLiteral("openReport"), tr("Open"),
                                       [file] { QDesktopServices::openUrl(QUrl::fromLocalFile(file)); }}}});
    });
    connect(&m_report, &ReportExport::failed, this, [this](const Failure& failure) {
        m_messages->dismiss(kSavedKey);
        m_messages->show(kErrorKey, messageFrom(failure));
    });
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
        m_messages->show(kErrorKey,
                         {Severity::Warning,
                          tr("A training is running"),
                          tr("Training and classifying need the same processor. Drop the scans again when it is done."),
                          {},
                          {}});
        return;
    }
    std::vector<std::filesystem::path> scans;
    for (const QString& path : paths)
        scans.push_back(pathFromQt(path));
    m_classify.classify(scans);
    if (!m_classify.classifier() && !m_classify.isBusy())
        m_messages->show(kErrorKey, {Severity::Info,
                                     tr("Which classifier should look at these scans?"),
                                     tr("They wait until a classifier (NAME.nidusmodel) is open."),
                                     {},
                                     {{QStringLiteral("chooseForWaiting"), tr("Choose a classifier…"),
                                       [this] { chooseClassifier(); }}}});
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

void MainWindow::saveChart(const QString& name, const std::function<QByteArray(const QString& suffix)>& render) {
    const QString file = m_dialogs.chooseTarget(this, QStringLiteral("chart"), name);
    if (file.isEmpty())
        return;
    const QByteArray content = render(QFileInfo(file).suffix().toLower());
    if (!content.isEmpty()) {
        m_results.saveChart(pathFromQt(file), content);
        return;
    }
    m_messages->show(kErrorKey, {Severity::Warning,
                                 tr("The chart was not saved"),
                                 tr("Choose a name that ends in .png, .svg, .pdf or .csv."),
                                 {},
                                 {}});
}

void MainWindow::open(const QStringList& paths) {
    QStringList scans;
    for (const QString& path : paths) {
        if (isProject(path))
            openProject(path);
        else if (isClassifier(path))
            openClassifier(path);
        else
            scans << path;
    }
    classify(scans);
}

/// Says so where another project is wanted while one is trained.
bool MainWindow::refuseWhileTraining() {
    if (m_training.isRunning())
        m_messages->show(kErrorKey, {Severity::Warning,
                                     tr("A training is running"),
                                     tr("Pause it before you open another project. What is finished will be kept."),
                                     {},
                                     {}});
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

void MainWindow::fillRecent() {
    const QStringList recent = m_preferences.recentProjects();
    m_homePage->setRecentProjects(recent);
    m_recentMenu->clear();
    for (const QString& folder : recent)
        m_recentMenu->addAction(QFileInfo(folder).completeBaseName(), this, [this, folder] { openProject(folder); });
    m_recentMenu->setEnabled(!recent.isEmpty());
}

void MainWindow::showProject() {
    const ProjectSnapshot& project = m_project.snapshot();
    m_jobBar->showIdle();
    setWindowTitle(tr("%1 – Nidus").arg(QFileInfo(pathToQt(project.folder)).completeBaseName()));
    for (const Place place : {Data, Training, Results})
        m_rail->setPlaceEnabled(place, true);
    m_dataPage->setProject(project);
    m_training.setProject(project);
    m_results.setProject(project);
    m_supervisor->showRecovery();
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

void MainWindow::about() {
    auto* box = new QMessageBox(QMessageBox::NoIcon, tr("About Nidus"),
                                tr("<h3>Nidus %1</h3><p>Turns a pretrained nnU-Net into a classifier for 3-D scans.</p>"
                                   "<p>Research use only — not a medical device.</p>"
                                   "<p>No network access, no telemetry. Free software under the GNU General Public "
                                   "License, version 3 or later.</p>")
                                    .arg(QLatin1String(kVersion)),
                                QMessageBox::Close, this);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setObjectName(QStringLiteral("aboutBox"));
    box->open();
}

} // namespace nidus::ui
