// SPDX-License-Identifier: Apache-2.0
#include "tests/support/picture.h"
#include "tests/ui/fake_services.h"
#include "ui/charts/curve_chart.h"
#include "ui/common/qt_convert.h"
#include "ui/results/confusion_model.h"
#include "ui/results/prediction_table_model.h"
#include "ui/results/results_page.h"
#include "ui/results/results_view_model.h"
#include "ui/results/selection.h"
#include "ui/settings/preferences.h"
#include "ui/viewer/viewer_model.h"

#include <QAbstractButton>
#include <QAbstractItemModelTester>
#include <QApplication>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFileInfo>
#include <QLabel>
#include <QMenu>
#include <QSignalSpy>
#include <QSlider>
#include <QTabWidget>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <memory>

using namespace nidus;
using namespace nidus::ui;

namespace {

enum Tab { CasesTab, ConfusionTab, RankingTab, CalibrationTab, ThresholdTab, SubgroupsTab, CompareTab };

/// Cases in turn of each class; every fifth is taken for the next class.
RunResult resultOf(const std::vector<std::string>& classes, int cases) {
    RunResult result;
    result.runId = "run-001";
    result.kept = {"probe", "probe"};
    const auto count = static_cast<int>(classes.size());
    for (int i = 0; i < cases; ++i) {
        Prediction row;
        row.caseId = test::fakeCase(i, true).id;
        row.label = i % count;
        row.fold = i / count % 2;
        const double sure = 0.52 + 0.4 * ((i * 7) % 11) / 11.0;
        const int favoured = i % 5 == 4 ? (row.label + 1) % count : row.label;
        for (int k = 0; k < count; ++k)
            row.probabilities.push_back(k == favoured ? sure : (1 - sure) / (count - 1));
        result.predictions.push_back(row);
    }
    result.evaluation = evaluate(result.predictions, classes, count == 2 ? 1 : -1, {});
    result.probe = result.evaluation;
    return result;
}

} // namespace

class TestResults : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }
    void init();
    void cleanup();
    void selectionIsOneForAll();
    void confusionModelSpeaks();
    void confusionCellChoosesItsCases();
    void confusionByKeyboard();
    void severalCells();
    void escapeAndButtonShowAllCases();
    void thresholdChangesWhatIsPredicted();
    void reportedThresholds();
    void draggingTheOperatingPoint();
    void stepsByKeys();
    void chosenCasesGoWithTheRule();
    void calibrationBinChoosesItsCases();
    void thresholdTable();
    void assumedPrevalence();
    void chipsPickCases();
    void subgroups();
    void comparesWithAnotherRun();
    void comparesThreeRuns();
    void comparisonThatCannotBe();
    void threeClassesInChinese();
    void oneClassOnly();
    void nothingYet();
    void liveTrainingHasNoTabs();
    void labelByKey();
    void saysWhatChangedSince();
    void chartsAreSaved_data();
    void chartsAreSaved();

private:
    template <class Widget>
    Widget* find(const char* name) const {
        auto* widget = m_page->findChild<Widget*>(QLatin1String(name));
        if (!widget)
            qFatal("no widget named %s", name);
        return widget;
    }
    void show(const RunResult& result) { m_model->show(result); }
    void goTo(Tab tab) { find<QTabWidget>("resultsTabs")->setCurrentIndex(tab); }
    void click(const char* name) { QTest::mouseClick(find<QAbstractButton>(name), Qt::LeftButton); }
    void clickCell(const char* table, int row, int column, Qt::KeyboardModifiers keys = {}) {
        auto* view = find<QTableView>(table);
        QTest::mouseClick(view->viewport(), Qt::LeftButton, keys,
                          view->visualRect(view->model()->index(row, column)).center());
    }
    [[nodiscard]] QTableView* table() const { return find<QTableView>("predictionTable"); }
    [[nodiscard]] QString cell(const char* name, int row, int column) const {
        return find<QTableView>(name)->model()->index(row, column).data().toString();
    }
    void pressChart(const char* name, const CurvePoint& at) {
        auto* chart = find<CurveChart>(name);
        const QPoint place = chart->pixelOf(at);
        QTest::mouseClick(chart->childAt(place), Qt::LeftButton, {}, chart->childAt(place)->mapFrom(chart, place));
    }

    std::unique_ptr<test::FakeEngine> m_engine;
    std::unique_ptr<Services> m_services;
    std::unique_ptr<ResultsViewModel> m_model;
    std::unique_ptr<ViewerModel> m_viewer;
    QTemporaryDir m_folder;
    std::unique_ptr<Preferences> m_preferences;
    std::unique_ptr<ResultsPage> m_page;
};

