// SPDX-License-Identifier: Apache-2.0
#include "tests/support/picture.h"
#include "tests/ui/fake_window_test.h"
#include "ui/common/message_area.h"
#include "ui/results/prediction_table_model.h"
#include "ui/settings/preferences_dialog.h"
#include "ui/translation.h"

#include <QApplication>
#include <QComboBox>
#include <QLabel>
#include <QListView>
#include <QListWidget>
#include <QTabWidget>
#include <QTableView>
#include <QUndoView>

#include <algorithm>

using namespace nidus;
using namespace nidus::ui;
using State = TrainingViewModel::State;

namespace {

/// Texts of widgets and actions, with their tool tips and accessible names, that hold Chinese characters.
QStringList chineseIn(const QWidget& window) {
    QStringList all;
    const auto widgets = window.findChildren<QWidget*>();
    for (const QWidget* widget : widgets) {
        all << widget->toolTip() << widget->accessibleName() << widget->accessibleDescription();
        if (const auto* label = qobject_cast<const QLabel*>(widget))
            all << label->text();
        if (const auto* button = qobject_cast<const QAbstractButton*>(widget))
            all << button->text();
        if (const auto* tabs = qobject_cast<const QTabWidget*>(widget))
            for (int i = 0; i < tabs->count(); ++i)
                all << tabs->tabText(i);
        if (const auto* table = qobject_cast<const QTableView*>(widget); table && table->model())
            for (int i = 0; i < table->model()->columnCount(); ++i)
                all << table->model()->headerData(i, Qt::Horizontal).toString();
        if (const auto* list = qobject_cast<const QAbstractItemView*>(widget); list && list->model())
            for (int i = 0; i < list->model()->rowCount(); ++i)
                all << list->model()->index(i, 0).data().toString();
    }
    const auto actions = window.findChildren<QAction*>();
    for (const QAction* action : actions)
        all << action->text();
    QStringList found;
    for (const QString& text : all)
        if (std::ranges::any_of(text, [](QChar c) { return c.script() == QChar::Script_Han; })
            && text != QStringLiteral("简体中文"))
            found << text;
    return found;
}

} // namespace

