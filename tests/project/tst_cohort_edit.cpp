// SPDX-License-Identifier: Apache-2.0
#include "core/project/cohort_edit.h"
#include "tests/support/error_code.h"

#include <QTemporaryDir>
#include <QtTest>

#include <memory>

using namespace nidus;
using test::codeOf;

class TestCohortEdit : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        m_folder = std::make_unique<QTemporaryDir>();
        m_project = std::make_unique<Project>(Project::create(m_folder->filePath("p.nidus").toStdString()));
        std::vector<Case> cases(3);
        for (std::size_t i = 0; i < cases.size(); ++i) {
            cases[i].id = cases[i].patient = std::string(1, static_cast<char>('a' + i));
            cases[i].label = i == 0 ? "benign" : "malignant";
            cases[i].cacheFile = "cache/x";
        }
        cases[2].label.clear();
        cases[2].problems = {{"LBL-004", Severity::Warning, "No row.", "c"}, {"DCM-020", Severity::Warning, "x", "c"}};
        m_project->addCases(cases);
        m_project->setClasses({"benign", "malignant"});
    }

    void labelsAndExclusions() {
        applyEdit(*m_project, {{{"b", {"", true}}, {"c", {"benign", false}}}, {"benign", "malignant"}, "benign"});
        const std::vector<Case> cases = m_project->cases();
        QCOMPARE(cases[0].label, std::string("benign"));
        QVERIFY(cases[1].label.empty() && cases[1].included);
        QCOMPARE(cases[2].label, std::string("benign"));
        QVERIFY(!cases[2].included);
        QCOMPARE(cases[2].problems.size(), std::size_t{1}); // what was said of the missing label is gone
        QCOMPARE(cases[2].cacheFile, std::string("cache/x"));
        QCOMPARE(m_project->classes(), (std::vector<std::string>{"benign", "malignant"}));
        QCOMPARE(m_project->positiveClass(), std::string("benign"));
    }

    void renamingAndAddingClasses() {
        applyEdit(*m_project, {{{"a", {"良性", true}}}, {"良性", "malignant", "unknown"}, ""});
        QCOMPARE(m_project->classes(), (std::vector<std::string>{"良性", "malignant", "unknown"}));
        QCOMPARE(m_project->cases()[0].label, std::string("良性"));
        applyEdit(*m_project, {{{"c", {"new", true}}}, {"良性"}, ""}); // classes in use stay
        QCOMPARE(m_project->classes(), (std::vector<std::string>{"良性", "malignant", "new"}));
    }

    void whatIsWrongChangesNothing() {
        const std::vector<Case> before = m_project->cases();
        QCOMPARE(codeOf([&] {
                     applyEdit(*m_project, {{{"z", {"benign", true}}}, {"benign"}, ""});
                 }),
                 std::string("PRJ-011"));
        QCOMPARE(codeOf([&] {
                     applyEdit(*m_project, {{{"a", {"x", true}}}, {"x", "x"}, ""});
                 }),
                 std::string("PRJ-013"));
        QVERIFY(m_project->cases() == before);
    }

    void theNewerEditIsOnTop() {
        const CohortEdit all =
            joined({{{"a", {"x", true}}, {"b", {"x", true}}}, {"x"}, "x"}, {{{"a", {"y", false}}}, {"x", "y"}, "y"});
        QCOMPARE(all.cases.size(), std::size_t{2});
        QCOMPARE(all.cases.at("a").label, std::string("y"));
        QCOMPARE(all.positiveClass, std::string("y"));
    }

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Project> m_project;
};

QTEST_GUILESS_MAIN(TestCohortEdit)
#include "tst_cohort_edit.moc"
