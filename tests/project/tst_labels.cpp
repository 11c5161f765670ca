// SPDX-License-Identifier: Apache-2.0
#include "core/base/files.h"
#include "core/project/import.h"
#include "core/project/link_table.h"
#include "core/project/number_labels.h"
#include "tests/support/error_code.h"
#include "tests/support/fake_series_reader.h"

#include <QTest>

#include <filesystem>
#include <optional>

using namespace nidus;
using namespace nidus::test;
namespace fs = std::filesystem;

namespace {

/// Four cases of three patients: P0001 ("007") has two.
struct Fixture {
    TemporaryFolder folder;
    Project project = Project::create(folder.path() / "p.nidus");

    Fixture() {
        LinkTable links(project.folder(), {});
        const auto add = [&](const char* id, const char* key, const char* uid, const char* file) {
            Case added;
            added.id = id;
            added.patient = links.pseudonymOf(key);
            added.channels = {{uid, "", {file}, {}}};
            project.addCases({added});
        };
        add("c1", "007", "1.1", "/d/benign/s1/a.nii.gz");
        add("c2", "007", "1.2", "/d/benign/s2/b.nii.gz");
        add("c3", "8", "1.3", "/d/malignant/s3/c.nii.gz");
        add("c4", "9", "1.4", "/d/malignant/s4/c.nii.gz");
        links.save();
    }

    LabelReport label(const std::string& text, const std::string& positive = {},
                      std::optional<double> cut = std::nullopt) {
        const fs::path path = folder.path() / "labels.csv";
        writeFileAtomically(path, text);
        return labelFromTable(project, {path, {}, "key", "class", cut}, positive);
    }
    [[nodiscard]] std::string labels() const {
        std::string text;
        for (const Case& each : project.cases())
            text.append(text.empty() ? "" : " ").append(each.label.empty() ? "-" : each.label);
        return text;
    }
    [[nodiscard]] std::string classes() const {
        std::string text;
        for (const std::string& each : project.classes())
            text.append(text.empty() ? "" : " ").append(each);
        return text;
    }
};

std::string codes(const std::vector<Problem>& problems) {
    std::string text;
    for (const Problem& problem : problems)
        text.append(text.empty() ? "" : " ").append(problem.code).append(":").append(problem.caseId);
    return text;
}

} // namespace

