// SPDX-License-Identifier: Apache-2.0
#include "core/base/files.h"
#include "core/project/import.h"
#include "tests/support/error_code.h"
#include "tests/support/fake_series_reader.h"
#include "tests/support/workbook.h"

#include <QTest>

#include <algorithm>
#include <filesystem>

using namespace nidus;
using namespace nidus::test;
namespace fs = std::filesystem;

namespace {

struct Fixture {
    TemporaryFolder folder;
    fs::path root = folder.path() / "data";
    Project project = Project::create(folder.path() / "p.nidus");
    FakeSeriesReader reader;

    fs::path table(const std::string& text) {
        const fs::path path = folder.path() / "cases.csv";
        writeFileAtomically(path, text);
        return path;
    }
    ImportReport import(const std::string& text) {
        return importTable(project, table(text), root, reader, JobControl{});
    }
};

/// "code:case code:case ...", in the order reported.
std::string codes(const std::vector<Problem>& problems) {
    std::string text;
    for (const Problem& problem : problems)
        text.append(text.empty() ? "" : " ").append(problem.code).append(":").append(problem.caseId);
    return text;
}

std::string joined(const std::vector<std::string>& words) {
    std::string text;
    for (const std::string& word : words)
        text.append(text.empty() ? "" : " ").append(word);
    return text;
}

const Volume kVolume = FakeSeriesReader::volume({10, 4, 4}, 1);

} // namespace

