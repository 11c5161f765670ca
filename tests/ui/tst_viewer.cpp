// SPDX-License-Identifier: Apache-2.0
#include "tests/support/picture.h"
#include "tests/ui/fake_services.h"
#include "ui/viewer/slice_image.h"
#include "ui/viewer/slice_view.h"
#include "ui/viewer/viewer_model.h"
#include "ui/viewer/viewer_panel.h"

#include <QAbstractButton>
#include <QComboBox>
#include <QLabel>
#include <QMenu>
#include <QSignalSpy>
#include <QSlider>
#include <QTest>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>
#include <limits>

using namespace nidus;
using namespace nidus::ui;

namespace {

/// Value 100 z + 10 y + x at voxel (x, y, z) of 4 x 3 x 2, spacing 1, 2, 3 mm; LPS.
Volume counted() {
    Volume volume;
    volume.shape = {2, 3, 4};
    volume.spacing = {3, 2, 1};
    for (int z = 0; z < 2; ++z)
        for (int y = 0; y < 3; ++y)
            for (int x = 0; x < 4; ++x)
                volume.voxels.push_back(static_cast<float>(100 * z + 10 * y + x));
    return volume;
}

} // namespace

class TestViewer : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // One voxel is white; where it stands in each picture follows from the radiological convention.
    void picturesAreRadiological() {
        Volume volume = counted();
        std::fill(volume.voxels.begin(), volume.voxels.end(), 0.0F);
        volume.voxels[(1 * 3 + 0) * 4 + 3] = 1; // the most left, front and upper voxel
        const GreyWindow window{0.5, 1};
        const QImage axial = sliceImage(volume, Plane::Axial, 1, window, false);
        QCOMPARE(axial.size(), QSize(4, 3));
        QCOMPARE(qGray(axial.pixel(3, 0)), 255); // the patient's left at the right edge, front on top
        QCOMPARE(qGray(axial.pixel(0, 0)), 0);
        const QImage coronal = sliceImage(volume, Plane::Coronal, 0, window, false);
        QCOMPARE(coronal.size(), QSize(4, 2));
        QCOMPARE(qGray(coronal.pixel(3, 0)), 255); // head on top
        const QImage sagittal = sliceImage(volume, Plane::Sagittal, 3, window, false);
        QCOMPARE(sagittal.size(), QSize(3, 2));
        QCOMPARE(qGray(sagittal.pixel(0, 0)), 255); // front at the left edge
        QCOMPARE(qGray(sliceImage(volume, Plane::Axial, 1, window, true).pixel(3, 0)), 0);
        QVERIFY(sliceImage(volume, Plane::Axial, 2, window, false).isNull());
    }

    void greyValuesFollowTheWindow() {
        Volume volume = counted();
        volume.voxels[0] = std::numeric_limits<float>::quiet_NaN();
        const QImage image = sliceImage(volume, Plane::Axial, 0, {11, 20}, false); // 1 is black, 21 white
        QCOMPARE(qGray(image.pixel(0, 0)), 0);
        QCOMPARE(qGray(image.pixel(1, 0)), 0);
        QCOMPARE(qGray(image.pixel(1, 1)), 127);
        QCOMPARE(qGray(image.pixel(1, 2)), 255);
        QCOMPARE(qGray(image.pixel(3, 2)), 255);
    }

    void placesAndVoxelsAreInverse() {
        const Volume volume = counted();
        for (const Plane plane : {Plane::Axial, Plane::Coronal, Plane::Sagittal})
            for (std::int64_t x = 0; x < 4; ++x)
                for (std::int64_t y = 0; y < 3; ++y)
                    for (std::int64_t z = 0; z < 2; ++z) {
                        const VoxelIndex voxel{x, y, z};
                        const auto [across, down] = placeOf(volume, plane, voxel);
                        QCOMPARE(voxelAt(volume, plane, across, down, voxel[axesOf(plane).through]), voxel);
                    }
        QCOMPARE(voxelAt(volume, Plane::Axial, -3, 7, 9), (VoxelIndex{0, 2, 1}));
        QCOMPARE(extentMm(volume, Plane::Sagittal), QSizeF(6, 6));
    }

    void automaticWindowsFitTheRange() {
        Volume volume = counted();
        QCOMPARE(automaticWindow(volume), (GreyWindow{61.5, 123}));
        std::fill(volume.voxels.begin(), volume.voxels.end(), 7.0F);
        QCOMPARE(automaticWindow(volume), (GreyWindow{7, 1}));
        std::fill(volume.voxels.begin(), volume.voxels.end(), std::numeric_limits<float>::infinity());
        QCOMPARE(automaticWindow(volume), (GreyWindow{0, 1}));
    }

    // However the file has its axes, the picture is the same.
    void otherOrientationsAreTurned() {
        Volume flipped = counted(); // x grows to the right: its first voxel is the most left one
        flipped.lpsFromAxis = {{{-1, 0, 0}, {0, 1, 0}, {0, 0, 1}}};
        ViewerModel model(m_services);
        model.show(flipped, QStringLiteral("x"));
        QCOMPARE(model.volume().voxels.front(), 3.0F);
    }

    void overlaysShowBothSigns() {
        Volume map = counted();
        std::fill(map.voxels.begin(), map.voxels.end(), 0.0F);
        map.voxels[0] = 2;
        map.voxels[1] = -2;
        map.voxels[2] = 0.5F;
        const QImage image = overlayImage(map, Plane::Axial, 0, 1, 2, 0.5);
        QCOMPARE(qAlpha(image.pixel(0, 0)), 127);
        QVERIFY(qRed(image.pixel(0, 0)) > qBlue(image.pixel(0, 0)));
        QVERIFY(qRed(image.pixel(1, 0)) < qBlue(image.pixel(1, 0)));
        QCOMPARE(qAlpha(image.pixel(2, 0)), 0);
    }

    void keysGoThroughTheScan() {
        ViewerModel model(m_services);
        ViewerPanel panel(model);
        panel.resize(600, 400);
        show(panel);
        model.show(counted(), QStringLiteral("case-1"));
        auto* axial = panel.findChild<SliceView*>(QStringLiteral("axialView"));
        auto* sagittal = panel.findChild<SliceView*>(QStringLiteral("sagittalView"));
        axial->setFocus();
        QTest::keyClick(axial, Qt::Key_Home);
        QCOMPARE(model.position()[2], 0);
        QTest::keyClick(axial, Qt::Key_Up);
        QCOMPARE(model.position()[2], 1);
        QTest::keyClick(axial, Qt::Key_PageUp);
        QCOMPARE(model.position()[2], 1);
        sagittal->setFocus();
        QTest::keyClick(sagittal, Qt::Key_End);
        QCOMPARE(model.position()[0], 3);
        QTest::keyClick(sagittal, Qt::Key_I);
        QVERIFY(model.isInverted());
        QTest::keyClick(sagittal, Qt::Key_2);
        QCOMPARE(model.window(), (GreyWindow{40, 400}));
        QTest::keyClick(sagittal, Qt::Key_Space);
        QCOMPARE(model.window(), automaticWindow(model.volume()));
        QTest::keyClick(sagittal, Qt::Key_F2);
        QVERIFY(sagittal->isVisible() && !axial->isVisible());
        QTest::keyClick(sagittal, Qt::Key_F3);
        QVERIFY(axial->isVisible());
        QSignalSpy wanted(&panel, &ViewerPanel::caseWanted);
        QTest::keyClick(sagittal, Qt::Key_Down, Qt::ControlModifier);
        QCOMPARE(wanted.value(0).value(0).toInt(), 1);
    }

    void mouseSetsCrosshairAndWindow() {
        ViewerModel model(m_services);
        SliceView view(model, Plane::Axial);
        view.resize(400, 300);
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        model.show(counted(), QStringLiteral("case-1"));
        QTest::mouseDClick(&view, Qt::LeftButton, {}, view.pointOf({3, 0, 0}).toPoint());
        QCOMPARE(model.position()[0], 3);
        QCOMPARE(model.position()[1], 0);
        const GreyWindow before = model.window();
        QTest::mousePress(&view, Qt::LeftButton, {}, QPoint(100, 100));
        QMouseEvent move(QEvent::MouseMove, QPointF(150, 100), view.mapToGlobal(QPointF(150, 100)), Qt::NoButton,
                         Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(&view, &move);
        QVERIFY(model.window().width > before.width);
        QCOMPARE(model.window().level, before.level);
        model.setPosition({0, 0, 0});
        QWheelEvent wheel(QPointF(50, 50), view.mapToGlobal(QPointF(50, 50)), {}, QPoint(0, 120), Qt::NoButton,
                          Qt::NoModifier, Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(&view, &wheel);
        QCOMPARE(model.position()[2], 1);
    }

    void readsInTheBackground() {
        ViewerModel model(m_services);
        model.open("/nowhere", "case-0001");
        model.open("/nowhere", "case-0002"); // the newest wish wins
        QTRY_VERIFY(!model.isEmpty() && !model.isReading());
        QCOMPARE(model.title(), QStringLiteral("case-0002"));
        QSignalSpy failed(&model, &ViewerModel::failed);
        m_engine.readError = Error("FIL-001", "The file is gone.");
        model.open("/nowhere", "case-0003");
        QTRY_COMPARE(failed.count(), 1);
        QCOMPARE(model.title(), QStringLiteral("case-0002"));
        m_engine.readError.reset();
        model.close();
        QVERIFY(model.isEmpty());
    }

    // A read cannot always be stopped: what it still brings is of a case that nobody looks at any more.
    void aReadThatEndsTooLateShowsNothing() {
        std::atomic_int reads = 0;
        ViewedCase late;
        late.key = "late";
        late.title = QStringLiteral("late");
        late.readScan = [&reads](int, const JobControl&) {
            ++reads;
            return ChannelImage{counted(), 0, 1};
        };
        ViewerModel model(m_services);
        model.open(late);
        model.close();
        QVERIFY(!model.isReading());
        QTRY_COMPARE(reads.load(), 1);
        QTest::qWait(50);
        QVERIFY(model.isEmpty());
        model.open(late);
        model.show(counted(), QStringLiteral("another"));
        QTRY_COMPARE(reads.load(), 2);
        QTest::qWait(50);
        QCOMPARE(model.title(), QStringLiteral("another"));
        late.readScan = [&reads](int, const JobControl&) -> ChannelImage {
            ++reads;
            throw Error("FIL-001", "The file is gone.");
        };
        QSignalSpy failed(&model, &ViewerModel::failed);
        model.open(late);
        model.close();
        QTRY_COMPARE(reads.load(), 3);
        QTest::qWait(50);
        QVERIFY(failed.isEmpty());
    }

    void influenceIsAskedForWhenWanted() {
        ViewerModel model(m_services);
        InfluenceModel& influence = model.influence();
        model.open("/nowhere", "case-0001", "run-001");
        QTRY_VERIFY(influence.isAvailable());
        QCOMPARE(m_engine.explained.load(), 0);
        influence.setShown(true);
        QTRY_VERIFY(influence.map());
        QCOMPARE(m_engine.lastExplained, std::string("run-001 case-0001"));
        QCOMPARE(influence.className(), QStringLiteral("malignant"));
        QCOMPARE(influence.peak(), (VoxelIndex{9, 7, 5}));
        QCOMPARE(influence.largest(), 0.25);
        QCOMPARE(model.overlay(), influence.map());
        influence.setShown(false);
        QVERIFY(!model.overlay());
        influence.setShown(true); // it is kept
        QVERIFY(model.overlay());
        QCOMPARE(m_engine.explained.load(), 1);
        influence.setMethod(InfluenceMethod::Occlusion);
        QVERIFY(!influence.map());
        QTRY_VERIFY(influence.map());
        model.open("/nowhere", "case-0002", "run-001"); // maps are shown, so the next case has one too
        QTRY_COMPARE(m_engine.explained.load(), 3);
        QTRY_VERIFY(influence.map());
        QCOMPARE(m_engine.lastExplained, std::string("run-001 case-0002"));
        model.open("/nowhere", "case-0003"); // without a run there is nobody to ask
        QTRY_COMPARE(model.title(), QStringLiteral("case-0003"));
        QVERIFY(!influence.isAvailable() && !model.overlay());
        model.open("/nowhere", "case-0004", "run-001");
        QTRY_COMPARE(m_engine.explained.load(), 4);
        model.close(); // while the map is computed, or just after
        QTest::qWait(50);
        QVERIFY(!influence.map());
    }

    void influenceOfAnotherClass() {
        ViewerModel model(m_services);
        ViewerPanel panel(model);
        model.open(m_engine.folder, "case-0001", "run-001");
        InfluenceModel& influence = model.influence();
        QTRY_VERIFY(influence.isAvailable());
        auto* classes = panel.findChild<QComboBox*>(QStringLiteral("influenceClass"));
        QVERIFY(!classes->isEnabled()); // nobody knows them yet
        influence.setShown(true);
        QTRY_VERIFY(influence.map());
        QCOMPARE(classes->count(), 2);
        QCOMPARE(classes->currentText(), QStringLiteral("malignant"));
        const VoxelIndex& at = influence.peak();
        const auto peak = [&] {
            return influence.map()->voxels[static_cast<std::size_t>((at[2] * 40 + at[1]) * 30 + at[0])];
        };
        QVERIFY(peak() > 0);
        classes->setCurrentIndex(0);
        Q_EMIT classes->activated(0);
        QVERIFY(!influence.map());
        QTRY_VERIFY(influence.map());
        QCOMPARE(influence.className(), QStringLiteral("benign"));
        QVERIFY(peak() < 0);
        model.open(m_engine.folder, "case-0002", "run-001"); // the wish stays
        QTRY_VERIFY(!model.isReading() && influence.map());
        QCOMPARE(influence.className(), QStringLiteral("benign"));
        influence.setClass(QStringLiteral("unheard")); // of another classifier: what that one has
        QTRY_VERIFY(influence.map());
        QCOMPARE(influence.className(), QStringLiteral("malignant"));
        QVERIFY(influence.isShown());
    }

    void weakInfluenceIsHidden() {
        ViewerModel model(m_services);
        ViewerPanel panel(model);
        model.open(m_engine.folder, "case-0001", "run-001");
        InfluenceModel& influence = model.influence();
        QTRY_VERIFY(influence.isAvailable());
        influence.setShown(true);
        QTRY_VERIFY(influence.map());
        const auto alphaOfWeak = [&] { // -0.1, where the strongest is 0.25
            return qAlpha(overlayImage(*influence.map(), Plane::Axial, 6, influence.threshold(), influence.largest(), 1)
                              .pixel(9, 8));
        };
        QVERIFY(alphaOfWeak() > 0);
        auto* threshold = panel.findChild<QSlider*>(QStringLiteral("influenceThreshold"));
        QCOMPARE(threshold->value(), 15);
        threshold->setValue(50);
        QCOMPARE(influence.threshold(), 0.125);
        QCOMPARE(alphaOfWeak(), 0);
        influence.setThresholdShare(2);
        QCOMPARE(threshold->value(), 95);
    }

    void influenceOfTheNewestCaseWins() {
        m_engine.waitsInExplain = true;
        const int before = m_engine.explained;
        ViewerModel model(m_services);
        model.open("/nowhere", "case-0001", "run-001");
        QTRY_VERIFY(model.influence().isAvailable());
        model.influence().setShown(true);
        QTRY_COMPARE(m_engine.explained.load(), before + 1);
        model.open("/nowhere", "case-0002", "run-001"); // the first is stopped
        QTRY_COMPARE(m_engine.explained.load(), before + 2);
        QVERIFY(!model.influence().map());
        model.influence().setShown(false); // stopped, and asked again at once
        model.influence().setShown(true);
        m_engine.waitsInExplain = false;
        QTRY_VERIFY(model.influence().map());
        QCOMPARE(m_engine.lastExplained, std::string("run-001 case-0002"));

        QSignalSpy failed(&model, &ViewerModel::failed);
        m_engine.explainError = Error("CLF-008", "The run did not test this case.");
        model.open("/nowhere", "case-0003", "run-001");
        QTRY_COMPARE(failed.count(), 1);
        QVERIFY(!model.influence().isShown());
        m_engine.explainError.reset();
    }

    void keysShowTheInfluence() {
        ViewerModel model(m_services);
        ViewerPanel panel(model);
        panel.resize(700, 500);
        show(panel);
        auto* axial = panel.findChild<SliceView*>(QStringLiteral("axialView"));
        auto* bar = panel.findChild<QWidget*>(QStringLiteral("influenceBar"));
        axial->setFocus();
        QTest::keyClick(axial, Qt::Key_H); // nothing is shown yet
        QVERIFY(!model.influence().isShown() && !bar->isVisible());
        model.open("/nowhere", "case-0001", "run-001");
        QTRY_VERIFY(model.influence().isAvailable());
        QTest::keyClick(axial, Qt::Key_H);
        QVERIFY(bar->isVisible());
        QTRY_VERIFY(model.overlay());
        QVERIFY(panel.findChild<QAbstractButton*>(QStringLiteral("showInfluence"))->isChecked());
        QVERIFY(panel.findChild<QLabel*>(QStringLiteral("influenceNote"))->text() == QLatin1String(kInfluenceNote));
        QTest::keyClick(axial, Qt::Key_J);
        QCOMPARE(model.position(), (VoxelIndex{9, 7, 5}));
        const QColor marked = axial->grab().toImage().pixelColor(axial->pointOf({9, 7, 5}).toPoint());
        QVERIFY2(marked.red() > marked.blue() + 40, qPrintable(marked.name())); // orange over grey
        const double opacity = model.influence().opacity();
        QTest::keyClick(axial, Qt::Key_BracketLeft);
        QVERIFY(model.influence().opacity() < opacity);
        QTest::keyClick(axial, Qt::Key_BracketRight);
        QVERIFY(std::abs(model.influence().opacity() - opacity) < 1e-9);
        QTest::keyPress(axial, Qt::Key_H); // held: hidden as long as it is
        QVERIFY(!model.influence().isShown());
        QTest::qWait(450);
        QTest::keyRelease(axial, Qt::Key_H);
        QVERIFY(model.influence().isShown());
    }

    void showsWhatTheNetworkSees() {
        ViewerModel model(m_services);
        ViewerPanel panel(model);
        show(panel);
        model.open("/nowhere", "case-0001", "run-001");
        QTRY_VERIFY(!model.isEmpty());
        model.influence().setShown(true);
        QTRY_VERIFY(model.overlay());
        model.setPosition({9, 20, 4});
        auto* button = panel.findChild<QAbstractButton*>(QStringLiteral("networkView"));
        QTest::mouseClick(button, Qt::LeftButton);
        QTRY_COMPARE(model.volume().shape, (Shape{10, 20, 15}));
        QVERIFY(model.isNetworkView() && button->isChecked());
        QCOMPARE(model.position(), (VoxelIndex{4, 10, 2})); // the same place of the patient
        QVERIFY(!model.overlay());                          // the map is on the grid of the scan
        auto* axial = panel.findChild<SliceView*>(QStringLiteral("axialView"));
        axial->setFocus();
        QTest::keyClick(axial, Qt::Key_N);
        QCOMPARE(model.volume().shape, (Shape{20, 40, 30}));
        QVERIFY(model.overlay());
        model.show(counted(), QStringLiteral("x")); // no case of a project
        QVERIFY(!button->isVisible());
    }

    void presetsOfTheUser() {
        ViewerModel model(m_services);
        ViewerPanel panel(model);
        show(panel);
        model.show(counted(), QStringLiteral("case-1"));
        auto* axial = panel.findChild<SliceView*>(QStringLiteral("axialView"));
        axial->setFocus();
        QTest::keyClick(axial, Qt::Key_1); // lung
        QCOMPARE(model.window(), (GreyWindow{-600, 1500}));
        QTest::keyClick(axial, Qt::Key_6); // what suits the scan
        QCOMPARE(model.window(), automaticWindow(model.volume()));
        model.setPresets({{QStringLiteral("Liver"), {90, 150}}});
        QTest::keyClick(axial, Qt::Key_1);
        QCOMPARE(model.window(), (GreyWindow{90, 150}));
        QTest::keyClick(axial, Qt::Key_2); // is no more
        QCOMPARE(model.window(), (GreyWindow{90, 150}));
        auto* menu = panel.findChild<QMenu*>(QStringLiteral("presetMenu"));
        QCOMPARE(menu->actions().size(), 1);
        model.resetWindow();
        menu->actions().front()->trigger();
        QCOMPARE(model.window(), (GreyWindow{90, 150}));
    }

    void severalChannels() {
        m_engine.channels = 2;
        ViewerModel model(m_services);
        model.setChannelNames({QStringLiteral("T1")});
        ViewerPanel panel(model);
        show(panel);
        auto* choice = panel.findChild<QComboBox*>(QStringLiteral("channelChoice"));
        auto* axial = panel.findChild<SliceView*>(QStringLiteral("axialView"));
        model.open("/nowhere", "case-0001");
        QTRY_VERIFY(choice->isVisible());
        QCOMPARE(choice->itemText(0), QStringLiteral("T1"));
        QCOMPARE(choice->itemText(1), QStringLiteral("Channel 2"));
        test::keepPicture(&panel, "viewer-channels");
        const float first = model.value();
        model.setPosition({3, 4, 5});
        axial->setFocus();
        QTest::keyClick(axial, Qt::Key_C);
        QTRY_COMPARE(model.channel(), 1);
        QCOMPARE(choice->currentIndex(), 1);
        QCOMPARE(model.position(), (VoxelIndex{3, 4, 5})); // the same place
        model.setPosition({15, 20, 10});
        QCOMPARE(model.value(), first + 1000);
        model.setNetworkView(true);
        QTRY_VERIFY(model.isNetworkView());
        QCOMPARE(model.channel(), 1);
        model.setChannel(0); // of the network's view; the scan of the other channel is not kept
        QTRY_COMPARE(model.channel(), 0);
        QVERIFY(model.isNetworkView());
        model.setNetworkView(false);
        QTRY_VERIFY(!model.isNetworkView());
        QTRY_COMPARE(model.volume().shape, (Shape{20, 40, 30}));
        model.setPosition({15, 20, 10});
        QCOMPARE(model.value(), first);
        model.setChannel(1);
        QTRY_COMPARE(model.channel(), 1);
        model.open("/nowhere", "case-0002"); // shows the same channel
        QTRY_COMPARE(model.title(), QStringLiteral("case-0002"));
        QCOMPARE(model.channel(), 1);
        m_engine.channels = 1;
        model.open("/nowhere", "case-0003"); // has only one
        QTRY_COMPARE(model.title(), QStringLiteral("case-0003"));
        QCOMPARE(model.channel(), 0);
        QVERIFY(!choice->isVisible());
    }

    // What moves in one plane moves only lines in the others, and what is drawn is right all the same.
    void picturesFollowTheirSlice() {
        ViewerModel model(m_services);
        SliceView view(model, Plane::Axial);
        view.resize(300, 300);
        show(view);
        model.show(counted(), QStringLiteral("case-1"));
        model.setPosition({0, 0, 0});
        const auto colourAt = [&view](const VoxelIndex& voxel) {
            return view.grab().toImage().pixelColor((view.pointOf(voxel) + QPointF(6, 6)).toPoint());
        };
        const QColor before = colourAt({3, 2, 0});
        model.setPosition({0, 0, 1});
        QVERIFY(colourAt({3, 2, 0}).lightness() > before.lightness() + 50);
        model.setInverted(true);
        QVERIFY(colourAt({3, 2, 0}).lightness() < 100);
        Volume dark = counted();
        std::fill(dark.voxels.begin(), dark.voxels.end(), 0.0F);
        dark.voxels[0] = 1; // else everything is alike
        model.setInverted(false);
        model.show(dark, QStringLiteral("case-2"));
        QVERIFY(colourAt({3, 2, 0}).lightness() < 30);
    }

private:
    static void show(QWidget& widget) { // shortcuts need the active window
        widget.show();
        widget.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&widget));
    }

    test::FakeEngine m_engine;
    Services m_services = m_engine.services();
};

QTEST_MAIN(TestViewer)
#include "tst_viewer.moc"
