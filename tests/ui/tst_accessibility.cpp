// SPDX-License-Identifier: Apache-2.0
#include "tests/ui/fake_window_test.h"
#include "ui/settings/preferences_dialog.h"
#include "ui/translation.h"
#include "ui/wizard/new_project_wizard.h"

#include <QAccessible>
#include <QApplication>
#include <QComboBox>
#include <QLabel>
#include <QListWidget>
#include <QMenu>
#include <QMenuBar>
#include <QScrollArea>
#include <QTabBar>
#include <QTabWidget>
#include <QTableView>
#include <QTest>
#include <QTranslator>

using namespace nidus;
using namespace nidus::ui;
using State = TrainingViewModel::State;

namespace {

const QList<QAccessible::Role> kInteractive{QAccessible::PushButton,   QAccessible::CheckBox,  QAccessible::RadioButton,
                                            QAccessible::EditableText, QAccessible::ComboBox,  QAccessible::Slider,
                                            QAccessible::SpinBox,      QAccessible::Table,     QAccessible::List,
                                            QAccessible::Tree,         QAccessible::ButtonMenu};

/// What a screen reader would find without a name.
QStringList unnamed(QAccessibleInterface* item) {
    QStringList found;
    if (!item || item->state().invisible)
        return found;
    if (kInteractive.contains(item->role()) && item->text(QAccessible::Name).isEmpty())
        found << QStringLiteral("%1 %2").arg(
            QString::fromLatin1(item->object() ? item->object()->metaObject()->className() : "?"),
            item->object() ? item->object()->objectName() : QString());
    if (item->role() == QAccessible::Table || item->role() == QAccessible::List)
        return found; // cells speak for themselves
    for (int i = 0; i < item->childCount(); ++i)
        found += unnamed(item->child(i));
    return found;
}

/// Buttons, labels and tabs that have less room than their text needs.
QStringList clipped(QWidget& window) {
    QStringList found;
    const auto say = [&found](const QWidget* widget, const QString& text, const QSize& has, const QSize& needs) {
        found << QStringLiteral("%1 \"%2\" has %3x%4, needs %5x%6")
                     .arg(widget->objectName(), text.left(40))
                     .arg(has.width())
                     .arg(has.height())
                     .arg(needs.width())
                     .arg(needs.height());
    };
    const auto widgets = window.findChildren<QWidget*>();
    for (const QWidget* widget : widgets) {
        if (!widget->isVisibleTo(&window))
            continue;
        if (const auto* label = qobject_cast<const QLabel*>(widget); label && !label->text().isEmpty()) {
            const int needed = label->wordWrap() ? label->heightForWidth(label->width()) : label->sizeHint().height();
            const QSize needs(label->wordWrap() ? 0 : label->sizeHint().width(), needed);
            if (label->width() < needs.width() || label->height() < needs.height())
                say(label, label->text(), label->size(), needs);
        } else if (const auto* button = qobject_cast<const QAbstractButton*>(widget);
                   button && !button->text().isEmpty()) {
            const QSize needs = button->minimumSizeHint().expandedTo(QSize(0, 0));
            if (button->width() < needs.width() || button->height() < needs.height())
                say(button, button->text(), button->size(), needs);
        }
    }
    return found;
}

/// Menus of the menu bar, and the menus in them.
QList<QMenu*> menusOf(const MainWindow& window) {
    QList<QMenu*> menus;
    const auto tops = window.menuBar()->actions();
    for (const QAction* top : tops)
        menus << top->menu();
    for (qsizetype i = 0; i < menus.size(); ++i) {
        const auto actions = menus[i]->actions();
        for (const QAction* action : actions)
            if (action->menu())
                menus << action->menu();
    }
    return menus;
}

QString mnemonicOf(const QString& text) {
    return QKeySequence::mnemonic(text).toString();
}

/// Entries without a text, without a mnemonic, or with the mnemonic of another one in the same menu.
QStringList badEntries(const QList<QAction*>& entries, const QString& where) {
    QStringList found;
    QSet<QString> used;
    for (const QAction* entry : entries) {
        if (entry->isSeparator() || !entry->isVisible())
            continue;
        const QString key = mnemonicOf(entry->text());
        if (entry->text().isEmpty() || key.isEmpty() || used.contains(key))
            found << QStringLiteral("%1: \"%2\"").arg(where, entry->text());
        used << key;
    }
    return found;
}

} // namespace

