// SPDX-License-Identifier: Apache-2.0
#include "core/base/csv.h"
#include "core/base/files.h"
#include "core/base/xlsx.h"
#include "tests/support/error_code.h"
#include "tests/support/workbook.h"

#include <QTest>

using namespace nidus;
using namespace nidus::test;
namespace fs = std::filesystem;

using Rows = std::vector<std::vector<std::string>>;

class TestXlsx : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void textsAreReadWhereverTheyStand() {
        const std::string strings = "<si><t>patient</t></si>"
                                    "<si><r><t>良</t></r><r><rPr><b/></rPr><t xml:space=\"preserve\"> </t></r>"
                                    "<r><t>性</t></r><rPh sb=\"0\" eb=\"1\"><t>liang</t></rPh></si>"
                                    "<si><t>a_x000A_b _x005F_x</t></si>";
        write({{"S",
                R"(<row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" t="inlineStr"><is><t>x &amp; y</t></is></c></row>)"
                R"(<row r="3"><c r="B3" t="s"><v>1</v></c><c r="C3" t="str"><f>A1</f><v>formula</v></c>)"
                R"(<c r="D3" t="s"><v>2</v></c><c r="E3" t="s"><v>99</v></c></row>)"}},
              strings);
        QCOMPARE(read().rows, (Rows{{"patient", "", "x & y"}, {"", "良 性", "formula", "a\nb _x"}}));
    }

    void numbersAreAsAPersonTypesThem_data() {
        QTest::addColumn<QString>("cell");
        QTest::addColumn<QString>("text");
        QTest::newRow("whole") << "<c><v>20230001</v></c>"
                               << "20230001";
        QTest::newRow("exponent") << "<c><v>2.0230001E7</v></c>"
                                  << "20230001";
        QTest::newRow("binary fraction") << "<c><v>0.30000000000000004</v></c>"
                                         << "0.3";
        QTest::newRow("negative") << "<c><v>-1.5</v></c>"
                                  << "-1.5";
        QTest::newRow("true") << "<c t=\"b\"><v>1</v></c>"
                              << "TRUE";
        QTest::newRow("false") << "<c t=\"b\"><v>0</v></c>"
                               << "FALSE";
        QTest::newRow("error") << "<c t=\"e\"><v>#N/A</v></c>"
                               << "";
        QTest::newRow("ISO date") << "<c t=\"d\"><v>2026-01-03</v></c>"
                                  << "2026-01-03";
    }
    void numbersAreAsAPersonTypesThem() {
        QFETCH(QString, cell);
        QFETCH(QString, text);
        write({{"S", "<row>" + cell.toStdString() + sheetRows({{"end"}}).substr(5)}});
        QCOMPARE(read().rows, (Rows{{text.toStdString(), "end"}}));
    }

    void datesAreFoundByTheirStyle_data() {
        QTest::addColumn<int>("style");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("text");
        QTest::newRow("day") << 1 << "46025"
                             << "2026-01-03";
        QTest::newRow("day and time") << 1 << "46025.520833333336"
                                      << "2026-01-03T12:30:00";
        QTest::newRow("time alone") << 2 << "0.75"
                                    << "18:00:00";
        QTest::newRow("before the day that never was") << 1 << "59"
                                                       << "1900-02-28";
        QTest::newRow("after it") << 1 << "61"
                                  << "1900-03-01";
        QTest::newRow("Chinese format of its own") << 3 << "46025"
                                                   << "2026-01-03";
        QTest::newRow("built-in of East Asia") << 4 << "46025"
                                               << "2026-01-03";
        QTest::newRow("text in quotes is no date") << 5 << "46025"
                                                   << "46025";
        QTest::newRow("colour is no date") << 6 << "7"
                                           << "7";
        QTest::newRow("duration") << 7 << "1.5"
                                  << "1.5";
        QTest::newRow("no style") << 0 << "46025"
                                  << "46025";
    }
    void datesAreFoundByTheirStyle() {
        QFETCH(int, style);
        QFETCH(QString, value);
        QFETCH(QString, text);
        const std::string styles =
            "<numFmts><numFmt numFmtId=\"170\" formatCode=\"yyyy&quot;年&quot;m&quot;月&quot;d\"/>"
            "<numFmt numFmtId=\"171\" formatCode=\"0.0&quot; mm per day&quot;\"/>"
            "<numFmt numFmtId=\"172\" formatCode=\"[Red]0;[Blue]-0\"/>"
            "<numFmt numFmtId=\"173\" formatCode=\"[h]:mm:ss\"/></numFmts>"
            "<cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs>"
            "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"20\"/><xf numFmtId=\"170\"/>"
            "<xf numFmtId=\"31\"/><xf numFmtId=\"171\"/><xf numFmtId=\"172\"/><xf numFmtId=\"173\"/></cellXfs>";
        const std::string row =
            "<row><c s=\"" + std::to_string(style) + "\"><v>" + value.toStdString() + "</v></c></row>";
        write({{"S", row}}, {}, styles);
        QCOMPARE(read().rows, (Rows{{text.toStdString()}}));
        if (style == 1 && value == QLatin1String("46025")) {
            write({{"S", row}}, {}, styles, "<workbookPr date1904=\"1\"/>");
            QCOMPARE(read().rows, (Rows{{"2030-01-04"}}));
        }
    }

    void aSheetIsChosenByName() {
        write({{"空", ""}, {"标签", sheetRows({{"a", "b"}, {"1", "2"}})}, {"more", sheetRows({{"c"}})}});
        const Sheet first = read(); // with a cell
        QCOMPARE(first.names, (std::vector<std::string>{"空", "标签", "more"}));
        QCOMPARE(first.name, std::string("标签"));
        QCOMPARE(read("more").rows, (Rows{{"c"}}));
        QVERIFY(read("空").rows.empty());
        QCOMPARE(codeOf([this] { (void)read("none"); }), std::string("XLS-004"));
    }

    void prefixesOfElementsDoNotMatter() {
        ZipMembers parts = workbookParts({{"S", sheetRows({{"a"}})}});
        for (auto& [name, content] : parts)
            if (name == "xl/worksheets/sheet1.xml")
                content =
                    "<x:worksheet xmlns:x=\"m\"><x:sheetData><x:row><x:c t=\"inlineStr\"><x:is><x:t>b</x:t></x:is>"
                    "</x:c></x:row></x:sheetData></x:worksheet>";
        writeZip(m_file, parts);
        QCOMPARE(read().rows, (Rows{{"b"}}));
    }

    /// The table is what stands below a title and left of notes.
    void aTableIsFoundInTheSheet() {
        write({{"S", sheetRows(
                         {{"随访结果 2026"}, {}, {"ID", "结果", ""}, {"c1", "良性", "", "who wrote this?"}, {"c2"}})}});
        const Table table = readTable(m_file);
        QCOMPARE(table.columns, (std::vector<std::string>{"ID", "结果"}));
        QCOMPARE(table.rows, (Rows{{"c1", "良性"}, {"c2", ""}}));
        QCOMPARE(table.encoding, std::string("XLSX"));
        QCOMPARE(table.sheets, (std::vector<std::string>{"S"}));
        write({{"S", sheetRows({{"only"}, {"x"}})}});
        QCOMPARE(readTable(m_file).columns, (std::vector<std::string>{"only"}));
    }

    void whatIsNoWorkbookIsSaid() {
        const auto code = [this] { return codeOf([this] { (void)readTable(m_file); }); };
        writeFileAtomically(m_file, std::string("PK\x03\x04garbage"));
        QCOMPARE(code(), std::string("XLS-001"));
        writeZip(m_file, {{"readme.txt", "no workbook"}});
        QCOMPARE(code(), std::string("XLS-001"));
        ZipMembers parts = workbookParts({{"S", sheetRows({{"a"}})}});
        for (const char* lost : {"xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"}) {
            ZipMembers fewer = parts;
            std::erase_if(fewer, [lost](const auto& part) { return part.first == lost; });
            writeZip(m_file, fewer);
            QCOMPARE(code(), std::string("XLS-001"));
        }
        parts.front().second.resize(parts.front().second.size() / 2);
        writeZip(m_file, parts);
        QCOMPARE(code(), std::string("XLS-001"));
        const std::string ole = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + std::string(600, '\0');
        writeFileAtomically(m_file, ole + "W\0o\0r\0k\0b\0o\0o\0k\0");
        QCOMPARE(code(), std::string("XLS-002"));
        std::string name;
        for (const char c : std::string("EncryptedPackage"))
            (name += c) += '\0';
        writeFileAtomically(m_file, ole + name);
        QCOMPARE(code(), std::string("XLS-003"));
    }

    void sizesAreBounded() {
        ZipMembers parts = workbookParts({{"S", sheetRows({{"a"}})}});
        parts.front().second += std::string(std::size_t{130} << 20U, ' ');
        writeZip(m_file, parts); // a few hundred kilobytes
        QVERIFY(fs::file_size(m_file) < (1U << 20U));
        QCOMPARE(codeOf([this] { (void)readTable(m_file); }), std::string("XLS-005"));
        std::string wide; // each row as wide as can be
        for (int i = 0; i < 400; ++i)
            wide += "<row><c r=\"XFD1\"><v>1</v></c></row>";
        write({{"S", wide}});
        QCOMPARE(codeOf([this] { (void)readTable(m_file); }), std::string("XLS-005"));
        std::string deep = "<row><c r=\"A1\"><v>1</v></c><c r=\"XFD1\"><v>2</v></c></row>";
        for (int i = 0; i < 1000; ++i)
            deep += "<row><c r=\"A1\"><v>1</v></c></row>";
        write({{"S", deep}});
        QCOMPARE(codeOf([this] { (void)readTable(m_file); }), std::string("CSV-001"));
    }

private:
    void write(const ZipMembers& sheets, const std::string& strings = {}, const std::string& styles = {},
               const std::string& properties = {}) {
        writeZip(m_file, workbookParts(sheets, strings, styles, properties));
    }
    [[nodiscard]] Sheet read(const std::string& sheet = {}) const { return readWorkbook(m_file, sheet); }

    TemporaryFolder m_folder;
    fs::path m_file = m_folder.path() / "标签.xlsx";
};

QTEST_GUILESS_MAIN(TestXlsx)
#include "tst_xlsx.moc"
