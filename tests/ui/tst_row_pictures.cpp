// SPDX-License-Identifier: Apache-2.0
#include "core/base/error.h"
#include "ui/common/tables.h"
#include "ui/settings/preferences.h"
#include "ui/theme/theme.h"
#include "ui/viewer/picture_column.h"
#include "ui/viewer/thumbnail.h"

#include <QCheckBox>
#include <QHeaderView>
#include <QScrollBar>
#include <QStandardItemModel>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <chrono>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

using namespace nidus;
using namespace nidus::ui;

namespace {

constexpr int kEdge = 60;

/// Bright, twice as high as it is wide.
Volume narrowSlice() {
    Volume slice;
    slice.shape = {1, 20, 10};
    for (int i = 0; i < 200; ++i)
        slice.voxels.push_back(static_cast<float>(100 + i % 2));
    return slice;
}

/// Writes down what it is asked for.
class Reader {
public:
    std::set<QString> damaged; ///< these throw
    std::set<QString> endless; ///< these wait until they are stopped

    Volume read(const QString& key, const JobControl& control) {
        {
            const std::lock_guard lock(m_mutex);
            m_asked.push_back(key);
        }
        if (damaged.contains(key))
            throw Error("DCM-002", "It is damaged.");
        while (endless.contains(key)) {
            if (control.token.isCancelled())
                note(m_stopped, key);
            control.poll();
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
        return narrowSlice();
    }
    [[nodiscard]] std::vector<QString> asked() const { return copy(m_asked); }
    [[nodiscard]] std::vector<QString> stopped() const { return copy(m_stopped); }

private:
    void note(std::vector<QString>& list, const QString& key) {
        const std::lock_guard lock(m_mutex);
        list.push_back(key);
    }
    [[nodiscard]] std::vector<QString> copy(const std::vector<QString>& list) const {
        const std::lock_guard lock(m_mutex);
        return list;
    }

    mutable std::mutex m_mutex;
    std::vector<QString> m_asked, m_stopped;
};

/// A table with a picture, the key of it and nothing else in each row.
class Table {
public:
    explicit Table(int rows, int edge = kEdge) : m_preferences(m_folder.filePath(QStringLiteral("nidus.ini"))) {
        for (int row = 0; row < rows; ++row)
            m_model.appendRow({new QStandardItem, new QStandardItem(keyOf(row))});
        view.setObjectName(QStringLiteral("someTable"));
        view.setModel(&m_model);
        dressTable(&view);
        m_column = new PictureColumn(&view, 0, edge, [this](const QModelIndex& index) {
            const QString key = index.siblingAtColumn(1).data().toString();
            return RowPictures::Subject{key,
                                        [this, key](const JobControl& control) { return reader.read(key, control); }};
        });
        view.resize(300, 400);
    }

    void show() {
        m_column->follow(&box, m_preferences);
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
    }
    static QString keyOf(int row) { return QStringLiteral("row %1").arg(row); }
    /// The rows that are seen now.
    [[nodiscard]] std::vector<QString> seen() const {
        std::vector<QString> keys;
        for (int row = view.rowAt(1); row >= 0 && row <= view.rowAt(view.viewport()->height() - 1); ++row)
            keys.push_back(keyOf(row));
        return keys;
    }
    void scrollTo(int row) { view.scrollTo(m_model.index(row, 0), QAbstractItemView::PositionAtTop); }
    /// A colour at the left edge of the picture of a row, which a narrow slice leaves free.
    [[nodiscard]] QColor edgeOf(int row) const {
        const QRect cell = view.visualRect(m_model.index(row, 0));
        return view.viewport()->grab().toImage().pixelColor(cell.left() + 5, cell.center().y());
    }

    Reader reader; // before what asks it
    QTableView view;
    QCheckBox box = QCheckBox(QStringLiteral("Pictures"));

private:
    QTemporaryDir m_folder;
    Preferences m_preferences;
    QStandardItemModel m_model;
    PictureColumn* m_column = nullptr;
};

} // namespace

class TestRowPictures : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { applyScheme(*qApp, Scheme::Light); }

    void whatIsSeenIsReadFromTheTop() {
        Table table(1000);
        table.show();
        const std::vector<QString> top = table.seen();
        QVERIFY(top.size() > 3 && top.size() < 20);
        QTRY_COMPARE(table.reader.asked(), top);
        table.scrollTo(999);
        std::vector<QString> expected = top;
        const std::vector<QString> bottom = table.seen();
        QCOMPARE(bottom.back(), Table::keyOf(999));
        expected.insert(expected.end(), bottom.begin(), bottom.end());
        QTRY_COMPARE(table.reader.asked(), expected);
        table.scrollTo(0); // they are still there
        QTest::qWait(50);
        QCOMPARE(table.reader.asked(), expected);
        QCOMPARE(table.edgeOf(0), QColor(Qt::black));
    }

