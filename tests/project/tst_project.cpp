// SPDX-License-Identifier: Apache-2.0
#include "core/base/files.h"
#include "core/project/project.h"
#include "core/project/schema.h"
#include "tests/support/error_code.h"

#include <QTest>
#include <SQLiteCpp/SQLiteCpp.h>

#include <filesystem>
#include <fstream>

#include <csignal>
#include <sys/wait.h>
#include <unistd.h>

using namespace nidus;
using nidus::test::codeOf;
namespace fs = std::filesystem;

namespace {

Case exampleCase(const std::string& id) {
    Case example;
    example.id = id;
    example.patient = "P0001";
    example.channels = {{"1.2.3",
                         "echo 1",
                         {"/data/a/1.dcm", "/data/a/2.dcm"},
                         {"DCM-011", "DCM-015"},
                         "MR",
                         {"Aldebaran \xc3\xa9", "A-15", 1.5}},
                        {"t2.nii.gz", "", {"/data/b/t2.nii.gz"}, {}}};
    example.label = "\xe8\x82\xba";
    example.fold = 3;
    example.included = false;
    example.problems = {{"DCM-012", Severity::Info, "12 duplicates", id}, {"X-001", Severity::Blocker, "'); --", ""}};
    example.cacheFile = "cache/k.safetensors";
    example.volumeMm3 = 1234.5678901234567;
    example.meanIntensity = -0.1;
    return example;
}

std::string describe(const std::vector<Case>& cases) {
    std::string ids;
    for (const Case& each : cases)
        ids += each.id + " ";
    return ids;
}

} // namespace

