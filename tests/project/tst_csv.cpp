// SPDX-License-Identifier: Apache-2.0
#include "core/base/csv.h"
#include "core/base/error.h"
#include "tests/support/error_code.h"

#include <QTest>

using namespace nidus;
using nidus::test::codeOf;

namespace {

Table parsed(std::string_view text) {
    return parseTable(std::as_bytes(std::span(text)), "t.csv");
}

std::string utf16(std::u16string_view text, bool littleEndian, bool mark) {
    std::string bytes;
    const auto put = [&](char16_t unit) {
        const char low = static_cast<char>(unit & 0xffU);
        const char high = static_cast<char>(unit >> 8U);
        bytes += littleEndian ? low : high;
        bytes += littleEndian ? high : low;
    };
    if (mark)
        put(0xfeff);
    for (const char16_t unit : text)
        put(unit);
    return bytes;
}

const std::vector<std::string> kChineseRow{"001", "\xe8\x82\xba"}; // U+80BA, lung

} // namespace

class TestCsv : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // The examples of RFC 4180, section 2.
    void readsQuotedCellsAndBothLineEnds() {
        const Table table = parsed("a,b,c\r\n\"aaa\",\"b \r\nbb\",\"c\"\"c\"\nx,,z");
        QCOMPARE(table.columns, (std::vector<std::string>{"a", "b", "c"}));
        QCOMPARE(table.rows.size(), std::size_t{2});
        QCOMPARE(table.rows[0], (std::vector<std::string>{"aaa", "b \r\nbb", "c\"c"}));
        QCOMPARE(table.rows[1], (std::vector<std::string>{"x", "", "z"}));
    }

    void findsTheSeparator_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<char>("separator");
        QTest::newRow("comma") << "a,\"b;;;\"\n1,2\n" << ',';
        QTest::newRow("semicolon") << "a;b\n1,5;2\n" << ';';
        QTest::newRow("tab") << "a\tb\n1\t2\n" << '\t';
        QTest::newRow("named by Excel") << "sep=;\na,x;b\n1;2\n" << ';';
    }
    void findsTheSeparator() {
        QFETCH(QString, text);
        QFETCH(char, separator);
        const Table table = parsed(text.toStdString());
        QCOMPARE(table.separator, separator);
        QCOMPARE(table.columns.size(), std::size_t{2});
        QCOMPARE(table.rows.size(), std::size_t{1});
        QCOMPARE(table.rows[0].size(), std::size_t{2});
    }

    void readsEveryEncoding_data() {
        const std::u16string text = u"id,organ\n001,\u80ba\n";
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("encoding");
        const auto row = [](const char* name, const std::string& bytes, const char* encoding) {
            QTest::newRow(name) << QByteArray::fromStdString(bytes) << encoding;
        };
        row("UTF-8", "id,organ\n001,\xe8\x82\xba\n", "UTF-8");
        row("UTF-8 with mark", "\xef\xbb\xbfid,organ\n001,\xe8\x82\xba\n", "UTF-8");
        row("GB18030", "id,organ\n001,\xb7\xce\n", "GB18030");
        row("UTF-16LE with mark", utf16(text, true, true), "UTF-16LE");
        row("UTF-16BE with mark", utf16(text, false, true), "UTF-16BE");
        row("UTF-16LE", utf16(text, true, false), "UTF-16LE");
        row("UTF-16BE", utf16(text, false, false), "UTF-16BE");
    }
    void readsEveryEncoding() {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, encoding);
        const Table table = parsed(bytes.toStdString());
        QCOMPARE(table.encoding, encoding.toStdString());
        QCOMPARE(table.columns, (std::vector<std::string>{"id", "organ"}));
        QCOMPARE(table.rows.size(), std::size_t{1});
        QCOMPARE(table.rows[0], kChineseRow);
    }

    void toleratesWhatSpreadsheetsWrite() {
        const Table table = parsed(" case ,label,,\n\n1\n,,,\n2,x,,\n");
        QCOMPARE(table.columns, (std::vector<std::string>{"case", "label"}));
        QCOMPARE(table.rows.size(), std::size_t{2});
        QCOMPARE(table.rows[0], (std::vector<std::string>{"1", ""}));
        QCOMPARE(table.rows[1], (std::vector<std::string>{"2", "x"}));
        QCOMPARE(table.column("CASE"), std::optional<std::size_t>(0));
        QCOMPARE(table.column("none"), std::optional<std::size_t>());
    }

    void refusesWithACode_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("code");
        QTest::newRow("empty") << QByteArray("\n\n") << "CSV-001";
        QTest::newRow("binary") << QByteArray("a,b\n\xff\xff\xff\xff\n") << "CSV-001";
        QTest::newRow("zero bytes") << QByteArray("a,b\n1,\0\n", 8) << "CSV-001";
        QTest::newRow("open quote") << QByteArray("a,b\n1,\"2\n") << "CSV-003";
        QTest::newRow("stray quote") << QByteArray("a,b\n1,2\"3\n") << "CSV-003";
        QTest::newRow("too many cells") << QByteArray("a,b\n1,2,3\n") << "CSV-004";
        QTest::newRow("same column twice") << QByteArray("a,a\n1,2\n") << "CSV-005";
    }
    void refusesWithACode() {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, code);
        QCOMPARE(codeOf([&] { (void)parsed(bytes.toStdString()); }), code.toStdString());
    }

    void namesTheLineOfAWrongQuote() {
        try {
            (void)parsed("a,b\r\n\"x\ny\",2\r\n1,2\"3\r\n");
            QFAIL("not refused");
        } catch (const Error& error) {
            QVERIFY2(std::string(error.what()).find("line 4") != std::string::npos, error.what());
        }
    }

    void missingFilesAndColumnsHaveCodes() {
        QCOMPARE(codeOf([] { (void)readTable("/nowhere/t.csv"); }), std::string("CSV-001"));
        QCOMPARE(codeOf([] { (void)requiredColumn(parsed("a,b\n"), "label", "t.csv"); }), std::string("CSV-002"));
    }

    void writesWhatItReads() {
        const std::vector<std::string> cells{"plain", "with,comma", "with \"quotes\"", "two\r\nlines", " blank", ""};
        QCOMPARE(csvCell("plain"), std::string("plain"));
        QCOMPARE(csvCell("a\"b"), std::string("\"a\"\"b\""));
        const std::string text = csvRow(std::vector<std::string>{"a", "b", "c", "d", "e", "f"}) + csvRow(cells);
        const Table table = parsed(text);
        QCOMPARE(table.rows.size(), std::size_t{1});
        QCOMPARE(table.rows[0], cells);
    }

    void trimsBlanksOfAllScripts() {
        QCOMPARE(trimmed(" \t\xe3\x80\x80x y\xc2\xa0 "), std::string("x y"));
        QCOMPARE(trimmed("   "), std::string());
    }
};

QTEST_GUILESS_MAIN(TestCsv)
#include "tst_csv.moc"