class TestAccessibility : public test::FakeWindowTest {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_font = QApplication::font(); }

    void cleanup() {
        m_window.reset();
        QApplication::setFont(m_font);
        const auto translators = qApp->findChildren<QTranslator*>();
        for (QTranslator* translator : translators)
            delete translator; // takes itself out
        QLocale::setDefault(QLocale::system());
    }

    void everyControlHasAName() {
        open();
        for (const auto place : places()) {
            m_window->goTo(place);
            QTest::qWait(20);
            const QStringList found = unnamed(QAccessible::queryAccessibleInterface(m_window.get()));
            QVERIFY2(found.isEmpty(), qPrintable(found.join(u'\n')));
        }
    }

    void everyControlOfThePreferencesHasAName() {
        open();
        auto* dialog = openPreferences();
        auto* pages = dialog->findChild<QListWidget*>(QStringLiteral("preferencePages"));
        for (int page = 0; page < pages->count(); ++page) {
            dialog->showPage(page);
            QTest::qWait(20);
            const QStringList found = unnamed(QAccessible::queryAccessibleInterface(dialog));
            QVERIFY2(found.isEmpty(), qPrintable(found.join(u'\n')));
        }
    }

    void menusCanBeWalked_data() {
        QTest::addColumn<QString>("language");
        QTest::newRow("English") << QStringLiteral("en");
        QTest::newRow("Chinese") << QStringLiteral("zh_CN");
    }

    // Each entry has a text and a letter of its own, and the arrows lead to each that can be chosen.
    void menusCanBeWalked() {
        QFETCH(QString, language);
        QVERIFY(installTranslations(*qApp, language) || language == QLatin1String("en"));
        open();
        QStringList bad = badEntries(m_window->menuBar()->actions(), QStringLiteral("menu bar"));
        const QList<QMenu*> menus = menusOf(*m_window);
        QVERIFY(menus.size() >= 5);
        for (QMenu* menu : menus) {
            if (menu->objectName() == QLatin1String("recentMenuOfFile"))
                continue; // names of projects
            bad += badEntries(menu->actions(), menu->title());
            menu->popup(m_window->pos());
            QSet<QAction*> reached;
            const auto entries = menu->actions();
            for (qsizetype i = 0; i < 2 * entries.size(); ++i) {
                QTest::keyClick(menu, Qt::Key_Down);
                reached << menu->activeAction();
            }
            for (QAction* entry : entries)
                if (entry->isEnabled() && entry->isVisible() && !entry->isSeparator() && !reached.contains(entry))
                    bad << QStringLiteral("%1: not reached: %2").arg(menu->title(), entry->text());
            menu->close();
        }
        QVERIFY2(bad.isEmpty(), qPrintable(bad.join(u'\n')));
    }

    void nothingIsClipped_data() {
        QTest::addColumn<QString>("language");
        QTest::addColumn<double>("scale");
        QTest::newRow("English") << QStringLiteral("en") << 1.0;
        QTest::newRow("Chinese") << QStringLiteral("zh_CN") << 1.0;
        QTest::newRow("longer texts") << QStringLiteral("en_XA") << 1.0;
        QTest::newRow("text at 200 %") << QStringLiteral("en") << 2.0;
        QTest::newRow("Chinese at 200 %") << QStringLiteral("zh_CN") << 2.0;
    }

    void nothingIsClipped() {
        QFETCH(QString, language);
        QFETCH(double, scale);
        QVERIFY(installTranslations(*qApp, language));
        QFont font = m_font;
        font.setPointSizeF(font.pointSizeF() * scale);
        QApplication::setFont(font);
        open();
        QStringList found;
        for (const auto place : places()) {
            m_window->goTo(place);
            QTest::qWait(30);
            for (const QString& one : clipped(*m_window))
                found << QStringLiteral("place %1: %2").arg(int(place)).arg(one);
        }
        auto* preferences = openPreferences();
        for (int page = PreferencesDialog::General; page <= PreferencesDialog::Shortcuts; ++page) {
            preferences->showPage(page);
            QTest::qWait(30);
            for (const QString& one : clipped(*preferences))
                found << QStringLiteral("preferences %1: %2").arg(page).arg(one);
        }
        delete preferences;
        found += clippedInWizard();
        QVERIFY2(found.isEmpty(), qPrintable(found.join(u'\n')));
    }

    // From one control to the next with Tab alone, in every place: each is reached, and the way leads round.
    void everythingIsReachedByKeyboard() {
        open();
        m_window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
        for (const auto place : places()) {
            m_window->goTo(place);
            QTest::qWait(20);
            const QStringList found = notReached(*m_window);
            QVERIFY2(found.isEmpty(), qPrintable(QStringLiteral("place %1: ").arg(int(place)) + found.join(u'\n')));
        }
        auto* preferences = openPreferences();
        QVERIFY(QTest::qWaitForWindowActive(preferences));
        for (int page = PreferencesDialog::General; page <= PreferencesDialog::Shortcuts; ++page) {
            preferences->showPage(page);
            QTest::qWait(20);
            const QStringList found = notReached(*preferences);
            QVERIFY2(found.isEmpty(), qPrintable(QStringLiteral("page %1: ").arg(page) + found.join(u'\n')));
        }
    }