void TestResults::init() {
    m_engine = std::make_unique<test::FakeEngine>();
    m_services = std::make_unique<Services>(m_engine->services());
    m_model = std::make_unique<ResultsViewModel>(*m_services);
    m_viewer = std::make_unique<ViewerModel>(*m_services);
    m_preferences = std::make_unique<Preferences>(m_folder.filePath(QStringLiteral("nidus.ini")));
    m_page = std::make_unique<ResultsPage>(*m_model, *m_viewer, *m_preferences);
    m_page->resize(1000, 700);
    m_page->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_page.get()));
}

void TestResults::cleanup() {
    m_page.reset();
    m_model.reset();
}

void TestResults::selectionIsOneForAll() {
    Selection selection;
    QSignalSpy changed(&selection, &Selection::changed);
    selection.set({QStringLiteral("a"), QStringLiteral("b")}, QStringLiteral("two"));
    selection.set({QStringLiteral("b"), QStringLiteral("a")}, QStringLiteral("two"));
    QCOMPARE(changed.count(), 1);
    QVERIFY(selection.isActive());
    selection.set({}, QStringLiteral("none"));
    QVERIFY(!selection.isActive());
    QCOMPARE(selection.text(), QString());
    QCOMPARE(changed.count(), 2);
}

void TestResults::confusionModelSpeaks() {
    ConfusionModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QCOMPARE(model.rowCount(), 0);
    model.reset({QStringLiteral("小"), QStringLiteral("大")}, {0, 0, 0, 1}, {0, 0, 1, 1},
                {{0.9, 0.1}, {0.8, 0.2}, {0.4, 0.6}, {0.1, 0.9}});
    const auto text = [&model](int row, int column) { return model.index(row, column).data().toString(); };
    QCOMPARE(text(0, 0), QStringLiteral("2"));
    QCOMPARE(text(0, 2), QStringLiteral("3"));
    QCOMPARE(text(2, 1), QStringLiteral("2"));
    QCOMPARE(text(2, 2), QStringLiteral("4"));
    model.setMeasure(ConfusionModel::Measure::ShareOfTrue);
    QCOMPARE(text(0, 1), QStringLiteral("33 %"));
    QCOMPARE(text(2, 1), QStringLiteral("50 %"));
    model.setMeasure(ConfusionModel::Measure::ShareOfPredicted);
    QCOMPARE(text(0, 1), QStringLiteral("50 %"));
    QCOMPARE(text(0, 2), QStringLiteral("75 %"));
    model.setMeasure(ConfusionModel::Measure::Probabilities);
    QCOMPARE(text(0, 0), QStringLiteral("2.1"));
    QCOMPARE(model.textOf(model.index(0, 1)), QStringLiteral("true 小 → predicted 大"));
    QCOMPARE(model.casesOf(model.index(0, 1)), std::vector<std::size_t>{2});
    QCOMPARE(model.casesOf(model.index(2, 1)), (std::vector<std::size_t>{2, 3}));
    QCOMPARE(model.casesOf(model.index(2, 2)).size(), std::size_t{4});
    model.reset({}, {}, {}, {});
    QCOMPARE(model.rowCount(), 0);
}

