// SPDX-License-Identifier: Apache-2.0
#include "core/checkpoint/crc32.h"
#include "core/checkpoint/zip_directory.h"
#include "tests/support/error_code.h"
#include "tests/support/zip_writer.h"

#include <QTest>

#include <cstring>

using namespace nidus;
using namespace nidus::test;

namespace {

std::span<const std::byte> bytesOf(const std::string& text) {
    return std::as_bytes(std::span(text));
}

ZipEntry entry(const std::string& name, const std::string& data) {
    ZipEntry result;
    result.name = name;
    result.data = data;
    return result;
}

std::string codeFor(const std::string& archive, const ZipRules& rules = {}) {
    return codeOf([&] {
        for (const ZipRecord& record : readZipDirectory(bytesOf(archive), "test.pth", rules))
            if (record.method == 0)
                (void)storedBytes(bytesOf(archive), record, "test.pth");
    });
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
    const std::size_t at = text.find(from);
    return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

} // namespace

class TestZipDirectory : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // The check value of the CRC-32 in the Rocksoft catalogue.
    void crcOfTheStandardsExample() {
        const std::string digits = "123456789";
        QCOMPARE(crc32(bytesOf(digits)), 0xCBF43926U);
        QCOMPARE(crc32({}), 0U);
        // Every way around the blocks that are folded at once, at every alignment.
        std::string longer;
        for (int i = 0; i < 300; ++i) {
            const std::string shifted = longer.substr(static_cast<std::size_t>(i % 7));
            QCOMPARE(crc32(bytesOf(shifted)), slowCrc32(shifted));
            longer += static_cast<char>(i * 37 + 11);
            if (longer.size() < 7)
                longer += "padding";
        }
    }

    void recordsOfATorchArchiveAreFound() {
        const std::string archive = zipArchive({entry("a/data.pkl", "pickle"), entry("a/data/0", "12345678")});
        const auto records = readZipDirectory(bytesOf(archive), "test.pth", {});
        QCOMPARE(records.size(), std::size_t{2});
        QCOMPARE(records[1].name, std::string("a/data/0"));
        QCOMPARE(records[1].dataOffset % 64, std::uint64_t{0});
        const auto bytes = storedBytes(bytesOf(archive), records[1], "test.pth");
        QCOMPARE(std::memcmp(bytes.data(), "12345678", 8), 0);
    }

    void everyFaultHasItsCode_data() {
        QTest::addColumn<QByteArray>("archive");
        QTest::addColumn<QByteArray>("code");
        const auto row = [](const char* name, const std::string& archive, const char* code) {
            QTest::newRow(name) << QByteArray::fromStdString(archive) << QByteArray(code);
        };
        const std::string sound = zipArchive({entry("a/x", "one"), entry("a/y", "two")});
        row("cut off", sound.substr(0, sound.size() - 1), "CKP-020");
        row("something behind", sound + "x", "CKP-020");
        row("no directory", sound.substr(0, 200), "CKP-020");
        row("something in front", "x" + sound, "CKP-020");
        ZipEntry other = entry("a/x", "one");
        other.localName = "a/z";
        row("two names", zipArchive({other}), "CKP-021");
        row("twice", zipArchive({entry("a/x", "1"), entry("A/X", "2")}), "CKP-023");
        for (const int flag : {0x0001, 0x0020, 0x0040}) {
            ZipEntry special = entry("a/x", "one");
            special.flags = static_cast<std::uint16_t>(0x0808 | flag);
            row(("flag " + std::to_string(flag)).c_str(), zipArchive({special}), "CKP-024");
        }
        ZipEntry packed = entry("a/x", std::string(100, 'a'));
        packed.method = 8;
        packed.packed = "xyz";
        row("packed", zipArchive({packed}), "CKP-025");
        ZipEntry wrong = entry("a/x", "one");
        wrong.crcError = 1;
        row("check sum", zipArchive({wrong}), "CKP-026");
        for (const char* name : {"../x", "/x", "a/../x", "a\\x", "c:/x", "a//x", "a/./x"})
            row(name, zipArchive({entry(name, "one")}), "CKP-027");
        ZipEntry link = entry("a/x", "one");
        link.attributes = 0120777U << 16U;
        row("symbolic link", zipArchive({link}), "CKP-027");
        // A second local header for the same payload, and a payload with bytes behind it that no record owns.
        row("gap", replaced(sound, "twoPK\x07\x08", "twoPK\x07\x09"), "CKP-021");
    }

    void everyFaultHasItsCode() {
        QFETCH(QByteArray, archive);
        QFETCH(QByteArray, code);
        QCOMPARE(codeFor(archive.toStdString()), code.toStdString());
    }

    void overlapsAndGapsAreSeen() {
        std::string archive = zipArchive({entry("a/x", "one"), entry("a/y", "two")});
        // The central directory's offset of the second record points to the first one.
        const std::size_t second = archive.rfind("PK\x01\x02");
        std::memset(archive.data() + second + 42, 0, 4);
        QCOMPARE(codeFor(archive), std::string("CKP-022"));
        // One record only, at the place of the second.
        std::string late = zipArchive({entry("a/x", "one"), entry("a/y", "two")});
        const std::size_t first = late.find("PK\x01\x02");
        const std::uint32_t offset = 1;
        std::memcpy(late.data() + first + 42, &offset, 4);
        QCOMPARE(codeFor(late), std::string("CKP-022"));
    }

    void limitsOfCountAndRatio() {
        ZipRules rules;
        rules.maxRecords = 1;
        QCOMPARE(codeFor(zipArchive({entry("a/x", "1"), entry("a/y", "2")}), rules), std::string("CKP-028"));
        rules = {};
        rules.allowsDeflate = true;
        ZipEntry bomb = entry("a/x", std::string(10'000, 'a'));
        bomb.method = 8;
        bomb.packed = "tiny";
        QCOMPARE(codeFor(zipArchive({bomb}), rules), std::string("CKP-032"));
    }
};

QTEST_GUILESS_MAIN(TestZipDirectory)
#include "tst_zip_directory.moc"
