// SPDX-License-Identifier: Apache-2.0
#include "tests/support/picture.h"
#include "tests/ui/fake_window_test.h"
#include "ui/main_window.h"
#include "ui/theme/theme.h"
#include "ui/translation.h"
#include "ui/wizard/new_project_wizard.h"
#include "ui/wizard/series_table_model.h"

#include <QAbstractButton>
#include <QAbstractItemModelTester>
#include <QComboBox>
#include <QDropEvent>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QPointer>
#include <QRadioButton>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

using namespace nidus;
using namespace nidus::ui;

/// From Home to a training by the wizard alone: clicks, drops and keys.
class TestWizard : public test::FakeWindowTest {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        renew();
        Dialogs dialogs;
        dialogs.chooseScanFolder = [](QWidget*) { return QStringLiteral("/scans"); };
        dialogs.chooseScans = [](QWidget*) { return QStringList{QStringLiteral("/scans/a.nii")}; };
        dialogs.chooseTable = [this](QWidget*) { return path("labels.csv"); };
        dialogs.chooseModel = [](QWidget*) { return QStringLiteral("/models/checkpoint_final.pth"); };
        dialogs.chooseModelFolder = [](QWidget*) { return QStringLiteral("/models/Dataset001"); };
        dialogs.chooseTarget = [this](QWidget*, const QString& kind, const QString&) { return path("肺.") + kind; };
        showWindow(dialogs);
        click(m_window.get(), "homeNew");
        m_wizard = m_window->findChild<NewProjectWizard*>();
        QVERIFY(m_wizard);
    }

    void cleanup() {
        m_window.reset();
        m_engine.reset();
    }

    /// Other languages and colours are for pictures; the checks hold for English alone.
    void initTestCase() {
        if (const QString language = qEnvironmentVariable("NIDUS_LANGUAGE"); !language.isEmpty())
            installTranslations(*qApp, language);
        applyScheme(*qApp, schemeFromName(qEnvironmentVariable("NIDUS_COLOURS", QStringLiteral("light"))));
    }

    void fromScansToTraining() {
        test::keepPicture(m_wizard, "wizard-empty");
        QVERIFY(!button("wizardNext")->isEnabled());
        drop(m_wizard, QStringLiteral("/scans"));
        QTRY_COMPARE(series()->rowCount(), 6);
        QTRY_VERIFY(!m_wizard->model().isBusy());
        QTest::qWait(50);
        test::keepPicture(m_wizard, "wizard-scans");
        click(m_wizard, "changePlace");
        QCOMPARE(find<QLineEdit>("projectPlace")->text(), path("肺.nidus"));
        click(m_wizard, "wizardNext");
        QTRY_VERIFY(m_wizard->currentId() == 1);
        QCOMPARE(m_engine->made.front(), std::string("create 肺.nidus 5"));
        // The folder whose names several cases share was taken at once.
        QTRY_COMPARE(m_engine->made.back(), std::string("folders 1"));
        QTRY_VERIFY(button("wizardNext")->isEnabled());
        QVERIFY2(button("chip_1")->text().startsWith(QStringLiteral("benign"))
                     && button("chip_1")->text().endsWith(QLatin1Char('3')),
                 qPrintable(button("chip_1")->text()));
        QTest::qWait(50);
        test::keepPicture(m_wizard, "wizard-labels");
        click(m_wizard, "wizardNext");
        QVERIFY(!button("wizardNext")->isEnabled());
        drop(m_wizard, QStringLiteral("/models/fold_0"));
        QTRY_COMPARE(m_engine->made.back(), std::string("model fold_0"));
        QTRY_VERIFY(button("wizardNext")->isEnabled());
        QVERIFY(find<QLabel>("modelCard")->text().contains(QStringLiteral("Dataset042_Nodules")));
        QTRY_VERIFY(m_wizard->findChild<QLabel*>(QStringLiteral("check_MOD-002")));
        QVERIFY(find<QLabel>("check_MOD-002")->text().contains(QStringLiteral("4.0"))); // 5 mm for 1.25 mm
        QVERIFY(find<QLabel>("check_MOD-001")->text().contains(QStringLiteral("CT")));
        QTest::qWait(50);
        test::keepPicture(m_wizard, "wizard-model");
        click(m_wizard, "wizardNext");
        QTRY_VERIFY(!find<QLabel>("note_balanced")->text().isEmpty());
        QTest::qWait(50);
        test::keepPicture(m_wizard, "wizard-settings");
        click(m_wizard, "wizardNext");
        QTest::qWait(50);
        test::keepPicture(m_wizard, "wizard-start");
        QVERIFY(find<QLabel>("wizardSummary")->text().contains(QStringLiteral("5")));
        click(m_wizard, "wizardFinish");
        QTRY_COMPARE_WITH_TIMEOUT(m_window->training().state(), TrainingViewModel::State::Done, 20000);
        QCOMPARE(m_engine->lastPreset, std::string("balanced"));
        QVERIFY(m_window->windowTitle().startsWith(QStringLiteral("肺")));
    }

    void labelsFromATable() {
        QFile table(path("labels.csv"));
        QVERIFY(table.open(QIODevice::WriteOnly));
        table.write("ID,Age,label\nID0000,40,benign\n");
        table.close();
        toLabels();
        m_wizard->findChild<QRadioButton*>(QStringLiteral("labelFromTable"))->click();
        click(m_wizard, "chooseTable");
        QTRY_COMPARE(m_engine->made.back(), std::string("table labels.csv ID label"));
        QTRY_VERIFY(!m_wizard->model().isBusy());
        find<QComboBox>("keyColumn")->setCurrentIndex(1);
        Q_EMIT find<QComboBox>("keyColumn")->activated(1);
        QTRY_COMPARE(m_engine->made.back(), std::string("table labels.csv Age label"));
        QTRY_VERIFY(!m_wizard->model().isBusy());
        QVERIFY2(find<QLabel>("tableFit")->text().contains(QStringLiteral("0 of 6")),
                 qPrintable(find<QLabel>("tableFit")->text()));
    }

    void labelsByHand() {
        toLabels();
        auto* table = find<QTableView>("caseTable");
        table->setFocus();
        table->selectRow(0);
        QTest::keyClick(table, Qt::Key_2);
        QTRY_VERIFY(m_engine->edits && !m_wizard->model().isBusy());
        QCOMPARE(m_engine->edits->cases.at("case-0001").label, std::string("malignant"));
        QTest::keyClick(table, Qt::Key_Return);
        QTest::keyClick(table, Qt::Key_0);
        QTRY_VERIFY(m_engine->edits->cases.contains("case-0002") && !m_wizard->model().isBusy());
        QVERIFY(m_engine->edits->cases.at("case-0002").label.empty());
        QTest::keyClick(table, Qt::Key_Z, Qt::ControlModifier);
        QTest::keyClick(table, Qt::Key_Z, Qt::ControlModifier);
        QTRY_VERIFY(!m_wizard->model().isBusy());
        QCOMPARE(m_engine->edits->cases.at("case-0001").label, std::string("benign"));
        QCOMPARE(m_engine->edits->cases.at("case-0002").label, std::string("malignant"));
        click(m_wizard, "chipAdd");
        QTest::keyClicks(find<QLineEdit>("className"), QStringLiteral("other"));
        QTest::keyClick(find<QLineEdit>("className"), Qt::Key_Return);
        QTRY_COMPARE(m_engine->edits->classes.size(), std::size_t{3});
        QCOMPARE(m_wizard->currentId(), 1); // Enter went into the field, not to the next step
    }

    void blockedSeriesStayOutAndOthersCanBeLeftOut() {
        drop(m_wizard, QStringLiteral("/scans"));
        QTRY_COMPARE(series()->rowCount(), 6);
        const QAbstractItemModelTester tester(series(), QAbstractItemModelTester::FailureReportingMode::QtTest);
        const QModelIndex first = series()->index(0, 0), blocked = series()->index(5, 0);
        QVERIFY(!series()->setData(blocked, Qt::Checked, Qt::CheckStateRole));
        QVERIFY(series()->setData(first, Qt::Unchecked, Qt::CheckStateRole));
        QCOMPARE(m_wizard->model().series().includedCount(), 4);
        QVERIFY(series()->index(5, SeriesTableModel::Problems).data().toString().contains(QStringLiteral("DCM-017")));
    }

    void settingsByHand() {
        toSettings();
        auto* command = find<QLineEdit>("recipeCommand");
        QVERIFY2(command->text().endsWith(QStringLiteral("--preset balanced")), qPrintable(command->text()));
        click(m_wizard, "judgeHoldout");
        QVERIFY2(command->text().endsWith(QStringLiteral("--preset balanced --holdout 0.2")),
                 qPrintable(command->text()));
        click(m_wizard, "preset_quick");
        QVERIFY(command->text().contains(QStringLiteral("--preset quick --holdout 0.2")));
        click(m_wizard, "preset_balanced");
        click(m_wizard, "recipeAdvanced");
        auto* text = find<QPlainTextEdit>("recipeText");
        QVERIFY(text->isVisible());
        QTest::qWait(50);
        test::keepPicture(m_wizard, "wizard-advanced");
        const QString whole = text->toPlainText();
        text->setPlainText(
            QString(whole).replace(QStringLiteral("\"dropout\": 0.3"), QStringLiteral("\"dropout\": 7")));
        QVERIFY(find<QLabel>("recipeError")->text().contains(QStringLiteral("TRN-004")));
        QVERIFY(!button("wizardNext")->isEnabled());
        text->setPlainText(
            QString(whole).replace(QStringLiteral("\"dropout\": 0.3"), QStringLiteral("\"dropout\": 0.5")));
        QVERIFY(find<QLabel>("recipeError")->text().isEmpty());
        QVERIFY(command->text().endsWith(QStringLiteral("--recipe recipe.json")));
        QVERIFY(button("wizardNext")->isEnabled());
        click(m_wizard, "wizardNext");
        click(m_wizard, "wizardFinish");
        QTRY_COMPARE_WITH_TIMEOUT(m_window->training().state(), TrainingViewModel::State::Done, 20000);
        QVERIFY(m_engine->lastRecipe);
        QCOMPARE(m_engine->lastRecipe->dropout, 0.5);
        QCOMPARE(m_engine->lastRecipe->holdout, 0.2);
    }

    void visitedStepsCanBeReached() {
        toSettings();
        QVERIFY(!button("step_5")->isEnabled());
        click(m_wizard, "step_2");
        QTRY_COMPARE(m_wizard->currentId(), 1);
        click(m_wizard, "step_2");
        QVERIFY(button("step_2")->isChecked());
        click(m_wizard, "step_4");
        QTRY_COMPARE(m_wizard->currentId(), 3);
    }

    void failuresAreSaidAndNothingIsLost() {
        m_engine->scanError = Error("DCM-050", "It does not exist.");
        click(m_wizard, "wizardAddFolder");
        QTRY_VERIFY(m_wizard->findChild<QWidget*>(QStringLiteral("message_wizardError")));
        m_engine->scanError.reset();
        click(m_wizard, "wizardAddFiles");
        QTRY_COMPARE(series()->rowCount(), 6);
        m_engine->createError = Error("PRJ-001", "The folder is not empty.");
        click(m_wizard, "wizardNext");
        QTRY_VERIFY(m_wizard->findChild<QWidget*>(QStringLiteral("message_wizardError")));
        QCOMPARE(m_wizard->currentId(), 0);
        m_engine->createError.reset();
        click(m_wizard, "wizardNext");
        QTRY_VERIFY(m_wizard->currentId() == 1);
        QTRY_VERIFY(button("wizardNext")->isEnabled());
        click(m_wizard, "wizardNext");
        m_engine->modelError = Error("MDL-001", "There is no model here.");
        click(m_wizard, "chooseModelFile");
        QTRY_VERIFY(m_wizard->findChild<QWidget*>(QStringLiteral("message_wizardError")));
        QVERIFY(!button("wizardNext")->isEnabled());
    }

    void closingStopsTheScan() {
        m_engine->foundSeries = 1000;
        m_engine->scanBatchMs = 5;
        drop(m_wizard, QStringLiteral("/scans"));
        QTRY_VERIFY(series()->rowCount() > 0);
        QVERIFY(button("stopScan")->isVisible());
        const QPointer<QWidget> wizard(m_wizard); // is deleted when it is closed
        click(m_wizard, "wizardCancel");
        QTRY_VERIFY(!wizard || !wizard->isVisible());
        QVERIFY(!m_window->project().isOpen());
    }

    void closingEarlyKeepsTheProject() {
        toLabels();
        click(m_wizard, "wizardCancel");
        QTRY_VERIFY(m_window->project().isOpen());
        QCOMPARE(m_engine->trained.load(), 0);
    }

