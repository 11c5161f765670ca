// SPDX-License-Identifier: Apache-2.0
#include "core/training/cohort_change.h"

#include <QTest>

using namespace nidus;

class TestCohortChange : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void countsWhatIsOtherThanInTheRun() {
        std::vector<Case> cases(4);
        RunResult run;
        run.evaluation.classes = {"小", "大"};
        run.predictions.resize(4);
        for (std::size_t i = 0; i < cases.size(); ++i) {
            cases[i].id = run.predictions[i].caseId = std::string(1, static_cast<char>('a' + i));
            cases[i].label = i % 2 == 0 ? "小" : "大";
            run.predictions[i].label = static_cast<int>(i % 2);
        }
        QCOMPARE(cohortChange(run, cases), CohortChange{});
        cases[0].label = "大";
        cases[1].label.clear();
        cases[2].included = false;
        QCOMPARE(cohortChange(run, cases), (CohortChange{2, 1, 0}));
        cases.pop_back();
        QCOMPARE(cohortChange(run, cases), (CohortChange{2, 2, 0}));
        run.predictions[0].label = -1; // had no label then: none can be another
        QCOMPARE(cohortChange(run, cases), (CohortChange{1, 2, 0}));
    }

    void countsWhatCameLater() {
        std::vector<Case> cases(6);
        for (std::size_t i = 0; i < cases.size(); ++i) {
            cases[i].id = std::string(1, static_cast<char>('a' + i));
            cases[i].label = "小";
        }
        RunResult run;
        run.evaluation.classes = {"小", "大"};
        run.predictions.resize(2);
        run.predictions[0] = {"a", "P1", 0, 0, {}, {}};
        run.predictions[1] = {"b", "P2", 0, 0, {}, {}};
        QCOMPARE(cohortChange(run, cases), (CohortChange{0, 0, 4}));
        cases[2].label.clear();    // cannot take part
        cases[3].included = false; // does not
        QCOMPARE(cohortChange(run, cases), (CohortChange{0, 0, 2}));
        run.problems = {{"TRN-021", Severity::Warning, "It cannot be prepared.", "e"}};
        QCOMPARE(cohortChange(run, cases), (CohortChange{0, 0, 1}));
        run.neverTested = 1; // it may be the one that trained beside the hold-out
        QCOMPARE(cohortChange(run, cases), CohortChange{});
    }
};

QTEST_GUILESS_MAIN(TestCohortChange)
#include "tst_cohort_change.moc"