void TestResults::confusionCellChoosesItsCases() {
    const RunResult result = resultOf({"benign", "malignant"}, 40);
    show(result);
    goTo(ConfusionTab);
    clickCell("confusionTable", 0, 1);
    const int wrong = result.evaluation.confusion[0][1];
    QVERIFY(wrong > 0);
    QCOMPARE(table()->model()->rowCount(), wrong);
    QCOMPARE(find<QLabel>("selectionText")->text(),
             QStringLiteral("%1 case(s): true benign → predicted malignant").arg(wrong));
    for (int row = 0; row < wrong; ++row) {
        QCOMPARE(cell("predictionTable", row, PredictionTableModel::True), QStringLiteral("benign"));
        QCOMPARE(cell("predictionTable", row, PredictionTableModel::Predicted), QStringLiteral("malignant"));
    }
    QCOMPARE(find<QTabWidget>("resultsTabs")->currentIndex(), int(ConfusionTab));
    click("showSelected");
    QCOMPARE(find<QTabWidget>("resultsTabs")->currentIndex(), int(CasesTab));
}

void TestResults::confusionByKeyboard() {
    const RunResult result = resultOf({"benign", "malignant"}, 40);
    show(result);
    goTo(ConfusionTab);
    auto* confusion = find<QTableView>("confusionTable");
    confusion->setFocus();
    confusion->setCurrentIndex(confusion->model()->index(0, 0));
    QTest::keyClick(confusion, Qt::Key_Down);
    QTest::keyClick(confusion, Qt::Key_Return);
    QCOMPARE(table()->model()->rowCount(), result.evaluation.confusion[1][0]);
    QCOMPARE(find<QTabWidget>("resultsTabs")->currentIndex(), int(CasesTab));
}

void TestResults::severalCells() {
    const RunResult result = resultOf({"benign", "malignant"}, 40);
    show(result);
    goTo(ConfusionTab);
    clickCell("confusionTable", 0, 1);
    clickCell("confusionTable", 1, 0, Qt::ControlModifier);
    const auto& c = result.evaluation.confusion;
    QCOMPARE(table()->model()->rowCount(), c[0][1] + c[1][0]);
}

void TestResults::escapeAndButtonShowAllCases() {
    show(resultOf({"benign", "malignant"}, 40));
    m_model->select({0, 1, 2}, QStringLiteral("three"));
    QCOMPARE(table()->model()->rowCount(), 3);
    QVERIFY(find<QLabel>("selectionText")->isVisible());
    click("clearSelection");
    QCOMPARE(table()->model()->rowCount(), 40);
    QVERIFY(!find<QLabel>("selectionText")->isVisible());
    m_model->select({0, 1, 2}, QStringLiteral("three"));
    m_page->activateWindow();
    table()->setFocus();
    QTest::keyClick(table(), Qt::Key_Escape);
    QCOMPARE(table()->model()->rowCount(), 40);
}

void TestResults::thresholdChangesWhatIsPredicted() {
    show(resultOf({"benign", "malignant"}, 40));
    goTo(ConfusionTab);
    auto* slider = find<QSlider>("thresholdSlider");
    slider->setValue(0);
    QCOMPARE(m_model->rule().threshold, 0.0);
    QCOMPARE(cell("confusionTable", 0, 1), QStringLiteral("20")); // everybody is called malignant
    QCOMPARE(cell("confusionTable", 1, 1), QStringLiteral("20"));
    for (int row = 0; row < table()->model()->rowCount(); ++row)
        QCOMPARE(cell("predictionTable", row, PredictionTableModel::Predicted), QStringLiteral("malignant"));
    QVERIFY(find<QLabel>("thresholdNote")->text().contains(QStringLiteral("optimistic")));
    find<QDoubleSpinBox>("thresholdValue")->setValue(0.5);
    QVERIFY(!find<QLabel>("thresholdNote")->text().contains(QStringLiteral("optimistic")));
    QCOMPARE(cell("confusionTable", 2, 2), QStringLiteral("40"));
}