class TestProject : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void createsAFolderAndOpensItAgain() {
        const TemporaryFolder folder;
        const fs::path path = folder.path() / "a.nidus";
        {
            const Project project = Project::create(path.string() + "/");
            QCOMPARE(project.folder(), path);
            QVERIFY(project.isWritable());
            for (const char* part : {"models", "cache", "runs"})
                QVERIFY(fs::is_directory(path / part));
        }
        const Project project = Project::open(path);
        QVERIFY(project.cases().empty() && project.classes().empty() && project.runs().empty() && !project.model());
        QCOMPARE(project.runFolder("r1"), path / "runs" / "r1");
    }

    void anIdStaysWhereverTheProjectGoes() {
        const TemporaryFolder folder;
        const fs::path path = folder.path() / "a.nidus";
        const std::string id = Project::create(path).id();
        QCOMPARE(id.size(), std::size_t{32});
        fs::rename(path, folder.path() / "b.nidus");
        QCOMPARE(Project::open(folder.path() / "b.nidus", Project::Access::ReadOnly).id(), id);
        QCOMPARE(Project::open(folder.path() / "b.nidus").id(), id);
        QVERIFY(Project::create(path).id() != id);
    }

    void anOlderProjectGetsAnIdFromItsNextWriter() {
        const TemporaryFolder folder;
        const fs::path path = folder.path() / "a.nidus";
        (void)Project::create(path);
        SQLite::Database(path / "project.sqlite", SQLite::OPEN_READWRITE).exec("DELETE FROM property");
        QVERIFY(Project::open(path, Project::Access::ReadOnly).id().empty());
        const std::string id = Project::open(path).id();
        QCOMPARE(id.size(), std::size_t{32});
        QCOMPARE(Project::open(path, Project::Access::ReadOnly).id(), id);
    }

    void refusesWrongFolders() {
        const TemporaryFolder folder;
        const fs::path used = folder.path() / "used.nidus";
        fs::create_directories(used);
        writeFileAtomically(used / "precious", std::string("x"));
        QCOMPARE(codeOf([&] { (void)Project::create(used); }), std::string("PRJ-001"));
        QVERIFY(fs::exists(used / "precious"));
        QCOMPARE(codeOf([&] { (void)Project::create(folder.path() / "a"); }), std::string("PRJ-002"));
        QCOMPARE(codeOf([&] { (void)Project::create(folder.path() / ".nidus"); }), std::string("PRJ-002"));
        QCOMPARE(codeOf([&] { (void)Project::open(used); }), std::string("PRJ-003"));
        QCOMPARE(codeOf([&] { (void)Project::open(folder.path() / "none.nidus"); }), std::string("PRJ-003"));
        const Project project = Project::create(folder.path() / "b.nidus");
        for (const char* id : {"", ".", "..", "a/b", "../x"})
            QCOMPARE(codeOf([&] { (void)project.runFolder(id); }), std::string("PRJ-014"));
    }

    void refusesNewerAndDamagedCatalogues() {
        const TemporaryFolder folder;
        const fs::path path = folder.path() / "a.nidus";
        (void)Project::create(path);
        const auto pragma = [&](const std::string& text) {
            SQLite::Database(path / "project.sqlite", SQLite::OPEN_READWRITE).exec("PRAGMA " + text);
        };
        pragma("user_version = " + std::to_string(kProjectFormat + 1));
        QCOMPARE(codeOf([&] { (void)Project::open(path); }), std::string("PRJ-004"));
        QCOMPARE(codeOf([&] { (void)Project::open(path, Project::Access::ReadOnly); }), std::string("PRJ-004"));
        pragma("user_version = " + std::to_string(kProjectFormat));
        (void)Project::open(path);
        pragma("application_id = 7");
        QCOMPARE(codeOf([&] { (void)Project::open(path); }), std::string("PRJ-005"));
        std::ofstream(path / "project.sqlite", std::ios::trunc) << std::string(5000, 'x');
        QCOMPARE(codeOf([&] { (void)Project::open(path); }), std::string("PRJ-005"));
        std::ofstream(path / "project.sqlite", std::ios::trunc);
        QCOMPARE(codeOf([&] { (void)Project::open(path); }), std::string("PRJ-005"));
    }

    void opensTheFixtureOfEachFormat_data() {
        QTest::addColumn<int>("format");
        QTest::addColumn<bool>("isWritable");
        for (int format = 1; format <= kProjectFormat; ++format)
            for (const bool isWritable : {false, true})
                QTest::addRow("format %d%s", format, isWritable ? "" : ", for reading") << format << isWritable;
    }

    // A catalogue as it was written then stays readable for good.
    void opensTheFixtureOfEachFormat() {
        QFETCH(int, format);
        QFETCH(bool, isWritable);
        const TemporaryFolder folder;
        const fs::path path = folder.path() / "old.nidus";
        fs::create_directories(path);
        {
            SQLite::Database database(path / "project.sqlite", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
            database.exec(readTextFile(fs::path(NIDUS_SOURCE_DIR) / "tests/project/fixtures"
                                       / ("format" + std::to_string(format) + ".sql")));
        }
        const Project project =
            Project::open(path, isWritable ? Project::Access::ReadWrite : Project::Access::ReadOnly);
        const auto cases = project.cases();
        QCOMPARE(cases.size(), std::size_t{1});
        QCOMPARE(cases[0].id, std::string("case-0001"));
        QCOMPARE(cases[0].fold, std::optional<int>(2));
        QCOMPARE(cases[0].channels.at(0).files.at(1), path / "sources/b.dcm");
        QCOMPARE(cases[0].channels.at(0).modality, std::string(format < 2 ? "" : "CT"));
        QVERIFY(cases[0].channels.at(0).scanner == (format < 3 ? Scanner{} : Scanner{"Aldebaran", "A-15", 1.5}));
        QCOMPARE(cases[0].problems.at(0).code, std::string("DCM-012"));
        QCOMPARE(project.classes(), (std::vector<std::string>{"benign", "malignant"}));
        QCOMPARE(project.positiveClass(), std::string("benign"));
        QCOMPARE(project.runs().at(0).id, std::string("r1"));
        QVERIFY(project.model() && project.model()->frame == InputFrame::Ras);
    }

    void aSecondWriterIsRefusedAReaderIsNot() {
        const TemporaryFolder folder;
        const fs::path path = folder.path() / "a.nidus";
        auto writer = std::make_unique<Project>(Project::create(path));
        QCOMPARE(codeOf([&] { (void)Project::open(path); }), std::string("PRJ-006"));
        Project reader = Project::open(path, Project::Access::ReadOnly);
        writer->addCases({exampleCase("a")});
        QCOMPARE(reader.cases().size(), std::size_t{1});
        QVERIFY(!reader.isWritable());
        QCOMPARE(codeOf([&] { reader.addCases({exampleCase("b")}); }), std::string("PRJ-007"));
        QCOMPARE(codeOf([&] { reader.setClasses({"x"}); }), std::string("PRJ-007"));
        writer.reset();
        Project next = Project::open(path);
        next.addCases({exampleCase("c")});
        QCOMPARE(reader.cases().size(), std::size_t{2});
    }

    void theLockOfAKilledProgramIsFree() {
        const TemporaryFolder folder;
        const fs::path path = folder.path() / "a.nidus";
        (void)Project::create(path);
        int pipeEnds[2];
        QVERIFY(pipe(pipeEnds) == 0);
        const pid_t child = fork();
        if (child == 0) {
            const Project project = Project::open(path);
            if (write(pipeEnds[1], "x", 1) == 1)
                pause();
            _exit(1);
        }
        char byte = 0;
        QVERIFY(read(pipeEnds[0], &byte, 1) == 1);
        QCOMPARE(codeOf([&] { (void)Project::open(path); }), std::string("PRJ-006"));
        kill(child, SIGKILL);
        waitpid(child, nullptr, 0);
        QVERIFY(Project::open(path).isWritable());
    }

    void aReaderRollsBackWhatAKilledWriterLeft() {
        const TemporaryFolder folder;
        const fs::path path = folder.path() / "a.nidus";
        Project::create(path).addCases({exampleCase("kept")});
        const pid_t child = fork();
        if (child == 0) {
            // A transaction that has reached the file but was not committed: a small cache forces it out early.
            SQLite::Database database(path / "project.sqlite", SQLite::OPEN_READWRITE);
            database.exec("PRAGMA cache_size = 1; PRAGMA cache_spill = 1; BEGIN IMMEDIATE");
            for (int i = 0; i < 2000; ++i)
                database.exec("INSERT INTO property VALUES ('" + std::to_string(i) + "', hex(randomblob(100)))");
            database.exec("DELETE FROM cases");
            kill(getpid(), SIGKILL);
        }
        waitpid(child, nullptr, 0);
        QVERIFY2(fs::exists(path / "project.sqlite-journal"), "the child left no journal: the test tests nothing");
        QCOMPARE(describe(Project::open(path, Project::Access::ReadOnly).cases()), std::string("kept "));
    }

    void casesComeBackAsTheyWere() {
        const TemporaryFolder folder;
        Project project = Project::create(folder.path() / "a.nidus");
        Case inside = exampleCase("b");
        inside.channels = {{"x", "", {project.folder() / "sources/s/1.dcm", project.folder() / "sources/t/1.dcm"}, {}}};
        inside.fold.reset();
        inside.problems.clear();
        project.addCases({inside, exampleCase("a"), Case{"c", "P0002", {}, "", {}, true, {}, "", 0, 0}});
        const auto cases = project.cases();
        QCOMPARE(describe(cases), std::string("a b c "));
        QVERIFY(cases[0] == exampleCase("a"));
        QVERIFY(cases[1] == inside);

        Case changed = cases[0];
        changed.label = "other";
        changed.channels.pop_back();
        changed.problems.clear();
        project.updateCases({changed}, {{"key", {"cache/x", 2.5, 3.5}}});
        QVERIFY(project.cases()[0] == changed);
        QVERIFY(project.cases()[1] == inside);
        QCOMPARE(project.preparedEntry("key")->cacheFile, std::string("cache/x"));
        QCOMPARE(project.preparedEntry("key")->meanIntensity, 3.5);
        QVERIFY(!project.preparedEntry("other"));
    }

    void sourcesInsideTheProjectMoveWithIt() {
        const TemporaryFolder folder;
        {
            Project project = Project::create(folder.path() / "a.nidus");
            Case inside = exampleCase("a");
            inside.channels = {{"x", "", {project.folder() / "sources/1.dcm"}, {}}};
            project.addCases({inside});
        }
        fs::rename(folder.path() / "a.nidus", folder.path() / "b.nidus");
        const Project moved = Project::open(folder.path() / "b.nidus");
        QCOMPARE(moved.cases().at(0).channels.at(0).files.at(0), moved.folder() / "sources/1.dcm");
    }

    void aFailedChangeIsUndoneAsAWhole() {
        const TemporaryFolder folder;
        Project project = Project::create(folder.path() / "a.nidus");
        project.addCases({exampleCase("a")});
        QCOMPARE(codeOf([&] { project.addCases({exampleCase("b"), exampleCase("a")}); }), std::string("PRJ-010"));
        QCOMPARE(describe(project.cases()), std::string("a "));
        Case changed = exampleCase("a");
        changed.label = "new";
        QCOMPARE(codeOf([&] { project.updateCases({changed, exampleCase("b")}); }), std::string("PRJ-011"));
        QVERIFY(project.cases()[0] == exampleCase("a"));
        QCOMPARE(codeOf([&] { project.addCases({exampleCase("")}); }), std::string("PRJ-015"));
    }

    void classesAreOrderedAndTwoHaveAPositiveOne() {
        const TemporaryFolder folder;
        Project project = Project::create(folder.path() / "a.nidus");
        project.setClasses({"small", "large"});
        QCOMPARE(project.classes(), (std::vector<std::string>{"small", "large"}));
        QCOMPARE(project.positiveClass(), std::string("large"));
        project.setPositiveClass("small");
        QCOMPARE(project.positiveClass(), std::string("small"));
        QCOMPARE(codeOf([&] { project.setPositiveClass("none"); }), std::string("PRJ-012"));
        project.setClasses({"a", "b", "c"});
        QCOMPARE(project.positiveClass(), std::string());
        project.setClasses({"b", "c"});
        QCOMPARE(project.positiveClass(), std::string("c"));
        QCOMPARE(codeOf([&] { project.setClasses({"b", "b"}); }), std::string("PRJ-013"));
        QCOMPARE(codeOf([&] { project.setClasses({""}); }), std::string("PRJ-013"));
    }

    void anotherModelForgetsThePreparedState() {
        const TemporaryFolder folder;
        Project project = Project::create(folder.path() / "a.nidus");
        project.addCases({exampleCase("a")});
        project.setModel({"models/m", InputFrame::Lps});
        QCOMPARE(project.model()->folder, std::string("models/m"));
        QVERIFY(project.model()->frame == InputFrame::Lps);
        QVERIFY(project.cases()[0].cacheFile.empty());
        QCOMPARE(project.cases()[0].volumeMm3, 0.0);
    }

    void runsAreListedNewestFirst() {
        const TemporaryFolder folder;
        Project project = Project::create(folder.path() / "a.nidus");
        project.putRun({"old", "quick", "2024-01-01T00:00:00Z", "running", ""});
        project.putRun({"new", "quick", "2024-01-02T00:00:00Z", "running", ""});
        project.putRun({"old", "quick", "2024-01-01T00:00:00Z", "done", "{}"});
        const auto runs = project.runs();
        QCOMPARE(runs.size(), std::size_t{2});
        QCOMPARE(runs[0].id, std::string("new"));
        QCOMPARE(runs[1].state, std::string("done"));
        QCOMPARE(runs[1].metricsJson, std::string("{}"));
    }

    void tenThousandCasesAreQuick() {
        const TemporaryFolder folder;
        Project project = Project::create(folder.path() / "a.nidus");
        std::vector<Case> cases;
        for (int i = 0; i < 10000; ++i)
            cases.push_back(exampleCase(std::to_string(i)));
        QElapsedTimer timer;
        timer.start();
        project.addCases(cases);
        QCOMPARE(project.cases().size(), cases.size());
        QVERIFY2(timer.elapsed() < 5000, qPrintable(QString("%1 ms").arg(timer.elapsed())));
    }
};

QTEST_GUILESS_MAIN(TestProject)
#include "tst_project.moc"