class TestImport : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aTableFillsTheProject() {
        Fixture f;
        f.reader.add(f.root / "a.nii.gz", kVolume);
        f.reader.add(f.root / "b.nii.gz", kVolume);
        f.reader.add(f.root / "c/t1.nii.gz", kVolume);
        f.reader.add(f.root / "c/t2.nii.gz", kVolume);
        const ImportReport report = f.import("case,image,image_1,label,patient,fold,mask\n"
                                             "one,a.nii.gz,b.nii.gz,malignant,Smith,1,77\n"
                                             "two, c/t1.nii.gz ,c\\t2.nii.gz,benign,Smith,1,\n");
        QCOMPARE(codes(report.problems), std::string());
        QCOMPARE(joined(report.added), std::string("one two"));
        const auto cases = f.project.cases();
        QCOMPARE(cases[0].channels.at(1).files.at(0), f.root / "b.nii.gz");
        QCOMPARE(cases[1].channels.at(1).files.at(0), f.root / "c/t2.nii.gz");
        QCOMPARE(cases[0].label, std::string("malignant"));
        QCOMPARE(cases[0].fold, std::optional<int>(1));
        QVERIFY(cases[0].included && cases[0].cacheFile.empty());
        QCOMPARE(joined(f.project.classes()), std::string("benign malignant"));
        QCOMPARE(f.project.positiveClass(), std::string("malignant"));
    }

    void patientsAreStoredAsPseudonymsOnly() {
        Fixture f;
        for (const char* name : {"a", "b", "c", "d"})
            f.reader.add(f.root / name, kVolume);
        (void)f.import("case,image,patient\n1,a,Smith^Jane\n2,b,Doe^Jo\n3,c,Smith^Jane\n");
        (void)f.import("case,image,patient\n4,d,Doe^Jo\n");
        std::vector<std::string> patients;
        for (const Case& each : f.project.cases())
            patients.push_back(each.patient);
        QCOMPARE(joined(patients), std::string("P0001 P0002 P0001 P0002"));

        const fs::path link = f.project.folder() / "private/link.csv";
        QVERIFY(readTextFile(link).find("P0002,Doe^Jo") != std::string::npos);
        QVERIFY((fs::status(link).permissions() & (fs::perms::group_all | fs::perms::others_all)) == fs::perms::none);
        QVERIFY((fs::status(link.parent_path()).permissions() & (fs::perms::group_all | fs::perms::others_all))
                == fs::perms::none);
        QVERIFY(readTextFile(f.project.folder() / "project.sqlite").find("Smith") == std::string::npos);
        QVERIFY(readTextFile(f.project.folder() / "project.sqlite").find("Jo") == std::string::npos);
    }

    void withoutTheLinkTableNoPseudonymIsGivenTwice() {
        Fixture f;
        for (const char* name : {"a", "b"})
            f.reader.add(f.root / name, kVolume);
        (void)f.import("case,image,patient\n1,a,Smith\n");
        fs::remove_all(f.project.folder() / "private");
        (void)f.import("case,image,patient\n2,b,Doe\n");
        QCOMPARE(f.project.cases()[1].patient, std::string("P0002"));
    }

    void everyBadRowIsNamedAndTheOthersGoOn() {
        Fixture f;
        f.reader.add(f.root / "good1", kVolume);
        f.reader.add(f.root / "good2", kVolume);
        f.reader.add(f.root / "good3", kVolume);
        f.reader.add(f.root / "flat", FakeSeriesReader::volume({7, 4, 4}, 1));
        f.reader.add(f.root / "two/x", kVolume, "1.2.3");
        f.reader.add(f.root / "two/y", kVolume, "1.2.4");
        auto& tilted = f.reader.add(f.root / "tilted", kVolume, "1.2.5");
        tilted.info.included = false;
        tilted.info.problems = {{"DCM-012", Severity::Info, "2 duplicates.", ""},
                                {"DCM-015", Severity::Blocker, "The gantry is tilted by 12 degrees.", ""}};
        f.reader.addUnassigned(f.root / "report", "DCM-001", "This is no image.");
        fs::create_directories(f.root / "empty");
        const ImportReport report = f.import("case,image,label,patient,fold\n"
                                             "ok,good1,x,p1,0\n"
                                             "gone,missing.nii,x,p2,0\n"
                                             "ok,good2,x,p3,0\n"
                                             ",good2,x,p3,0\n"
                                             "noimage,,x,p3,0\n"
                                             "several,two,x,p4,0\n"
                                             "refused,tilted,x,p5,0\n"
                                             "text,report,x,p5,0\n"
                                             "none,empty,x,p5,0\n"
                                             "badfold,good2,x,p6,one\n"
                                             "negative,good2,x,p6,-1\n"
                                             "thin,flat,x,p6,0\n"
                                             "unlabelled,good2,  ,p7,1\n"
                                             "last,good3,y,p8,1\n");
        QCOMPARE(codes(report.problems),
                 std::string("FIL-001:gone IMP-001:ok IMP-007: IMP-008:noimage IMP-004:several DCM-015:refused "
                             "DCM-001:text IMP-005:none IMP-006:badfold IMP-006:negative DCM-010:thin "
                             "LBL-001:unlabelled"));
        QCOMPARE(joined(report.added), std::string("ok unlabelled last"));
        for (const Problem& problem : report.problems)
            QVERIFY(problem.text.size() > 10);
        const auto cases = f.project.cases();
        QCOMPARE(cases.size(), std::size_t{3});
        QCOMPARE(cases[2].id, std::string("unlabelled"));
        QCOMPARE(cases[2].problems.at(0).code, std::string("LBL-001"));
        QCOMPARE(joined(f.project.classes()), std::string("x y"));
    }

    void aTableWithoutItsColumnsIsRefused() {
        Fixture f;
        QCOMPARE(codeOf([&] { (void)f.import("case,label\na,b\n"); }), std::string("CSV-002"));
        QCOMPARE(codeOf([&] { (void)f.import("image\na\n"); }), std::string("CSV-002"));
        QCOMPARE(codeOf([&] { (void)importTable(f.project, f.root / "none.csv", f.root, f.reader, {}); }),
                 std::string("CSV-001"));
        QVERIFY(f.project.cases().empty());
    }

    void labelPatientAndFoldMayBeAbsent() {
        Fixture f;
        f.reader.add(f.root / "a", kVolume);
        const ImportReport report = f.import("image;case\na;1\n");
        QCOMPARE(codes(report.problems), std::string());
        QVERIFY(f.project.cases().at(0).label.empty() && !f.project.cases().at(0).fold);
        QVERIFY(f.project.classes().empty());
    }

    void doubtfulRowsAreKeptWithAWarning() {
        Fixture f;
        f.reader.add(f.root / "a", kVolume);
        f.reader.add(f.root / "b", kVolume).info.problems = {{"DCM-020", Severity::Warning, "Annotations.", ""}};
        const ImportReport report = f.import("case,image,patient,fold\n1,a,p,0\n2,a,q,0\n3,b,p,1\n");
        QCOMPARE(codes(report.problems), std::string("IMP-009:2 DCM-020:3 IMP-011:3"));
        QCOMPARE(f.project.cases().size(), std::size_t{3});
        const ImportReport again = f.import("case,image,patient,fold\n1,a,p,0\n4,b,q,0\n");
        QCOMPARE(codes(again.problems), std::string("IMP-001:1 DCM-020:4 IMP-009:4"));
        QCOMPARE(joined(again.added), std::string("4"));
    }

    void theSmallestNumberOfSlicesIsARuleOfTheCohort() {
        Fixture f;
        f.reader.add(f.root / "flat", FakeSeriesReader::volume({7, 4, 4}, 1));
        QCOMPARE(codes(importPaths(f.project, {f.root}, f.reader, {}).problems), std::string("DCM-010:"));
        QVERIFY(f.project.cases().empty());
        (void)importPaths(f.project, {f.root}, f.reader, {}, {7});
        QCOMPARE(f.project.cases().size(), std::size_t{1});
    }

    void foldersGiveOneCasePerIncludedSeries() {
        Fixture f;
        const auto add = [&](const char* name, const char* uid, const char* patient, bool included) {
            auto& item = f.reader.add(f.root / name, kVolume, uid);
            item.info.patientKey = patient;
            item.info.included = included;
            return &item.info;
        };
        add("1", "1.1", "Smith", true)->problems = {{"DCM-012", Severity::Info, "2 duplicates.", ""}};
        add("2", "1.2", "Smith", true);
        add("3", "1.3", "Doe", true);
        add("4", "1.4", "Doe", false)->problems = {{"DCM-014", Severity::Info, "A localiser.", ""}};
        f.reader.addUnassigned(f.root / "5", "DCM-001", "This is no image.");
        const ImportReport report = importPaths(f.project, {f.root}, f.reader, {});
        QCOMPARE(joined(report.added), std::string("case-0001 case-0002 case-0003"));
        QCOMPARE(codes(report.problems), std::string("DCM-012:case-0001 DCM-014: DCM-001:"));
        const auto cases = f.project.cases();
        QCOMPARE(cases[0].patient + cases[1].patient + cases[2].patient, std::string("P0001P0001P0002"));
        QVERIFY(cases[0].label.empty());

        add("6", "1.6", "Doe", true);
        const ImportReport again = importPaths(f.project, {f.root}, f.reader, {});
        QCOMPARE(joined(again.added), std::string("case-0004"));
        QCOMPARE(f.project.cases()[3].patient, std::string("P0002"));
        QCOMPARE(std::count_if(again.problems.begin(), again.problems.end(),
                               [](const Problem& problem) { return problem.code == "IMP-009"; }),
                 3);
    }

    void filesWithoutAPatientAreAPatientEach() {
        Fixture f;
        f.reader.add(f.root / "a.nii", kVolume);
        f.reader.add(f.root / "b.nii", kVolume);
        f.reader.add(f.root / "c", kVolume, "1.1").info.studyUid = "9";
        f.reader.add(f.root / "d", kVolume, "1.2").info.studyUid = "9";
        const ImportReport report = importPaths(f.project, {f.root}, f.reader, {});
        QCOMPARE(codes(report.problems), std::string("IMP-010:"));
        QVERIFY(report.problems[0].text.starts_with("2 of"));
        const auto cases = f.project.cases();
        QVERIFY(cases[0].patient != cases[1].patient);
        QCOMPARE(cases[2].patient, cases[3].patient);
    }

    void stoppingLeavesTheProjectAsItWas() {
        Fixture f;
        f.reader.add(f.root / "a", kVolume);
        f.reader.add(f.root / "b", kVolume);
        JobControl control;
        control.onProgress = [&](const Progress& progress) {
            if (progress.fraction > 0)
                control.token.cancel();
        };
        bool isStopped = false;
        try {
            (void)importTable(f.project, f.table("case,image\n1,a\n2,b\n"), f.root, f.reader, control);
        } catch (const Cancelled&) {
            isStopped = true;
        }
        QVERIFY(isStopped);
        QVERIFY(f.project.cases().empty());
    }

    void reportsAreJson() {
        Fixture f;
        f.reader.add(f.root / "a", kVolume);
        const std::string json = toJson(f.import("case,image,label\n1,a,x\n2,b,x\n"), f.project);
        for (const char* part :
             {"\"added\": [\n    \"1\"\n  ]", "\"code\": \"FIL-001\"", "\"case\": \"2\"", "\"cases\": 1"})
            QVERIFY2(json.find(part) != std::string::npos, part);
    }

    void seriesOfOneCaseAreItsImages() {
        Fixture f;
        std::vector<SeriesInfo> series;
        const auto add = [&](const char* name, const char* key, int channel) {
            f.reader.add(f.root / name, FakeSeriesReader::volume({10, 4, 4}, 1));
            SeriesInfo info = f.reader.scan({f.root / name}, {}).series.front();
            info.patientKey = std::string("patient of ") + key;
            info.caseKey = key;
            info.channel = channel;
            series.push_back(info);
        };
        add("a-flair.nii", "a", 1);
        add("b-t1.nii", "b", 0); // has no other
        add("a-t1.nii", "a", 0);
        add("c.nii", "", 0); // a case of its own
        const ImportReport report = importSeries(f.project, series);
        QCOMPARE(report.added.size(), std::size_t{2});
        QCOMPARE(report.problems.size(), std::size_t{1});
        QCOMPARE(report.problems.front().code, std::string("IMP-013"));
        const std::vector<Case> cases = f.project.cases();
        QCOMPARE(cases.at(0).channels.size(), std::size_t{2});
        QCOMPARE(cases.at(0).channels.at(0).files.front().filename().string(), std::string("a-t1.nii"));
        QCOMPARE(cases.at(0).channels.at(1).files.front().filename().string(), std::string("a-flair.nii"));
        QCOMPARE(cases.at(1).channels.size(), std::size_t{1});
        // Each image of a case is known from then on.
        const ImportReport again = importSeries(f.project, {series.at(0)});
        QVERIFY(again.added.empty());
        QCOMPARE(importSeries(f.project, series).problems.size(), std::size_t{3});
    }

    void channelsAreFoundByRules() {
        Fixture f;
        for (const char* name : {"a_0000.nii", "a_0001.nii", "b_0000.nii"})
            f.reader.add(f.root / name, FakeSeriesReader::volume({10, 4, 4}, 1));
        ImportOptions options;
        options.channels = {{"", "_0001", 0}, {"", "_0000", 0}};
        const ImportReport report = importPaths(f.project, {f.root}, f.reader, {}, options);
        QCOMPARE(report.added.size(), std::size_t{1});
        const Case only = f.project.cases().at(0);
        QCOMPARE(only.channels.size(), std::size_t{2});
        QCOMPARE(only.channels.at(0).files.front().filename().string(), std::string("a_0001.nii"));
        QCOMPARE(only.channels.at(1).files.front().filename().string(), std::string("a_0000.nii"));
        QVERIFY(codes(report.problems).find("IMP-012:") != std::string::npos); // b has one image alone
    }

    void aSheetOfAWorkbookIsATable() {
        Fixture f;
        f.reader.add(f.root / "a.nii", FakeSeriesReader::volume({10, 4, 4}, 1));
        const fs::path file = f.root / "t.xlsx";
        test::writeZip(file, test::workbookParts(
                                 {{"notes", test::sheetRows({{"x", "y"}})},
                                  {"cases", test::sheetRows({{"case", "image", "label"}, {"c1", "a.nii", "良性"}})}}));
        ImportOptions options;
        options.sheet = "cases";
        QCOMPARE(importTable(f.project, file, f.root, f.reader, {}, options).added, (std::vector<std::string>{"c1"}));
        QCOMPARE(f.project.cases().front().label, std::string("良性"));
        QCOMPARE(codeOf([&] { (void)importTable(f.project, file, f.root, f.reader, {}); }), std::string("CSV-002"));
    }
};

QTEST_GUILESS_MAIN(TestImport)
#include "tst_import.moc"
