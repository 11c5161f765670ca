// SPDX-License-Identifier: Apache-2.0
#include "tests/support/picture.h"
#include "tests/ui/fake_window_test.h"
#include "ui/charts/loss_chart.h"
#include "ui/common/event_loop_gap.h"
#include "ui/common/message_area.h"
#include "ui/main_window.h"
#include "ui/training/commentary.h"
#include "ui/training/epoch_table_model.h"
#include "ui/training/held_cases_model.h"
#include "ui/training/run_curves.h"

#include <QAbstractButton>
#include <QAbstractItemModelTester>
#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QElapsedTimer>
#include <QLabel>
#include <QSignalSpy>
#include <QSlider>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <memory>

using namespace nidus;
using namespace nidus::ui;
using State = TrainingViewModel::State;

namespace {

/// What a run of many epochs leaves behind: per fold two inner fits and a refit.
std::vector<RunEvent> longHistory(int folds, int epochs, int steps) {
    std::vector<RunEvent> events;
    for (int fold = 0; fold < folds; ++fold)
        for (const char* fit : {"inner_0", "inner_1", "refit"}) {
            std::string name = "fold_";
            name.append(std::to_string(fold)).append("/").append(fit);
            for (int epoch = 0, step = 0; epoch < epochs; ++epoch) {
                for (int k = 0; k < steps; ++k, ++step)
                    events.push_back(StepEvent{name,
                                               epoch,
                                               step,
                                               epochs,
                                               std::exp(-step * 1e-4) + 0.1 * std::sin(step),
                                               {{"head", 1e-4, 1, 1}, {"stage_4", 1e-5, 1, 1}, {"stage_3", 0, 0, 0}},
                                               {},
                                               {}});
                EpochEvent end{name, epoch, epochs, 1, std::exp(-epoch * 1e-3), {}, 0.1};
                if (*fit == 'i') {
                    end.validationLoss = 0.5 + 0.1 * std::cos(epoch * 0.01) + 0.01 * fold;
                    end.validationAuc = 0.8;
                }
                events.push_back(end);
            }
        }
    return events;
}

double medianOf(std::vector<double> values) {
    std::ranges::sort(values);
    return values[values.size() / 2];
}

FitCurves curvesWith(const std::vector<EpochPoint>& epochs) {
    FitCurves curves;
    for (std::size_t i = 0; i < epochs.size(); ++i)
        curves.addEpoch(static_cast<int>(i), epochs[i]);
    return curves;
}

} // namespace