private:
    PreferencesDialog* openPreferences() const {
        m_window->findChild<QAction*>(QStringLiteral("actionPreferences"))->trigger();
        return find<PreferencesDialog>("preferences");
    }

    /// Buttons, lists and fields that Tab does not lead to.
    static QStringList notReached(QWidget& window) {
        QSet<QWidget*> reached;
        for (int i = 0; i < 200; ++i) {
            if (QWidget* focus = QApplication::focusWidget()) {
                if (reached.contains(focus))
                    break;
                reached << focus;
            }
            QTest::keyClick(QApplication::focusWidget() ? QApplication::focusWidget() : &window, Qt::Key_Tab);
        }
        QStringList names, found;
        for (const QWidget* widget : reached)
            names << widget->objectName();
        const auto buttons = window.findChildren<QAbstractButton*>();
        for (QAbstractButton* button : buttons) {
            // Of the buttons of a group one has the focus, and the arrows lead to the others.
            if (!button->isVisible() || !button->isEnabled() || button->focusPolicy() == Qt::NoFocus
                || qobject_cast<QTabBar*>(button->parentWidget()) || button->autoExclusive())
                continue;
            if (!reached.contains(button))
                found << QStringLiteral("%1, not among %2").arg(button->objectName(), names.join(u' '));
        }
        return found;
    }

    /// The steps of the wizard, one after the other, with scans, labels and a model.
    QStringList clippedInWizard() {
        QStringList found;
        m_engine->isLabelled = true;
        m_window->newProject({QStringLiteral("/scans")});
        auto* wizard = m_window->findChild<NewProjectWizard*>();
        for (int step = 0; step < 5; ++step) {
            const bool isReady = QTest::qWaitFor([&] { return !wizard->model().isBusy(); }, 5000);
            if (wizard->currentId() == 2 && isReady) {
                wizard->model().chooseModel("/models/fold_0");
                static_cast<void>(QTest::qWaitFor([&] { return !wizard->model().isBusy(); }, 5000));
            }
            QTest::qWait(150);
            for (const QString& one : clipped(*wizard))
                found << QStringLiteral("step %1: %2").arg(wizard->currentId()).arg(one);
            for (const QString& one : unnamed(QAccessible::queryAccessibleInterface(wizard)))
                found << QStringLiteral("step %1: no name: %2").arg(wizard->currentId()).arg(one);
            if (wizard->currentId() != step)
                found << QStringLiteral("step %1 was not reached").arg(step);
            wizard->next();
        }
        wizard->close();
        return found;
    }

    static QList<MainWindow::Place> places() {
        return {MainWindow::Home,     MainWindow::Data,    MainWindow::Model,
                MainWindow::Training, MainWindow::Results, MainWindow::Classify};
    }

    /// The window with a trained project, a classifier and classified scans.
    void open() {
        renew();
        Dialogs dialogs;
        dialogs.chooseTarget = [this](QWidget*, const QString& kind, const QString&) { return path("new.") + kind; };
        showWindow(dialogs, {1366, 768});
        openProject("nodules.nidus");
        m_window->training().start("balanced");
        QTRY_COMPARE_WITH_TIMEOUT(m_window->training().state(), State::Done, 20000);
        QTRY_VERIFY(!m_window->project().isBusy());
        m_window->open({QStringLiteral("/nowhere/nodules.nidusmodel")});
        QTRY_VERIFY(!m_window->classifying().isBusy());
        m_window->open(
            {QStringLiteral("/scans/a"), QStringLiteral("/scans/strange"), QStringLiteral("/scans/damaged")});
        QTRY_VERIFY(!m_window->classifying().isBusy());
    }

    QFont m_font;
};

QTEST_MAIN(TestAccessibility)
#include "tst_accessibility.moc"
