// SPDX-License-Identifier: Apache-2.0
#include "core/project/unpacked_archives.h"
#include "tests/support/error_code.h"
#include "tests/support/zip_writer.h"

#include <QtTest>

using namespace nidus;
namespace fs = std::filesystem;

namespace {

test::ZipEntry member(const std::string& name, const std::string& data) {
    test::ZipEntry entry;
    entry.name = name;
    entry.data = data;
    return entry;
}

SeriesInfo seriesOf(const fs::path& file) {
    SeriesInfo series;
    series.source.files = {file};
    return series;
}

} // namespace

class TestUnpackedArchives : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void filesOfTheSeriesMoveToTheProject() {
        const TemporaryFolder folder;
        writeFileAtomically(folder.path() / "scans.zip",
                            test::zipArchive({member("a/1.dcm", "one"), member("b/2.dcm", "two")}));
        fs::path unpacked;
        std::vector<SeriesInfo> series;
        {
            UnpackedArchives archives;
            unpacked = archives.folderOf(folder.path() / "scans.zip", {});
            QCOMPARE(archives.folderOf(folder.path() / "scans.zip", {}), unpacked); // once
            const fs::path elsewhere = folder.path() / "c.nii";
            writeFileAtomically(elsewhere, "three");
            series = {seriesOf(unpacked / "a" / "1.dcm"), seriesOf(elsewhere), seriesOf(unpacked / "a" / "1.dcm")};
            archives.moveFiles(series, folder.path() / "p.nidus" / "images");
            QCOMPARE(series[1].source.files.front(), elsewhere);
        }
        QVERIFY(!fs::exists(unpacked));
        const fs::path moved = folder.path() / "p.nidus" / "images" / "scans" / "a" / "1.dcm";
        QCOMPARE(series[0].source.files.front(), moved);
        QCOMPARE(series[2].source.files.front(), moved); // two volumes of one file
        QCOMPARE(readTextFile(moved), std::string("one"));
        QVERIFY(!fs::exists(folder.path() / "p.nidus" / "images" / "scans" / "b")); // no series needs it
    }

    void archivesOfOneNameStayApart() {
        const TemporaryFolder folder;
        std::vector<SeriesInfo> series;
        UnpackedArchives archives;
        for (const char* name : {"x", "y"}) {
            fs::create_directory(folder.path() / name);
            const fs::path archive = folder.path() / name / "scans.zip";
            writeFileAtomically(archive, test::zipArchive({member("1.dcm", name)}));
            series.push_back(seriesOf(archives.folderOf(archive, {}) / "1.dcm"));
        }
        archives.moveFiles(series, folder.path() / "images");
        QVERIFY(series[0].source.files != series[1].source.files);
        QCOMPARE(readTextFile(series[0].source.files.front()), std::string("x"));
        QCOMPARE(readTextFile(series[1].source.files.front()), std::string("y"));
    }

    void whatIsNoArchiveIsSaidAndStoppingWorks() {
        const TemporaryFolder folder;
        UnpackedArchives archives;
        writeFileAtomically(folder.path() / "a.zip", "no archive");
        QCOMPARE(test::codeOf([&] { static_cast<void>(archives.folderOf(folder.path() / "a.zip", {})); }),
                 std::string("ARC-001"));
        writeFileAtomically(folder.path() / "b.zip", test::zipArchive({member("1.dcm", "x")}));
        JobControl control;
        control.token.cancel();
        bool isStopped = false;
        try {
            static_cast<void>(archives.folderOf(folder.path() / "b.zip", control));
        } catch (const Cancelled&) {
            isStopped = true;
        }
        QVERIFY(isStopped);
    }
};

QTEST_GUILESS_MAIN(TestUnpackedArchives)
#include "tst_unpacked_archives.moc"
