// SPDX-License-Identifier: Apache-2.0
#include "tests/support/picture.h"
#include "tests/ui/fake_window_test.h"
#include "ui/charts/curve_chart.h"
#include "ui/charts/loss_chart.h"
#include "ui/common/event_loop_gap.h"
#include "ui/common/message_area.h"
#include "ui/common/qt_convert.h"
#include "ui/data/case_table_model.h"
#include "ui/results/prediction_table_model.h"
#include "ui/settings/preferences_dialog.h"
#include "ui/translation.h"
#include "ui/wizard/add_scans_dialog.h"

#include <QAbstractItemView>
#include <QAction>
#include <QComboBox>
#include <QDropEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMenuBar>
#include <QMimeData>
#include <QProgressBar>
#include <QPushButton>
#include <QRadioButton>
#include <QSignalSpy>
#include <QStackedWidget>
#include <QTableView>
#include <QTest>
#include <QTranslator>

using namespace nidus;
using namespace nidus::ui;
using State = TrainingViewModel::State;

class TestWindow : public test::FakeWindowTest {
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void startsWithoutAProject();
    void opensAProject();
    void opensAProjectFromTheDialog();
    void opensADroppedProject();
    void ignoresOtherDrops();
    void saysWhyAProjectDoesNotOpen();
    void trainsAndShowsResults();
    void preparesFirst();
    void stops();
    void failureIsShownInTheStrip();
    void cannotStartWithoutAModel();
    void closingWhileTrainingStopsAndThenCloses();
    void offersToResume();
    void discardsAfterAsking();
    void misclassifiedFilter();
    void showsTheScanOfACase();
    void addsMoreScans();
    void checksADevice();
    void triesTheSample();
    void allControlsHaveNames();
    void eventLoopStaysResponsive();
    void speaksChinese();

private:
    void makeWindow();
    [[nodiscard]] MessageArea* messages() const { return m_window->findChild<MessageArea*>(); }
    [[nodiscard]] QTableView* predictions() const { return find<QTableView>("predictionTable"); }
    [[nodiscard]] TrainingViewModel& training() const { return m_window->training(); }

    QString m_chosen;
};

void TestWindow::init() {
    renew();
    m_chosen = path("肺结节.nidus");
    QVERIFY(QDir().mkpath(m_chosen));
    makeWindow();
}

void TestWindow::makeWindow() {
    Dialogs dialogs;
    dialogs.chooseProject = [this](QWidget*) { return m_chosen; };
    showWindow(dialogs);
}

void TestWindow::cleanup() {
    m_window.reset();
}

void TestWindow::startsWithoutAProject() {
    QCOMPARE(m_window->windowTitle(), QStringLiteral("Nidus"));
    QVERIFY(find<QAbstractButton>("homeOpen")->isVisible());
    for (const char* place : {"railData", "railTraining", "railResults"})
        QVERIFY(!find<QAbstractButton>(place)->isEnabled());
    m_window->goTo(MainWindow::Training); // not before a project is open
    QCOMPARE(m_window->findChild<QStackedWidget*>()->currentIndex(), int(MainWindow::Home));
}

void TestWindow::opensAProject() {
    openProject();
    QCOMPARE(m_window->windowTitle(), QStringLiteral("肺结节 – Nidus"));
    QCOMPARE(find<QTableView>("caseTable")->model()->rowCount(), 24);
    QVERIFY(find<QTableView>("caseTable")->isVisible());
    QCOMPARE(m_preferences->recentProjects(), QStringList{m_chosen});
    QTest::keyClicks(find<QLineEdit>("caseSearch"), QStringLiteral("malig"));
    QCOMPARE(find<QTableView>("caseTable")->model()->rowCount(), 12);
    QTest::keyClick(m_window.get(), Qt::Key_4, Qt::ControlModifier);
    QVERIFY(find<QAbstractButton>("startTraining")->isVisible());
}

void TestWindow::opensAProjectFromTheDialog() {
    click("homeOpen");
    QTRY_VERIFY(m_window->project().isOpen());
}

void TestWindow::opensADroppedProject() {
    drop(m_window.get(), {m_chosen});
    QTRY_VERIFY(m_window->project().isOpen());
    QCOMPARE(QString::fromStdU16String(m_window->project().snapshot().folder.u16string()), m_chosen);
}

