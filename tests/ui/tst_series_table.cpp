// SPDX-License-Identifier: Apache-2.0
#include "tests/support/picture.h"
#include "tests/ui/fake_services.h"
#include "ui/common/event_loop_gap.h"
#include "ui/common/natural_order.h"
#include "ui/common/qt_convert.h"
#include "ui/settings/preferences.h"
#include "ui/theme/theme.h"
#include "ui/wizard/new_project_model.h"
#include "ui/wizard/problem_groups.h"
#include "ui/wizard/series_panel.h"

#include <QAbstractItemModelTester>
#include <QCheckBox>
#include <QComboBox>
#include <QElapsedTimer>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

using namespace nidus;
using namespace nidus::ui;
using Tester = QAbstractItemModelTester;

namespace {

constexpr int kMany = 10'000;
/// What is asked for is 50 ms. Machines that test are busy with other things, so that only far more is a failure.
constexpr double kFarTooLongMs = 250;

std::vector<SeriesInfo> someSeries(int count) {
    std::vector<SeriesInfo> series;
    for (int i = 0; i < count; ++i)
        series.push_back(test::fakeSeries(i));
    return series;
}

} // namespace

class TestSeriesTable : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { applyScheme(*qApp, Scheme::Light); }
    void init() {
        m_folder = std::make_unique<QTemporaryDir>();
        m_preferences = std::make_unique<Preferences>(m_folder->filePath(QStringLiteral("nidus.ini")));
    }

    void ranks() {
        QCOMPARE(naturalRanks({QStringLiteral("c10"), QStringLiteral("c2"), QStringLiteral("C2"), QStringLiteral("a")}),
                 (std::vector<int>{2, 1, 1, 0}));
        QCOMPARE(naturalRanks({2.5, 10, 2.5, -1}), (std::vector<int>{1, 2, 1, 0}));
        QVERIFY(naturalRanks({}).empty());
    }

    void rowsAreAppendedOnceAndDecisionsStay() {
        SeriesTableModel model;
        const Tester tester(&model, Tester::FailureReportingMode::QtTest);
        model.append(someSeries(8));
        QCOMPARE(model.includedCount(), 5);
        model.append(someSeries(10)); // eight are there
        QCOMPARE(model.rowCount(), 10);
        const int first = 0, blockedRow = 5;
        model.setIncluded(std::span(&first, 1), false);
        model.setIncluded(std::span(&blockedRow, 1), true);
        QCOMPARE(model.includedCount(), 6);
        model.setAccepted("DCM-011", true);
        QCOMPARE(model.includedCount(), 7);
        QCOMPARE(model.at(6).source.overrides, (std::vector<std::string>{"DCM-011"}));
        model.replace(someSeries(12)); // as after a second scan
        QVERIFY(!model.at(0).included && model.at(6).included);
        QCOMPARE(model.includedCount(), 9);
        model.setAccepted("DCM-011", false);
        QVERIFY(!model.at(6).included && model.at(6).source.overrides.empty());
    }

    void filterAndOrder() {
        SeriesTableModel model;
        SeriesFilter filter(model);
        const Tester tester(&filter, Tester::FailureReportingMode::QtTest);
        model.append(someSeries(60));
        QCOMPARE(filter.rowCount(), 60);
        filter.setText(QStringLiteral("LUNG"));
        QCOMPARE(filter.rowCount(), 15);
        filter.setText(QStringLiteral("dcm-017"));
        QCOMPARE(filter.rowCount(), 2);
        filter.setText({});
        filter.setOnlyAttention(true);
        QCOMPARE(filter.rowCount(), 6);
        filter.setOnlyIncluded(true);
        QCOMPARE(filter.rowCount(), 2);
        const int row = filter.sourceRow(0);
        model.setIncluded(std::span(&row, 1), false); // and is gone from the view
        QCOMPARE(filter.rowCount(), 1);
        filter.setOnlyIncluded(false);
        filter.setOnlyAttention(false);
        filter.setCode(QStringLiteral("DCM-014"));
        QCOMPARE(filter.rowCount(), 2);
        filter.setCode({});
        const QPersistentModelIndex kept(filter.index(7, SeriesTableModel::Patient));
        const QString patient = kept.data().toString();
        filter.sort(SeriesTableModel::Matrix, Qt::DescendingOrder);
        QCOMPARE(kept.data().toString(), patient);
        for (int i = 1; i < filter.rowCount(); ++i)
            QVERIFY(model.at(filter.sourceRow(i - 1)).shape.z >= model.at(filter.sourceRow(i)).shape.z);
        model.append(someSeries(61));
        QCOMPARE(filter.sourceRow(60), 60); // new ones at the end, until it is sorted again
        filter.sort(-1);
        QCOMPARE(filter.sourceRow(7), 7);
    }

    void problemsByCode() {
        const std::vector<ProblemGroup> groups =
            problemGroups(someSeries(100), {{"/a.txt", "DCM-004", "This is not a scan."}});
        QCOMPARE(groups.size(), std::size_t{5});
        QCOMPARE(groups[0].code, std::string("DCM-011")); // blockers first
        QCOMPARE(groups[0].blocked, 2);
        QCOMPARE(groups[2].code, std::string("DCM-020"));
        QCOMPARE(groups[2].used, 2);
        QCOMPARE(groups[3].files, 1);
        for (const ProblemGroup& group : groups)
            QVERIFY2(!problemTitle(group.code).isEmpty(), group.code.c_str());
        QVERIFY(!acceptText("DCM-011").isEmpty() && acceptText("DCM-019").isEmpty());
    }

    void panel() {
        test::FakeEngine engine;
        const Services services = engine.services();
        SeriesTableModel model;
        SeriesPanel panel(model, services, preferences());
        panel.resize(1000, 500);
        panel.show();
        model.append(someSeries(100));
        panel.setUnassigned({{"/a.txt", "DCM-004", "This is not a scan."}});
        QVERIFY(QTest::qWaitForWindowExposed(&panel));
        test::keepPicture(&panel, "series-panel");
        auto* table = panel.findChild<QTableView*>();
        const int before = model.includedCount();
        click(panel, "accept_DCM-011");
        QCOMPARE(model.includedCount(), before + 2);
        click(panel, "accept_DCM-011"); // takes it back
        QCOMPARE(model.includedCount(), before);
        click(panel, "include_DCM-014");
        QCOMPARE(model.includedCount(), before + 2);
        click(panel, "show_DCM-017");
        QCOMPARE(table->model()->rowCount(), 2);
        click(panel, "show_DCM-017");
        QCOMPARE(table->model()->rowCount(), 100);
        QTest::keyClick(table, Qt::Key_F, Qt::ControlModifier);
        QVERIFY(panel.findChild<QLineEdit*>(QStringLiteral("seriesSearch"))->hasFocus());
        table->selectRow(0);
        table->setFocus();
        QTest::keyClick(table, Qt::Key_Space);
        QVERIFY(!model.at(0).included);
        QTest::keyClick(table, Qt::Key_Space);
        QVERIFY(model.at(0).included);
    }

    void oneSeriesPerPatient() {
        test::FakeEngine engine;
        const Services services = engine.services();
        SeriesTableModel model;
        SeriesPanel panel(model, services, preferences());
        panel.resize(1000, 500);
        panel.show();
        model.append(someSeries(99));
        click(panel, "seriesRule");
        auto* outcome = panel.findChild<QLabel*>(QStringLiteral("ruleOutcome"));
        QVERIFY2(outcome->text().contains(QStringLiteral("patient")), qPrintable(outcome->text()));
        panel.findChild<QLineEdit*>(QStringLiteral("ruleWords"))->setText(QStringLiteral("lung"));
        test::keepPicture(&panel, "series-rule");
        const RuleOutcome expected = chooseOnePerPatient(model.series(), {{}, "lung", 0});
        QVERIFY2(outcome->text().contains(QString::number(expected.one)), qPrintable(outcome->text()));
        click(panel, "applyRule");
        QCOMPARE(model.includedCount(), static_cast<int>(expected.chosen.size()));
        for (const std::size_t i : expected.chosen)
            QVERIFY(model.series()[i].included);
    }

    void severalImagesPerPatient() {
        test::FakeEngine engine;
        const Services services = engine.services();
        SeriesTableModel model;
        SeriesPanel panel(model, services, preferences());
        panel.resize(1000, 500);
        panel.show();
        model.append(someSeries(99));
        auto* table = panel.findChild<QTableView*>();
        QVERIFY(table->isColumnHidden(SeriesTableModel::Channel));
        click(panel, "seriesRule");
        panel.findChild<QSpinBox*>(QStringLiteral("ruleImages"))->setValue(2);
        panel.findChild<QLineEdit*>(QStringLiteral("ruleWords"))->setText(QStringLiteral("thorax|-lung"));
        panel.findChild<QLineEdit*>(QStringLiteral("ruleWords_2"))->setText(QStringLiteral("lung"));
        const ChannelOutcome expected = chooseChannels(model.series(), {{{}, "thorax|-lung", 0}, {{}, "lung", 0}});
        QVERIFY(expected.complete > 3 && expected.incomplete > 3);
        auto* outcome = panel.findChild<QLabel*>(QStringLiteral("ruleOutcome"));
        QVERIFY2(outcome->text().startsWith(QStringLiteral("All 2 images for %1").arg(expected.complete)),
                 qPrintable(outcome->text()));
        QTest::qWait(50);
        test::keepPicture(&panel, "series-channels");
        click(panel, "applyRule");
        QVERIFY(!table->isColumnHidden(SeriesTableModel::Channel));
        QCOMPARE(model.includedCount(), 2 * expected.complete);
        const ChannelOutcome::Choice& second = expected.chosen[1];
        QCOMPARE(model.series()[second.series].channel, 1);
        const QModelIndex cell = model.index(static_cast<int>(second.series), SeriesTableModel::Channel);
        QCOMPARE(cell.data().toString(), QStringLiteral("2"));
        model.replace(someSeries(99)); // found again
        QCOMPARE(model.includedCount(), 2 * expected.complete);
        QCOMPARE(model.series()[second.series].caseKey, second.caseKey);
        panel.findChild<QSpinBox*>(QStringLiteral("ruleImages"))->setValue(1);
        click(panel, "applyRule"); // a case of one image again
        QVERIFY(!model.hasChannels());
        QVERIFY(table->isColumnHidden(SeriesTableModel::Channel));
    }

    void previewOfASeries() {
        test::FakeEngine engine;
        const Services services = engine.services();
        SeriesTableModel model;
        SeriesPanel panel(model, services, preferences());
        panel.resize(1000, 500);
        panel.show();
        QVERIFY(QTest::qWaitForWindowExposed(&panel));
        model.append(someSeries(20));
        auto* table = panel.findChild<QTableView*>();
        auto* words = panel.findChild<QLabel*>(QStringLiteral("previewText"));
        table->selectRow(1);
        QVERIFY(!words->isVisible() && engine.seriesRead.empty()); // nothing is read for nobody
        table->clearSelection();
        table->setCurrentIndex({});
        click(panel, "seriesPreview");
        QVERIFY(words->isVisible());
        QVERIFY2(words->text().contains(QLatin1String("Select a series")), qPrintable(words->text()));
        table->selectRow(2);
        auto* title = panel.findChild<QLabel*>(QStringLiteral("viewerTitle"));
        QTRY_VERIFY(title->isVisible());
        QCOMPARE(title->text(), table->model()->index(2, SeriesTableModel::Description).data().toString());
        QCOMPARE(engine.seriesRead, (std::vector<std::string>{model.at(2).source.uid}));
        QTest::qWait(50);
        test::keepPicture(&panel, "series-preview");
        engine.seriesError = Error("DCM-011", "A slice is missing.");
        table->selectRow(3);
        QTRY_VERIFY(words->isVisible() && words->text().contains(QLatin1String("DCM-011")));
        click(panel, "seriesPreview");
        QVERIFY(!words->isVisible());
    }

    void columnsAreRemembered() {
        test::FakeEngine engine;
        const Services services = engine.services();
        SeriesTableModel model;
        model.append(someSeries(3));
        QCOMPARE(model.index(1, SeriesTableModel::SeriesNumber).data().toString(), QStringLiteral("2"));
        QCOMPARE(model.index(1, SeriesTableModel::Slices).data().toString(), QStringLiteral("41"));
        QCOMPARE(model.index(1, SeriesTableModel::Source).data().toString(),
                 pathToQt(model.at(1).source.files.front()));
        {
            SeriesPanel panel(model, services, preferences());
            auto* header = panel.findChild<QTableView*>()->horizontalHeader();
            QVERIFY(header->isSectionHidden(SeriesTableModel::SeriesNumber));
            header->moveSection(header->visualIndex(SeriesTableModel::Matrix),
                                header->visualIndex(SeriesTableModel::Patient));
            header->customContextMenuRequested(QPoint(5, 5));
            const auto entries = panel.findChild<QMenu*>(QStringLiteral("columnsMenu"))->actions();
            QCOMPARE(entries.size(), int(SeriesTableModel::ColumnCount - SeriesTableModel::Problems));
            entries[SeriesTableModel::SeriesNumber - SeriesTableModel::Problems]->trigger();
            entries[SeriesTableModel::Spacing - SeriesTableModel::Problems]->trigger();
        }
        SeriesPanel panel(model, services, preferences());
        auto* header = panel.findChild<QTableView*>()->horizontalHeader();
        QVERIFY(!header->isSectionHidden(SeriesTableModel::SeriesNumber));
        QVERIFY(header->isSectionHidden(SeriesTableModel::Spacing));
        QVERIFY(header->visualIndex(SeriesTableModel::Matrix) < header->visualIndex(SeriesTableModel::Patient));
        QVERIFY(!header->isSectionHidden(SeriesTableModel::Picture));
        QVERIFY(preferences().columns(QStringLiteral("seriesTable"), 3).isEmpty()); // of another version
    }

    void stopKeepsWhatWasFound() {
        test::FakeEngine engine;
        engine.foundSeries = 1000;
        engine.scanBatchMs = 5;
        const Services services = engine.services();
        NewProjectModel project(services);
        project.addSources({"/scans"});
        QTRY_VERIFY(project.series().rowCount() > 0);
        project.stopScan();
        QTRY_VERIFY(!project.isBusy());
        QVERIFY(project.series().rowCount() > 0 && project.series().rowCount() < 1000);
    }

    void tenThousandSeriesStaySmooth() {
        test::FakeEngine engine;
        engine.foundSeries = kMany;
        engine.scanBatch = 40;
        engine.scanBatchMs = 4;
        engine.sliceMs = 20;
        const Services services = engine.services();
        NewProjectModel project(services);
        SeriesPanel panel(project.series(), services, preferences());
        panel.resize(1000, 600);
        panel.show();
        QVERIFY(QTest::qWaitForWindowExposed(&panel));
        auto* table = panel.findChild<QTableView*>();
        EventLoopGap gap;
        QElapsedTimer clock;
        clock.start();
        project.addSources({"/scans"});
        QTRY_VERIFY_WITH_TIMEOUT(table->model()->rowCount() > 0, 5000);
        qInfo("first rows after %lld ms", clock.elapsed());
        QVERIFY(clock.elapsed() < 1000);
        QTRY_VERIFY_WITH_TIMEOUT(!project.isBusy(), 60000);
        QCOMPARE(table->model()->rowCount(), kMany);
        const auto told = [&gap](const char* what) {
            QTest::qWait(30); // the beat after the work
            qInfo("largest block of the event loop while %s: %.0f ms", what, gap.largestMs());
            const bool isFine = gap.largestMs() < kFarTooLongMs;
            gap.reset();
            return isFine;
        };
        QVERIFY(told("filling"));
        for (int i = 0; i <= 100; ++i) {
            table->verticalScrollBar()->setValue(table->verticalScrollBar()->maximum() * i / 100);
            QTest::qWait(1);
        }
        QVERIFY(told("scrolling"));
        const int rows = table->viewport()->height() / table->rowHeight(0) + 2;
        QTest::qWait(20 * rows);
        qInfo("%d pictures were read, %d rows are seen", engine.slicesRead.load(), rows);
        QVERIFY(engine.slicesRead > 0 && engine.slicesRead < 102 * rows);
        auto* pictures = panel.findChild<QCheckBox*>(QStringLiteral("seriesPictures"));
        pictures->click();
        QTest::qWait(1);
        pictures->click();
        QVERIFY(told("switching pictures off and on"));
        auto* search = panel.findChild<QLineEdit*>(QStringLiteral("seriesSearch"));
        QTest::keyClicks(search, QStringLiteral("lung"), Qt::NoModifier, 2);
        QCOMPARE(table->model()->rowCount(), kMany / 4);
        search->clear();
        QVERIFY(told("filtering by text"));
        auto* attention = panel.findChild<QCheckBox*>(QStringLiteral("seriesAttention"));
        attention->click();
        QTest::qWait(1);
        attention->click();
        QVERIFY(told("filtering by problem"));
        for (const int column : {SeriesTableModel::Patient, SeriesTableModel::Matrix, SeriesTableModel::Description}) {
            table->sortByColumn(column, Qt::DescendingOrder);
            QTest::qWait(1);
        }
        QVERIFY(told("sorting"));
        click(panel, "seriesRule");
        panel.findChild<QLineEdit*>(QStringLiteral("ruleWords"))->setText(QStringLiteral("lung"));
        QTest::qWait(1);
        click(panel, "applyRule");
        QVERIFY(told("choosing one series per patient"));
    }

private:
    [[nodiscard]] Preferences& preferences() const { return *m_preferences; }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Preferences> m_preferences;

    static void click(const QWidget& in, const char* name) {
        auto* button = in.findChild<QAbstractButton*>(QLatin1String(name));
        if (!button)
            qFatal("no button named %s", name);
        button->click();
    }
};

QTEST_MAIN(TestSeriesTable)
#include "tst_series_table.moc"
