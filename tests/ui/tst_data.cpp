// SPDX-License-Identifier: Apache-2.0
#include "tests/support/picture.h"
#include "tests/ui/fake_services.h"
#include "ui/data/case_table_model.h"
#include "ui/data/data_page.h"
#include "ui/project_view_model.h"
#include "ui/theme/theme.h"
#include "ui/translation.h"

#include <QAbstractButton>
#include <QCheckBox>
#include <QItemSelectionModel>
#include <QLabel>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>
#include <QUndoView>

#include <memory>

using namespace nidus;
using namespace nidus::ui;

/// The Data place: labels, classes and uses by hand, and the way back.
class TestData : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        if (const QString language = qEnvironmentVariable("NIDUS_LANGUAGE"); !language.isEmpty())
            installTranslations(*qApp, language);
        applyScheme(*qApp, schemeFromName(qEnvironmentVariable("NIDUS_COLOURS", QStringLiteral("light"))));
    }

    void init() {
        m_engine = std::make_unique<test::FakeEngine>();
        m_services = std::make_unique<Services>(m_engine->services());
        m_project = std::make_unique<ProjectViewModel>(*m_services);
        m_cohort = std::make_unique<CohortModel>();
        m_page = std::make_unique<DataPage>(*m_cohort);
        m_page->resize(1096, 640);
        m_page->show();
        connect(m_cohort.get(), &CohortModel::edited, m_project.get(), &ProjectViewModel::edit);
        connect(m_project.get(), &ProjectViewModel::opened, m_page.get(),
                [this] { m_page->setProject(m_project->snapshot()); });
        connect(m_project.get(), &ProjectViewModel::refreshed, m_page.get(),
                [this] { m_page->setProject(m_project->snapshot()); });
        m_project->open("/p.nidus");
        QTRY_COMPARE(cases().size(), std::size_t{24});
        QVERIFY(QTest::qWaitForWindowExposed(m_page.get()));
    }

    void cleanup() {
        m_page.reset();
        m_cohort.reset();
        m_project.reset();
    }

    void keysLabelTheSelectedCases() {
        select(0);
        table()->setFocus();
        QTest::keyClick(table(), Qt::Key_Down, Qt::ShiftModifier);
        QTest::keyClick(table(), Qt::Key_2);
        QCOMPARE(cases()[0].label, std::string("malignant"));
        QCOMPARE(cases()[1].label, std::string("malignant"));
        QTest::keyClick(table(), Qt::Key_0);
        QVERIFY(cases()[0].label.empty());
        test::keepPicture(m_page.get(), "data-labels");
        QTest::keyClick(table(), Qt::Key_9); // no such class
        QVERIFY(cases()[0].label.empty());
        QTRY_VERIFY(!m_project->isBusy() && m_engine->edits);
        QVERIFY(m_engine->edits->cases.at("case-0001").label.empty());
        undo();
        undo();
        QCOMPARE(cases()[0].label, std::string("benign"));
        QTest::keyClick(table(), Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(cases()[0].label, std::string("malignant"));
        QTRY_VERIFY(!m_project->isBusy());
        QCOMPARE(m_engine->edits->cases.at("case-0001").label, std::string("malignant"));
        QCOMPARE(m_project->snapshot().cases[0].label, std::string("malignant"));
    }

    void casesAreLeftOutAndComeBack() {
        select(3);
        table()->setFocus();
        QTest::keyClick(table(), Qt::Key_Space);
        QVERIFY(!cases()[3].included);
        QVERIFY(table()->model()->setData(table()->model()->index(5, CaseTableModel::Included), Qt::Unchecked,
                                          Qt::CheckStateRole));
        QVERIFY(!cases()[5].included);
        undo();
        undo();
        QVERIFY(cases()[3].included && cases()[5].included);
        QTRY_VERIFY(!m_project->isBusy() && m_engine->edits);
        QVERIFY(m_engine->edits->cases.at("case-0004").included);
    }

    void theHistoryGoesBackAndStaysWhenCasesCome() {
        auto* history = m_page->findChild<QUndoView*>(QStringLiteral("history"));
        QVERIFY(!history->isVisible());
        m_page->findChild<QAbstractButton*>(QStringLiteral("showHistory"))->click();
        QVERIFY(history->isVisible());
        select(0);
        table()->setFocus();
        QTest::keyClick(table(), Qt::Key_2);
        QTest::keyClick(table(), Qt::Key_Space);
        QCOMPARE(history->model()->rowCount(), 3); // and as it was opened
        QVERIFY(history->model()->index(1, 0).data().toString().contains(QLatin1String("malignant")));
        QTest::qWait(50);
        test::keepPicture(m_page.get(), "data-history");
        QTRY_VERIFY(!m_project->isBusy() && m_engine->edits);
        m_engine->added = 2;
        m_project->refresh();
        QTRY_COMPARE(cases().size(), std::size_t{26});
        QCOMPARE(history->model()->rowCount(), 3);
        history->setCurrentIndex(history->model()->index(0, 0));
        QCOMPARE(cases()[0].label, std::string("benign"));
        QVERIFY(cases()[0].included);
        m_page->setEditable(false);
        QVERIFY(!history->isEnabled());
        QVERIFY(!m_page->findChild<QAbstractButton*>(QStringLiteral("addMoreScans"))->isEnabled());
    }

    void classesAreAddedRenamedAndChosen() {
        CohortModel& cohort = *m_cohort;
        QVERIFY(cohort.renameClass("benign", "良性"));
        QCOMPARE(cohort.classes().front(), std::string("良性"));
        QCOMPARE(cases()[0].label, std::string("良性"));
        QVERIFY(!cohort.renameClass("良性", "malignant")); // there is one already
        QVERIFY(!cohort.addClass("malignant") && !cohort.addClass(""));
        cohort.setPositiveClass("良性");
        QCOMPARE(cohort.positiveClass(), std::string("良性"));
        QVERIFY(cohort.addClass("other"));
        cohort.removeClass("良性"); // has cases
        QCOMPARE(cohort.classes().size(), std::size_t{3});
        cohort.removeClass("other");
        QCOMPARE(cohort.classes().size(), std::size_t{2});
        for (int i = 0; i < 4; ++i)
            undo();
        QCOMPARE(cohort.classes(), (std::vector<std::string>{"benign", "malignant"}));
        QCOMPARE(cohort.positiveClass(), std::string("malignant"));
        QCOMPARE(cases()[0].label, std::string("benign"));
        QVERIFY(!cohort.undoStack().canUndo());
    }

    void chipsLabelAndName() {
        select(0);
        click("chip_2");
        QCOMPARE(cases()[0].label, std::string("malignant"));
        click("chipNone");
        QVERIFY(cases()[0].label.empty());
        click("chipAdd");
        auto* name = m_page->findChild<QLineEdit*>(QStringLiteral("className"));
        QTest::keyClicks(name, QStringLiteral("other"));
        QTest::keyClick(name, Qt::Key_Return);
        QCOMPARE(m_cohort->classes().size(), std::size_t{3});
        QVERIFY(!name->isVisible());
        QTest::qWait(20);
        QVERIFY(m_page->findChild<QAbstractButton*>(QStringLiteral("chip_3"))->isVisible());
        test::keepPicture(m_page.get(), "data");
    }

    void unlabelledOnesAreLabelledOneByOne() {
        m_cohort->setLabel({4, 7, 9}, {});
        auto* only = m_page->findChild<QCheckBox*>(QStringLiteral("onlyUnlabelled"));
        only->click();
        QCOMPARE(table()->model()->rowCount(), 3);
        select(0);
        table()->setFocus();
        QTest::keyClick(table(), Qt::Key_1);
        QCOMPARE(table()->model()->rowCount(), 2);
        QTest::keyClick(table(), Qt::Key_1); // the next one has taken its place
        QTest::keyClick(table(), Qt::Key_2);
        for (const int row : {4, 7, 9})
            QVERIFY(!cases()[static_cast<std::size_t>(row)].label.empty());
    }

    void aRefusedEditIsTakenBack() {
        m_engine->editError = Error("FIL-004", "The disk is full.");
        QSignalSpy failed(m_project.get(), &ProjectViewModel::failed);
        m_cohort->setLabel({0}, "malignant");
        QTRY_COMPARE(failed.count(), 1);
        QTRY_COMPARE(cases()[0].label, std::string("benign"));
        QVERIFY(!m_cohort->undoStack().canUndo());
    }

    void editsThatWaitAreWrittenAtTheEnd() {
        m_project->refresh();
        m_cohort->setLabel({0}, "malignant"); // behind the reading
        m_project.reset();
        QVERIFY(m_engine->edits);
        QCOMPARE(m_engine->edits->cases.at("case-0001").label, std::string("malignant"));
    }

    void nothingCanBeChangedWhileOthersWork() {
        m_page->setEditable(false);
        select(0);
        table()->setFocus();
        QTest::keyClick(table(), Qt::Key_2);
        QTest::keyClick(table(), Qt::Key_Space);
        QCOMPARE(cases()[0].label, std::string("benign"));
        QVERIFY(cases()[0].included);
        QVERIFY(!m_page->findChild<QAbstractButton*>(QStringLiteral("chip_1"))->isEnabled());
    }

private:
    [[nodiscard]] QTableView* table() const { return m_page->findChild<QTableView*>(QStringLiteral("caseTable")); }
    [[nodiscard]] const std::vector<Case>& cases() const { return m_cohort->table().cases(); }
    /// Not QTableView::selectRow(): it minds modifier keys, which stay pressed after a key click with them.
    void select(int row) const {
        table()->selectionModel()->setCurrentIndex(table()->model()->index(row, CaseTableModel::CaseId),
                                                   QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    }
    void undo() const {
        table()->setFocus();
        QTest::keyClick(table(), Qt::Key_Z, Qt::ControlModifier);
    }
    void click(const char* name) const {
        auto* button = m_page->findChild<QAbstractButton*>(QLatin1String(name));
        if (!button)
            qFatal("no button named %s", name);
        button->click();
    }

    std::unique_ptr<test::FakeEngine> m_engine;
    std::unique_ptr<Services> m_services;
    std::unique_ptr<ProjectViewModel> m_project;
    std::unique_ptr<CohortModel> m_cohort;
    std::unique_ptr<DataPage> m_page;
};

QTEST_MAIN(TestData)
#include "tst_data.moc"