void TestResults::reportedThresholds() {
    const RunResult result = resultOf({"benign", "malignant"}, 60);
    const std::vector<ThresholdReport>& reports = result.evaluation.perClass[0].thresholds;
    QCOMPARE(reports.size(), std::size_t{4});
    show(result);
    goTo(ConfusionTab);
    for (std::size_t i = 0; i < reports.size(); ++i) {
        const QByteArray name = "threshold_" + QByteArray::number(static_cast<int>(i));
        click(name.constData());
        QCOMPARE(cell("confusionTable", 1, 1), QString::number(reports[i].point.truePositives));
        QCOMPARE(cell("confusionTable", 0, 1), QString::number(reports[i].point.falsePositives));
        QVERIFY(find<QAbstractButton>(name.constData())->isChecked());
        QVERIFY(!find<QLabel>("thresholdNote")->text().contains(QStringLiteral("optimistic")));
    }
    QVERIFY(find<QLabel>("thresholdNote")->text().contains(QStringLiteral("chosen on the other folds")));
}

void TestResults::draggingTheOperatingPoint() {
    show(resultOf({"benign", "malignant"}, 40));
    goTo(RankingTab);
    auto* chart = find<CurveChart>("rocChart");
    QTRY_VERIFY(chart->pixelOf({1, 0}).x() > chart->pixelOf({0, 0}).x());
    QTest::qWait(50); // axes are laid out when they are drawn
    pressChart("rocChart", {1, 1});
    QVERIFY(m_model->rule().threshold < 0.2); // everybody
    QVERIFY(!m_model->goal());
    const double everybody = chart->point()->x;
    QCOMPARE(everybody, 1.0);
    QCOMPARE(find<QDoubleSpinBox>("thresholdValue")->value(), std::round(m_model->rule().threshold * 1000) / 1000);
    pressChart("rocChart", {0, 0});
    QCOMPARE(chart->point()->x, 0.0);
    QVERIFY(m_model->rule().threshold > 0.8);
    // The same point in the other chart, where nobody is called and precision is not defined.
    QCOMPARE(find<CurveChart>("precision_recallChart")->point().has_value(), chart->point()->y > 0);
}

void TestResults::stepsByKeys() {
    show(resultOf({"benign", "malignant"}, 40));
    goTo(RankingTab);
    auto* chart = find<CurveChart>("rocChart");
    const CurvePoint before = *chart->point();
    QTest::keyClick(chart, Qt::Key_Right);
    const CurvePoint after = *chart->point();
    QVERIFY(after.x + after.y > before.x + before.y);
    QTest::keyClick(chart, Qt::Key_Left);
    QCOMPARE(*chart->point(), before);
}

void TestResults::chosenCasesGoWithTheRule() {
    show(resultOf({"benign", "malignant"}, 40));
    goTo(ConfusionTab);
    clickCell("confusionTable", 0, 1);
    QVERIFY(m_model->selection().isActive());
    m_model->setThreshold(0.9);
    QVERIFY(!m_model->selection().isActive()); // they were predicted under another rule
}

void TestResults::calibrationBinChoosesItsCases() {
    const RunResult result = resultOf({"benign", "malignant"}, 60);
    show(result);
    goTo(CalibrationTab);
    auto* bins = find<QTableView>("calibrationBins");
    const auto& curve = result.evaluation.perClass[0].calibrationCurve;
    QCOMPARE(bins->model()->rowCount(), static_cast<int>(curve.size()));
    QVERIFY(find<QLabel>("calibrationFigures")->text().contains(QStringLiteral("Brier")));
    QCOMPARE(find<CurveChart>("calibrationChart")->curves().size(), std::size_t{2});
    bins->setCurrentIndex(bins->model()->index(0, 0));
    QTest::keyClick(bins, Qt::Key_Return);
    QCOMPARE(table()->model()->rowCount(), curve[0].count);
    QCOMPARE(find<QTabWidget>("resultsTabs")->currentIndex(), int(CasesTab));
}

