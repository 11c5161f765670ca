// SPDX-License-Identifier: Apache-2.0
#include "tests/support/picture.h"
#include "tests/ui/fake_window_test.h"
#include "ui/common/message_area.h"
#include "ui/navigation_rail.h"
#include "ui/settings/preferences_dialog.h"
#include "ui/settings/shortcuts_panel.h"
#include "ui/theme/theme.h"
#include "ui/translation.h"

#include <QApplication>
#include <QCommandLinkButton>
#include <QDesktopServices>
#include <QLineEdit>
#include <QMenu>
#include <QTableWidget>
#include <QToolButton>

using namespace nidus;
using namespace nidus::ui;
using State = TrainingViewModel::State;

/// The frame of the program: what the rail says of the places, Home and the preferences.
class TestShell : public test::FakeWindowTest {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        renew();
        applyScheme(*qApp, schemeFromName(qEnvironmentVariable("NIDUS_COLOURS", QStringLiteral("light"))));
        installTranslations(*qApp, qEnvironmentVariable("NIDUS_LANGUAGE", QStringLiteral("en")));
    }

    void cleanup() {
        m_window.reset();
        installTranslations(*qApp, QStringLiteral("en"));
    }

    void theRailSaysHowItStands() {
        m_engine->stopAfterSteps = 10;
        m_engine->hasModel = false;
        showWindow();
        QCOMPARE(said("railHome"), QString());
        QCOMPARE(said("railClassify"), QStringLiteral("Nothing here yet"));
        openProject();
        QCOMPARE(said("railData"), QStringLiteral("Ready"));
        QCOMPARE(said("railModel"), QStringLiteral("Nothing here yet"));
        QCOMPARE(said("railTraining"), QStringLiteral("Nothing here yet"));
        m_engine->hasModel = true;
        m_window->project().refresh();
        QTRY_COMPARE(said("railModel"), QStringLiteral("Ready"));
        test::keepPicture(m_window.get(), "shell-rail");
        m_window->training().start("balanced");
        QVERIFY(said("railTraining").startsWith(QStringLiteral("Running")));
        QVERIFY(said("railResults").startsWith(QStringLiteral("Running")));
        m_window->training().stop();
        QTRY_COMPARE(m_window->training().state(), State::Stopped);
        QVERIFY(said("railTraining").startsWith(QStringLiteral("Needs attention")));
        QTRY_VERIFY(!m_window->project().isBusy());
        m_engine->stopAfterSteps = -1;
        m_window->training().goOn();
        QTRY_COMPARE_WITH_TIMEOUT(m_window->training().state(), State::Done, 20000);
        QTRY_COMPARE(said("railTraining"), QStringLiteral("Ready"));
        QCOMPARE(said("railResults"), QStringLiteral("Ready"));
        CohortEdit edit{{{"case-0001", {"malignant", true}}}, {"benign", "malignant"}, "malignant"};
        m_window->project().edit(edit);
        QTRY_VERIFY(said("railResults").contains(QStringLiteral("has changed")));
        edit.cases = {{"case-0001", {"", true}}, {"case-0002", {"", true}}};
        m_window->project().edit(edit);
        QTRY_VERIFY2(said("railData").contains(QStringLiteral("2 case")), qPrintable(said("railData")));
        QTRY_VERIFY(!m_window->project().isBusy());
        m_window->open({QStringLiteral("/nowhere/nodules.nidusmodel")});
        QTRY_COMPARE(said("railClassify"), QStringLiteral("Ready"));
        m_window->open({QStringLiteral("/scans/a"), QStringLiteral("/scans/damaged")});
        QTRY_VERIFY(said("railClassify").contains(QStringLiteral("1 scan")));
        test::keepPicture(m_window.get(), "shell-rail-attention");
    }

    // Each state has a sign of its own, not only a colour: the pictures differ where there is no colour.
    void theSignsDifferInShape() {
        QList<QImage> signs;
        for (const auto state :
             {PlaceState::None, PlaceState::Empty, PlaceState::Ready, PlaceState::Running, PlaceState::Attention}) {
            NavigationRail rail;
            rail.addPlace("rail", QStringLiteral("house"), QStringLiteral("Home"));
            rail.setPlaceMark(0, {state, {}});
            QImage picture = rail.grab().toImage().convertToFormat(QImage::Format_Grayscale8);
            for (int y = 0; y < picture.height(); ++y)
                for (int x = 0; x < picture.width(); ++x)
                    picture.scanLine(y)[x] = picture.constScanLine(y)[x] < 200 ? 0 : 255;
            QVERIFY(!signs.contains(picture));
            signs << picture;
        }
    }

    void recentProjects() {
        for (const char* name : {"one.nidus", "two.nidus", "three.nidus"})
            QVERIFY(QDir().mkpath(path(name)));
        {
            Preferences preferences(path("nidus.ini"));
            for (const char* name : {"one.nidus", "two.nidus", "lost.nidus", "three.nidus"})
                preferences.addRecentProject(path(name));
        }
        showWindow();
        QCOMPARE(names(), (QStringList{"three", "lost", "two", "one"}));
        QTRY_VERIFY(link(0)->description().contains(QStringLiteral("12 malignant")));
        QVERIFY(link(0)->description().contains(QStringLiteral("24 case")));
        QTRY_VERIFY(link(1)->description().contains(QStringLiteral("Not found")));
        QTRY_VERIFY(!link(3)->description().contains(QDir::separator()));
        const QImage picture = link(3)->icon().pixmap(link(3)->iconSize()).toImage();
        QCOMPARE(picture.pixelColor(0, picture.height() / 2).lightness(), 0); // a narrow slice on black
        test::keepPicture(m_window.get(), "shell-home");

        click("pin_3");
        QTRY_COMPARE(names(), (QStringList{"one", "three", "lost", "two"}));
        QVERIFY(find<QToolButton>("pin_0")->isChecked());
        m_window->openProject(path("two.nidus"));
        QTRY_VERIFY(m_window->project().isOpen() && !m_window->project().isBusy());
        m_window->goTo(MainWindow::Home);
        QTRY_COMPARE(names(), (QStringList{"one", "two", "three", "lost"}));
        click("pin_0");
        QTRY_COMPARE(names(), (QStringList{"one", "two", "three", "lost"})); // the newest of the others

        chooseInMenu(3, QStringLiteral("Remove"));
        QTRY_COMPARE(names(), (QStringList{"one", "two", "three"}));
        QDesktopServices::setUrlHandler(QStringLiteral("file"), this, "takeUrl");
        chooseInMenu(0, QStringLiteral("folder"));
        QDesktopServices::unsetUrlHandler(QStringLiteral("file"));
        QCOMPARE(m_url.toLocalFile(), m_folder->path());
        QCOMPARE(Preferences(path("nidus.ini")).recentProjects().size(), 3);
    }

    // It was moved or renamed: the list follows, and takes nothing else for it.
    void aLostProjectIsLocated() {
        for (const char* name : {"lung.nidus", "heart.nidus", "places/other.nidus"})
            QVERIFY(QDir().mkpath(path(name)));
        {
            Preferences preferences(path("nidus.ini"));
            for (const char* name : {"heart.nidus", "lung.nidus"})
                preferences.addRecentProject(path(name));
            preferences.setPinned(path("lung.nidus"), true);
        }
        QString chosen;
        Dialogs dialogs;
        dialogs.chooseProject = [&chosen](QWidget*) { return chosen; };
        showWindow(dialogs);
        QTRY_VERIFY(link(1)->description().contains(QStringLiteral("24 case"))); // both were seen
        QVERIFY(!find<QAbstractButton>("locate_0")->isVisible());
        QVERIFY(QDir().rename(path("lung.nidus"), path("places/lung.nidus")));
        showWindow(dialogs);
        QTRY_VERIFY(find<QAbstractButton>("locate_0")->isVisible());
        QVERIFY(link(0)->description().contains(QStringLiteral("Not found")));
        test::keepPicture(m_window.get(), "shell-home-lost");
        click("locate_0"); // nothing is chosen

        const auto said = [this] { return m_window->findChild<MessageArea*>()->textOf(QStringLiteral("error")); };
        chosen = path("nowhere");
        click("locate_0");
        QTRY_VERIFY2(said().contains(QStringLiteral("PRJ-003")), qPrintable(said()));
        chosen = path("places/other.nidus");
        click("locate_0");
        QTRY_VERIFY2(said().contains(QStringLiteral("another project")), qPrintable(said()));
        QCOMPARE(m_preferences->recentProjects(), (QStringList{path("lung.nidus"), path("heart.nidus")}));
        chosen = path("places/lung.nidus");
        click("locate_0");
        QTRY_VERIFY(link(0)->description().contains(QStringLiteral("24 case")));
        QVERIFY(said().isEmpty());
        QVERIFY(!find<QAbstractButton>("locate_0")->isVisible());
        QVERIFY(find<QToolButton>("pin_0")->isChecked());
        QCOMPARE(m_preferences->recentProjects(), (QStringList{path("places/lung.nidus"), path("heart.nidus")}));
    }

    void greyValuesAreChanged() {
        showWindow();
        openPreferences(PreferencesDialog::Viewer);
        auto* table = find<QTableWidget>("presetTable");
        QCOMPARE(table->rowCount(), 6);
        table->item(1, 0)->setText(QStringLiteral("Liver"));
        table->item(1, 1)->setData(Qt::EditRole, 90.0);
        table->item(1, 2)->setData(Qt::EditRole, 150.0);
        QCOMPARE(m_preferences->windowPresets()[1], (WindowPreset{QStringLiteral("Liver"), {90, 150}}));
        table->selectRow(0);
        click("removePreset");
        QCOMPARE(table->rowCount(), 5);
        for (int i = 0; i < 4; ++i)
            click("addPreset");
        QVERIFY(!find<QAbstractButton>("addPreset")->isEnabled()); // there are nine keys
        QCOMPARE(m_preferences->windowPresets().size(), kMostPresets);
        QCOMPARE(m_preferences->windowPresets()[0].name, QStringLiteral("Liver"));
        test::keepPicture(find<QWidget>("preferences"), "shell-presets");
        auto* menu = find<QMenu>("presetMenu"); // the viewer has them at once
        QCOMPARE(menu->actions().size(), 9);
        QVERIFY(menu->actions()[0]->text().startsWith(QStringLiteral("Liver")));
        click("defaultPresets");
        QCOMPARE(m_preferences->windowPresets(), defaultPresets());
        QCOMPARE(menu->actions().size(), 6);
    }

    void shortcutsAreListed() {
        showWindow();
        m_window->findChild<QAction*>(QStringLiteral("actionShortcuts"))->trigger();
        auto* table = find<QTableWidget>("shortcutTable");
        QVERIFY(table->isVisible());
        const std::vector<ShortcutLine> lines = shortcutsOf(*m_window);
        const auto has = [&lines](const char* place, const char* what, const char* keys) {
            return std::ranges::find(lines,
                                     ShortcutLine{QLatin1String(place), QLatin1String(what), QLatin1String(keys)})
                   != lines.end();
        };
        QVERIFY(has("File", "New project", "Ctrl+N"));
        QVERIFY(has("View", "Results", "Ctrl+5"));
        QVERIFY(has("Viewer", "Show or hide the influence map", "H"));
        QVERIFY(has("Viewer", "Grey values: Lung", "1"));
        QVERIFY(has("Results", "Give the chosen cases another label", "L"));
        QVERIFY(has("Data", "Find a case", "Ctrl+F"));
        for (const ShortcutLine& line : lines) // everything has a place, and the two viewers are listed as one
            QVERIFY2(!line.place.isEmpty() && std::ranges::count(lines, line) == 1, qPrintable(line.what));
        QCOMPARE(table->rowCount(), static_cast<int>(lines.size()));
        test::keepPicture(find<QWidget>("preferences"), "shell-shortcuts");
        QTest::keyClicks(find<QLineEdit>("shortcutSearch"), QStringLiteral("influence"));
        int shown = 0;
        for (int row = 0; row < table->rowCount(); ++row)
            shown += table->isRowHidden(row) ? 0 : 1;
        QCOMPARE(shown, 4);
    }

