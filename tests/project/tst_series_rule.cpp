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

/// "1:0 0:1": series 1 is the first image, series 0 the second.
QString chosen(const ChannelOutcome& outcome) {
    QStringList texts;
    for (const ChannelOutcome::Choice& choice : outcome.chosen)
        texts << QStringLiteral("%1:%2").arg(choice.series).arg(choice.channel);
    return texts.join(QLatin1Char(' '));
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

    void wordsWithAMinusMustNotBeThere() {
        std::vector<SeriesInfo> all{series("a", "T1", 1, 100), series("b", "T1 post", 1, 100), series("c", "", 1, 100)};
        all[2].source.files = {"/scans/case_t1.nii.gz"}; // says nothing but its name
        QCOMPARE(chooseOnePerPatient(all, {"", "t1|-post", 0}).chosen, (std::vector<std::size_t>{0, 2}));
        QCOMPARE(chooseOnePerPatient(all, {"", "- post", 0}).chosen, (std::vector<std::size_t>{0, 2}));
    }

    void eachChannelHasItsRule() {
        std::vector<SeriesInfo> all{series("a", "T1", 1, 100),   series("a", "FLAIR", 2, 100),
                                    series("a", "T1", 3, 100),   series("b", "T1", 1, 100),
                                    series("c", "T1", 1, 100),   series("c", "FLAIR", 1, 100),
                                    series("c", "FLAIR", 1, 100)};
        const ChannelOutcome outcome = chooseChannels(all, {{"", "flair", 0}, {"", "t1", 0}});
        QCOMPARE(outcome.complete, 2);
        QCOMPARE(outcome.incomplete, 1);
        QCOMPARE(outcome.several, 1); // c has two FLAIR
        QCOMPARE(chosen(outcome), QStringLiteral("1:0 0:1 5:0 4:1"));
        QCOMPARE(outcome.chosen[0].caseKey, outcome.chosen[1].caseKey);
        QVERIFY(outcome.chosen[1].caseKey != outcome.chosen[2].caseKey);
        // No series is two images of a case.
        QCOMPARE(chosen(chooseChannels(all, {{"", "t1", 0}, {"", "", 0}})), QStringLiteral("0:0 1:1 4:0 5:1"));
    }

    void theImagesOfACaseAreOfOneExamination() {
        std::vector<SeriesInfo> all{series("a", "T1", 1, 100), series("a", "T2", 1, 100), series("a", "T1", 1, 100),
                                    series("a", "T2", 1, 100)};
        const char* studies[] = {"1.9", "1.9", "1.2", "1.2"};
        const char* dates[] = {"20250101", "20250101", "20260101", "20260101"};
        for (std::size_t i = 0; i < all.size(); ++i) {
            all[i].studyUid = studies[i];
            all[i].studyDate = dates[i];
        }
        const std::vector<SeriesRule> rules{{"", "t1", 0}, {"", "t2", 0}};
        QCOMPARE(chosen(chooseChannels(all, rules)), QStringLiteral("0:0 1:1")); // the earliest
        all[1].description = "other";
        QCOMPARE(chosen(chooseChannels(all, rules)), QStringLiteral("2:0 3:1")); // the one that is complete
        all[3].studyUid = "1.3";
        QCOMPARE(chooseChannels(all, rules).incomplete, 1);
    }

    void filesBelongTogetherByNameOrFolder() {
        const auto file = [](const char* path) {
            SeriesInfo info = series("", "", 1, 100);
            info.source.files = {path};
            return info;
        };
        const std::vector<SeriesInfo> all{file("/d/la_001_0000.nii.gz"), file("/d/la_001_0001.nii.gz"),
                                          file("/d/la_002_0000.nii.gz"), file("/b/one/t1.nii"), file("/b/one/t2.nii")};
        QCOMPARE(examinationKeyOf(all[0]), std::string("/d/la_001"));
        QCOMPARE(examinationKeyOf(all[0]), examinationKeyOf(all[1]));
        QVERIFY(examinationKeyOf(all[0]) != examinationKeyOf(all[2]));
        QCOMPARE(examinationKeyOf(all[3]), examinationKeyOf(all[4]));
        const ChannelOutcome outcome = chooseChannels(all, {{"", "_0000|t1", 0}, {"", "_0001|t2", 0}});
        QCOMPARE(outcome.complete, 2);
        QCOMPARE(outcome.incomplete, 1);
        QCOMPARE(chosen(outcome), QStringLiteral("3:0 4:1 0:0 1:1"));
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
