// SPDX-License-Identifier: Apache-2.0
#include "core/base/files.h"
#include "core/project/import.h"
#include "core/training/coach.h"
#include "core/training/job.h"
#include "dicom/phantom_dataset.h"
#include "dicom/readers.h"
#include "tests/support/training_project.h"

#include <QTest>

#include <algorithm>

using namespace nidus;

namespace {

/// What the coach says of phantoms, from their DICOM files on.
std::vector<Problem> findingsOf(const dicom::PhantomDatasetOptions& phantoms) {
    const TemporaryFolder folder;
    dicom::writePhantomDataset(folder.path() / "data", phantoms, {});
    const auto reader = dicom::makeSeriesReader();
    Project project = Project::create(folder.path() / "p.nidus");
    static_cast<void>(importTable(project, folder.path() / "data" / "labels.csv", folder.path() / "data", *reader, {}));
    writeModelFolder(project.folder() / "models" / "tiny", test::tinyModel());
    project.setModel({"models/tiny", InputFrame::Ras});
    static_cast<void>(prepareCases(project, test::TrainingProject::plan(), *reader, {}));
    return coach(createJob(project, {}, "r", "cpu", "", {}), {});
}

bool tellsOfTheScanner(const std::vector<Problem>& problems) {
    return std::ranges::any_of(problems, [](const Problem& problem) {
        return problem.code == "TRN-053" && problem.text.find("manufacturer of the scanner") != std::string::npos;
    });
}

} // namespace

class TestScanner : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void isFollowedFromTheHeaderToTheCoach() {
        dicom::PhantomDatasetOptions phantoms;
        phantoms.cases = 16;
        phantoms.orientation = "axial";
        QVERIFY(!tellsOfTheScanner(findingsOf(phantoms)));
        phantoms.scannerFollowsClass = true;
        QVERIFY(tellsOfTheScanner(findingsOf(phantoms)));
    }
};

QTEST_GUILESS_MAIN(TestScanner)
#include "tst_scanner.moc"