void TestResults::thresholdTable() {
    const RunResult result = resultOf({"benign", "malignant"}, 60);
    show(result);
    goTo(ThresholdTab);
    auto* reports = find<QTableView>("thresholdReports");
    QCOMPARE(reports->model()->rowCount(), 4);
    QCOMPARE(cell("thresholdReports", 2, 0), QStringLiteral("Sensitivity ≥ 0.9"));
    reports->setCurrentIndex(reports->model()->index(2, 0));
    QTest::keyClick(reports, Qt::Key_Return);
    QVERIFY(m_model->goal() && m_model->goal()->rule == ThresholdRule::Sensitivity);
    QTest::qWait(50);
    pressChart("thresholdChart", {0.25, 0.5});
    QVERIFY(std::abs(m_model->rule().threshold - 0.25) < 0.01);
}

void TestResults::assumedPrevalence() {
    const RunResult result = resultOf({"benign", "malignant"}, 60);
    show(result);
    goTo(ThresholdTab);
    const ThresholdReport& report = result.evaluation.perClass.front().thresholds.front();
    QCOMPARE(find<QDoubleSpinBox>("assumedPrevalence")->value(), 50.0); // as in the cases
    QVERIFY(!find<QWidget>("observedPrevalence")->isVisible());
    QCOMPARE(cell("thresholdReports", 0, 4), QLocale().toString(report.predictive.positive, 'f', 2));
    const auto curve = [this] { return find<CurveChart>("thresholdChart")->curves()[2].points; };
    const auto before = curve();
    find<QDoubleSpinBox>("assumedPrevalence")->setValue(5);
    const PredictiveValues rare =
        predictiveValues(report.point.sensitivity.value, report.point.specificity.value, 0.05);
    QCOMPARE(cell("thresholdReports", 0, 4), QLocale().toString(rare.positive, 'f', 2));
    QCOMPARE(cell("thresholdReports", 0, 5), QLocale().toString(rare.negative, 'f', 2));
    QVERIFY(curve() != before);
    test::keepPicture(m_page.get(), "results-prevalence");
    click("observedPrevalence");
    QCOMPARE(find<QDoubleSpinBox>("assumedPrevalence")->value(), 50.0);
    QVERIFY(curve() == before);
    find<QDoubleSpinBox>("assumedPrevalence")->setValue(5);
    show(resultOf({"benign", "malignant"}, 40)); // nothing is assumed of another result
    QCOMPARE(find<QDoubleSpinBox>("assumedPrevalence")->value(), 50.0);
}

void TestResults::chipsPickCases() {
    RunResult result = resultOf({"benign", "malignant"}, 24);
    result.predictions[4].probabilities = {0.05, 0.95}; // benign, and surely called malignant
    result.predictions[4].label = 0;
    show(result);
    const auto wrong = static_cast<int>(std::ranges::count_if(result.predictions, [](const Prediction& p) {
        return p.probabilities[static_cast<std::size_t>(p.label)] < 0.5;
    }));
    click("chipWrong");
    QCOMPARE(table()->model()->rowCount(), wrong);
    QVERIFY(find<QAbstractButton>("chipWrong")->text().contains(QString::number(wrong)));
    click("chipConfidentlyWrong"); // in place of the other
    QVERIFY(!find<QAbstractButton>("chipWrong")->isChecked());
    QCOMPARE(table()->model()->rowCount(), 1);
    QTRY_VERIFY(find<QAbstractButton>("chipFlagged")->isEnabled()); // as soon as it is read
    click("chipFlagged");
    QCOMPARE(table()->model()->rowCount(), 2);
    click("chipUncertain");
    QCOMPARE(table()->model()->rowCount(), 4);
    test::keepPicture(m_page.get(), "results-chips");
    click("chipUncertain");
    QCOMPARE(table()->model()->rowCount(), 24);
    click("chipConfidentlyWrong");
    m_model->setThreshold(0.97); // then that case is called benign
    QVERIFY(!find<QAbstractButton>("chipConfidentlyWrong")->isEnabled());
    QCOMPARE(table()->model()->rowCount(), 24);
}