public Q_SLOTS:
    void takeUrl(const QUrl& url) { m_url = url; }

private:
    void openPreferences(int page) {
        m_window->findChild<QAction*>(QStringLiteral("actionPreferences"))->trigger();
        find<PreferencesDialog>("preferences")->showPage(page);
    }
    [[nodiscard]] QString said(const char* place) const {
        return find<QAbstractButton>(place)->accessibleDescription();
    }
    [[nodiscard]] QCommandLinkButton* link(int number) const {
        return find<QCommandLinkButton>(qPrintable(QStringLiteral("recent_%1").arg(number)));
    }
    /// From the top.
    [[nodiscard]] QStringList names() const {
        QStringList names;
        const auto links = m_window->findChildren<QCommandLinkButton*>();
        for (const QCommandLinkButton* each : links)
            if (!each->parentWidget()->isHidden())
                names << each->text();
        return names;
    }
    void chooseInMenu(int number, const QString& what) {
        Q_EMIT link(number)->customContextMenuRequested(QPoint(5, 5));
        auto* menu = m_window->findChild<QMenu*>(QStringLiteral("recentMenu"));
        QVERIFY(menu);
        const auto actions = menu->actions();
        const auto found =
            std::ranges::find_if(actions, [&what](const QAction* action) { return action->text().contains(what); });
        QVERIFY(found != actions.end());
        (*found)->trigger();
        delete menu;
    }

    QUrl m_url;
};

QTEST_MAIN(TestShell)
#include "tst_shell.moc"