class TestTraining : public test::FakeWindowTest {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        renew();
        showWindow();
    }
    void cleanup() {
        m_window.reset();
        m_engine.reset();
    }

    void theRunThatWasAskedForLastIsRead() {
        const ui::Services services = m_engine->services();
        ui::TrainingViewModel training(services);
        QSignalSpy read(&training, &ui::TrainingViewModel::curvesRead);
        for (const char* name : {"one", "two"}) { // the second while the first is being read
            ui::ProjectSnapshot project;
            project.folder = name;
            project.runs.emplace_back().id = name;
            training.setProject(project);
        }
        QTRY_COMPARE(read.size(), 3); // none, none, those of the second
        QCOMPARE(training.shownRun(), std::string("two"));
    }

    void stepsLieInTheirEpoch() {
        FitCurves curves(4); // assumed; the epochs turn out to have five steps
        for (int k = 0; k < 3; ++k)
            curves.addStep(0, k, 1.0, {});
        QCOMPARE(curves.training().back().x, 2.5 / 4);
        for (int k = 3; k < 5; ++k)
            curves.addStep(0, k, 1.0, {});
        QCOMPARE(curves.training().back().x, 4.5 / 5); // never beyond the epoch
        curves.addEpoch(0, {1, 0.7});
        curves.addStep(1, 5, 1.0, {});
        QCOMPARE(curves.training().front().x, 0.5 / 5);
        QCOMPARE(curves.training().back().x, 1 + 0.5 / 5);
        QCOMPARE(curves.validation().front(), (CurvePoint{1, 0.7}));
    }

    void smoothingIsTheMeanOfWhatWasSeen() {
        FitCurves curves(4);
        for (int k = 0; k < 8; ++k)
            curves.addStep(k / 4, k, 2.0, {});
        for (const CurvePoint& point : curves.smoothedTraining())
            QVERIFY(std::abs(point.y - 2.0) < 1e-12);
        FitCurves jump(2);
        jump.addStep(0, 0, 1.0, {});
        jump.addStep(0, 1, 0.0, {}); // weights 1/2 and 1/4 of 3/4
        QVERIFY(std::abs(jump.smoothedTraining().back().y - 1.0 / 3) < 1e-12);
        QCOMPARE(jump.smoothedTraining(0), jump.training());
    }

    void bestEpochAndOpenings() {
        FitCurves curves(1);
        QVERIFY(!curves.bestValidation());
        const double losses[] = {0.6, 0.4, 0.5};
        for (int epoch = 0; epoch < 3; ++epoch) {
            curves.addStep(epoch, epoch, 1,
                           {{QStringLiteral("head"), 1e-4}, {QStringLiteral("stage_5"), epoch < 2 ? 0 : 1e-4}});
            curves.addEpoch(epoch, {1, losses[epoch]});
        }
        QCOMPARE(*curves.bestValidation(), (CurvePoint{2, 0.4}));
        const std::vector<OpeningMark> expected{{0, QStringLiteral("head")}, {2, QStringLiteral("stage_5")}};
        QCOMPARE(curves.openings(), expected);
        QCOMPARE(curves.rates().at(QStringLiteral("stage_5")).back(), (CurvePoint{2.5, 1e-4}));
    }

    void aResumedFitReplacesItsSteps() {
        FitCurves curves(2);
        for (int step = 0; step < 6; ++step) {
            curves.addStep(step / 2, step, step, {{QStringLiteral("head"), 1e-4}});
            if (step % 2 == 1)
                curves.addEpoch(step / 2, {1, 0.5});
        }
        curves.addStep(1, 2, 9, {{QStringLiteral("head"), 1e-4}});
        QCOMPARE(curves.training().size(), std::size_t(3));
        QCOMPARE(curves.training().back(), (CurvePoint{1.25, 9}));
        QCOMPARE(curves.rates().at(QStringLiteral("head")).size(), std::size_t(3));
        QCOMPARE(curves.validation().size(), std::size_t(1));
    }

    void theClockOfAFit() {
        FitCurves curves(2);
        curves.addStep(0, 0, 1, {});
        QVERIFY(!FitClock(curves).isKnown());
        curves.addEpoch(0, {1, 0.5, {}, 10});
        curves.addEpoch(1, {1, 0.4, {}, 30});
        const FitClock clock(curves);
        QVERIFY(clock.isKnown());
        QCOMPARE(clock.secondsAt(0), 0.0);
        QCOMPARE(clock.secondsAt(0.5), 5.0);
        QCOMPARE(clock.secondsAt(1), 10.0);
        QCOMPARE(clock.secondsAt(1.5), 25.0);
        QCOMPARE(clock.secondsAt(2), 40.0);
        QCOMPARE(clock.secondsAt(3), 70.0); // as long as the one before it
        QCOMPARE(clock.placed({{0.5, 7}}), (std::vector<CurvePoint>{{5, 7}}));
    }

    // The same curves by epoch and by time; both can be looked at.
    void theAxisTellsTheTime() {
        open();
        training().start("balanced");
        QTRY_COMPARE_WITH_TIMEOUT(training().state(), State::Done, 20000);
        m_window->goTo(MainWindow::Training);
        QTRY_VERIFY(find<QComboBox>("chartAxis")->isEnabled());
        auto* plot = find<QWidget>("lossPlot");
        QTest::qWait(60); // what changed is drawn a moment later
        const QImage byEpoch = plot->grab().toImage();
        find<QComboBox>("chartAxis")->setCurrentIndex(1);
        QTest::qWait(60);
        test::keepPicture(m_window.get(), "training-by-time");
        QVERIFY(plot->grab().toImage() != byEpoch);
        find<QComboBox>("chartAxis")->setCurrentIndex(0);
        QTest::qWait(60);
        QCOMPARE(plot->grab().toImage(), byEpoch);
    }

    void bandsSpanTheFits() {
        RunCurves run;
        const auto loss = [&run](const char* fit, int epoch, double value) {
            run.at(QLatin1String(fit), 2).addEpoch(epoch, {0, value});
        };
        loss("fold_0/inner_0", 0, 0.6);
        QVERIFY(bandOf(run, &EpochPoint::validationLoss).mean.empty()); // one fit is no range
        loss("fold_0/inner_1", 0, 0.4);
        loss("fold_1/inner_0", 0, 0.2);
        const CurveBand band = bandOf(run, &EpochPoint::validationLoss);
        QCOMPARE(band.low.front(), (CurvePoint{1, 0.2}));
        QCOMPARE(band.high.front(), (CurvePoint{1, 0.6}));
        QVERIFY(std::abs(band.mean.front().y - 0.4) < 1e-12);
    }

    void thinningKeepsExtremes() {
        std::vector<CurvePoint> points;
        for (int i = 0; i < 10000; ++i)
            points.push_back({static_cast<double>(i), i == 5003 ? 7.0 : std::sin(i * 0.01)});
        const auto few = thinned(points, 200);
        QVERIFY(few.size() <= 200);
        QVERIFY(std::ranges::find(few, CurvePoint{5003, 7.0}) != few.end());
        QVERIFY(std::ranges::is_sorted(few, {}, &CurvePoint::x));
        QCOMPARE(thinned(few, 200), few);
    }

    void curvesInWords() {
        QVERIFY(commentary(FitCurves()).isEmpty());
        QVERIFY(commentary(curvesWith({{0.5}})).first().contains(QStringLiteral("none is held back")));
        const QString rising =
            commentary(curvesWith({{0.6, 0.5}, {0.5, 0.4}, {0.4, 0.45}, {0.3, 0.5}, {0.2, 0.55}})).join(u' ');
        QVERIFY2(rising.contains(QStringLiteral("over-fitting")) && rising.contains(QStringLiteral("since epoch 2"))
                     && rising.contains(QStringLiteral("in 1 of the last 4")),
                 qPrintable(rising));
        const std::vector<EpochPoint> still(6, {0.5, 0.4});
        QVERIFY(commentary(curvesWith(still)).join(u' ').contains(QStringLiteral("Neither loss has moved")));
        QVERIFY(!commentary(curvesWith({{0.6, 0.5}, {0.5, 0.4}, {0.4, 0.3}})).join(u' ').contains(u"over-fitting"));
    }

    void modelsKeepTheRules() {
        HeldCasesModel cases;
        ClassTableModel classes;
        EpochTableModel epochs;
        const QAbstractItemModelTester first(&cases), second(&classes), third(&epochs);
        cases.setClasses({"benign", "malignant"});
        classes.setClasses({"benign", "malignant"});
        std::vector<EpochEvent::Held> held;
        for (int i = 0; i < 9; ++i)
            held.push_back({"c" + std::string(1, static_cast<char>('0' + i)), i < 6 ? 0 : 1, {0.7, 0.3}});
        cases.setHeld("fold_0/inner_0", held);
        classes.setHeld(held);
        QCOMPARE(cases.rowCount(), 6);
        QCOMPARE(cases.index(1, HeldCasesModel::CaseId).data().toString(), QStringLiteral("c6")); // classes in turn
        QCOMPARE(classes.index(0, ClassTableModel::Sensitivity).data().toString(), QLocale().toString(1.0, 'f', 2));
        QCOMPARE(classes.index(1, ClassTableModel::Sensitivity).data().toString(), QLocale().toString(0.0, 'f', 2));
        held[6].probabilities = {0.1, 0.9};
        cases.setHeld("fold_0/inner_0", held);
        QCOMPARE(cases.index(1, HeldCasesModel::OfTrueClass).data().toString(), QLocale().toString(0.9, 'f', 2));
        const FitCurves curves = curvesWith({{0.6, 0.5, 0.9}, {0.5, {}, {}}});
        epochs.setCurves(&curves);
        QCOMPARE(epochs.rowCount(), 2);
        QCOMPARE(epochs.index(1, EpochTableModel::HeldLoss).data().toString(), QStringLiteral("–"));
    }

    // A run of 1,000 epochs in five folds: the page is there at once, and drawing it takes no time that one sees.
    void aLongRunOpensQuickly() {
        m_engine->history = longHistory(5, 1000, 10);
        m_engine->trained = 1; // the project has a run
        m_engine->lastPreset = "balanced";
        EventLoopGap gap;
        open();
        QTRY_VERIFY(chart()->fit(QStringLiteral("fold_4/refit")));
        QElapsedTimer clock;
        clock.start();
        m_window->goTo(MainWindow::Training);
        chart()->refresh();
        QApplication::processEvents();
        chart()->grab();
        const auto opened = clock.elapsed();
        QCOMPARE(chart()->run().fits.size(), std::size_t(15));
        QCOMPARE(chart()->fit(QStringLiteral("fold_0/inner_0"))->training().size(), std::size_t(10000));
        auto* plot = m_window->findChild<QWidget*>(QStringLiteral("lossPlot"));
        std::vector<double> repaints;
        for (int i = 0; i < 30; ++i) {
            clock.start();
            chart()->refresh();
            QApplication::processEvents(); // draws the curves anew
            plot->repaint();
            repaints.push_back(static_cast<double>(clock.nsecsElapsed()) / 1e6);
        }
        std::printf("long run: page open in %lld ms, repaint %.1f ms (median), largest gap %.0f ms\n",
                    static_cast<long long>(opened), medianOf(repaints), gap.largestMs());
        QVERIFY2(opened < 2000 && medianOf(repaints) < 160, "ten times what is asked for on a quiet machine");
    }

    void pausesAndGoesOn() {
        m_engine->stopAfterSteps = 25;
        open();
        m_window->goTo(MainWindow::Training);
        click("startTraining");
        QTRY_VERIFY(chart()->fit(QStringLiteral("fold_0/inner_1")));
        click("pauseTraining");
        QTRY_COMPARE(training().state(), State::Stopped);
        QCOMPARE(find<QLabel>("trainingState")->text(), QStringLiteral("Paused"));
        QTRY_VERIFY(!m_window->project().isBusy());
        QVERIFY(!messages()->contains(QStringLiteral("recovery"))); // the page itself offers it
        QVERIFY(find<QAbstractButton>("resumeTraining")->isVisible());
        m_engine->stopAfterSteps = -1;
        click("resumeTraining");
        QVERIFY(chart()->fit(QStringLiteral("fold_0/inner_0"))); // what was seen stays
        QTRY_COMPARE_WITH_TIMEOUT(training().state(), State::Done, 20000);
        QVERIFY(m_engine->lastWasResume && !m_engine->lastWasFinish);
        QCOMPARE(chart()->fit(QStringLiteral("fold_0/inner_0"))->training().size(), std::size_t(20));
    }

    void endsWithWhatIsThere() {
        m_engine->stopAfterSteps = 25;
        open();
        click("startTraining");
        QTRY_VERIFY(chart()->fit(QStringLiteral("fold_0/inner_1")));
        m_engine->stopAfterSteps = -1;
        find<QAction>("finishTraining")->trigger();
        QTRY_COMPARE_WITH_TIMEOUT(training().state(), State::Done, 20000);
        QVERIFY(m_engine->lastWasFinish);
        QCOMPARE(m_engine->lastRunId, std::string("run-001"));
    }

    void discardsWhatIsRunning() {
        m_engine->stopAfterSteps = 25;
        open();
        click("startTraining");
        QTRY_VERIFY(chart()->fit(QStringLiteral("fold_0/inner_1")));
        find<QAction>("discardTraining")->trigger();
        QTRY_VERIFY(messages()->contains(QStringLiteral("discard")));
        QCOMPARE(m_engine->discarded.load(), 0);
        QTRY_VERIFY(!m_window->project().isBusy());
        click("confirmDiscard");
        QTRY_COMPARE(m_engine->discarded.load(), 1);
        QVERIFY(!training().canGoOn());
    }

    // What is queued starts by itself once the run of the moment has its result, in order.
    void queuedRunsFollowEachOther() {
        m_engine->stopAfterSteps = 25;
        open();
        m_window->goTo(MainWindow::Training);
        QVERIFY(!find<QAbstractButton>("queueTraining")->isVisible());
        click("startTraining");
        QTRY_VERIFY(chart()->fit(QStringLiteral("fold_0/inner_1")));
        QVERIFY(find<QAbstractButton>("queueTraining")->isVisible());
        for (const char* preset : {"queue_quick", "queue_thorough", "queue_balanced"})
            find<QAction>(preset)->trigger();
        QVERIFY(find<QLabel>("queued_1")->text().contains(QStringLiteral("Thorough")));
        QTest::qWait(60);
        test::keepPicture(m_window.get(), "training-queue");
        click("removeQueued_1");
        QVERIFY(find<QLabel>("queued_1")->text().contains(QStringLiteral("Balanced")));
        m_engine->stopAfterSteps = -1;
        QTRY_COMPARE_WITH_TIMEOUT(m_engine->trained.load(), 3, 20000);
        QCOMPARE(m_engine->presets, (std::vector<std::string>{"balanced", "quick", "balanced"}));
        QTRY_COMPARE(training().state(), State::Done);
        QVERIFY(!find<QWidget>("runQueue")->isVisible());
    }

    // A run that was paused or has failed may still be gone on with: the queue waits.
    void theQueueWaitsForAPausedRun() {
        m_engine->stopAfterSteps = 25;
        open();
        click("startTraining");
        QTRY_VERIFY(chart()->fit(QStringLiteral("fold_0/inner_1")));
        find<QAction>("queue_quick")->trigger();
        QVERIFY(!find<QWidget>("startQueued")->isVisibleTo(find<QWidget>("runQueue")));
        click("pauseTraining");
        QTRY_COMPARE(training().state(), State::Stopped);
        QTRY_VERIFY(!m_window->project().isBusy());
        QTest::qWait(50);
        QCOMPARE(training().state(), State::Stopped);
        m_engine->stopAfterSteps = -1;
        m_window->goTo(MainWindow::Training);
        click("startQueued");
        QTRY_COMPARE_WITH_TIMEOUT(m_engine->trained.load(), 1, 20000);
        QCOMPARE(m_engine->lastPreset, std::string("quick"));
    }

    // What waits belongs to the project: it is there again after a restart, and nothing starts by itself.
    void theQueueSurvivesARestart() {
        m_engine->stopAfterSteps = 25;
        open();
        click("startTraining");
        QTRY_VERIFY(chart()->fit(QStringLiteral("fold_0/inner_1")));
        for (const char* preset : {"queue_quick", "queue_thorough", "queue_balanced"})
            find<QAction>(preset)->trigger();
        click("removeQueued_1");
        showWindow(); // another program
        QCOMPARE(m_engine->queue, (std::vector<std::string>{"quick", "balanced"}));
        QVERIFY(!find<QWidget>("runQueue")->isVisibleTo(m_window.get()));
        open();
        m_window->goTo(MainWindow::Training);
        QVERIFY(find<QLabel>("queued_0")->text().contains(QStringLiteral("Quick")));
        QVERIFY(find<QLabel>("queued_1")->text().contains(QStringLiteral("Balanced")));
        QTest::qWait(60);
        test::keepPicture(m_window.get(), "training-queue-again");
        QCOMPARE(training().state(), State::Idle);
        m_engine->stopAfterSteps = -1;
        click("startQueued");
        QTRY_COMPARE_WITH_TIMEOUT(m_engine->trained.load(), 2, 20000);
        QTRY_COMPARE(training().state(), State::Done);
        m_window.reset();
        QVERIFY(m_engine->queue.empty());
    }

    void aQueueThatIsNotKeptSaysSo() {
        m_engine->stopAfterSteps = 25;
        m_engine->queueError = Error("FIL-004", "The disk is full.");
        open();
        click("startTraining");
        find<QAction>("queue_quick")->trigger();
        QTRY_VERIFY(messages()->textOf(QStringLiteral("error")).contains(QStringLiteral("The disk is full")));
        QVERIFY(find<QLabel>("queued_0")); // it waits nevertheless
    }

    void aFailureSaysWhatCanBeDone() {
        m_engine->trainError = Error("FIL-004", "The disk is full. Free 3 GB.");
        open();
        training().start("balanced");
        QTRY_COMPARE(training().state(), State::Failed);
        QVERIFY(messages()->textOf(QStringLiteral("error")).contains(QStringLiteral("up to the last epoch is saved")));
        QTRY_VERIFY(!m_window->project().isBusy());
        m_engine->trainError.reset();
        click("tryAgain");
        QTRY_COMPARE_WITH_TIMEOUT(training().state(), State::Done, 20000);
        QVERIFY(m_engine->lastWasResume);
        QVERIFY(!messages()->contains(QStringLiteral("error")));
    }

    void theChartCanBeLookedAtInOtherWays() {
        open();
        training().start("balanced");
        QTRY_COMPARE_WITH_TIMEOUT(training().state(), State::Done, 20000);
        m_window->goTo(MainWindow::Training);
        QTRY_COMPARE(find<QComboBox>("chartFit")->count(), 2 * 4 + 1);
        QTest::keyClick(find<QComboBox>("chartFit"), Qt::Key_Down);
        QCOMPARE(chart()->shownFit(), QStringLiteral("fold_0/inner_0"));
        click("chartLogarithmic");
        find<QSlider>("chartSmoothing")->setValue(0);
        click("chartAsTable");
        QVERIFY(find<QTableView>("epochTable")->isVisible());
        QCOMPARE(find<QTableView>("epochTable")->model()->rowCount(), 4);
        QVERIFY(!chart()->isVisible());
        QVERIFY(chart()->accessibleDescription().contains(QStringLiteral("AUC")));
        QVERIFY(find<QLabel>("trainingNow")->text().contains(QStringLiteral("Best so far")));
        QCOMPARE(find<QTableView>("heldCases")->model()->rowCount(), 6);
    }

private:
    void open() { openProject(); }
    [[nodiscard]] LossChart* chart() const { return find<LossChart>("lossChart"); }
    [[nodiscard]] MessageArea* messages() const { return m_window->findChild<MessageArea*>(); }
    [[nodiscard]] TrainingViewModel& training() const { return m_window->training(); }
};

QTEST_MAIN(TestTraining)
#include "tst_training.moc"
