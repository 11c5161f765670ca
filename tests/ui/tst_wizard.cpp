// SPDX-License-Identifier: Apache-2.0
#include "core/training/recipe_fields.h"
#include "tests/support/picture.h"
#include "tests/support/workbook.h"
#include "tests/ui/fake_window_test.h"
#include "ui/main_window.h"
#include "ui/theme/theme.h"
#include "ui/training/number_box.h"
#include "ui/training/recipe_texts.h"
#include "ui/translation.h"
#include "ui/wizard/new_project_wizard.h"
#include "ui/wizard/series_table_model.h"

#include <QAbstractButton>
#include <QAbstractItemModelTester>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QDropEvent>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QPointer>
#include <QRadioButton>
#include <QTabBar>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <memory>
#include <set>

using namespace nidus;
using namespace nidus::ui;

/// From Home to a training by the wizard alone: clicks, drops and keys.
class TestWizard : public test::FakeWindowTest {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        renew();
        m_table = QStringLiteral("labels.csv");
        Dialogs dialogs;
        dialogs.chooseScanFolder = [](QWidget*) { return QStringLiteral("/scans"); };
        dialogs.chooseScans = [](QWidget*) { return QStringList{QStringLiteral("/scans/a.nii")}; };
        dialogs.chooseTable = [this](QWidget*) { return m_folder->filePath(m_table); };
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
        // The folder whose names several cases share was taken at once.
        QTRY_COMPARE(lastMade(), std::string("folders 1"));
        QCOMPARE(m_engine->made.front(), std::string("create 肺.nidus 5"));
        QTRY_VERIFY(button("wizardNext")->isEnabled());
        QVERIFY2(button("chip_1")->text().startsWith(QStringLiteral("benign"))
                     && button("chip_1")->text().endsWith(QLatin1Char('3')),
                 qPrintable(button("chip_1")->text()));
        QTest::qWait(50);
        test::keepPicture(m_wizard, "wizard-labels");
        click(m_wizard, "wizardNext");
        QVERIFY(!button("wizardNext")->isEnabled());
        drop(m_wizard, QStringLiteral("/models/fold_0"));
        QTRY_COMPARE(lastMade(), std::string("model fold_0"));
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
        QTRY_COMPARE(lastMade(), std::string("table labels.csv ID label"));
        find<QComboBox>("keyColumn")->setCurrentIndex(1);
        Q_EMIT find<QComboBox>("keyColumn")->activated(1);
        QTRY_COMPARE(lastMade(), std::string("table labels.csv Age label"));
        QVERIFY2(find<QLabel>("tableFit")->text().contains(QStringLiteral("0 of 6")),
                 qPrintable(find<QLabel>("tableFit")->text()));
    }

    void labelsFromASheetByNumber() {
        m_table = QStringLiteral("随访.xlsx");
        test::writeZip(path("随访.xlsx").toStdString(),
                       test::workbookParts({{"说明", test::sheetRows({{"Note", "Text"}})},
                                            {"标签", test::sheetRows({{"ID", "Gleason"}, {"ID0000", "7"}})}}));
        toLabels();
        click(m_wizard, "chooseTable");
        QTRY_COMPARE(lastMade(), std::string("table 随访.xlsx Note Text of 说明"));
        auto* sheet = find<QComboBox>("tableSheet");
        QVERIFY(sheet->isVisible());
        QVERIFY(!button("cutWanted")->isVisible()); // texts
        sheet->setCurrentIndex(1);
        Q_EMIT sheet->activated(1);
        QTRY_COMPARE(lastMade(), std::string("table 随访.xlsx ID Gleason of 标签"));
        QVERIFY(!button("cutWanted")->isChecked()); // four numbers may be classes
        button("cutWanted")->click();
        QTRY_COMPARE(lastMade(), std::string("table 随访.xlsx ID Gleason of 标签 from 7"));
        QCOMPARE(find<QLabel>("cutCounts")->text(),
                 QStringLiteral("3 row(s) at or above, 2 below, 1 without a number"));
        find<QDoubleSpinBox>("cutValue")->setValue(9);
        QTRY_COMPARE(lastMade(), std::string("table 随访.xlsx ID Gleason of 标签 from 9"));
        QVERIFY(find<QLabel>("cutCounts")->text().startsWith(QLatin1String("1 row")));
        QTest::qWait(50);
        test::keepPicture(m_wizard, "wizard-labels-table");
    }

    void labelsFromTheDicomHeader() {
        toLabels();
        auto* tag = find<QComboBox>("dicomTag");
        QVERIFY(tag->isVisible() && !tag->isEnabled());
        button("labelFromTag")->click();
        QTRY_COMPARE(lastMade(), std::string("tag PatientSex"));
        QVERIFY(find<QLabel>("labelProblems")->text().contains(QLatin1String("LBL-012")));
        const std::size_t before = m_engine->made.size();
        tag->lineEdit()->selectAll();
        QTest::keyClicks(tag->lineEdit(), QStringLiteral("0010,0040"));
        QTest::keyClick(tag->lineEdit(), Qt::Key_Return);
        QTRY_COMPARE(lastMade(), std::string("tag 0010,0040"));
        QCOMPARE(m_engine->made.size(), before + 1);
        QCOMPARE(m_wizard->currentId(), 1); // Return went into the field
    }

    void labelsByHand() {
        toLabels();
        auto* table = find<QTableView>("caseTable");
        table->setFocus();
        table->selectRow(0);
        QTest::keyClick(table, Qt::Key_2);
        QTRY_VERIFY(!m_wizard->model().isBusy() && m_engine->edits);
        QCOMPARE(m_engine->edits->cases.at("case-0001").label, std::string("malignant"));
        QTest::keyClick(table, Qt::Key_Return);
        QTest::keyClick(table, Qt::Key_0);
        QTRY_VERIFY(!m_wizard->model().isBusy() && m_engine->edits->cases.contains("case-0002"));
        QVERIFY(m_engine->edits->cases.at("case-0002").label.empty());
        QTest::keyClick(table, Qt::Key_Z, Qt::ControlModifier);
        QTest::keyClick(table, Qt::Key_Z, Qt::ControlModifier);
        QTRY_VERIFY(!m_wizard->model().isBusy());
        QCOMPARE(m_engine->edits->cases.at("case-0001").label, std::string("benign"));
        QCOMPARE(m_engine->edits->cases.at("case-0002").label, std::string("malignant"));
        click(m_wizard, "chipAdd");
        QTest::keyClicks(find<QLineEdit>("className"), QStringLiteral("other"));
        QTest::keyClick(find<QLineEdit>("className"), Qt::Key_Return);
        QTRY_VERIFY(!m_wizard->model().isBusy() && m_engine->edits->classes.size() == 3);
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
        find<QTabBar>("recipeViews")->setCurrentIndex(1);
        auto* text = find<QPlainTextEdit>("recipeText");
        QVERIFY(text->isVisible());
        QTest::qWait(50);
        test::keepPicture(m_wizard, "wizard-advanced-text");
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

    // The form and the text are one recipe: what is changed in one stands in the other.
    void settingsInTheForm() {
        toSettings();
        click(m_wizard, "recipeAdvanced");
        auto* text = find<QPlainTextEdit>("recipeText");
        auto* dropout = find<NumberBox>("field_dropout");
        auto* reset = find<QAbstractButton>("reset_dropout");
        QVERIFY(!dropout->isVisible()); // groups are closed at first
        click(m_wizard, "group_0");
        QVERIFY(dropout->isVisible() && !reset->isVisible());
        type(dropout, "0.45");
        QVERIFY2(text->toPlainText().contains(QStringLiteral("\"dropout\": 0.45")), qPrintable(text->toPlainText()));
        QVERIFY(reset->isVisible());
        QVERIFY(button("group_0")->text().contains(QLatin1Char('1')));
        QVERIFY(find<QLineEdit>("recipeCommand")->text().endsWith(QStringLiteral("--recipe recipe.json")));
        QTest::qWait(50);
        test::keepPicture(find<QWidget>("recipeForm"), "wizard-advanced");
        type(dropout, "7");
        QVERIFY(find<QLabel>("help_dropout")->text().contains(QStringLiteral("must lie between 0.0 and 0.99")));
        QVERIFY(find<QLabel>("recipeError")->text().contains(QStringLiteral("TRN-004")));
        QVERIFY(!button("wizardNext")->isEnabled());
        QTest::mouseClick(reset, Qt::LeftButton);
        QCOMPARE(dropout->value(), 0.3);
        QVERIFY(find<QLabel>("recipeError")->text().isEmpty() && button("wizardNext")->isEnabled());
        QVERIFY(!reset->isVisible());
        text->setPlainText(
            QString(text->toPlainText()).replace(QStringLiteral("\"batch\": 4"), QStringLiteral("\"batch\": 2")));
        QCOMPARE(find<NumberBox>("field_batch")->value(), 2.0);
        text->setPlainText(QStringLiteral("{"));
        QVERIFY(!dropout->isEnabled()); // the form cannot show that
        click(m_wizard, "recipeReset");
        QVERIFY(dropout->isEnabled());
        QCOMPARE(find<NumberBox>("field_batch")->value(), 4.0);
    }

    void everyKindOfKnobInTheForm() {
        toSettings();
        click(m_wizard, "recipeAdvanced");
        auto* text = find<QPlainTextEdit>("recipeText");
        const auto recipe = [text] { return recipeFromJson(text->toPlainText().toStdString()); };
        find<QLineEdit>("fieldSearch")->setText(QStringLiteral("epochs"));
        QVERIFY(find<QWidget>("addPhase")->isVisible() && !find<QWidget>("field_dropout")->isVisible());
        QTest::qWait(20); // what was hidden gets its size a moment later
        click(m_wizard, "addPhase");
        QVERIFY((recipe().phases == std::vector<UnfreezePhase>{{1, 5}, {2, 3}, {3, 3}}));
        type(find<NumberBox>("phaseEpochs_2"), "9");
        QTest::qWait(20);
        click(m_wizard, "removePhase_0");
        QVERIFY((recipe().phases == std::vector<UnfreezePhase>{{2, 3}, {3, 9}}));
        QTest::keyClick(find<QLineEdit>("fieldSearch"), Qt::Key_Return);
        QCOMPARE(m_wizard->currentId(), 3); // Enter searches, and does not go to the next step
        find<QLineEdit>("fieldSearch")->clear();
        for (const char* group : {"group_0", "group_1", "group_2", "group_3"})
            click(m_wizard, group);
        QTest::qWait(20);
        QTest::mouseClick(find<QAbstractButton>("field_augmentation.mirror_axes_2"), Qt::LeftButton);
        QCOMPARE(recipe().augmentation.mirrorAxes, std::vector<int>{2});
        auto* penalties = find<QLineEdit>("field_probe_penalties");
        penalties->setFocus();
        penalties->setText(QStringLiteral("0.5, 2"));
        QTest::keyClick(penalties, Qt::Key_Tab);
        QCOMPARE(recipe().probePenalties, (std::vector<double>{0.5, 2}));
        penalties->setFocus();
        penalties->setText(QStringLiteral("0.5 much"));
        QTest::keyClick(penalties, Qt::Key_Tab);
        QVERIFY(find<QLabel>("recipeError")->text().contains(QStringLiteral("probe_penalties")));
        QCOMPARE(penalties->text(), QStringLiteral("0.5 much"));
        penalties->setFocus();
        penalties->setText(QStringLiteral("1"));
        QTest::keyClick(penalties, Qt::Key_Tab);
        auto* optimizer = find<QComboBox>("field_optimizer");
        optimizer->setCurrentIndex(1);
        Q_EMIT optimizer->activated(1);
        QVERIFY(recipe().optimizer == Optimizer::Sgd);
        type(find<NumberBox>("field_head_learning_rate"), "3e-5");
        QCOMPARE(recipe().headLearningRate, 3e-5);
        auto* chooses = find<QAbstractButton>("field_select_epochs");
        click(m_wizard, "group_4");
        QTest::qWait(20);
        QTest::mouseClick(chooses, Qt::LeftButton); // then "keep" may not be "best"
        QVERIFY(find<QLabel>("help_select_epochs")->text().contains(QStringLiteral("keep")));
        QVERIFY(!chooses->isChecked() && !button("wizardNext")->isEnabled());
        auto* keep = find<QComboBox>("field_keep");
        keep->setCurrentIndex(2);
        Q_EMIT keep->activated(2);
        QVERIFY(button("wizardNext")->isEnabled());
        QVERIFY(recipe().keep == Keep::Finetuned && !recipe().selectEpochs);
    }

    // The slices of a case before and after the augmentation; "Another" and other settings give other ones.
    void augmentationIsPreviewed() {
        toSettings();
        click(m_wizard, "recipeAdvanced");
        click(m_wizard, "group_3");
        const auto picture = [this](int number) {
            return find<QLabel>(qPrintable(QStringLiteral("preview_%1").arg(number)))->pixmap().toImage();
        };
        const auto pictures = [&] { return QList{picture(1), picture(2), picture(3), picture(4), picture(5)}; };
        QTRY_VERIFY(!picture(5).isNull());
        const QImage original = picture(0);
        QVERIFY(std::ranges::any_of(pictures(), [&](const QImage& image) { return image != original; }));
        QTest::qWait(50);
        test::keepPicture(find<QWidget>("recipeForm"), "wizard-augmentation");
        const auto before = pictures();
        click(m_wizard, "anotherPreview");
        QTRY_VERIFY(pictures() != before);
        QCOMPARE(picture(0), original);
        click(m_wizard, "field_augmentation.enabled");
        QTRY_VERIFY(pictures() == QList<QImage>(5, original));
        QVERIFY(find<QLabel>("previewCaption_3")->text().contains(QStringLiteral("unchanged")));
    }

    void everyKnobIsInTheForm() {
        std::set<std::string> spoken;
        for (const FieldText& text : fieldTexts()) {
            QVERIFY2(spoken.insert(text.key).second, text.key.c_str());
            QVERIFY(!text.name.isEmpty() && !text.help.isEmpty());
        }
        std::set<std::string> fields;
        for (const RecipeField& field : recipeFields())
            fields.insert(field.key);
        QVERIFY(spoken == fields);
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
    /// Into a field that has a value, and Enter.
    static void type(QWidget* into, const char* text) {
        into->setFocus();
        QTest::keyClick(into, Qt::Key_A, Qt::ControlModifier);
        QTest::keyClicks(into, QLatin1String(text));
        QTest::keyClick(into, Qt::Key_Return);
    }
    /// What the engine did last, in words; empty while it is at work, when it may not be looked at.
    [[nodiscard]] std::string lastMade() const {
        return m_wizard->model().isBusy() ? std::string() : m_engine->made.back();
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
    QString m_table;
};

QTEST_MAIN(TestWizard)
#include "tst_wizard.moc"