class TestLabels : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void keysAreOfTheKindThatFitsMost_data() {
        QTest::addColumn<QString>("table");
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QString>("labels");
        QTest::newRow("case id") << "key,class\nc1,x\nc2,y\nc3,x\nc4,y\n"
                                 << "case id"
                                 << "x y x y";
        QTest::newRow("patient id") << "key,class\n007,x\n8,y\n9,y\n"
                                    << "patient id"
                                    << "x x y y";
        QTest::newRow("pseudonym") << "key,class\nP0001,x\nP0002,y\n"
                                   << "patient pseudonym"
                                   << "x x y -";
        QTest::newRow("series") << "key,class\n1.1,x\n1.4,y\n"
                                << "series UID"
                                << "x - - y";
        QTest::newRow("file") << "key,class\na.nii.gz,x\nb,y\n"
                              << "file name"
                              << "x y - -";
        QTest::newRow("folder") << "key,class\ns3,x\ns4,y\n"
                                << "folder name"
                                << "- - x y";
    }
    void keysAreOfTheKindThatFitsMost() {
        QFETCH(QString, table);
        QFETCH(QString, kind);
        QFETCH(QString, labels);
        Fixture f;
        const LabelReport report = f.label(table.toStdString());
        QCOMPARE(report.matchedBy, kind.toStdString());
        QCOMPARE(f.labels(), labels.toStdString());
        QCOMPARE(f.classes(), std::string("x y"));
    }

    void zerosAndBlanksAreToleratedAndReported() {
        Fixture f;
        const LabelReport report = f.label("key,class\n7,x\n\"8 \",y\n0009, y \n");
        QCOMPARE(f.labels(), std::string("x x y y"));
        QCOMPARE(report.matched, 4);
        QCOMPARE(codes(report.problems), std::string("LBL-005:"));
        QVERIFY(report.problems[0].text.starts_with("3 keys"));
    }

    void zerosThatTellPatientsApartAreKept() {
        Fixture f;
        LinkTable links(f.project.folder(), {});
        Case added;
        added.id = "c5";
        added.patient = links.pseudonymOf("7");
        links.save();
        f.project.addCases({added});
        const LabelReport exact = f.label("key,class\n007,x\n7,y\n8,x\n");
        QCOMPARE(f.labels(), std::string("x x x - y"));
        QCOMPARE(codes(exact.problems), std::string("LBL-004:c4"));
        const LabelReport unclear = f.label("key,class\n07,x\n8,x\n9,x\n");
        QCOMPARE(codes(unclear.problems), std::string("LBL-007: LBL-004:c1 LBL-004:c2 LBL-004:c5"));
    }

    void everyDoubtfulRowIsReported() {
        Fixture f;
        const LabelReport report = f.label("key,class\nc1,\nc2,x\nc2,y\nc3,x\nother,x\n");
        QCOMPARE(codes(report.problems), std::string("LBL-001:c1 LBL-002: LBL-003:c2 LBL-004:c4"));
        QCOMPARE(f.labels(), std::string("- - x -"));
        QCOMPARE(report.matched, 1);
        QCOMPARE(codes(f.label("key,class\nc1,x\nc2,y\nc3,x\nc4,x\n").problems), std::string("LBL-006:"));
    }

    void aFileNameOfSeveralPatientsIsNotUsed() {
        Fixture f;
        const LabelReport report = f.label("key,class\na,x\nb,y\nc,y\n");
        QCOMPARE(report.matchedBy, std::string("file name"));
        QVERIFY(codes(report.problems).starts_with("LBL-007:"));
        QCOMPARE(f.labels(), std::string("x y - -"));
    }

    void nothingChangesWhenTheTableDoesNotFit() {
        Fixture f;
        QCOMPARE(codeOf([&] { (void)f.label("key,class\nq,x\n"); }), std::string("LBL-010"));
        QCOMPARE(codeOf([&] { (void)f.label("key,other\nc1,x\n"); }), std::string("CSV-002"));
        QCOMPARE(codeOf([&] { (void)f.label("key,class\nc1,x\nc2,y\n", "z"); }), std::string("PRJ-012"));
        QCOMPARE(f.labels(), std::string("- - - -"));
        QCOMPARE(f.classes(), std::string());
    }

    void classesFollowTheLabels() {
        Fixture f;
        (void)f.label("key,class\nc1,small\nc2,large\nc3,small\nc4,large\n");
        QCOMPARE(f.classes(), std::string("large small"));
        QCOMPARE(f.project.positiveClass(), std::string("small"));
        (void)f.label("key,class\nc1,small\nc2,large\n", "large");
        QCOMPARE(f.project.positiveClass(), std::string("large"));
        // An order of the user's stays; a new class follows; one that no case has any more goes.
        f.project.setClasses({"small", "large"});
        (void)f.label("key,class\nc3,medium\n");
        QCOMPARE(f.classes(), std::string("small large medium"));
        (void)f.label("key,class\nc1,yes\nc2,no\nc3,no\nc4,yes\n");
        QCOMPARE(f.classes(), std::string("no yes"));
    }

    void aClassWithoutCasesStaysWhereTheUserSetIt() {
        Fixture f;
        f.project.setClasses({"y", "x"});
        (void)f.label("key,class\nc1,x\n");
        QCOMPARE(f.classes(), std::string("y x"));
    }

    void numbersBecomeTwoClasses() {
        Fixture f;
        const LabelReport report = f.label("key,class\nc1,6\nc2, 7 \nc3,\"7,5\"\nc4,unknown\n", {}, 7);
        QCOMPARE(f.labels(), std::string("< 7 ≥ 7 ≥ 7 -"));
        QCOMPARE(f.project.classes(), (std::vector<std::string>{"< 7", "≥ 7"}));
        QCOMPARE(f.project.positiveClass(), std::string("≥ 7"));
        QCOMPARE(codes(report.problems), std::string("LBL-009:c4 LBL-006:"));
        QCOMPARE(report.matched, 3);
        (void)f.label("key,class\nc1,6\nc2,7\nc3,7.5\nc4,0\n", {}, 0.5);
        QCOMPARE(f.labels(), std::string("≥ 0.5 ≥ 0.5 ≥ 0.5 < 0.5"));
    }

    void aCutHasNumbersOnBothSides_data() {
        QTest::addColumn<QList<double>>("numbers");
        QTest::addColumn<double>("cut");
        QTest::newRow("median") << QList<double>{3, 1, 2} << 2.0;
        QTest::newRow("most are the least") << QList<double>{1, 1, 1, 4} << 4.0;
        QTest::newRow("two") << QList<double>{0, 1} << 1.0;
    }
    void aCutHasNumbersOnBothSides() {
        QFETCH(QList<double>, numbers);
        QFETCH(double, cut);
        const std::vector<double> values(numbers.begin(), numbers.end());
        QCOMPARE(suggestedCut(values), std::optional(cut));
        QCOMPARE(suggestedCut({2, 2}), std::optional<double>());
        QCOMPARE(suggestedCut({}), std::optional<double>());
    }

    void onlyNumbersAreNumbers() {
        QCOMPARE(numberIn(" 7,5 "), std::optional(7.5));
        QCOMPARE(numberIn("-0.25"), std::optional(-0.25));
        QCOMPARE(numberIn("+3"), std::optional(3.0));
        for (const char* text : {"", "3a", "1,000.5", "nan", "inf", "3+4", "<5"})
            QVERIFY2(!numberIn(text), text);
    }

    void headersNameTheClass() {
        Fixture f;
        FakeSeriesReader reader;
        Case gone;
        gone.id = "c5";
        gone.patient = "P0009";
        gone.channels = {{"1.5", "", {"/nowhere/e.dcm"}, {}}};
        f.project.addCases({gone});
        std::vector<Case> cases = f.project.cases();
        for (std::size_t i = 0; i < 4; ++i) {
            const fs::path file = f.folder.path() / (cases[i].id + ".dcm");
            writeFileAtomically(file, std::string("header"));
            cases[i].channels.front().files = {file};
            reader.headers[file] = i == 1 ? "" : i == 2 ? " M " : "F";
        }
        f.project.updateCases(cases);
        const LabelReport report = labelFromTag(f.project, "PatientSex", reader, {});
        QCOMPARE(f.labels(), std::string("F - M F -"));
        QCOMPARE(report.matched, 3);
        QCOMPARE(codes(report.problems), std::string("LBL-012:c2 FIL-001:c5"));
        QCOMPARE(codeOf([&] { (void)labelFromTag(f.project, "NoSuchThing", reader, {}); }), std::string("DCM-053"));
        for (auto& [file, value] : reader.headers)
            value.clear();
        QCOMPARE(codeOf([&] { (void)labelFromTag(f.project, "PatientSex", reader, {}); }), std::string("LBL-013"));
        QCOMPARE(f.labels(), std::string("F - M F -"));
    }

    void foldersNameTheClass() {
        Fixture f;
        const LabelReport report = labelFromFolderNames(f.project, 1);
        QCOMPARE(report.matched, 4);
        QCOMPARE(f.labels(), std::string("benign benign malignant malignant"));
        QCOMPARE(f.project.positiveClass(), std::string("malignant"));
        QCOMPARE(codes(labelFromFolderNames(f.project, 3).problems),
                 std::string("LBL-008:c1 LBL-008:c2 LBL-008:c3 LBL-008:c4"));
        QCOMPARE(f.labels(), std::string("benign benign malignant malignant"));
        QCOMPARE(codeOf([&] { (void)labelFromFolderNames(f.project, -1); }), std::string("LBL-011"));
    }
};

QTEST_GUILESS_MAIN(TestLabels)
#include "tst_labels.moc"
