// SPDX-License-Identifier: Apache-2.0
#include "app/composition.h"
#include "core/base/resource_folder.h"
#include "dicom/phantom_dataset.h"
#include "tests/support/picture.h"
#include "tests/ui/window_test.h"
#include "ui/common/event_loop_gap.h"
#include "ui/common/message_area.h"
#include "ui/common/qt_convert.h"
#include "ui/wizard/new_project_wizard.h"

#include <QFile>
#include <QLabel>
#include <QListView>
#include <QTabBar>
#include <QTabWidget>
#include <QTableView>
#include <QTest>

#include <cstdio>
#include <map>

using namespace nidus;
using namespace nidus::ui;
using State = TrainingViewModel::State;

/// A new user's way through the whole program with the real engine: by mouse, keys and drops alone.
class TestJourney : public test::WindowTest {
    Q_OBJECT

private Q_SLOTS:
    void fromScansToACard() {
        dicom::PhantomDatasetOptions options;
        options.cases = 20;
        options.unseen = 2;
        dicom::writePhantomDataset(pathFromQt(path("scans")), options, {});
        QVERIFY(QDir(path("scans")).rename(QStringLiteral("unseen"), path("unseen")));
        QVERIFY(QFile::remove(path("unseen") + QStringLiteral("/labels.csv")));
        Dialogs dialogs;
        dialogs.chooseTarget = [this](QWidget*, const QString& kind, const QString&) {
            return path("journey.") + (kind == QLatin1String("report") ? QStringLiteral("html") : kind);
        };
        showWindow(makeServices(), dialogs, {1366, 768});
        EventLoopGap gap;
        picture("1-home");

        makeTheProject();
        train();
        judge();
        classify();
        std::printf("journey: largest gap of the event loop %.0f ms\n", gap.largestMs());
        agreeWithWhatWasMeasured(); // asks the services on this thread
    }
    void cleanup() { m_window.reset(); }

private:
    void makeTheProject() {
        click("homeNew");
        auto* wizard = m_window->findChild<NewProjectWizard*>();
        QVERIFY(wizard);
        drop(wizard, {path("scans")});
        QTRY_COMPARE_WITH_TIMEOUT(find<QTableView>("seriesTable")->model()->rowCount(), 20, 30000);
        QTRY_VERIFY(!wizard->model().isBusy());
        click("changePlace");
        picture("2-scans", wizard);
        click("wizardNext");
        QTRY_VERIFY_WITH_TIMEOUT(wizard->currentId() == 1 && !wizard->model().isBusy(), 30000);
        QTRY_VERIFY(find<QAbstractButton>("wizardNext")->isEnabled()); // the folder names told the classes
        picture("3-labels", wizard);
        click("wizardNext");
        drop(wizard, {pathToQt(resourceFolder() / "demo" / "model")});
        QTRY_VERIFY_WITH_TIMEOUT(find<QAbstractButton>("wizardNext")->isEnabled() && !wizard->model().isBusy(), 30000);
        picture("4-model", wizard);
        click("wizardNext");
        auto* quick = wizard->findChild<QAbstractButton*>(QStringLiteral("preset_quick"));
        QTRY_VERIFY(quick && quick->isVisible());
        QTest::mouseClick(quick, Qt::LeftButton);
        picture("5-settings", wizard);
        click("wizardNext");
        QTRY_VERIFY(find<QAbstractButton>("wizardFinish")->isVisible());
        picture("6-start", wizard);
        click("wizardFinish");
    }

    void train() {
        QTRY_VERIFY_WITH_TIMEOUT(m_window->training().isRunning() || m_window->training().state() == State::Done,
                                 30000);
        picture("7-training");
        QTRY_COMPARE_WITH_TIMEOUT(m_window->training().state(), State::Done, 240000);
        QCOMPARE(m_window->training().preset(), std::string("quick"));
        QTRY_VERIFY(!m_window->project().isBusy());
        click("showResults");
        QTRY_COMPARE(find<QTableView>("predictionTable")->model()->rowCount(), 20);
        picture("8-results");
    }

    void judge() {
        auto* tabs = find<QTabWidget>("resultsTabs")->tabBar();
        QTest::mouseClick(tabs, Qt::LeftButton, {}, tabs->tabRect(1).center());
        auto* confusion = find<QTableView>("confusionTable");
        QTest::mouseClick(confusion->viewport(), Qt::LeftButton, {},
                          confusion->visualRect(confusion->model()->index(0, 0)).center());
        picture("9-confusion");
        QTest::mouseClick(tabs, Qt::LeftButton, {}, tabs->tabRect(0).center());
        auto* table = find<QTableView>("predictionTable");
        QTRY_VERIFY(table->model()->rowCount() > 0 && table->model()->rowCount() <= 10); // those of one cell
        QTest::mouseClick(table->viewport(), Qt::LeftButton, {},
                          table->visualRect(table->model()->index(0, 0)).center());
        QTest::keyClick(table, Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(!find<QLabel>("viewerTitle")->text().isEmpty(), 20000);
        QTest::qWait(300);
        picture("10-viewer");
        click("exportReport");
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(path("journey.html")), 30000);
        click("saveClassifier");
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(path("journey.nidusmodel")), 30000);
    }

    /// What the settings said of the memory is what the training took, within the factor that it promises; and what is
    /// known of the cases was read from their files.
    void agreeWithWhatWasMeasured() {
        const auto& folder = m_window->project().snapshot().folder;
        const double estimated = estimatedMemory(recipePreset("quick"), m_services->measure(folder, {}));
        const auto measured = static_cast<double>(m_services->readRun(folder, "", {}).peakRssBytes);
        std::printf("journey: memory %.0f MB, estimated %.0f MB\n", measured / 1e6, estimated / 1e6);
        QVERIFY(estimated < 2 * measured && measured < 2 * estimated);
        const std::string run = m_services->readRun(folder, "", {}).runId;
        QCOMPARE(m_services->readTrust(folder, run, {}).size(), std::size_t{20});
        std::map<std::string, std::string> first; // the group of one case, by property
        for (const CaseGrouping& grouping : m_services->readGroupings(folder, run, {}))
            first[grouping.property] = grouping.ofCase.begin()->second;
        QCOMPARE(first.at("age"), std::string("40–59")); // all phantoms were born in 1970
        QCOMPARE(first.at("sex"), std::string("O"));
        const ProjectGlance glance = m_services->glance(folder, {}); // as on Home
        QCOMPARE(glance.cases, 20);
        QCOMPARE(glance.classes.size(), std::size_t(2));
        QVERIFY(!glance.picture.voxels.empty());
    }

    void classify() {
        drop(m_window.get(), {path("journey.nidusmodel")});
        QTRY_VERIFY_WITH_TIMEOUT(m_window->classifying().classifier(), 30000);
        drop(m_window.get(), {path("unseen")});
        QTRY_COMPARE_WITH_TIMEOUT(find<QListView>("verdictList")->model()->rowCount(), 2, 60000);
        QTRY_VERIFY_WITH_TIMEOUT(!m_window->classifying().isBusy(), 60000);
        picture("11-card");
    }

    void picture(const char* name, QWidget* widget = nullptr) const {
        test::keepPicture(widget ? widget : m_window.get(), name);
    }
};

QTEST_MAIN(TestJourney)
#include "tst_journey.moc"
