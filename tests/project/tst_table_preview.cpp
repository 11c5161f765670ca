// SPDX-License-Identifier: Apache-2.0
#include "core/base/files.h"
#include "core/project/table_preview.h"
#include "tests/support/error_code.h"
#include "tests/support/workbook.h"

#include <QTemporaryDir>
#include <QtTest>

using namespace nidus;

class TestTablePreview : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theColumnThatFitsMostIsTheKey() {
        const TablePreview preview =
            previewOf("age,scan,result\n61,c1,benign\n44,c2,malignant\n2,c3,benign\n30,c9,benign\n");
        QCOMPARE(preview.key, std::size_t{1});
        QCOMPARE(preview.label, std::size_t{2}); // two values; age has four
        const KeyFit& fit = preview.columns[1];
        QCOMPARE(fit.kind, std::string("case id"));
        QCOMPARE(fit.rows, 4);
        QCOMPARE(fit.matched, 3);
        QCOMPARE(fit.casesWithoutRow, 1);
        QCOMPARE(preview.columns[0].matched, 0);
    }

    void aColumnNamedLabelIsTheLabel() {
        QCOMPARE(previewOf("case,sex,Label\nc1,f,x\nc2,m,y\nc3,f,z\nc4,m,w\n").label, std::size_t{2});
        QCOMPARE(previewOf("诊断,编号\n良性,c1\n恶性,c2\n").label, std::size_t{0});
    }

    void numbersAreOfferedForACut() {
        const TablePreview preview = previewOf("case,grade,note\nc1,6,x\nc2,7,1\nc3,,y\nc4,n/a,z\n");
        QCOMPARE(preview.columns[1].numbers, (std::vector<double>{6, 7}));
        QVERIFY(preview.columns[0].numbers.empty());
        QVERIFY(preview.columns[2].numbers.empty()); // one of four
        QVERIFY(preview.sheets.empty());
    }

    void aWorkbookIsATable() {
        const TemporaryFolder folder;
        const Project project = Project::create(folder.path() / "p.nidus");
        const std::filesystem::path file = folder.path() / "t.xlsx";
        test::writeZip(file, test::workbookParts({{"A", test::sheetRows({{"x", "y"}})},
                                                  {"B", test::sheetRows({{"case", "label"}, {"c1", "7"}})}}));
        const TablePreview first = previewTable(project, file);
        QCOMPARE(first.sheets, (std::vector<std::string>{"A", "B"}));
        QCOMPARE(first.sheet, std::string("A"));
        QCOMPARE(first.columns.at(0).column, std::string("x"));
        const TablePreview second = previewTable(project, file, "B");
        QCOMPARE(second.sheet, std::string("B"));
        QCOMPARE(second.columns.at(1).numbers, (std::vector<double>{7}));
    }

    void whatIsNoTableIsSaid() {
        QCOMPARE(test::codeOf([] { static_cast<void>(previewOf("")); }).substr(0, 4), std::string("CSV-"));
    }

private:
    static TablePreview previewOf(const std::string& text) {
        const QTemporaryDir folder;
        const std::filesystem::path root = folder.path().toStdString();
        Project project = Project::create(root / "p.nidus");
        std::vector<Case> cases(4);
        for (std::size_t i = 0; i < cases.size(); ++i) {
            cases[i].id = std::string("c").append(std::to_string(i + 1));
            cases[i].patient = std::string("P").append(std::to_string(i + 1));
        }
        project.addCases(cases);
        writeFileAtomically(root / "t.csv", text);
        return previewTable(project, root / "t.csv");
    }
};

QTEST_GUILESS_MAIN(TestTablePreview)
#include "tst_table_preview.moc"
