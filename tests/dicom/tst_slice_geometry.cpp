// SPDX-License-Identifier: Apache-2.0
#include "dicom/siemens_mosaic.h"
#include "dicom/slice_geometry.h"

#include <QtTest>

#include <cmath>
#include <numbers>

using namespace nidus;
using namespace nidus::dicom;

namespace {

const Vector3 kRow{1, 0, 0};
const Vector3 kColumn{0, 1, 0};

std::vector<SlicePlace> placesAt(const std::vector<double>& z) {
    std::vector<SlicePlace> places;
    for (std::size_t i = 0; i < z.size(); ++i)
        places.push_back({{-100, -120, z[i]}, static_cast<int>(i + 1), "IM" + std::to_string(i + 1)});
    return places;
}

std::string codesOf(const SliceGeometry& geometry) {
    std::string codes;
    for (const Problem& problem : geometry.problems) {
        codes += codes.empty() ? "" : " ";
        codes += problem.code;
    }
    return codes;
}

} // namespace

class TestSliceGeometry : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void judges_data() {
        QTest::addColumn<QVector<double>>("z");
        QTest::addColumn<QString>("codes");
        QTest::addColumn<double>("spacing");
        QTest::newRow("even") << QVector<double>{0, 2, 4, 6} << "" << 2.0;
        QTest::newRow("any order") << QVector<double>{4, 0, 6, 2} << "" << 2.0;
        QTest::newRow("downwards") << QVector<double>{6, 4, 2, 0} << "" << 2.0;
        QTest::newRow("rounded to two decimals") << QVector<double>{0, 0.63, 1.25, 1.88, 2.5} << "" << 0.625;
        QTest::newRow("one missing") << QVector<double>{0, 2, 6, 8} << "DCM-011" << 2.0;
        QTest::newRow("one doubled") << QVector<double>{0, 2, 2, 4, 6} << "DCM-022" << 2.0;
        QTest::newRow("uneven by 2 %") << QVector<double>{0, 5, 10.1, 15.1} << "DCM-023" << 5.0;
        QTest::newRow("within 1 %") << QVector<double>{0, 5, 10.04, 15.0} << "" << 5.0;
        QTest::newRow("beyond 0.1 mm") << QVector<double>{0, 20, 40.15, 60.15} << "DCM-023" << 20.0;
        QTest::newRow("doubled and missing") << QVector<double>{0, 2, 2, 6, 8} << "DCM-022 DCM-011" << 2.0;
        QTest::newRow("single") << QVector<double>{3} << "DCM-010" << 0.0;
        QTest::newRow("two") << QVector<double>{3, 7} << "DCM-010" << 4.0;
        QTest::newRow("all at one place") << QVector<double>{3, 3, 3} << "DCM-022" << 0.0;
    }

    void judges() {
        QFETCH(QVector<double>, z);
        QFETCH(QString, codes);
        QFETCH(double, spacing);
        const SliceGeometry geometry = judgeSlices(placesAt(std::vector<double>(z.begin(), z.end())), kRow, kColumn);
        QCOMPARE(QString::fromStdString(codesOf(geometry)), codes);
        QVERIFY2(std::abs(geometry.spacing - spacing) < 0.02, qPrintable(QString::number(geometry.spacing)));
        for (std::size_t i = 1; i < geometry.order.size(); ++i)
            QVERIFY(z[static_cast<int>(geometry.order[i - 1])] <= z[static_cast<int>(geometry.order[i])]);
        for (const Problem& problem : geometry.problems)
            QVERIFY(problem.severity == Severity::Blocker);
    }

    void namesTheFilesAndCountsTheMissing() {
        const SliceGeometry geometry = judgeSlices(placesAt({0, 2, 8, 10}), kRow, kColumn);
        QCOMPARE(geometry.missingBefore, (std::vector<int>{0, 0, 2, 0}));
        const QString text = QString::fromStdString(geometry.problems.front().text);
        QVERIFY(text.contains("IM2 and IM3"));
        QVERIFY(text.contains("expected 2 mm, found 6 mm"));
    }

    void measuresTheTiltFromPositions() {
        // Slices are orthogonal to a direction 10 degrees off the table, along which they were moved.
        const double angle = 10 * std::numbers::pi / 180;
        const Vector3 column{0, std::cos(angle), -std::sin(angle)};
        std::vector<SlicePlace> places;
        for (int i = 0; i < 6; ++i)
            places.push_back({{0, 0, 5.0 * i}, i + 1, "IM" + std::to_string(i + 1)});
        const SliceGeometry geometry = judgeSlices(places, kRow, column);
        QCOMPARE(codesOf(geometry), std::string("DCM-015"));
        QVERIFY(std::abs(geometry.tiltDegrees - 10) < 1e-9);
        QVERIFY(std::abs(geometry.spacing - 5 * std::cos(angle)) < 1e-9);
    }

    void anObliqueStackIsNotTilted() {
        const double angle = 25 * std::numbers::pi / 180;
        const Vector3 column{0, std::cos(angle), std::sin(angle)};
        const Vector3 normal = crossProduct(kRow, column);
        std::vector<SlicePlace> places;
        for (int i = 0; i < 6; ++i)
            places.push_back({{1 + 3 * i * normal[0], 2 + 3 * i * normal[1], 3 * i * normal[2]}, i + 1, "IM"});
        const SliceGeometry geometry = judgeSlices(places, kRow, column);
        QCOMPARE(codesOf(geometry), std::string());
        QVERIFY(geometry.tiltDegrees < 1e-6);
    }

    void findsASliceThatIsShiftedSideways() {
        std::vector<SlicePlace> places = placesAt({0, 2, 4, 6, 8});
        places[2].position[0] += 1;
        QCOMPARE(codesOf(judgeSlices(places, kRow, kColumn)), std::string("DCM-023"));
    }

    // Positions in four decimals of a 2 mm stack acquired from the far end: dcm2niix starts at the first acquired
    // slice.
    void theGridStartsWhereTheScannerStarted() {
        std::vector<SlicePlace> places;
        for (int i = 0; i < 96; ++i)
            places.push_back({{-100.424 + (i == 0 ? 0 : 2 * i + 0.0001), -156.094, 113.224}, i + 1, "IM"});
        const SliceGeometry geometry = judgeSlices(places, {0, 1, 0}, {0, 0, -1}); // normal towards -x
        QCOMPARE(codesOf(geometry), std::string());
        QCOMPARE(geometry.order.front(), std::size_t{95});
        const double step = static_cast<double>(std::abs(-98.4239F - -100.424F));
        QVERIFY(std::abs(geometry.spacing - step) < 1e-9);
        QVERIFY(std::abs(geometry.origin[0] - (-100.424 + 95 * step)) < 1e-9);
    }

    // 4 tiles of 2 x 2 pixels, of which 3 are used; centres agree, so the first tile starts one pixel further in.
    void unfoldsAMosaic() {
        const MosaicHeader mosaic{3, Vector3{0, 0, 1}};
        const std::vector<MosaicTile> tiles = unfolded(mosaic, {4, 4, {10, 20, 30}, {1, 0, 0, 0, 1, 0}, {3, 2}, 5});
        QCOMPARE(tiles.size(), std::size_t{3});
        QCOMPARE(tiles[0].position, (Vector3{12, 23, 30}));
        QCOMPARE(tiles[2].position, (Vector3{12, 23, 40}));
        QCOMPARE(tiles[1].x, 2);
        QCOMPARE(tiles[2].y, 2);
        QVERIFY(unfolded({5, Vector3{0, 0, 1}}, {4, 4, {}, {}, {}, 5}).empty());
    }

    void csaHeaderIsReadWithinItsBytes() {
        std::vector<std::uint8_t> bytes{'S', 'V', '1', '0', 4, 3, 2, 1};
        const auto number = [&](std::uint32_t value) {
            for (unsigned i = 0; i < 4; ++i)
                bytes.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
        };
        number(1);
        number(77);
        const std::string name = "SliceNormalVector";
        bytes.insert(bytes.end(), name.begin(), name.end());
        bytes.resize(bytes.size() + 64 - name.size());
        number(3);
        number(0);
        number(0);
        number(3);
        number(77);
        for (const char* text : {"0.0 ", "-0.6", "0.8 "}) {
            number(4);
            number(4);
            number(77);
            number(4);
            bytes.insert(bytes.end(), text, text + 4);
        }
        const MosaicHeader mosaic = readCsaHeader(bytes);
        QVERIFY(mosaic.sliceNormal.has_value());
        QCOMPARE(*mosaic.sliceNormal, (Vector3{0, -0.6, 0.8}));
        for (std::size_t length = 0; length < bytes.size(); ++length) // cut anywhere: nothing, but never beyond the end
            QVERIFY(!readCsaHeader(std::span(bytes).first(length)).images);
    }
};

QTEST_GUILESS_MAIN(TestSliceGeometry)
#include "tst_slice_geometry.moc"
