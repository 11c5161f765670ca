// SPDX-License-Identifier: Apache-2.0
#include "tests/ui/fake_services.h"
#include "ui/charts/loss_series.h"
#include "ui/common/error_text.h"
#include "ui/common/natural_order.h"
#include "ui/data/case_table_model.h"
#include "ui/data/data_page.h"
#include "ui/results/prediction_table_model.h"
#include "ui/results/result_cards.h"
#include "ui/settings/preferences.h"
#include "ui/training/remaining_time.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cmath>

using namespace nidus;
using namespace nidus::ui;

namespace {

std::vector<Case> fakeCases(int count) {
    std::vector<Case> cases;
    for (int i = 0; i < count; ++i)
        cases.push_back(test::fakeCase(i, true));
    return cases;
}

QString cell(const QAbstractItemModel& model, int row, int column) {
    return model.index(row, column).data().toString();
}

ResultCard cardNamed(const RunResult& result, const QString& name) {
    for (const ResultCard& card : resultCards(result))
        if (card.name == name)
            return card;
    return {};
}

} // namespace

class TestModels : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }
    void casesInWords();
    void stateOfACase_data();
    void stateOfACase();
    void caseFilter();
    void tenThousandCasesAreFilteredAtOnce();
    void predictionsInWords();
    void predictionsArriveOneByOne();
    void predictionFilterAndOrder();
    void threeClasses();
    void naturalOrder();
    void cohortInOneLine();
    void headlineCards();
    void headlineCautions();
    void logLossOfFrequencies();
    void remainingTime();
    void fitsAndStages_data();
    void fitsAndStages();
    void everyErrorFamilyHasAHeadline();
    void recentProjects();
};

void TestModels::casesInWords() {
    CaseTableModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
    model.setCases(fakeCases(16), {"benign", "malignant"});
    QCOMPARE(reset.count(), 1);
    QCOMPARE(model.rowCount(), 16);
    QCOMPARE(model.columnCount(), int(CaseTableModel::ColumnCount));
    QCOMPARE(cell(model, 3, CaseTableModel::CaseId), QStringLiteral("case-0004"));
    QCOMPARE(cell(model, 3, CaseTableModel::Patient), QStringLiteral("P0004"));
    QCOMPARE(cell(model, 3, CaseTableModel::Label), QStringLiteral("malignant"));
    QCOMPARE(cell(model, 3, CaseTableModel::Fold), QStringLiteral("1"));
    QCOMPARE(cell(model, 3, CaseTableModel::Prepared), QStringLiteral("Ready"));
    QCOMPARE(cell(model, 3, CaseTableModel::Problems),
             QStringLiteral("The slices are 5 mm apart, five times the size of a pixel. (DCM-014)"));
    QCOMPARE(cell(model, 0, CaseTableModel::Problems), QString());
    for (int column = 0; column < model.columnCount(); ++column)
        QVERIFY(!model.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString().isEmpty());
    QVERIFY(!model.index(99, 0).data().isValid());
}

void TestModels::stateOfACase_data() {
    QTest::addColumn<bool>("included");
    QTest::addColumn<QString>("cacheFile");
    QTest::addColumn<int>("severity");
    QTest::addColumn<QString>("text");
    QTest::newRow("prepared") << true << "cache/a" << -1 << "Ready";
    QTest::newRow("not yet") << true << "" << -1 << "Not prepared yet";
    QTest::newRow("suspicious") << true << "cache/a" << int(Severity::Warning) << "Ready";
    QTest::newRow("refused") << true << "" << int(Severity::Blocker) << "Cannot be used";
    QTest::newRow("excluded") << false << "cache/a" << -1 << "Left out";
}

void TestModels::stateOfACase() {
    QFETCH(bool, included);
    QFETCH(QString, cacheFile);
    QFETCH(int, severity);
    Case item;
    item.included = included;
    item.cacheFile = cacheFile.toStdString();
    if (severity >= 0)
        item.problems.push_back({"IMG-001", static_cast<Severity>(severity), "text", ""});
    QTEST(preparedText(item), "text");
    QCOMPARE(hasProblems(item), severity >= 0);
}

