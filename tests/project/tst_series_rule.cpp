// SPDX-License-Identifier: Apache-2.0
#include "core/project/accept.h"
#include "core/project/import.h"
#include "core/project/series_rule.h"

#include <QtTest>

using namespace nidus;

namespace {

SeriesInfo series(const char* patient, const char* description, double spacing, std::int64_t slices) {
    SeriesInfo info;
    info.patientKey = patient;
    info.description = description;
    info.source.modality = "CT";
    info.source.uid = std::string(patient) + description;
    info.source.files = {"/scans/" + info.source.uid};
    info.shape = {slices, 512, 512};
    info.spacing = {spacing, 0.7, 0.7};
    return info;
}

SeriesInfo blocked(SeriesInfo info, const char* code) {
    info.problems.push_back({code, Severity::Blocker, "It cannot be used.", {}});
    info.included = false;
    return info;
}

} // namespace

class TestSeriesRule : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void thinnestThenMostSlices() {
        const std::vector<SeriesInfo> all{series("a", "thin", 1, 100), series("a", "thick", 5, 400),
                                          series("b", "short", 1, 100), series("b", "long", 1.0004, 120)};
        const RuleOutcome outcome = chooseOnePerPatient(all, {});
        QCOMPARE(outcome.chosen, (std::vector<std::size_t>{0, 3}));
        QCOMPARE(outcome.one, 2);
        QCOMPARE(outcome.none, 0);
        QCOMPARE(outcome.several, 0);
    }

    void conditions() {
        std::vector<SeriesInfo> all{series("a", "Lung 1.0", 1, 100), series("b", "Abdomen", 1, 100),
                                    series("c", "CHEST", 3, 100), series("d", "chest", 2, 100)};
        all[3].source.modality = "MR";
        QCOMPARE(chooseOnePerPatient(all, {"", "lung | chest", 0}).chosen, (std::vector<std::size_t>{0, 2, 3}));
        QCOMPARE(chooseOnePerPatient(all, {"CT", "lung|chest", 0}).chosen, (std::vector<std::size_t>{0, 2}));
        const RuleOutcome thin = chooseOnePerPatient(all, {"CT", "lung|chest", 1.5});
        QCOMPARE(thin.chosen, (std::vector<std::size_t>{0}));
        QCOMPARE(thin.one, 1);
        QCOMPARE(thin.none, 3);
        QCOMPARE(chooseOnePerPatient(all, {"", "|", 0}).one, 4); // no word is no condition
        all[0].source.modality.clear();
        all[0].format = "NIfTI";
        QCOMPARE(chooseOnePerPatient(all, {"NIfTI", "", 0}).chosen, (std::vector<std::size_t>{0}));
    }

    void equalsAreCountedAndTheFirstIsTaken() {
        const RuleOutcome outcome =
            chooseOnePerPatient({series("a", "x", 1, 100), series("a", "y", 1, 100), series("b", "z", 1, 10)}, {});
        QCOMPARE(outcome.chosen, (std::vector<std::size_t>{0, 2}));
        QCOMPARE(outcome.one, 1);
        QCOMPARE(outcome.several, 1);
    }

    void whatCannotBeUsedIsNotChosen() {
        std::vector<SeriesInfo> all{blocked(series("a", "x", 1, 100), "DCM-011"), series("a", "y", 5, 20),
                                    series("b", "localizer", 1, 3)};
        all[2].problems = {{"DCM-014", Severity::Info, "Localizer.", {}}};
        QCOMPARE(chooseOnePerPatient(all, {}).chosen, (std::vector<std::size_t>{1}));
        acceptFinding(all[0], "DCM-011");
        QCOMPARE(chooseOnePerPatient(all, {}).chosen, (std::vector<std::size_t>{0}));
    }

    void withoutAPatientTheExaminationCounts() {
        std::vector<SeriesInfo> all{series("", "x", 1, 100), series("", "y", 2, 100), series("", "z", 2, 100)};
        all[0].studyUid = all[1].studyUid = "1.2.3";
        const RuleOutcome outcome = chooseOnePerPatient(all, {});
        QCOMPARE(outcome.chosen, (std::vector<std::size_t>{0, 2}));
    }

    void acceptingIsRecordedAndCanBeTakenBack() {
        SeriesInfo info = blocked(blocked(series("a", "x", 1, 100), "DCM-011"), "DCM-015");
        const SeriesInfo before = info;
        acceptFinding(info, "DCM-011");
        QCOMPARE(info.source.overrides, (std::vector<std::string>{"DCM-011"}));
        QVERIFY(!info.included); // still tilted
        acceptFinding(info, "DCM-015");
        acceptFinding(info, "DCM-015");
        QVERIFY(info.included);
        QCOMPARE(info.source.overrides, (std::vector<std::string>{"DCM-011", "DCM-015"}));
        rejectFinding(info, "DCM-015");
        QVERIFY(!info.included);
        rejectFinding(info, "DCM-011");
        QVERIFY(info.problems == before.problems && info.source == before.source);

        SeriesInfo colours = blocked(series("a", "x", 1, 100), "DCM-019");
        acceptFinding(colours, "DCM-019");
        QVERIFY(!colours.included && colours.source.overrides.empty());
    }

    void fewSlicesAreAFindingUntilTheyAreAccepted() {
        std::vector<SeriesInfo> all{series("a", "x", 1, 3), series("b", "y", 1, 30)};
        applyCohortRules(all);
        QVERIFY(!all[0].included && all[1].included);
        QCOMPARE(all[0].problems.front().code, std::string("DCM-010"));
        acceptFinding(all[0], "DCM-010");
        QVERIFY(all[0].included && !cohortProblem(all[0], {}));
    }
};

QTEST_GUILESS_MAIN(TestSeriesRule)
#include "tst_series_rule.moc"
