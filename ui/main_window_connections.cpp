// SPDX-License-Identifier: GPL-3.0-or-later
// What the parts of the window say to each other.
#include "ui/main_window.h"

#include "ui/charts/loss_chart.h"
#include "ui/classify/classify_page.h"
#include "ui/common/error_text.h"
#include "ui/common/message_area.h"
#include "ui/common/qt_convert.h"
#include "ui/data/data_page.h"
#include "ui/home/home_page.h"
#include "ui/home/sample_guide.h"
#include "ui/jobs/job_bar.h"
#include "ui/model/model_page.h"
#include "ui/results/results_page.h"
#include "ui/training/training_page.h"
#include "ui/training/training_supervisor.h"
#include "ui/wizard/add_scans_dialog.h"

#include <QDesktopServices>
#include <QDir>
#include <QFileInfo>
#include <QUrl>

#include <algorithm>
#include <utility>

namespace nidus::ui {

void MainWindow::connectProject() {
    connect(m_homePage, &HomePage::projectChosen, this, &MainWindow::openProject);
    connect(m_homePage, &HomePage::locateWanted, this, [this](const QString& lost) {
        const QString found = m_dialogs.chooseProject(this);
        if (found.isEmpty())
            return;
        m_messages->dismiss(kErrorKey);
        m_recent.locate(lost, found);
    });
    connect(&m_recent, &RecentProjects::changed, this, &MainWindow::fillRecent);
    connect(&m_project, &ProjectViewModel::failed, this, [this](const Failure& failure) {
        m_jobBar->showIdle();
        m_messages->show(kErrorKey, wordsOf(failure));
    });
    connect(&m_project, &ProjectViewModel::opened, this, [this] {
        m_viewer.close();
        m_messages->dismiss(kErrorKey);
        m_recent.add(pathToQt(m_project.snapshot().folder));
        showProject();
        m_supervisor->showRecovery();
        goTo(Data);
        if (const auto recipe = std::exchange(m_recipeToStart, std::nullopt)) {
            goTo(Training);
            m_training.start(*recipe);
        }
    });
    connect(&m_project, &ProjectViewModel::refreshed, this, [this] {
        showProject();
        m_supervisor->showRecovery();
    });
    connect(m_dataPage, &DataPage::scansWanted, this, [this] { addScans(); });
    connect(&m_project, &ProjectViewModel::edited, this, [this] {
        if (!m_training.isRunning())
            m_training.setProject(m_project.snapshot());
        m_results.setProject(m_project.snapshot());
    });
    const auto showFailure = [this](const Failure& failure) { m_messages->show(kErrorKey, wordsOf(failure)); };
    connect(&m_recent, &RecentProjects::notLocated, this, showFailure);
    connect(&m_results, &ResultsViewModel::failed, this, showFailure);
    connect(&m_viewer, &ViewerModel::failed, this, showFailure);
}

void MainWindow::addScans(const QStringList& paths) {
    if (!m_project.isOpen() || !m_dataPage->isEditable())
        return;
    auto* dialog = new AddScansDialog(m_services, m_preferences, m_dialogs, m_project.snapshot().folder, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] {
        const auto tell = [this, before = m_project.snapshot().cases.size(), problems = dialog->problems()] {
            tellOfAdded(static_cast<int>(m_project.snapshot().cases.size()) - static_cast<int>(before), problems);
        };
        connect(&m_project, &ProjectViewModel::refreshed, this, tell, Qt::SingleShotConnection);
        m_project.refresh();
    });
    dialog->open();
    dialog->addScans(paths);
}

void MainWindow::tellOfAdded(int cases, const std::vector<Problem>& problems) {
    const auto count = [&problems](const std::string& code) {
        return static_cast<int>(std::ranges::count(problems, code, &Problem::code));
    };
    m_messages->show(kSavedKey, [cases, known = count("IMP-009"), incomplete = count("IMP-013")] {
        QStringList sentences;
        if (known > 0)
            sentences << tr("%n series were in the project already.", nullptr, known);
        if (incomplete > 0)
            sentences << tr("%n case(s) did not have all their images.", nullptr, incomplete);
        if (cases > 0)
            sentences << tr("The new ones have no label yet: select them and press 1 to 9.");
        return Message{
            Severity::Info, tr("%n case(s) were added", nullptr, cases), sentences.join(QLatin1Char(' ')), {}, {}};
    });
}

void MainWindow::connectModel() {
    connect(m_modelPage, &ModelPage::fileWanted, this, [this] { chooseModel(m_dialogs.chooseModel(this)); });
    connect(m_modelPage, &ModelPage::folderWanted, this, [this] { chooseModel(m_dialogs.chooseModelFolder(this)); });
    connect(&m_model, &ModelViewModel::failed, this,
            [this](const Failure& failure) { m_messages->show(kErrorKey, wordsOf(failure)); });
}

