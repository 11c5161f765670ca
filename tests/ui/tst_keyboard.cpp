// SPDX-License-Identifier: Apache-2.0
#include "tests/ui/fake_window_test.h"
#include "ui/settings/preferences_dialog.h"
#include "ui/wizard/new_project_wizard.h"

#include <QApplication>
#include <QLabel>
#include <QListView>
#include <QMenu>
#include <QTabBar>
#include <QTabWidget>
#include <QTableView>
#include <QTest>

using namespace nidus;
using namespace nidus::ui;
using State = TrainingViewModel::State;

/// From Home to a result and a classified scan without a mouse: Tab, arrows, Space, Enter and the shortcuts.
class TestKeyboard : public test::FakeWindowTest {
    Q_OBJECT

private Q_SLOTS:
    void theWholeWay() {
        makeWindow();
        QVERIFY(reach("homeNew"));
        press(Qt::Key_Space);
        auto* wizard = m_window->findChild<NewProjectWizard*>();
        QVERIFY(wizard);
        QVERIFY(QTest::qWaitForWindowActive(wizard));
        QVERIFY(reach("wizardAddFolder"));
        press(Qt::Key_Space);
        QTRY_COMPARE(find<QTableView>("seriesTable")->model()->rowCount(), 6);
        QVERIFY(reach("changePlace"));
        press(Qt::Key_Space);
        goOn();
        QTRY_VERIFY(wizard->currentId() == 1 && !wizard->model().isBusy());
        goOn();
        QVERIFY(reach("chooseModelFile"));
        press(Qt::Key_Space);
        QTRY_VERIFY(!wizard->model().isBusy());
        QCOMPARE(m_engine->made.back(), std::string("model checkpoint_final.pth"));
        goOn();
        goOn();
        QVERIFY(reach("wizardFinish"));
        press(Qt::Key_Space);
        QTRY_COMPARE_WITH_TIMEOUT(m_window->training().state(), State::Done, 20000);
        QTRY_VERIFY(!m_window->project().isBusy());

        m_window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
        press(Qt::Key_5, Qt::ControlModifier); // Results
        QVERIFY(reach("predictionTable"));
        press(Qt::Key_Down);
        press(Qt::Key_Return); // the scan
        QTRY_VERIFY(!find<QLabel>("viewerTitle")->text().isEmpty());
        QTRY_VERIFY(QApplication::focusWidget()
                    && find<QWidget>("viewerPanel")->isAncestorOf(QApplication::focusWidget()));
        QVERIFY(leaveFor("qt_tabwidget_tabbar"));
        press(Qt::Key_Right);
        QVERIFY(find<QTableView>("confusionTable")->isVisible());
        QVERIFY(reach("confusionTable"));
        press(Qt::Key_Down); // the first cell
        press(Qt::Key_Return);
        QTRY_VERIFY(find<QLabel>("selectionText")->text().contains(QStringLiteral("benign")));

        press(Qt::Key_6, Qt::ControlModifier); // Classify
        QVERIFY(reach("chooseClassifier"));
        press(Qt::Key_Space);
        QTRY_VERIFY(m_window->classifying().classifier());
        QVERIFY(reach("addScanFiles"));
        press(Qt::Key_Space);
        QTRY_COMPARE(find<QListView>("verdictList")->model()->rowCount(), 1);
    }

    // The menu bar by Alt and a letter, arrows and Enter; the preferences with their pages; Esc leads back.
    void menusAndPreferences() {
        makeWindow();
        press(Qt::Key_F, Qt::AltModifier);
        auto* file = qobject_cast<QMenu*>(QApplication::activePopupWidget());
        QVERIFY(file);
        QTest::keyClick(file, Qt::Key_P); // "&Preferences…"
        auto* preferences = find<PreferencesDialog>("preferences");
        QVERIFY(QTest::qWaitForWindowActive(preferences));
        QVERIFY(reach("preferencePages"));
        press(Qt::Key_Down);
        QCOMPARE(preferences->page(), int(PreferencesDialog::Computing));
        QVERIFY(reach("checkDevice"));
        press(Qt::Key_Space);
        QTRY_VERIFY(find<QLabel>("deviceReport")->text().contains(QStringLiteral("2.13.0")));
        QVERIFY(leaveFor("preferencePages"));
        press(Qt::Key_Down);
        QVERIFY(reach("presetTable"));
        press(Qt::Key_Down);
        QVERIFY(reach("removePreset"));
        press(Qt::Key_Space);
        QCOMPARE(m_preferences->windowPresets().size(), std::size_t(5));
        QVERIFY(reach("defaultPresets"));
        press(Qt::Key_Space);
        QCOMPARE(m_preferences->windowPresets().size(), std::size_t(6));
        press(Qt::Key_Escape);
        QTRY_VERIFY(!m_window->findChild<PreferencesDialog*>());
        m_window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
        press(Qt::Key_Slash, Qt::ControlModifier);
        QCOMPARE(find<PreferencesDialog>("preferences")->page(), int(PreferencesDialog::Shortcuts));
        QVERIFY(QTest::qWaitForWindowActive(find<PreferencesDialog>("preferences")));
        QVERIFY(reach("shortcutSearch"));
        press(Qt::Key_Escape);
        QTRY_VERIFY(!m_window->findChild<PreferencesDialog*>());
    }

private:
    void makeWindow() {
        renew();
        Dialogs dialogs;
        dialogs.chooseScanFolder = [](QWidget*) { return QStringLiteral("/scans"); };
        dialogs.chooseScans = [](QWidget*) { return QStringList{QStringLiteral("/scans/a.nii")}; };
        dialogs.chooseModel = [](QWidget*) { return QStringLiteral("/models/checkpoint_final.pth"); };
        dialogs.chooseClassifier = [](QWidget*) { return QStringLiteral("/models/nodules.nidusmodel"); };
        dialogs.chooseTarget = [this](QWidget*, const QString& kind, const QString&) { return path("keys.") + kind; };
        showWindow(dialogs, {1366, 768});
    }
    void cleanup() { m_window.reset(); }

    /// Presses Tab until the control of this name has the focus; false when the way leads round without it.
    bool reach(const char* name) { return leaveFor(name, Qt::Key_Tab); }
    bool leaveFor(const char* name, Qt::Key key = Qt::Key_Backtab) {
        const QString wanted = QLatin1String(name);
        for (int i = 0; i < 100; ++i) {
            QTest::qWait(1);
            const QWidget* focus = QApplication::focusWidget();
            if (focus && focus->objectName() == wanted && focus->isEnabled())
                return true;
            press(key);
        }
        qWarning("%s is not reached", name);
        return false;
    }
    static void press(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) {
        QWidget* target = QApplication::focusWidget() ? QApplication::focusWidget() : QApplication::activeWindow();
        QVERIFY(target);
        QTest::keyClick(target, key, modifiers);
    }
    /// To the next step, as soon as it may be gone to.
    void goOn() {
        QTRY_VERIFY(find<QWidget>("wizardNext")->isEnabled());
        QVERIFY(reach("wizardNext"));
        press(Qt::Key_Space);
    }
};

QTEST_MAIN(TestKeyboard)
#include "tst_keyboard.moc"
