// SPDX-License-Identifier: Apache-2.0
#include "core/base/files.h"
#include "core/project/project.h"
#include "core/training/queued_runs.h"

#include <QTest>

using namespace nidus;
namespace fs = std::filesystem;
using Presets = std::vector<std::string>;

class TestQueuedRuns : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void waitWithTheProject() {
        const TemporaryFolder folder;
        const Project project = Project::create(folder.path() / "a.nidus"); // a run that writes holds it open, too
        QCOMPARE(readQueuedRuns(project.folder()), Presets());
        writeQueuedRuns(project.folder(), {"quick", "balanced", "quick"});
        fs::copy(project.folder(), folder.path() / "b.nidus", fs::copy_options::recursive);
        QCOMPARE(readQueuedRuns(folder.path() / "b.nidus"), (Presets{"quick", "balanced", "quick"}));
        writeQueuedRuns(project.folder(), {});
        QCOMPARE(readQueuedRuns(project.folder()), Presets());
        writeQueuedRuns(project.folder(), {}); // nothing to take away
    }

    void whatCannotBeReadDoesNotWait_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("count");
        QTest::newRow("cut") << QStringLiteral("[\"quick\", \"bal") << 0;
        QTest::newRow("another kind") << QStringLiteral("{\"quick\": 1}") << 0;
        QTest::newRow("numbers") << QStringLiteral("[1, 2]") << 0;
        QTest::newRow("a preset of a newer program") << QStringLiteral("[\"quick\", \"fabulous\"]") << 1;
    }
    void whatCannotBeReadDoesNotWait() {
        QFETCH(QString, text);
        QFETCH(int, count);
        const TemporaryFolder folder;
        const Project project = Project::create(folder.path() / "a.nidus");
        writeFileAtomically(project.folder() / "runs" / "queue.json", text.toStdString());
        QCOMPARE(static_cast<int>(readQueuedRuns(project.folder()).size()), count);
    }
};

QTEST_GUILESS_MAIN(TestQueuedRuns)
#include "tst_queued_runs.moc"