void MainWindow::connectTraining() {
    connect(m_trainingPage, &TrainingPage::resultsRequested, this, [this] { goTo(Results); });
    connect(m_jobBar, &JobBar::stopRequested, &m_training, &TrainingViewModel::stop);
    connect(&m_training, &TrainingViewModel::progressChanged, this, &MainWindow::showJob);
    connect(&m_training, &TrainingViewModel::stateChanged, this, [this] {
        using State = TrainingViewModel::State;
        const State state = m_training.state();
        m_dataPage->setEditable(!m_training.isRunning());
        m_modelPage->setEditable(!m_training.isRunning());
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
    connect(&m_training.queue(), &RunQueue::failed, this,
            [this](const Failure& failure) { m_messages->show(kErrorKey, wordsOf(failure)); });
    connect(m_supervisor, &TrainingSupervisor::trainingShown, this, [this] { goTo(Training); });
    connect(m_supervisor, &TrainingSupervisor::closeWanted, this, &QWidget::close);
    connect(m_trainingPage, &TrainingPage::discardRequested, m_supervisor, &TrainingSupervisor::discardCurrent);
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
            [this](const Failure& failure) { m_messages->show(kErrorKey, wordsOf(failure)); });
    connect(&m_classify, &ClassifyViewModel::tableSaved, this, [this](const QString& file) {
        m_messages->show(kSavedKey, [file] {
            return Message{Severity::Info, tr("The table was saved"), QDir::toNativeSeparators(file), {}, {}};
        });
    });
    connect(m_resultsPage, &ResultsPage::labelWanted, this, &MainWindow::relabel);
    connect(m_resultsPage, &ResultsPage::chartWanted, this, &MainWindow::saveChart);
    connect(m_trainingPage, &TrainingPage::saveChartRequested, this, [this] {
        saveChart(QStringLiteral("training"),
                  [this](const QString& suffix) { return m_trainingPage->chart().file(suffix); });
    });
    connect(&m_results, &ResultsViewModel::chartSaved, this, [this](const QString& file) {
        m_messages->show(kSavedKey, [file] {
            return Message{Severity::Info, tr("The chart was saved"), QDir::toNativeSeparators(file), {}, {}};
        });
    });
    connect(m_resultsPage, &ResultsPage::classifierWanted, this, &MainWindow::saveClassifier);
    connect(&m_results, &ResultsViewModel::classifierSaved, this, [this](const QString& file) {
        if (const auto scans = m_sample->scansFor(pathFromQt(file))) {
            openClassifier(file);
            classify({pathToQt(*scans)});
            return;
        }
        m_messages->show(kSavedKey, [this, file] {
            return Message{Severity::Info,
                           tr("The classifier was saved"),
                           QDir::toNativeSeparators(file),
                           {},
                           {{QStringLiteral("useClassifier"), tr("Classify scans with it"),
                             [this, file] { openClassifier(file); }}}};
        });
    });
}

void MainWindow::connectSample() {
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
        m_messages->show(kErrorKey, wordsOf(failure));
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
        m_messages->show(kSavedKey, [] {
            return Message{Severity::Info, tr("The report is being written"), {}, {}, {}};
        });
        m_report.start(m_results.folder(), m_results.result()->runId, pathFromQt(file));
    });
    connect(&m_report, &ReportExport::finished, this, [this](const QString& file) {
        m_messages->show(kSavedKey, [file] {
            return Message{Severity::Info,
                           tr("The report was written"),
                           QDir::toNativeSeparators(file),
                           {},
                           {{QStringLiteral("openReport"), tr("Open"),
                             [file] { QDesktopServices::openUrl(QUrl::fromLocalFile(file)); }}}};
        });
    });
    connect(&m_report, &ReportExport::failed, this, [this](const Failure& failure) {
        m_messages->dismiss(kSavedKey);
        m_messages->show(kErrorKey, wordsOf(failure));
    });
}

void MainWindow::connectMarks() {
    connect(&m_project, &ProjectViewModel::opened, this, &MainWindow::showMarks);
    connect(&m_project, &ProjectViewModel::refreshed, this, &MainWindow::showMarks);
    connect(&m_project, &ProjectViewModel::edited, this, &MainWindow::showMarks);
    connect(&m_model, &ModelViewModel::changed, this, &MainWindow::showMarks);
    connect(&m_training, &TrainingViewModel::stateChanged, this, &MainWindow::showMarks);
    connect(&m_results, &ResultsViewModel::resultChanged, this, &MainWindow::showMarks);
    connect(&m_results, &ResultsViewModel::cohortChanged, this, &MainWindow::showMarks);
    connect(&m_classify, &ClassifyViewModel::stateChanged, this, &MainWindow::showMarks);
    showMarks();
}

} // namespace nidus::ui
