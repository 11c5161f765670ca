// SPDX-License-Identifier: Apache-2.0
// The whole folder of real scans, dropped on the wizard with the real readers. Found through NIDUS_TEST_DATA, else
// beside the sources.
#include "app/composition.h"
#include "ui/common/event_loop_gap.h"
#include "ui/common/qt_convert.h"
#include "ui/dialogs.h"
#include "ui/wizard/new_project_wizard.h"
#include "ui/wizard/problem_groups.h"

#include <QElapsedTimer>
#include <QTest>

#include <cstdlib>
#include <filesystem>
#include <set>

using namespace nidus;
using namespace nidus::ui;
namespace fs = std::filesystem;

namespace {

fs::path testData() {
    const fs::path sources(NIDUS_SOURCE_DIR);
    if (const char* chosen = std::getenv("NIDUS_TEST_DATA"); chosen != nullptr && *chosen != '\0')
        return fs::path(chosen).is_absolute() ? fs::path(chosen) : sources / chosen;
    return sources / ".." / "shared" / "data";
}

} // namespace

class TestRealScan : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everySeriesIsListedOrRefusedWithACode() {
        const fs::path folder = testData() / "dicom";
        if (!fs::exists(folder))
            QSKIP(qPrintable(QStringLiteral("not run: %1 is missing (set NIDUS_TEST_DATA)").arg(pathToQt(folder))));
        const Services services = makeServices();
        const Dialogs dialogs;
        NewProjectWizard wizard(services, dialogs);
        wizard.show();
        QVERIFY(QTest::qWaitForWindowExposed(&wizard));
        EventLoopGap gap;
        QElapsedTimer clock;
        clock.start();
        wizard.addScans({pathToQt(folder)});
        NewProjectModel& project = wizard.model();
        QTRY_VERIFY_WITH_TIMEOUT(project.series().rowCount() > 0, 60000);
        qInfo("first rows after %lld ms", clock.elapsed());
        QTRY_VERIFY_WITH_TIMEOUT(!project.isBusy(), 120000);
        QTest::qWait(30);
        qInfo("%d files, %d series, %d used, %zu files without a series, %lld ms; largest block of the event loop %.0f "
              "ms",
              project.fileCount(), project.series().rowCount(), project.series().includedCount(),
              project.unassigned().size(), clock.elapsed(), gap.largestMs());

        std::set<fs::path> known;
        for (const SeriesInfo& series : project.series().series()) {
            known.insert(series.source.files.begin(), series.source.files.end());
            QVERIFY2(series.included || !series.problems.empty(), series.source.uid.c_str());
        }
        for (const UnassignedFile& file : project.unassigned()) {
            QVERIFY2(!file.code.empty() && !file.text.empty(), file.path.c_str());
            known.insert(file.path);
        }
        for (const auto& group : problemGroups(project.series().series(), project.unassigned()))
            QVERIFY2(!problemTitle(group.code).isEmpty(), group.code.c_str());
        qInfo("%zu of the files are named", known.size());
        // Duplicates are counted in their series and need no name of their own.
        QVERIFY(gap.largestMs() < 250);
    }
};

QTEST_MAIN(TestRealScan)
#include "tst_real_scan.moc"