void TestWindow::ignoresOtherDrops() {
    QMimeData data;
    data.setText(QStringLiteral("some words"));
    QDragEnterEvent enter(QPoint(200, 200), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    enter.ignore();
    QCoreApplication::sendEvent(m_window.get(), &enter);
    QVERIFY(!enter.isAccepted());
    QVERIFY(!m_window->project().isBusy());
}

void TestWindow::saysWhyAProjectDoesNotOpen() {
    m_engine->openError = Error("PRJ-005", "The catalogue of the project cannot be read.");
    m_window->openProject(m_chosen);
    QTRY_VERIFY(messages()->contains(QStringLiteral("error")));
    const QString text = messages()->textOf(QStringLiteral("error"));
    QVERIFY2(text.contains(QStringLiteral("damaged")) && text.contains(QStringLiteral("PRJ-005"))
                 && text.contains(QStringLiteral("catalogue")),
             qPrintable(text));
    click("close_error");
    QVERIFY(!messages()->contains(QStringLiteral("error")));
    m_engine->openError.reset();
    openProject();
}

void TestWindow::trainsAndShowsResults() {
    openProject();
    click("railTraining");
    QVERIFY(find<QRadioButton>("preset_balanced")->isChecked());
    click("preset_thorough");
    QVERIFY(!find<QRadioButton>("preset_balanced")->isChecked());
    QSignalSpy steps(&training(), &TrainingViewModel::stepArrived),
        epochs(&training(), &TrainingViewModel::epochArrived);
    click("startTraining");
    QCOMPARE(training().state(), State::Training);
    QVERIFY(!find<QAbstractButton>("startTraining")->isVisible());
    QTRY_COMPARE_WITH_TIMEOUT(training().state(), State::Done, 20000);
    QCOMPARE(m_engine->lastPreset, std::string("thorough"));
    QCOMPARE(m_engine->prepared.load(), 0); // everything was prepared already
    QCOMPARE(steps.count(), 2 * 4 * 4 * 5);
    QCOMPARE(epochs.count(), 2 * 4 * 4);

    const auto* chart = find<LossChart>("lossChart");
    QCOMPARE(chart->run().newest, QStringLiteral("fold_1/refit"));
    QCOMPARE(chart->fit(QStringLiteral("fold_0/inner_1"))->training().size(), std::size_t(20));
    QCOMPARE(chart->fit(QStringLiteral("fold_0/inner_1"))->validation().size(), std::size_t(4));
    QCOMPARE(chart->fit(QStringLiteral("fold_0/inner_1"))->openings().back(),
             (OpeningMark{2, QStringLiteral("stage_4")}));
    QVERIFY(!chart->accessibleDescription().isEmpty());
    for (const auto& fold : training().folds())
        QCOMPARE(fold.state, TrainingViewModel::FoldState::Done);

    click("showResults");
    QCOMPARE(predictions()->model()->rowCount(), 24);
    QVERIFY(predictions()->isVisible());
    QVERIFY(find<QWidget>("card_auc")->accessibleName().contains(QStringLiteral("0.71 to 0.95")));
    // What concerns one case stands with the case.
    QCOMPARE(find<QLabel>("resultNotes")->text(), QStringLiteral("\u26a0 Volume alone reaches an AUC of 0.8."));
    QVERIFY(find<QLabel>("resultNotes")->isVisible());
    QTRY_COMPARE(find<QComboBox>("runSelector")->count(), 1);
}

void TestWindow::preparesFirst() {
    m_engine->isPrepared = false;
    openProject();
    QSignalSpy messagesSpy(&training(), &TrainingViewModel::logged);
    QSignalSpy states(&training(), &TrainingViewModel::stateChanged);
    training().start("quick");
    QCOMPARE(training().state(), State::Preparing);
    QTRY_COMPARE_WITH_TIMEOUT(training().state(), State::Done, 20000);
    QCOMPARE(m_engine->prepared.load(), 1);
    QCOMPARE(messagesSpy.count(), 5); // the case that was left out, the probe, two findings, the end
    auto* list = find<QAbstractItemView>("trainingMessages");
    QVERIFY(list->model()->index(0, 0).data().toString().contains(QStringLiteral("case-0002")));
    QTRY_VERIFY(!m_window->project().isBusy());
    QCOMPARE(find<QTableView>("caseTable")->model()->index(0, CaseTableModel::Prepared).data().toString(),
             QStringLiteral("Ready"));
}

void TestWindow::stops() {
    m_engine->stopAfterSteps = 45; // in the middle of fold 0
    openProject();
    click("railTraining");
    click("startTraining");
    QTRY_VERIFY(find<LossChart>("lossChart")->run().newest == QLatin1String("fold_0/inner_2"));
    QTRY_VERIFY(find<QProgressBar>("trainingProgress")->value() > 0);
    QVERIFY(find<QAbstractButton>("jobStop")->isVisible());
    click("pauseTraining");
    QTRY_COMPARE(training().state(), State::Stopped);
    QVERIFY(find<QAbstractButton>("startTraining")->isVisible());
    QVERIFY(!find<QAbstractButton>("jobStop")->isVisible());
    QCOMPARE(m_engine->trained.load(), 0);
    m_engine->stopAfterSteps = -1;
    QTRY_VERIFY(!m_window->project().isBusy());
    click("startTraining"); // and again, from nothing
    QTRY_COMPARE_WITH_TIMEOUT(training().state(), State::Done, 20000);
}

void TestWindow::failureIsShownInTheStrip() {
    m_engine->trainError = Error("DEV-002", "The graphics card has 2 GB left; 5 GB are needed.");
    openProject();
    training().start("balanced");
    QTRY_COMPARE(training().state(), State::Failed);
    const QString text = messages()->textOf(QStringLiteral("error"));
    QVERIFY2(text.contains(QStringLiteral("not enough memory")) && text.contains(QStringLiteral("DEV-002")),
             qPrintable(text));
    QVERIFY(find<QAbstractButton>("startTraining")->isEnabled());
}

void TestWindow::cannotStartWithoutAModel() {
    m_engine->hasModel = false;
    openProject();
    QVERIFY(!find<QAbstractButton>("startTraining")->isEnabled());
    QVERIFY(find<QLabel>("trainingState")->text().contains(QStringLiteral("pretrained model")));
}

void TestWindow::closingWhileTrainingStopsAndThenCloses() {
    m_engine->stopAfterSteps = 10;
    openProject();
    training().start("balanced");
    QTRY_VERIFY(find<LossChart>("lossChart")->fit(QStringLiteral("fold_0/inner_0")));
    m_window->close();
    QTRY_VERIFY(m_window->findChild<QWidget*>(QStringLiteral("closeBox")));
    click("cancelClose");
    QVERIFY(training().isRunning());
    QTRY_VERIFY(!m_window->findChild<QWidget*>(QStringLiteral("closeBox")));
    m_window->close();
    click("pauseAndQuit");
    QVERIFY(m_window->isVisible());
    QVERIFY(messages()->contains(QStringLiteral("closing")));
    QTRY_VERIFY(!m_window->isVisible());
    QCOMPARE(training().state(), State::Stopped);
}

void TestWindow::offersToResume() {
    m_engine->unfinished =
        UnfinishedRun{{"run-007", "thorough", "2026-11-03T09:30:00Z", "running", {}}, "2026-11-03T10:02:00Z"};
    m_engine->unfinished->epoch = EpochEvent{"fold_1/inner_2", 40, 100, 1, 0.3, {}, 1};
    openProject();
    QTRY_VERIFY(messages()->contains(QStringLiteral("recovery")));
    const QString text = messages()->textOf(QStringLiteral("recovery"));
    QVERIFY2(text.contains(QStringLiteral("run-007")) && text.contains(QStringLiteral("interrupted"))
                 && text.contains(QStringLiteral("Fold 1")) && text.contains(QStringLiteral("epoch 41 of 100")),
             qPrintable(text));
    click("resumeRun");
    QVERIFY(training().isRunning());
    QTRY_COMPARE_WITH_TIMEOUT(training().state(), State::Done, 20000);
    QVERIFY(m_engine->lastWasResume);
    QCOMPARE(m_engine->lastRunId, std::string("run-007"));
    QCOMPARE(m_engine->lastPreset, std::string("thorough"));
    QVERIFY(!messages()->contains(QStringLiteral("recovery")));
}

void TestWindow::discardsAfterAsking() {
    m_engine->unfinished =
        UnfinishedRun{{"run-007", "quick", "2026-11-03T09:30:00Z", "stopped", {}}, "2026-11-03T10:02:00Z"};
    openProject();
    QTRY_VERIFY(messages()->textOf(QStringLiteral("recovery")).contains(QStringLiteral("was stopped")));
    click("discardRun");
    QCOMPARE(m_engine->discarded.load(), 0);
    click("keepRun");
    QVERIFY(messages()->textOf(QStringLiteral("recovery")).contains(QStringLiteral("was stopped")));
    click("discardRun");
    click("confirmDiscard");
    QTRY_COMPARE(m_engine->discarded.load(), 1);
    QTRY_VERIFY(!m_window->project().isBusy());
    QVERIFY(!messages()->contains(QStringLiteral("recovery")));
}

void TestWindow::misclassifiedFilter() {
    openProject();
    training().start("quick");
    QTRY_COMPARE_WITH_TIMEOUT(training().state(), State::Done, 20000);
    m_window->goTo(MainWindow::Results);
    click("chipWrong");
    QCOMPARE(predictions()->model()->rowCount(), 4);
    QTest::keyClicks(find<QLineEdit>("predictionSearch"), QStringLiteral("no such case"));
    QCOMPARE(predictions()->model()->rowCount(), 0);
    QVERIFY(!predictions()->isVisible()); // a sentence stands there instead
}

void TestWindow::showsTheScanOfACase() {
    openProject();
    training().start("quick");
    QTRY_COMPARE_WITH_TIMEOUT(training().state(), State::Done, 20000);
    m_window->goTo(MainWindow::Results);
    auto* panel = find<QWidget>("viewerPanel");
    QVERIFY(!panel->isVisible());
    m_window->activateWindow(); // the key after the next goes to who has the focus
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    predictions()->setCurrentIndex(predictions()->model()->index(0, 0));
    QTest::keyClick(predictions(), Qt::Key_Return);
    QTRY_COMPARE(find<QLabel>("viewerTitle")->text(), QStringLiteral("case-0001"));
    QVERIFY(panel->isVisible());
    QTest::keyClick(find<QWidget>("axialView"), Qt::Key_Down, Qt::ControlModifier);
    QTRY_COMPARE(find<QLabel>("viewerTitle")->text(), QStringLiteral("case-0002"));
    click("showScan");
    QVERIFY(!panel->isVisible());
}

void TestWindow::addsMoreScans() {
    openProject();
    QVERIFY(find<QAbstractButton>("addMoreScans")->isVisible());
    click("addMoreScans");
    auto* dialog = m_window->findChild<AddScansDialog*>();
    QVERIFY(dialog && dialog->isVisible());
    const auto button = [&dialog](const char* name) {
        return dialog->findChild<QAbstractButton*>(QLatin1String(name));
    };
    QVERIFY(!button("addToProject")->isEnabled());
    dialog->addScans({QStringLiteral("/scans")});
    QTRY_VERIFY(button("addToProject")->isEnabled());
    QTest::qWait(50);
    test::keepPicture(dialog, "add-scans");
    QTest::keyClick(dialog->findChild<QLineEdit*>(QStringLiteral("seriesSearch")), Qt::Key_Return);
    QVERIFY(dialog->isVisible() && m_engine->made.empty());
    m_engine->createError = Error("FIL-004", "The disk is full.");
    QTest::mouseClick(button("addToProject"), Qt::LeftButton);
    QTRY_VERIFY(dialog->findChild<QWidget*>(QStringLiteral("message_error")));
    m_engine->createError.reset();
    QTest::mouseClick(button("addToProject"), Qt::LeftButton);
    QTRY_COMPARE(m_window->project().snapshot().cases.size(), std::size_t{28}); // five series, one known
    QCOMPARE(m_engine->made.back(), std::string("add 5"));
    QTRY_VERIFY(messages()->textOf(kSavedKey).contains(QLatin1String("4 case(s) were added")));
    QVERIFY(messages()->textOf(kSavedKey).contains(QLatin1String("1 series were in the project already.")));
    // Scans that are dropped on the page go the same way.
    m_window->open({QStringLiteral("/scans/more")});
    QTRY_VERIFY(m_window->findChild<AddScansDialog*>() && m_window->findChild<AddScansDialog*>()->isVisible());
    dialog = m_window->findChild<AddScansDialog*>();
    QTRY_VERIFY(button("addToProject")->isEnabled());
    QTest::mouseClick(button("addScansCancel"), Qt::LeftButton);
    QTRY_VERIFY(!m_window->findChild<AddScansDialog*>());
    QCOMPARE(m_window->project().snapshot().cases.size(), std::size_t{28});
}

void TestWindow::checksADevice() {
    m_window->findChild<QAction*>(QStringLiteral("actionPreferences"))->trigger();
    find<PreferencesDialog>("preferences")->showPage(PreferencesDialog::Computing);
    auto* device = find<QComboBox>("device");
    device->setCurrentIndex(device->findData(QStringLiteral("cuda")));
    click("checkDevice");
    QTRY_VERIFY(find<QLabel>("deviceReport")->text().contains(QStringLiteral("DEV-001")));
    QCOMPARE(m_preferences->device(), DeviceChoice{}); // what does not work is not used
    find<PreferencesDialog>("preferences")->setTorch(path("libtorch.zip"));
    QTRY_COMPARE(find<QLineEdit>("torchFolder")->text(), path("libtorch"));
    device->setCurrentIndex(0);
    click("checkDevice");
    QTRY_VERIFY(find<QLabel>("deviceReport")->text().contains(QStringLiteral("2.13.0")));
    QCOMPARE(pathToQt(m_preferences->device().torch), path("libtorch"));
    click("closePreferences");
}

void TestWindow::triesTheSample() {
    click("homeSample");
    QTRY_VERIFY(training().isRunning() || training().state() == State::Done);
    QTRY_COMPARE_WITH_TIMEOUT(training().state(), State::Done, 20000);
    QTRY_VERIFY(messages()->textOf(QStringLiteral("sample")).contains(QStringLiteral("never seen")));
    click("classifySample");
    QTRY_COMPARE(m_window->findChild<QStackedWidget*>()->currentIndex(), int(MainWindow::Classify));
    QCOMPARE(m_engine->saved.size(), std::size_t(1));
    QTRY_VERIFY(!m_window->classifying().isBusy());
}

// Every control that takes a click or a key says what it is, under a name of its own.
void TestWindow::allControlsHaveNames() {
    m_engine->unfinished =
        UnfinishedRun{{"run-007", "quick", "2026-11-03T09:30:00Z", "running", {}}, "2026-11-03T10:02:00Z"};
    openProject();
    QTRY_VERIFY(messages()->contains(QStringLiteral("recovery")));
    QSet<QString> seen;
    int checked = 0;
    const QList<QWidget*> all = m_window->findChildren<QWidget*>();
    for (QWidget* widget : all) {
        const bool isInner = widget->objectName().startsWith(QLatin1String("qt_"));
        const bool isControl = qobject_cast<QAbstractButton*>(widget) || qobject_cast<QLineEdit*>(widget)
                               || qobject_cast<QComboBox*>(widget) || qobject_cast<QAbstractItemView*>(widget)
                               || qobject_cast<QProgressBar*>(widget) || qobject_cast<LossChart*>(widget)
                               || qobject_cast<CurveChart*>(widget) || qobject_cast<QAbstractSpinBox*>(widget)
                               || qobject_cast<QTabWidget*>(widget);
        // Parts of Qt's own composite widgets: the clear button of a line edit, the corner of a table, header views.
        bool isPartOfControl = false;
        for (QWidget* parent = widget->parentWidget(); parent && !isPartOfControl; parent = parent->parentWidget())
            isPartOfControl = qobject_cast<QLineEdit*>(parent) || qobject_cast<QAbstractItemView*>(parent)
                              || qobject_cast<QComboBox*>(parent) || qobject_cast<QMenuBar*>(parent)
                              || qobject_cast<QTabBar*>(parent) || parent->inherits("QComboBoxPrivateContainer");
        if (!isControl || isInner || isPartOfControl || widget->inherits("QHeaderView"))
            continue;
        ++checked;
        const QByteArray where = widget->metaObject()->className() + QByteArray(" ") + widget->objectName().toUtf8();
        QVERIFY2(!widget->objectName().isEmpty(), where.constData());
        QVERIFY2(!widget->accessibleName().isEmpty(), where.constData());
        QVERIFY2(!seen.contains(widget->objectName()), where.constData());
        seen.insert(widget->objectName());
    }
    QVERIFY2(checked >= 20, qPrintable(QString::number(checked)));
}

void TestWindow::eventLoopStaysResponsive() {
    m_engine->cases = 200;
    m_engine->stepsPerEpoch = 12;
    m_engine->stepMs = 2;
    openProject();
    m_window->goTo(MainWindow::Training);
    QTest::qWait(100); // the first paint of a page is not the training's
    EventLoopGap gap;
    training().start("balanced");
    QTRY_COMPARE_WITH_TIMEOUT(training().state(), State::Done, 60000);
    const double largest = gap.largestMs();
    qInfo("largest event-loop gap while training (fake engine): %.1f ms", largest);
    // Under 100 ms on a quiet machine; a busy one may take the processor away for longer, a blocked window takes
    // seconds.
    QVERIFY2(largest < 1000, qPrintable(QString::number(largest)));
}

void TestWindow::speaksChinese() {
    m_window.reset();
    QVERIFY(installTranslations(*qApp, QStringLiteral("zh_CN")));
    makeWindow();
    openProject();
    QCOMPARE(find<QAbstractButton>("railTraining")->text(), QStringLiteral("训练"));
    QVERIFY(find<QAbstractButton>("startTraining")->text().contains(QStringLiteral("开始训练")));
    const QList<QTranslator*> translators = qApp->findChildren<QTranslator*>();
    for (QTranslator* translator : translators)
        QCoreApplication::removeTranslator(translator);
}

QTEST_MAIN(TestWindow)
#include "tst_window.moc"