    void aRowThatIsGoneIsGivenUp() {
        Table table(1000);
        table.reader.endless = {Table::keyOf(0)};
        table.show();
        QTRY_COMPARE(table.reader.asked(), (std::vector{Table::keyOf(0)}));
        table.scrollTo(500);
        const std::vector<QString> middle = table.seen();
        QTRY_COMPARE(table.reader.stopped(), (std::vector{Table::keyOf(0)}));
        std::vector<QString> expected{Table::keyOf(0)};
        expected.insert(expected.end(), middle.begin(), middle.end());
        QTRY_COMPARE(table.reader.asked(), expected);
        table.scrollTo(0); // and is read when it is back
        QTRY_COMPARE(table.reader.asked().size(), expected.size() + 1);
        QCOMPARE(table.reader.asked().back(), Table::keyOf(0));
        QCOMPARE(table.edgeOf(0), colours(table.view.palette()).line);
    }

    void whatIsDamagedGetsAMarkAndIsNotAskedAgain() {
        Table table(100);
        table.reader.damaged = {Table::keyOf(0), Table::keyOf(2)};
        table.show();
        QTRY_COMPARE(table.reader.asked(), table.seen());
        for (int i = 0; i < 5; ++i) {
            table.view.viewport()->update();
            QTest::qWait(5);
        }
        QCOMPARE(table.reader.asked(), table.seen());
        QCOMPARE(table.edgeOf(0), colours(table.view.palette()).line);
        QCOMPARE(table.edgeOf(1), QColor(Qt::black));
        QCOMPARE(table.edgeOf(2), colours(table.view.palette()).line);
    }

    void theSwitchIsRemembered() {
        Table table(100);
        table.show();
        QTRY_COMPARE(table.reader.asked(), table.seen());
        const int high = table.view.rowHeight(0), asked = static_cast<int>(table.reader.asked().size());
        QCOMPARE(high, kEdge + 4);
        table.box.setChecked(false);
        QVERIFY(table.view.isColumnHidden(0));
        QVERIFY(table.view.rowHeight(0) < high && table.view.rowHeight(99) == table.view.rowHeight(0));
        QTest::qWait(50); // more rows are seen now
        QCOMPARE(static_cast<int>(table.reader.asked().size()), asked);
        const QTemporaryDir folder;
        const QString file = folder.filePath(QStringLiteral("nidus.ini"));
        Preferences preferences(file);
        QVERIFY(preferences.hasPictures(QStringLiteral("a")));
        preferences.setPictures(QStringLiteral("a"), false);
        QVERIFY(!Preferences(file).hasPictures(QStringLiteral("a")));
        QVERIFY(Preferences(file).hasPictures(QStringLiteral("b")));
        table.box.setChecked(true);
        QCOMPARE(table.view.rowHeight(0), high);
    }

    void nothingIsReadForAViewThatIsNotSeen() {
        Table table(100);
        table.reader.endless = {Table::keyOf(0)};
        table.show();
        QTRY_COMPARE(table.reader.asked().size(), std::size_t{1});
        table.view.hide();
        QTRY_COMPARE(table.reader.stopped().size(), std::size_t{1});
        QTest::qWait(50);
        QCOMPARE(table.reader.asked().size(), std::size_t{1});
    }

    void oldPicturesGo() {
        Table table(60, 600); // each 180,000 bytes
        table.view.resize(800, 640);
        table.show();
        for (int row = 0; row < 60; ++row) {
            table.scrollTo(row);
            QTRY_VERIFY(std::ranges::count(table.reader.asked(), Table::keyOf(row)) == 1);
        }
        table.scrollTo(58);
        QTest::qWait(50);
        QCOMPARE(std::ranges::count(table.reader.asked(), Table::keyOf(58)), 1);
        table.scrollTo(0);
        QTRY_COMPARE(std::ranges::count(table.reader.asked(), Table::keyOf(0)), 2);
    }

    void thumbnailsAreTurnedAndInProportion() {
        Volume slice = narrowSlice();
        QCOMPARE(thumbnail(slice, 60).size(), QSize(30, 60));
        slice.spacing = {1, 1, 4};
        QCOMPARE(thumbnail(slice, 60).size(), QSize(60, 30));
        Volume turned = narrowSlice(); // x to the back, y upwards: a sagittal slice; the head is on top
        turned.lpsFromAxis = {{{0, 0, 1}, {1, 0, 0}, {0, 1, 0}}};
        for (std::size_t i = 0; i < turned.voxels.size(); ++i)
            turned.voxels[i] = i < 100 ? 0 : 1000; // feet dark
        const QImage picture = thumbnail(turned, 20);
        QCOMPARE(picture.size(), QSize(10, 20));
        QVERIFY(picture.pixelColor(5, 2).lightness() > 250 && picture.pixelColor(5, 17).lightness() < 5);
        QVERIFY(thumbnail({}, 60).isNull());
    }
};

QTEST_MAIN(TestRowPictures)
#include "tst_row_pictures.moc"
