// SPDX-License-Identifier: Apache-2.0
#include "core/training/cohort_change.h"

#include <QTest>

using namespace nidus;

class TestCohortChange : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void countsWhatIsOtherThanInTheRun() {
        std::vector<Case> cases(4);
        std::vector<Prediction> predictions(4);
        for (std::size_t i = 0; i < cases.size(); ++i) {
            cases[i].id = predictions[i].caseId = std::string(1, static_cast<char>('a' + i));
            cases[i].label = i % 2 == 0 ? "小" : "大";
            predictions[i].label = static_cast<int>(i % 2);
        }
        const std::vector<std::string> classes{"小", "大"};
        QCOMPARE(cohortChange(predictions, classes, cases), CohortChange{});
        cases[0].label = "大";
        cases[1].label.clear();
        cases[2].included = false;
        QCOMPARE(cohortChange(predictions, classes, cases), (CohortChange{2, 1}));
        cases.pop_back();
        QCOMPARE(cohortChange(predictions, classes, cases), (CohortChange{2, 2}));
        predictions[0].label = -1; // had no label then: none can be another
        QCOMPARE(cohortChange(predictions, classes, cases), (CohortChange{1, 2}));
    }
};

QTEST_GUILESS_MAIN(TestCohortChange)
#include "tst_cohort_change.moc"