void TestResults::subgroups() {
    show(resultOf({"benign", "malignant"}, 24));
    goTo(SubgroupsTab);
    auto* groups = find<QTableView>("subgroupTable");
    QTRY_COMPARE(groups->model()->rowCount(), 3);
    QCOMPARE(cell("subgroupTable", 0, 0), QStringLiteral("GE"));
    QCOMPARE(cell("subgroupTable", 0, 1), QStringLiteral("8"));
    QCOMPARE(cell("subgroupTable", 2, 0), QStringLiteral("not stated"));
    QVERIFY(groups->model()->index(0, 0).data(Qt::ForegroundRole).isValid()); // fewer than ten: grey
    QVERIFY(!groups->model()->index(1, 0).data(Qt::ForegroundRole).isValid());
    groups->setCurrentIndex(groups->model()->index(0, 0));
    QTest::keyClick(groups, Qt::Key_Return);
    QCOMPARE(table()->model()->rowCount(), 8);
    QCOMPARE(find<QLabel>("selectionText")->text(), QStringLiteral("8 case(s): Manufacturer of the scanner: GE"));
}

void TestResults::comparesWithAnotherRun() {
    ProjectSnapshot project = m_engine->snapshot();
    project.runs = {{"run-002", "quick", "2026-11-04T09:30:00Z", "done", {}},
                    {"run-001", "balanced", "2026-11-03T09:30:00Z", "done", {}},
                    {"run-000", "quick", "2026-11-02T09:30:00Z", "stopped", {}}};
    m_model->setProject(project);
    QTRY_VERIFY(m_model->result().has_value());
    goTo(CompareTab);
    auto* others = find<QComboBox>("compareRun");
    QCOMPARE(others->count(), 2); // itself and what is not finished are no choice
    others->setCurrentIndex(1);
    QTRY_VERIFY(m_model->comparison(0).has_value());
    QCOMPARE(find<QTableView>("comparisonTable")->model()->rowCount(), 3);
    QCOMPARE(find<QTableView>("comparisonTable")->model()->headerData(2, Qt::Horizontal).toString(),
             QStringLiteral("run-001"));
    QVERIFY(!cell("comparisonTable", 0, 4).isEmpty());
}

void TestResults::comparesThreeRuns() {
    ProjectSnapshot project = m_engine->snapshot();
    for (const char* id : {"run-003", "run-002", "run-001"})
        project.runs.push_back({id, "quick", "2026-11-04T09:30:00Z", "done", {}});
    m_model->setProject(project);
    QTRY_VERIFY(m_model->result().has_value());
    goTo(CompareTab);
    find<QComboBox>("compareRun")->setCurrentIndex(2);
    find<QComboBox>("compareRun2")->setCurrentIndex(1);
    QTRY_VERIFY(m_model->comparison(0) && m_model->comparison(1));
    const auto* shown = find<QTableView>("comparisonTable")->model();
    QStringList columns;
    for (int column = 0; column < shown->columnCount(); ++column)
        columns << shown->headerData(column, Qt::Horizontal).toString();
    QCOMPARE(columns, (QStringList{QStringLiteral("Figure"), QStringLiteral("run-003"), QStringLiteral("run-001"),
                                   QStringLiteral("Difference"), QStringLiteral("p"), QStringLiteral("run-002"),
                                   QStringLiteral("Difference"), QStringLiteral("p")}));
    QVERIFY(!cell("comparisonTable", 1, 6).isEmpty());
    QVERIFY(find<QLabel>("comparisonNotes")->text().contains(QStringLiteral("run-003 alone")));
    test::keepPicture(m_page.get(), "results-compare");
    find<QComboBox>("compareRun")->setCurrentIndex(0);
    QTRY_COMPARE(shown->columnCount(), 5);
}