void TestModels::caseFilter() {
    CaseTableModel model;
    model.setCases(fakeCases(16), {"benign", "malignant"});
    CaseFilter filter(model);
    const QAbstractItemModelTester tester(&filter, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QCOMPARE(filter.rowCount(), 16);
    filter.setText(QStringLiteral("MALIG"));
    QCOMPARE(filter.rowCount(), 8);
    filter.setOnlyProblems(true);
    QCOMPARE(filter.rowCount(), 2);
    filter.setText(QStringLiteral("case-0012"));
    QCOMPARE(filter.rowCount(), 1);
    QCOMPARE(cell(filter, 0, CaseTableModel::CaseId), QStringLiteral("case-0012"));
    filter.setText({});
    filter.setOnlyProblems(false);
    QCOMPARE(filter.rowCount(), 16);
}

void TestModels::tenThousandCasesAreFilteredAtOnce() {
    CaseTableModel model;
    model.setCases(fakeCases(10'000), {"benign", "malignant"});
    CaseFilter filter(model);
    QCOMPARE(filter.rowCount(), 10'000);
    filter.setText(QStringLiteral("case-99"));
    QCOMPARE(filter.rowCount(), 100); // 9900 to 9999
}

void TestModels::predictionsInWords() {
    PredictionTableModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    Prediction right{"case-1", "P1", 2, 1, {0.25, 0.75}, {}};
    Prediction wrong{"case-2", "P2", 0, 0, {0.4, 0.6}, {}};
    Prediction unknown{"case-3", "P3", 1, -1, {0.9, 0.1}, {}};
    model.reset({"benign", "malignant"}, {right, wrong, unknown});
    QCOMPARE(model.columnCount(), int(PredictionTableModel::FirstProbability) + 2);
    QCOMPARE(cell(model, 0, PredictionTableModel::Verdict), QStringLiteral("Right"));
    QCOMPARE(cell(model, 1, PredictionTableModel::Verdict), QStringLiteral("Wrong"));
    QCOMPARE(cell(model, 2, PredictionTableModel::Verdict), QStringLiteral("No label"));
    QCOMPARE(cell(model, 0, PredictionTableModel::True), QStringLiteral("malignant"));
    QCOMPARE(cell(model, 1, PredictionTableModel::Predicted), QStringLiteral("malignant"));
    QCOMPARE(cell(model, 2, PredictionTableModel::True), QStringLiteral("(unknown)"));
    QCOMPARE(cell(model, 0, PredictionTableModel::Fold), QStringLiteral("2"));
    QCOMPARE(cell(model, 0, PredictionTableModel::FirstProbability + 1), QStringLiteral("0.75"));
    QVERIFY(model.index(0, PredictionTableModel::Verdict).data(Qt::DecorationRole).isValid());
}

void TestModels::predictionsArriveOneByOne() {
    PredictionTableModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.reset({"a", "b"});
    QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted), changed(&model, &QAbstractItemModel::dataChanged);
    model.add({"case-1", "P1", 0, 0, {0.9, 0.1}, {}});
    model.add({"case-2", "P2", 0, 0, {0.2, 0.8}, {}});
    model.add({"case-1", "P1", 0, 0, {0.3, 0.7}, {}});
    QCOMPARE(model.rowCount(), 2);
    QCOMPARE(inserted.count(), 2);
    QCOMPARE(changed.count(), 1);
    QCOMPARE(cell(model, 0, PredictionTableModel::Verdict), QStringLiteral("Wrong"));
}

void TestModels::predictionFilterAndOrder() {
    test::FakeEngine engine;
    PredictionTableModel model;
    model.reset({"benign", "malignant"}, engine.predictions());
    PredictionFilter filter;
    const QAbstractItemModelTester tester(&filter, QAbstractItemModelTester::FailureReportingMode::QtTest);
    filter.setSourceModel(&model);
    QCOMPARE(filter.rowCount(), 24);
    filter.setMark(CaseMark::Wrong);
    QCOMPARE(filter.rowCount(), 4); // every sixth
    for (int row = 0; row < filter.rowCount(); ++row)
        QCOMPARE(cell(filter, row, PredictionTableModel::Verdict), QStringLiteral("Wrong"));
    filter.setMarked(CaseMark::Flagged, {QStringLiteral("case-0003")});
    QCOMPARE(filter.count(CaseMark::Flagged), 1);
    filter.setMark(CaseMark::Flagged);
    QCOMPARE(filter.rowCount(), 1);
    QCOMPARE(filter.count(CaseMark::Uncertain), 0);
    filter.setMark(std::nullopt);
    filter.sort(PredictionTableModel::FirstProbability, Qt::DescendingOrder);
    double before = 1;
    for (int row = 0; row < filter.rowCount(); ++row) {
        const double p = filter.index(row, PredictionTableModel::FirstProbability)
                             .data(PredictionTableModel::ProbabilityRole)
                             .toDouble();
        QVERIFY(p <= before);
        before = p;
    }
}

void TestModels::threeClasses() {
    PredictionTableModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.reset({"低级别", "中级别", "高级别"}, {{"c", "p", 0, 2, {0.2, 0.3, 0.5}, {}}});
    QCOMPARE(cell(model, 0, PredictionTableModel::Predicted), QStringLiteral("高级别"));
    QCOMPARE(model.headerData(PredictionTableModel::FirstProbability + 2, Qt::Horizontal, Qt::DisplayRole).toString(),
             QStringLiteral("Probability: 高级别"));
}

void TestModels::naturalOrder() {
    QVERIFY(naturallyLess(QStringLiteral("case-2"), QStringLiteral("case-10")));
    QVERIFY(!naturallyLess(QStringLiteral("case-10"), QStringLiteral("case-2")));
    QVERIFY(naturallyLess(2, 10));
    QVERIFY(naturallyLess(-1, 0));
    QVERIFY(naturallyLess(0.25, 0.3));
}

void TestModels::cohortInOneLine() {
    test::FakeEngine engine;
    ProjectSnapshot project = engine.snapshot();
    project.cases[0].label.clear();
    QCOMPARE(cohortSummary(project),
             QStringLiteral("24 case(s)  ·  24 patient(s)  ·  11 benign  ·  12 malignant  ·  1 without a label  ·  "
                            "3 with problems"));
    QCOMPARE(modelSummary(project.model),
             QStringLiteral("Pretrained model: Dataset042_Nodules  ·  3d_fullres  ·  voxels of 1.25 × 0.7 × 0.7 mm  ·  "
                            "input: CT  ·  14.2 million weights"));
    project.model->problem = "The weights are damaged. (MDL-012)";
    QVERIFY(modelSummary(project.model).contains(QStringLiteral("MDL-012")));
}

void TestModels::headlineCards() {
    test::FakeEngine engine;
    const RunResult result = engine.result();
    const ResultCard auc = cardNamed(result, QStringLiteral("auc"));
    QCOMPARE(auc.value, QStringLiteral("0.88"));
    QCOMPARE(auc.interval, QStringLiteral("0.71 to 0.95 (95 %)"));
    QVERIFY(auc.detail.contains(QStringLiteral("pooled: 0.86")));
    QVERIFY(!auc.caution.isEmpty()); // 0.71 to 0.95 is wider than 0.2
    const ResultCard loss = cardNamed(result, QStringLiteral("log_loss"));
    QCOMPARE(loss.value, QStringLiteral("0.410"));
    QVERIFY(loss.detail.contains(QStringLiteral("0.693"))); // two classes of twelve
    QVERIFY(loss.caution.isEmpty());
    QCOMPARE(cardNamed(result, QStringLiteral("baselines")).value, QStringLiteral("0.52 / 0.49"));
    const ResultCard kept = cardNamed(result, QStringLiteral("kept"));
    QCOMPARE(kept.value, QStringLiteral("Adapted in part"));
    QVERIFY(kept.detail.contains(QStringLiteral("1 of 2 folds")));

    RunResult heldOut = result; // one fold is its own pool
    heldOut.evaluation.foldAuc.resize(1);
    QVERIFY(!cardNamed(heldOut, QStringLiteral("auc")).detail.contains(QStringLiteral("pooled")));
}

void TestModels::headlineCautions() {
    test::FakeEngine engine;
    RunResult result = engine.result();
    result.evaluation.auc = Estimate{0.9, 0.84, 0.95, ""};
    QVERIFY(cardNamed(result, QStringLiteral("auc")).caution.isEmpty());
    result.evaluation.auc.reset();
    QVERIFY(cardNamed(result, QStringLiteral("auc")).caution.contains(QStringLiteral("one class")));
    result.evaluation.auc = Estimate{0.9, 0.84, 0.95, ""};
    result.evaluation.baselines["volume_auc"] = 0.93;
    QVERIFY(!cardNamed(result, QStringLiteral("baselines")).caution.isEmpty());
    result.evaluation.logLoss = 0.7;
    QVERIFY(!cardNamed(result, QStringLiteral("log_loss")).caution.isEmpty());
    result.kept = {"probe", "probe"};
    QCOMPARE(cardNamed(result, QStringLiteral("kept")).value, QStringLiteral("As pretrained"));
    result.kept = {"finetuned", "finetuned"};
    QCOMPARE(cardNamed(result, QStringLiteral("kept")).value, QStringLiteral("Adapted"));
}

void TestModels::logLossOfFrequencies() {
    std::vector<Prediction> rows(4);
    for (std::size_t i = 0; i < rows.size(); ++i)
        rows[i].label = i == 0 ? 1 : 0;
    QVERIFY(std::abs(frequencyLogLoss(rows) - (-0.25 * std::log(0.25) - 0.75 * std::log(0.75))) < 1e-12);
    QCOMPARE(frequencyLogLoss({}), 0.0);
}

void TestModels::remainingTime() {
    RemainingTime remaining;
    remaining.update(2, 0.5);
    QVERIFY(!remaining.seconds(2)); // too early to say
    remaining.update(20, 0.1);
    QCOMPARE(*remaining.seconds(20), 180.0);
    QCOMPARE(*remaining.seconds(50), 150.0); // counts down
    remaining.update(22, 0.5);
    QCOMPARE(*remaining.seconds(22), 178.0); // not more often than every five seconds
    remaining.update(30, 0.145);
    QCOMPARE(*remaining.seconds(30), 170.0); // 177: less than a tenth off
    remaining.update(40, 0.4);
    QCOMPARE(*remaining.seconds(40), 60.0);
    remaining.restart();
    QVERIFY(!remaining.seconds(40));
}

void TestModels::fitsAndStages_data() {
    QTest::addColumn<QString>("raw");
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("fold");
    QTest::newRow("inner") << "fold_1/inner_0"
                           << "Fold 1: choosing how long to train, part 1" << 1;
    QTest::newRow("refit") << "fold_12/refit"
                           << "Fold 12: final training" << 12;
    QTest::newRow("other") << "whatever"
                           << "whatever" << -1;
}

void TestModels::fitsAndStages() {
    QFETCH(QString, raw);
    QTEST(fitText(raw), "text");
    QTEST(foldOf(raw), "fold");
    QCOMPARE(stageText(QStringLiteral("Training: epoch 2 of 8")), QStringLiteral("Adapting the model: epoch 2 of 8"));
    QCOMPARE(stageText(QStringLiteral("Something new")), QStringLiteral("Something new"));
    QCOMPARE(durationText(59.4), QStringLiteral("59 s"));
    QCOMPARE(durationText(125), QStringLiteral("2 min 05 s"));
    QCOMPARE(durationText(4200), QStringLiteral("1 h 10 min"));
    QCOMPARE(momentText(QStringLiteral("no date")), QStringLiteral("no date"));
}

void TestModels::everyErrorFamilyHasAHeadline() {
    const QString unknown = errorHeadline(QStringLiteral("BAS-900"));
    for (const char* code : {"PRJ-003", "PRJ-099", "ENG-001", "MDL-001", "CKP-014", "PLN-002", "TRN-005", "DCM-002",
                             "IMG-013", "FIL-004", "DEV-002", "STA-004"})
        QVERIFY2(errorHeadline(QLatin1String(code)) != unknown, code);
    QVERIFY(errorHeadline(QStringLiteral("PRJ-006")) != errorHeadline(QStringLiteral("PRJ-099")));
}

void TestModels::recentProjects() {
    const QTemporaryDir folder;
    Preferences preferences(folder.filePath(QStringLiteral("nidus.ini")));
    QVERIFY(preferences.recentProjects().isEmpty());
    const auto project = [&folder](int i) { return folder.filePath(QStringLiteral("p%1.nidus").arg(i)); };
    preferences.addRecentProject(project(0));
    preferences.setPinned(project(0), true);
    for (int i = 1; i < 25; ++i)
        preferences.addRecentProject(project(i));
    preferences.addRecentProject(project(10));
    preferences.addRecentProject(project(0)); // is pinned, and stays where it is
    QStringList recent = preferences.recentProjects();
    QCOMPARE(recent.size(), 21);
    QCOMPARE(recent.mid(0, 3), (QStringList{project(0), project(10), project(24)}));
    QCOMPARE(recent.count(project(10)), 1);
    preferences.removeRecentProject(project(10));
    preferences.setPinned(project(0), false);
    recent = preferences.recentProjects();
    QCOMPARE(recent.size(), 20);
    QCOMPARE(recent.first(), project(0));
    QVERIFY(!recent.contains(project(10)) && !preferences.isPinned(project(0)));
}

QTEST_MAIN(TestModels)
#include "tst_models.moc"