/// Another language while the program runs.
class TestLanguage : public test::FakeWindowTest {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        renew();
        installTranslations(*qApp, QStringLiteral("en"));
    }

    void cleanup() {
        m_window.reset();
        installTranslations(*qApp, QStringLiteral("en"));
    }

    void anotherLanguageAtOnce() {
        installTranslations(*qApp, QStringLiteral("zh_CN"));
        showWindow();
        trainProject();
        m_window->open({QStringLiteral("/nowhere/nodules.nidusmodel")});
        QTRY_VERIFY(!m_window->classifying().isBusy());
        m_window->open({QStringLiteral("/scans/a"), QStringLiteral("/scans/damaged")});
        QTRY_COMPARE(find<QListView>("verdictList")->model()->rowCount(), 2);
        m_window->goTo(MainWindow::Results);
        find<QTableView>("predictionTable")->selectRow(5);
        find<QTableView>("predictionTable")->sortByColumn(0, Qt::DescendingOrder);
        const QString chosen = chosenCase();
        QVERIFY(!chineseIn(*m_window).isEmpty());

        chooseLanguage(QStringLiteral("en"));
        QTRY_COMPARE(find<QAbstractButton>("railTraining")->text(), QStringLiteral("Training"));
        const QStringList left = chineseIn(*m_window);
        QVERIFY2(left.isEmpty(), qPrintable(left.join(u'\n')));
        QVERIFY(find<QWidget>("preferences")->isVisible()); // and the dialog itself
        QCOMPARE(find<QWidget>("preferences")->windowTitle(), QStringLiteral("Preferences"));
        QVERIFY(m_window->project().isOpen());
        QVERIFY(find<QAbstractButton>("railResults")->isChecked());
        QCOMPARE(find<QTableView>("predictionTable")->model()->rowCount(), 24);
        QCOMPARE(chosenCase(), chosen);
        QCOMPARE(find<QListView>("verdictList")->model()->rowCount(), 2);
        click("closePreferences");

        m_window->training().start("quick"); // what was made anew is connected, and once
        QTRY_COMPARE_WITH_TIMEOUT(m_window->training().state(), State::Done, 20000);
        QTRY_VERIFY(!m_window->project().isBusy());
        QCOMPARE(find<QTableView>("predictionTable")->model()->rowCount(), 24);
        m_window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
        QTest::keyClick(m_window.get(), Qt::Key_2, Qt::ControlModifier);
        QVERIFY(find<QTableView>("caseTable")->isVisible());
    }

    void anotherLanguageWaitsForTheTraining() {
        m_engine->stopAfterSteps = 10;
        showWindow();
        openProject("nodules.nidus");
        m_window->training().start("balanced");
        chooseLanguage(QStringLiteral("zh_CN"));
        click("closePreferences");
        QTRY_VERIFY(m_window->findChild<MessageArea*>()->contains(QStringLiteral("language")));
        QTest::qWait(500);
        QCOMPARE(find<QAbstractButton>("railTraining")->text(), QStringLiteral("Training"));
        QVERIFY(m_window->training().isRunning());
        m_window->training().stop();
        QTRY_COMPARE(find<QAbstractButton>("railTraining")->text(), QStringLiteral("训练"));
        QCOMPARE(m_window->training().state(), State::Stopped);
        QVERIFY(m_window->training().canGoOn());
        QVERIFY(m_window->project().isOpen());
        QVERIFY(!m_window->findChild<MessageArea*>()->contains(QStringLiteral("language")));
    }

    // What was done and said stays, in the other language: edits that can be undone, the log, runs that wait, messages.
    void nothingIsLostByAnotherLanguage() {
        showWindow();
        openProject("nodules.nidus");
        m_window->training().start("balanced");
        QTRY_COMPARE_WITH_TIMEOUT(m_window->training().state(), State::Done, 20000);
        QTRY_VERIFY(!m_window->project().isBusy());
        QTest::qWait(10); // else it would follow the run that has just ended
        m_window->training().queue().add("quick");
        m_window->goTo(MainWindow::Data);
        find<QTableView>("caseTable")->selectRow(0);
        QTest::keyClick(find<QTableView>("caseTable"), Qt::Key_2);
        QTRY_VERIFY(!m_window->project().isBusy());
        const auto edits = [this] { return find<QUndoView>("history")->model()->index(1, 0).data().toString(); };
        QVERIFY2(edits().contains(QStringLiteral("Label 1 case")), qPrintable(edits()));
        m_engine->openError = Error("PRJ-005", "It is damaged.");
        m_window->openProject(path("broken.nidus"));
        QTRY_VERIFY(error().contains(QStringLiteral("This project is damaged")));
        const int lines = find<QListWidget>("trainingMessages")->count();
        const int held = find<QTableView>("heldCases")->model()->rowCount();
        QVERIFY(lines > 0 && held > 0);

        chooseLanguage(QStringLiteral("zh_CN"));
        QTRY_COMPARE(find<QAbstractButton>("railTraining")->text(), QStringLiteral("训练"));
        click("closePreferences");
        QVERIFY2(error().contains(QStringLiteral("项目")) && error().contains(QStringLiteral("It is damaged.")),
                 qPrintable(error()));
        QVERIFY2(edits().contains(QStringLiteral("病例")), qPrintable(edits()));
        auto* log = find<QListWidget>("trainingMessages");
        QCOMPARE(log->count(), lines);
        QVERIFY2(log->item(lines - 1)->text().contains(QStringLiteral("完成")),
                 qPrintable(log->item(lines - 1)->text()));
        QCOMPARE(find<QTableView>("heldCases")->model()->rowCount(), held);
        QVERIFY(find<QLabel>("queued_0"));
        m_window->goTo(MainWindow::Data);
        test::keepPicture(m_window.get(), "language-data");
        m_window->goTo(MainWindow::Training);
        find<QTabWidget>("trainingTabs")->setCurrentWidget(log);
        test::keepPicture(m_window.get(), "language-training");
        const std::string label = m_window->project().snapshot().cases[0].label;
        QCOMPARE(label, std::string("malignant"));
        m_window->findChild<QAction*>(QStringLiteral("undo"))->trigger();
        QCOMPARE(m_window->project().snapshot().cases[0].label, std::string("benign"));
        click("close_error");
        QVERIFY(error().isEmpty());
    }

private:
    [[nodiscard]] QString error() const { return m_window->findChild<MessageArea*>()->textOf(QStringLiteral("error")); }
    void trainProject() {
        openProject("nodules.nidus");
        m_window->training().start("balanced");
        QTRY_COMPARE_WITH_TIMEOUT(m_window->training().state(), State::Done, 20000);
        QTRY_VERIFY(!m_window->project().isBusy());
    }
    void chooseLanguage(const QString& code) {
        m_window->findChild<QAction*>(QStringLiteral("actionPreferences"))->trigger();
        find<PreferencesDialog>("preferences")->showPage(PreferencesDialog::General);
        auto* language = find<QComboBox>("language");
        language->setCurrentIndex(language->findData(code));
        Q_EMIT language->activated(language->currentIndex());
    }
    [[nodiscard]] QString chosenCase() const {
        return find<QTableView>("predictionTable")
            ->currentIndex()
            .siblingAtColumn(PredictionTableModel::CaseId)
            .data()
            .toString();
    }
};

QTEST_MAIN(TestLanguage)
#include "tst_language.moc"