void TestResults::comparisonThatCannotBe() {
    m_services->compareRuns = [](const std::filesystem::path&, const std::string&, const std::string&,
                                 const JobControl&) -> RunComparison { throw Error("STA-012", "Other cases."); };
    show(resultOf({"benign", "malignant"}, 24));
    goTo(CompareTab);
    m_model->compareWith(0, "run-002");
    QTRY_COMPARE(find<QLabel>("comparisonEmpty")->text(), QStringLiteral("Other cases."));
}

void TestResults::threeClassesInChinese() {
    const RunResult result = resultOf({"正常", "良性", "恶性"}, 60);
    show(result);
    QVERIFY(!find<QSlider>("thresholdSlider")->isVisible());
    goTo(RankingTab);
    QCOMPARE(find<CurveChart>("rocChart")->curves().size(), std::size_t{4}); // a class each, and chance
    QCOMPARE(find<CurveChart>("rocChart")->curves()[2].name, QStringLiteral("恶性"));
    QVERIFY(!find<CurveChart>("rocChart")->point());
    goTo(ConfusionTab);
    QCOMPARE(find<QTableView>("confusionTable")->model()->rowCount(), 4);
    clickCell("confusionTable", 2, 0);
    QCOMPARE(table()->model()->rowCount(), result.evaluation.confusion[2][0]);
    QVERIFY(find<QLabel>("selectionText")->text().endsWith(QStringLiteral("true 恶性 → predicted 正常")));
    goTo(CalibrationTab);
    auto* choice = find<QComboBox>("calibrationClass");
    QVERIFY(choice->isVisible());
    QCOMPARE(choice->count(), 3);
    choice->setCurrentIndex(2);
    QCOMPARE(find<CurveChart>("calibrationChart")->curves()[1].name, QStringLiteral("恶性"));
    goTo(ThresholdTab);
    QVERIFY(!find<CurveChart>("thresholdChart")->curves().empty());
    goTo(SubgroupsTab);
    QTRY_VERIFY(find<QTableView>("subgroupTable")->model()->rowCount() > 0);
    QCOMPARE(find<QTableView>("subgroupTable")->model()->columnCount(), 4); // no sensitivity
}

void TestResults::oneClassOnly() {
    RunResult result = resultOf({"benign", "malignant"}, 40);
    std::erase_if(result.predictions, [](const Prediction& p) { return p.label == 1; });
    result.evaluation = evaluate(result.predictions, {"benign", "malignant"}, 1, {});
    show(result);
    for (const Tab tab : {ConfusionTab, RankingTab, CalibrationTab, ThresholdTab, SubgroupsTab, CompareTab})
        goTo(tab);
    QVERIFY(find<CurveChart>("rocChart")->curves().empty());
    QVERIFY(find<CurveChart>("calibrationChart")->curves().empty());
    QVERIFY(find<CurveChart>("thresholdChart")->curves().empty());
    QCOMPARE(find<QTableView>("confusionTable")->model()->index(0, 2).data().toString(), QStringLiteral("20"));
}

void TestResults::nothingYet() {
    auto* tabs = find<QTabWidget>("resultsTabs");
    for (int tab = 1; tab < tabs->count(); ++tab)
        QVERIFY(!tabs->isTabEnabled(tab));
    QVERIFY(!find<QSlider>("thresholdSlider")->isVisible());
    RunResult result = resultOf({"benign", "malignant"}, 20);
    for (Prediction& row : result.predictions)
        row.label = -1;
    result.evaluation = {};
    result.evaluation.classes = {"benign", "malignant"};
    result.evaluation.positive = "malignant";
    show(result);
    for (const Tab tab : {ConfusionTab, RankingTab, CalibrationTab, ThresholdTab, SubgroupsTab, CompareTab})
        goTo(tab);
    QCOMPARE(table()->model()->rowCount(), 20);
}

