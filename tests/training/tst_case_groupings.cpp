// SPDX-License-Identifier: Apache-2.0
#include "core/training/case_groupings.h"
#include "core/training/patient_groupings.h"

#include <QTest>

#include <cmath>

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

    void sortsByPatient() {
        TrainingJob job;
        std::vector<Case> cases;
        for (const char* name : {"newborn", "adult", "old", "gone", "unreadable", "unknown"}) {
            JobCase c;
            c.id = name;
            job.cases.push_back(c);
            Case item;
            item.id = name;
            item.channels.resize(1);
            item.channels[0].uid = name;
            if (c.id != "gone")
                cases.push_back(item);
        }
        const std::map<std::string, std::map<std::string, std::string>> headers{
            {"newborn", {{"PatientAge", "003D"}, {"PatientSex", "F"}}},
            {"adult", {{"PatientBirthDate", "19800101"}, {"StudyDate", "20200101"}, {"PatientSex", "M"}}},
            {"old", {{"PatientAge", "101Y"}}}};
        const HeaderTexts texts = [&](const SeriesSource& image, const std::vector<std::string>& elements) {
            if (image.uid == "unreadable")
                throw Error("DCM-002", "It is damaged.");
            const auto header = headers.find(image.uid);
            std::vector<std::string> found;
            for (const std::string& element : elements)
                found.push_back(
                    header == headers.end() || !header->second.contains(element) ? "" : header->second.at(element));
            return found;
        };
        const std::vector<CaseGrouping> groupings = patientGroupings(job, cases, texts, {});
        QCOMPARE(groupings.size(), std::size_t{2});
        using Names = std::map<std::string, std::string>;
        QCOMPARE(groupings[0].property, std::string("age"));
        QCOMPARE(groupings[0].ofCase, (Names{{"newborn", "0–19"},
                                             {"adult", "40–59"},
                                             {"old", "80+"},
                                             {"gone", ""},
                                             {"unreadable", ""},
                                             {"unknown", ""}}));
        QCOMPARE(groupings[1].property, std::string("sex"));
        QCOMPARE(groupings[1].ofCase.at("adult"), std::string("M"));
        QCOMPARE(groupings[1].ofCase.at("old"), std::string());
        QVERIFY(patientGroupings(job, {}, texts, {}).empty());
    }

    void agesAreReadOrReckoned() {
        QCOMPARE(patientAgeYears("045Y", "", ""), std::optional(45.0));
        QCOMPARE(patientAgeYears("018M", "", ""), std::optional(1.5));
        QVERIFY(std::abs(patientAgeYears("010W", "", "").value() - 70 / 365.2425) < 1e-12);
        QVERIFY(std::abs(patientAgeYears("", "19600229", "20200301").value() - 60) < 0.01);
        QCOMPARE(patientAgeYears("045Y", "20000101", "20200101"), std::optional(45.0)); // as it was said
        QVERIFY(std::abs(patientAgeYears("45", "20000101", "20200101").value() - 20) < 0.01);
        for (const char* age : {"", "Y045", "999Y", "0450", "45Y"})
            QVERIFY2(!patientAgeYears(age, "", ""), age);
        for (const auto& [birth, study] : {std::pair{"20200101", "20190101"}, std::pair{"18000101", "20190101"},
                                           std::pair{"19601301", "20190101"}, std::pair{"1960", "20190101"}})
            QVERIFY2(!patientAgeYears("", birth, study), birth);
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