private:
    template <class Widget>
    Widget* find(const char* name) const {
        auto* widget = m_wizard->findChild<Widget*>(QLatin1String(name));
        if (!widget)
            qFatal("no widget named %s", name);
        return widget;
    }
    [[nodiscard]] QAbstractButton* button(const char* name) const { return find<QAbstractButton>(name); }
    static void click(const QWidget* in, const char* name) {
        auto* widget = in->findChild<QAbstractButton*>(QLatin1String(name));
        if (!widget)
            qFatal("no button named %s", name);
        QTest::mouseClick(widget, Qt::LeftButton);
    }
    [[nodiscard]] QAbstractItemModel* series() const { return find<QTableView>("seriesTable")->model(); }
    void toLabels() {
        drop(m_wizard, QStringLiteral("/scans"));
        QTRY_COMPARE(series()->rowCount(), 6);
        click(m_wizard, "wizardNext");
        QTRY_VERIFY(m_wizard->currentId() == 1);
        QTRY_VERIFY(!m_wizard->model().isBusy() && m_engine->isLabelled);
    }
    void toSettings() {
        toLabels();
        click(m_wizard, "wizardNext");
        drop(m_wizard, QStringLiteral("/models/fold_0"));
        QTRY_VERIFY(button("wizardNext")->isEnabled());
        click(m_wizard, "wizardNext");
        QTRY_COMPARE(m_wizard->currentId(), 3);
    }
    static void drop(QWidget* on, const QString& file) {
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(file)});
        QDragEnterEvent enter(QPoint(200, 200), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(on, &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent event(QPointF(200, 200), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(on, &event);
    }

    NewProjectWizard* m_wizard = nullptr;
};

QTEST_MAIN(TestWizard)
#include "tst_wizard.moc"
