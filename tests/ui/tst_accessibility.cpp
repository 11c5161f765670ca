// SPDX-License-Identifier: Apache-2.0
#include "tests/ui/fake_services.h"
#include "ui/main_window.h"
#include "ui/translation.h"
#include "ui/wizard/new_project_wizard.h"

#include <QAbstractButton>
#include <QAccessible>
#include <QApplication>
#include <QComboBox>
#include <QLabel>
#include <QScrollArea>
#include <QTabBar>
#include <QTabWidget>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QTranslator>

#include <memory>

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

} // namespace

class TestAccessibility : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_font = QApplication::font(); }

    void cleanup() {
        m_window.reset();
        m_engine.reset();
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
            QSet<QWidget*> reached;
            for (int i = 0; i < 200; ++i) {
                if (QWidget* focus = QApplication::focusWidget()) {
                    if (reached.contains(focus))
                        break;
                    reached << focus;
                }
                QTest::keyClick(QApplication::focusWidget() ? QApplication::focusWidget() : m_window.get(),
                                Qt::Key_Tab);
            }
            const auto buttons = m_window->findChildren<QAbstractButton*>();
            for (QAbstractButton* button : buttons) {
                // Of the buttons of a group one has the focus, and the arrows lead to the others.
                if (!button->isVisible() || !button->isEnabled() || button->focusPolicy() == Qt::NoFocus
                    || qobject_cast<QTabBar*>(button->parentWidget()) || button->autoExclusive())
                    continue;
                QStringList names;
                for (const QWidget* widget : reached)
                    names << widget->objectName();
                QVERIFY2(reached.contains(button), qPrintable(QStringLiteral("place %1: %2, not among %3")
                                                                  .arg(int(place))
                                                                  .arg(button->objectName(), names.join(u' '))));
            }
        }
    }

private:
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
        m_folder = std::make_unique<QTemporaryDir>();
        m_engine = std::make_unique<test::FakeEngine>();
        m_services = std::make_unique<Services>(m_engine->services());
        m_preferences = std::make_unique<Preferences>(m_folder->filePath(QStringLiteral("nidus.ini")));
        Dialogs dialogs;
        dialogs.chooseTarget = [this](QWidget*, const QString& kind, const QString&) {
            return m_folder->filePath(QStringLiteral("new.") + kind);
        };
        m_window = std::make_unique<MainWindow>(*m_services, *m_preferences, dialogs);
        m_window->resize(1366, 768);
        m_window->show();
        m_window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
        const QString folder = m_folder->filePath(QStringLiteral("nodules.nidus"));
        QVERIFY(QDir().mkpath(folder));
        m_window->openProject(folder);
        QTRY_VERIFY(m_window->project().isOpen() && !m_window->project().isBusy());
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
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<test::FakeEngine> m_engine;
    std::unique_ptr<Services> m_services;
    std::unique_ptr<Preferences> m_preferences;
    std::unique_ptr<MainWindow> m_window;
};

QTEST_MAIN(TestAccessibility)
#include "tst_accessibility.moc"
