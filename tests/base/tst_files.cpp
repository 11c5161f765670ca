// SPDX-License-Identifier: Apache-2.0
#include "core/base/error.h"
#include "core/base/error_json.h"
#include "core/base/files.h"

#include <QTest>

#include <filesystem>
#include <stdexcept>

using namespace nidus;
namespace fs = std::filesystem;

class TestFiles : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aFailedWriteLeavesTheOldFileAndNoOther() {
        const TemporaryFolder folder;
        const fs::path path = folder.path() / "a.txt";
        writeFileAtomically(path, std::string("old"));
        QVERIFY_EXCEPTION_THROWN(writeFileAtomically(path,
                                                     [](const FileSink& sink) {
                                                         sink(std::as_bytes(std::span("new", 3)));
                                                         throw std::runtime_error("stop");
                                                     }),
                                 std::runtime_error);
        QCOMPARE(readTextFile(path), std::string("old"));
        QCOMPARE(std::distance(fs::directory_iterator(folder.path()), {}), 1);
    }

    void keepExistingLetsTheFirstWriterWin() {
        const TemporaryFolder folder;
        const fs::path path = folder.path() / "a.txt";
        const auto text = [](const char* value) {
            return [value](const FileSink& sink) { sink(std::as_bytes(std::span(value, 1))); };
        };
        writeFileAtomically(path, text("1"), Publish::KeepExisting);
        writeFileAtomically(path, text("2"), Publish::KeepExisting);
        QCOMPARE(readTextFile(path), std::string("1"));
        writeFileAtomically(path, text("3"));
        QCOMPARE(readTextFile(path), std::string("3"));
        makeDurable({path}, folder.path());
        QCOMPARE(std::distance(fs::directory_iterator(folder.path()), {}), 1);
    }

    void missingFilesAndFullDisksHaveCodes() {
        const TemporaryFolder folder;
        const auto codeOf = [](auto&& call) {
            try {
                call();
            } catch (const Error& error) {
                return error.code();
            }
            return std::string("none");
        };
        QCOMPARE(codeOf([&] { MappedFile missing(folder.path() / "none"); }), std::string("FIL-001"));
        QCOMPARE(codeOf([&] { MappedFile isFolder(folder.path()); }), std::string("FIL-002"));
        QCOMPARE(codeOf([&] { writeFileAtomically(folder.path() / "no" / "file", std::string("x")); }),
                 std::string("FIL-003"));
        QCOMPARE(codeOf([&] { (void)readTextFile("/proc/self/exe", 10); }), std::string("FIL-005"));
        QCOMPARE(codeOf([&] { makeDurable({folder.path() / "none"}, folder.path()); }), std::string("FIL-003"));
    }

    // FIPS 180-2, appendix B.1.
    void sha256OfTheStandardsExample() {
        QCOMPARE(sha256(std::as_bytes(std::span("abc", 3))),
                 std::string("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
    }

    void problemsSurviveJson() {
        const std::vector<Problem> problems{{"DCM-011", Severity::Blocker, "Slice missing", "case-1"},
                                            {"X", Severity::Info, "\xff", ""}};
        const std::vector<Problem> back = problemsFromJson(toJson(problems));
        QCOMPARE(back.size(), problems.size());
        QVERIFY(back[0] == problems[0]);
        QCOMPARE(back[1].text, std::string("\xef\xbf\xbd"));
    }
};

QTEST_GUILESS_MAIN(TestFiles)
#include "tst_files.moc"
