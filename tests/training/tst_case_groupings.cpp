// SPDX-License-Identifier: Apache-2.0
#include "core/training/case_groupings.h"

#include <QTest>

using namespace nidus;

class TestCaseGroupings : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void sortsByWhatTheImagesSay() {
        TrainingJob job;
        for (const double distance : {0.6, 2.0, 2.5, 7.0}) {
            JobCase c;
            c.id = "case-";
            c.id += std::to_string(job.cases.size());
            c.spacing = {0.5, distance, 0.5};
            job.cases.push_back(c);
        }
        job.cases[0].scanners = {{"Siemens", "Skyra", 3.0}, {"Siemens", "Aera", 1.5}};
        job.cases[1].scanners = {{"GE", "Signa", 1.5}};
        job.cases[2].scanners = {{"GE", "Revolution", 0}};
        const std::vector<CaseGrouping> groupings = caseGroupings(job);
        QCOMPARE(groupings.size(), std::size_t{4});
        using Names = std::map<std::string, std::string>;
        QCOMPARE(groupings[0].property, std::string("manufacturer"));
        QCOMPARE(groupings[0].ofCase,
                 (Names{{"case-0", "Siemens"}, {"case-1", "GE"}, {"case-2", "GE"}, {"case-3", ""}}));
        QCOMPARE(groupings[1].ofCase.at("case-0"), std::string("Skyra + Aera"));
        QCOMPARE(groupings[2].ofCase,
                 (Names{{"case-0", "3.0 T + 1.5 T"}, {"case-1", "1.5 T"}, {"case-2", ""}, {"case-3", ""}}));
        QCOMPARE(groupings[3].ofCase,
                 (Names{{"case-0", "0–1 mm"}, {"case-1", "1–2 mm"}, {"case-2", "2–3 mm"}, {"case-3", "> 5 mm"}}));
    }

    void leavesOutWhatNobodyKnows() {
        TrainingJob job;
        job.cases.resize(2);
        QVERIFY(caseGroupings(job).empty());
        job.cases[1].spacing = {1, 1, 3};
        QCOMPARE(caseGroupings(job).size(), std::size_t{1});
        QCOMPARE(caseGroupings(job)[0].property, std::string("spacing"));
    }
};

QTEST_GUILESS_MAIN(TestCaseGroupings)
#include "tst_case_groupings.moc"
