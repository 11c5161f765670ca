// SPDX-License-Identifier: Apache-2.0
#include "tests/ui/fake_window_test.h"
#include "ui/classify/verdict_list_model.h"
#include "ui/common/message_area.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QClipboard>
#include <QFile>
#include <QLabel>
#include <QListView>
#include <QStackedWidget>
#include <QTest>

using namespace nidus;
using namespace nidus::ui;

/// The Classify place by its drops, buttons and keys, with a classifier that answers at once.
class TestClassify : public test::FakeWindowTest {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        renew();
        Dialogs dialogs;
        dialogs.chooseProject = [this](QWidget*) { return path("p.nidus"); };
        dialogs.chooseClassifier = [this](QWidget*) { return path("nodules.nidusmodel"); };
        dialogs.chooseScans = [this](QWidget*) { return QStringList{path("a.nii"), path("b.nii")}; };
        dialogs.chooseScanFolder = [this](QWidget*) { return path("series"); };
        dialogs.chooseTarget = [this](QWidget*, const QString& kind, const QString&) { return path("out.") + kind; };
        showWindow(dialogs);
    }

    void cleanup() { m_window.reset(); }

    void needsNoProject() {
        click("railClassify");
        QCOMPARE(place(), int(MainWindow::Classify));
        QVERIFY(find<QWidget>("dropZone")->isVisible());
        QVERIFY(!find<QAbstractButton>("addScanFiles")->isEnabled());
        QVERIFY(!find<QAbstractButton>("saveVerdicts")->isEnabled());
        QVERIFY(find<QLabel>("classifierLine")->text().contains(QStringLiteral("No classifier")));
    }

    void dropsOfClassifierAndScansGiveCards() {
        drop(m_window.get(), {path("nodules.nidusmodel")});
        QTRY_VERIFY(m_window->classifying().classifier());
        QCOMPARE(place(), int(MainWindow::Classify));
        QVERIFY(find<QLabel>("classifierLine")->text().contains(QStringLiteral("48 case")));
        m_window->goTo(MainWindow::Home);
        drop(m_window.get(), {path("a.nii"), path("strange.nii"), path("damaged.dcm")});
        QCOMPARE(place(), int(MainWindow::Classify));
        QTRY_COMPARE(rows().rowCount(), 3);
        QVERIFY(!find<QWidget>("dropZone")->isVisible());
        const QString first = words(0), second = words(1), third = words(2);
        QVERIFY2(first.contains(QStringLiteral("a.nii. Model output: malignant 0.94")), qPrintable(first));
        QVERIFY2(first.contains(QStringLiteral("Like the training cases")), qPrintable(first));
        QVERIFY2(first.contains(QStringLiteral("Above 0.90 for malignant: at most 4.5 %")), qPrintable(first));
        QVERIFY2(second.contains(QStringLiteral("do not rely")) && second.contains(QStringLiteral("OOD-002")),
                 qPrintable(second));
        QVERIFY2(third.contains(QStringLiteral("not classified")) && third.contains(QStringLiteral("DCM-002")),
                 qPrintable(third));
    }

    void showsTheScanAndWhatCounted() {
        drop(m_window.get(), {path("nodules.nidusmodel")});
        drop(m_window.get(), {path("a.nii"), path("damaged.dcm"), path("b.nii")});
        QTRY_COMPARE(rows().rowCount(), 3);
        auto* views = find<QWidget>("classify_viewerPanel");
        QVERIFY(!views->isVisible());
        click("showVerdictScan");
        QVERIFY(views->isVisible());
        auto* title = find<QLabel>("classify_viewerTitle");
        QTRY_COMPARE(title->text(), QStringLiteral("a.nii"));
        QVERIFY(!find<QWidget>("classify_networkView")->isVisible()); // there is no prepared case
        click("classify_showInfluence");
        QTRY_VERIFY(find<QAbstractButton>("classify_influencePeak")->isEnabled());
        QCOMPARE(m_engine->lastExplained, std::string("a.nii"));
        auto* list = find<QListView>("verdictList");
        list->setCurrentIndex(rows().index(1, 0)); // b.nii: what was refused stands last
        QTRY_COMPARE(title->text(), QStringLiteral("b.nii"));
        QTRY_VERIFY(find<QAbstractButton>("classify_influencePeak")->isEnabled());
        QCOMPARE(m_engine->lastExplained, std::string("b.nii"));
        list->setCurrentIndex(rows().index(2, 0));
        QTRY_COMPARE(title->text(), QStringLiteral("No scan is shown"));
        click("showVerdictScan");
        QVERIFY(!views->isVisible());
    }

    void scansWaitForAClassifier() {
        drop(m_window.get(), {path("a.nii")});
        QCOMPARE(place(), int(MainWindow::Classify));
        QVERIFY(messages()->contains(QStringLiteral("error")));
        QCOMPARE(rows().rowCount(), 0);
        click("chooseForWaiting");
        QTRY_COMPARE(rows().rowCount(), 1);
        QVERIFY(!messages()->contains(QStringLiteral("error")));
    }

    void aBrokenClassifierIsExplained() {
        m_engine->classifierError = Error("CLF-002", "A digest differs.");
        drop(m_window.get(), {path("nodules.nidusmodel")});
        QTRY_VERIFY(messages()->textOf(QStringLiteral("error")).contains(QStringLiteral("CLF-002")));
        QVERIFY(!m_window->classifying().classifier());
    }

    void buttonsAddSaveAndClear() {
        click("railClassify");
        click("chooseClassifier");
        QTRY_VERIFY(find<QAbstractButton>("addScanFiles")->isEnabled());
        click("addScanFiles");
        QTRY_COMPARE(rows().rowCount(), 2);
        click("addScanFolder");
        QTRY_COMPARE(rows().rowCount(), 3);
        QTRY_VERIFY(find<QAbstractButton>("saveVerdicts")->isEnabled());
        click("saveVerdicts");
        QTRY_VERIFY(messages()->contains(QStringLiteral("saved")));
        QFile table(path("out.csv"));
        QVERIFY(table.open(QIODevice::ReadOnly));
        QCOMPARE(table.readLine().trimmed(),
                 QByteArray("input,prediction,p_benign,p_malignant,zone,ood_score,ood_flag,problems"));
        QCOMPARE(table.readLine().trimmed(), QByteArray("a.nii,malignant,0.06,0.94,above,0.4,0,"));
        QTRY_VERIFY(find<QAbstractButton>("clearVerdicts")->isEnabled());
        click("clearVerdicts");
        QCOMPARE(rows().rowCount(), 0);
        QVERIFY(find<QWidget>("dropZone")->isVisible());
    }

    void copiesTheSelectedCards() {
        drop(m_window.get(), {path("nodules.nidusmodel"), path("a.nii"), path("b.nii")});
        QTRY_COMPARE(rows().rowCount(), 2);
        list()->setFocus();
        QTest::keyClick(list(), Qt::Key_A, Qt::ControlModifier);
        QTest::keyClick(list(), Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QApplication::clipboard()->text(), words(0) + QStringLiteral("\n\n") + words(1));
    }

    void stopKeepsWhatWasSaid() {
        m_engine->waitsInClassify = true;
        drop(m_window.get(), {path("nodules.nidusmodel"), path("a.nii"), path("b.nii")});
        QTRY_COMPARE(rows().rowCount(), 1);
        QVERIFY(m_window->classifying().isClassifying());
        click("jobStop");
        QTRY_VERIFY(!m_window->classifying().isBusy());
        QCOMPARE(rows().rowCount(), 1);
        QVERIFY(!m_window->classifying().isWaiting());
    }

    void closingStopsFirst() {
        m_engine->waitsInClassify = true;
        drop(m_window.get(), {path("nodules.nidusmodel"), path("a.nii")});
        QTRY_VERIFY(m_window->classifying().isClassifying());
        m_window->close();
        QTRY_VERIFY(!m_window->isVisible());
    }

    void aFinishedRunBecomesAClassifier() {
        QVERIFY(QDir().mkpath(path("p.nidus")));
        drop(m_window.get(), {path("p.nidus")});
        QTRY_VERIFY(m_window->project().isOpen());
        m_window->training().start("quick");
        QTRY_COMPARE_WITH_TIMEOUT(m_window->training().state(), TrainingViewModel::State::Done, 20000);
        m_window->goTo(MainWindow::Results);
        QTRY_VERIFY(find<QAbstractButton>("saveClassifier")->isEnabled());
        click("saveClassifier");
        QTRY_VERIFY(messages()->contains(QStringLiteral("saved")));
        QCOMPARE(m_engine->saved.front().filename().string(), std::string("out.nidusmodel"));
        click("useClassifier");
        QTRY_VERIFY(m_window->classifying().classifier());
        QCOMPARE(place(), int(MainWindow::Classify));
    }

    void theModelKeepsTheRules() {
        VerdictListModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.reset(m_engine->classifier().info);
        model.add(Problem{"DCM-002", Severity::Blocker, "The file ends too early.", "x"});
        CasePrediction prediction;
        prediction.input = "y";
        prediction.prediction = "benign";
        prediction.probabilities = {{"benign", 0.7}, {"malignant", 0.3}};
        model.add(prediction);
        QCOMPARE(model.rowCount(), 2);
        QVERIFY(VerdictListModel::zoneText(prediction, model.info()).isEmpty());
        model.reset({});
        QCOMPARE(model.rowCount(), 0);
    }

private:
    [[nodiscard]] int place() const { return m_window->findChild<QStackedWidget*>()->currentIndex(); }
    [[nodiscard]] QListView* list() const { return find<QListView>("verdictList"); }
    [[nodiscard]] QAbstractItemModel& rows() const { return *list()->model(); }
    [[nodiscard]] QString words(int row) const { return rows().index(row, 0).data().toString(); }
    [[nodiscard]] MessageArea* messages() const { return m_window->findChild<MessageArea*>(); }
};

QTEST_MAIN(TestClassify)
#include "tst_classify.moc"