void TestResults::liveTrainingHasNoTabs() {
    show(resultOf({"benign", "malignant"}, 20));
    goTo(RankingTab);
    m_page->beginLive({"benign", "malignant"});
    auto* tabs = find<QTabWidget>("resultsTabs");
    QCOMPARE(tabs->currentIndex(), int(CasesTab));
    QVERIFY(!tabs->isTabEnabled(RankingTab));
    QVERIFY(!find<QSlider>("thresholdSlider")->isVisible());
    show(resultOf({"benign", "malignant"}, 20));
    QVERIFY(tabs->isTabEnabled(RankingTab));
    QVERIFY(find<QSlider>("thresholdSlider")->isVisible());
}

void TestResults::labelByKey() {
    m_model->setProject(m_engine->snapshot());
    show(resultOf({"benign", "malignant"}, 20));
    QSignalSpy wanted(m_page.get(), &ResultsPage::labelWanted);
    table()->selectRow(2);
    table()->setFocus();
    m_page->activateWindow();
    QTest::keyClick(table(), Qt::Key_L);
    auto* menu = table()->findChild<QMenu*>(QStringLiteral("labelMenu"));
    QVERIFY(menu && menu->isVisible());
    QCOMPARE(menu->actions().size(), 3); // a heading and two classes
    menu->actions()[2]->trigger();
    menu->close();
    QCOMPARE(wanted.count(), 1);
    QCOMPARE(wanted[0][0].toStringList(), QStringList{QStringLiteral("case-0003")});
    QCOMPARE(wanted[0][1].toString(), QStringLiteral("malignant"));
}

void TestResults::saysWhatChangedSince() {
    ProjectSnapshot project = m_engine->snapshot();
    m_model->setProject(project);
    show(resultOf({"benign", "malignant"}, 24));
    QVERIFY(!find<QLabel>("resultNotes")->isVisible());
    project.cases[0].label = "malignant";
    project.cases[5].included = false;
    project.cases.push_back(project.cases[1]);
    project.cases.back().id = "case-0099";
    m_model->setProject(project);
    const QString notes = find<QLabel>("resultNotes")->text();
    QVERIFY2(notes.contains(QStringLiteral("1 label(s) changed")), qPrintable(notes));
    QVERIFY2(notes.contains(QStringLiteral("1 case(s) left out or removed")), qPrintable(notes));
    QVERIFY2(notes.contains(QStringLiteral("1 case(s) added")), qPrintable(notes));
}

void TestResults::chartsAreSaved_data() {
    QTest::addColumn<QString>("suffix");
    QTest::addColumn<QByteArray>("start");
    QTest::newRow("picture") << "png" << QByteArray("\x89PNG");
    QTest::newRow("vectors") << "svg" << QByteArray("<?xml");
    QTest::newRow("document") << "pdf" << QByteArray("%PDF");
    QTest::newRow("table") << "csv"
                           << QByteArray("\xEF\xBB\xBF"
                                         "curve,x,y\r\n\"malignant\",0,0\r\n");
    QTest::newRow("something else") << "xyz" << QByteArray();
}

void TestResults::chartsAreSaved() {
    QFETCH(QString, suffix);
    QFETCH(QByteArray, start);
    show(resultOf({"benign", "malignant"}, 40));
    goTo(RankingTab);
    QString name;
    QByteArray content;
    connect(m_page.get(), &ResultsPage::chartWanted, this, [&](const QString& chart, const RenderChart& render) {
        name = chart;
        content = render(suffix);
    });
    click("save_roc");
    QCOMPARE(name, QStringLiteral("roc"));
    QCOMPARE(content.isEmpty(), start.isEmpty());
    QVERIFY(content.startsWith(start));
    const QTemporaryDir folder;
    QSignalSpy saved(m_model.get(), &ResultsViewModel::chartSaved);
    m_model->saveChart(pathFromQt(folder.filePath(QStringLiteral("图.") + suffix)), content);
    QTRY_COMPARE(saved.count(), 1);
    QCOMPARE(QFileInfo(folder.filePath(QStringLiteral("图.") + suffix)).size(), content.size());
}

QTEST_MAIN(TestResults)
#include "tst_results.moc"
