// SPDX-License-Identifier: Apache-2.0
#include "core/base/error.h"
#include "core/base/random.h"
#include "core/imaging/axis_table.h"
#include "core/imaging/resample.h"
#include "tests/support/slow_resample.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <vector>

using namespace nidus;
using namespace nidus::slow;

namespace {

ResamplingFunction spline(int order, std::optional<bool> separate = false, int orderZ = 0) {
    return {ResamplingFunction::Kind::DataOrSegToShape, order, orderZ, separate};
}

Line resizedLine(const Line& x, std::int64_t n, int order) {
    return resampled(x, {{1, 1, static_cast<std::int64_t>(x.size())}, {1, 1, 1}}, {{1, 1, n}, {1, 1, 1}}, spline(order),
                     1);
}

double worst(const Line& a, const Line& b) {
    if (a.size() != b.size())
        return 1e300;
    double difference = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        difference = std::max(difference, std::abs(a[i] - b[i]));
    return difference;
}

Line noise(std::size_t n, std::uint64_t seed) {
    Random random({.seed = seed});
    Line values(n);
    for (double& value : values)
        value = random.normal();
    return values;
}

PlanImage noiseImage(std::int64_t channels, std::array<std::int64_t, 3> shape, std::uint64_t seed) {
    PlanImage image{channels, shape, {1, 1, 1}, {}};
    for (const double value : noise(static_cast<std::size_t>(channels) * image.channelVoxels(), seed))
        image.voxels.push_back(static_cast<float>(value));
    return image;
}

} // namespace

class TestResample : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void valuesOfScipy_data() {
        QTest::addColumn<QList<double>>("input");
        QTest::addColumn<int>("order");
        QTest::addColumn<int>("size");
        QTest::addColumn<QList<double>>("expected");
        const QList<double> squares{0, 1, 4, 9, 16, 25, 36, 49};
        // From compiled scipy code; clipped to the range of the input as skimage does.
        QTest::newRow("order 3, 8 to 5") << squares << 3 << 5
                                         << QList<double>{0.137584506, 3.606785321, 12.22689603, 25.95000222,
                                                          46.08448484};
        QTest::newRow("order 3, 8 to 11")
            << squares << 3 << 11
            << QList<double>{0,           0.3892269624, 1.723637467, 4.185244687, 7.695097926, 12.22689603,
                             17.90996804, 24.5694899,   31.95801505, 42.07622768, 49};
        QTest::newRow("order 3, 8 to 16, first half")
            << squares << 3 << 16 << QList<double>{0,           0.1069488237, 0.5873222472, 1.54979985,
                                                   3.054417468, 5.068851776,  7.570007882,  10.54979304};
        QTest::newRow("order 3, impulse 6 to 9")
            << QList<double>{0, 0, 1, 0, 0, 0} << 3 << 9
            << QList<double>{0.02626539827, 0, 0.1671119881, 0.9445335087, 0.6004809472, 0, 0, 0.03413799607, 0};
        QTest::newRow("order 3, impulse 6 to 4")
            << QList<double>{0, 0, 1, 0, 0, 0} << 3 << 4 << QList<double>{0, 0.8814303552, 0, 0.0182124041};
        QTest::newRow("order 3, 2 to 5") << QList<double>{0, 1} << 3 << 5
                                         << QList<double>{0, 0.07364617093, 0.5, 0.9263538291, 1};
        QTest::newRow("order 1, 8 to 5") << squares << 1 << 5 << QList<double>{0.3, 3.7, 12.5, 26.1, 45.1};
        QTest::newRow("order 0, 8 to 5") << squares << 0 << 5 << QList<double>{0, 4, 16, 25, 49};
        QTest::newRow("order 3, 1 to 3") << QList<double>{7} << 3 << 3 << QList<double>{7, 7, 7};
    }

    void valuesOfScipy() {
        QFETCH(QList<double>, input);
        QFETCH(int, order);
        QFETCH(int, size);
        QFETCH(QList<double>, expected);
        Line got = resizedLine({input.begin(), input.end()}, size, order);
        got.resize(static_cast<std::size_t>(expected.size()));
        const double error = worst(got, {expected.begin(), expected.end()});
        // Ten digits are given, of numbers up to 49.
        QVERIFY2(error <= 6e-9, qPrintable(QString::number(error)));
    }

    void closedFormEqualsPaddedFilter() {
        double error = 0;
        for (std::size_t n = 1; n <= 40; ++n)
            for (const std::size_t m : {n / 2 + 1, n + 1, 2 * n, 3 * n + 2}) {
                if (m == n)
                    continue; // left untouched
                const Line x = noise(n, n);
                error = std::max(
                    error, worst(resizedLine(x, static_cast<std::int64_t>(m), 3), clippedTo(bruteForce(x, m, 3), x)));
            }
        QVERIFY2(error < 5e-14, qPrintable(QString::number(error)));
    }

    void threeAxesEqualOneAfterTheOther_data() {
        QTest::addColumn<QList<qint64>>("to");
        QTest::newRow("grow") << QList<qint64>{9, 31, 70};
        QTest::newRow("shrink") << QList<qint64>{4, 11, 20};
        QTest::newRow("first axis only") << QList<qint64>{11, 21, 37};
        QTest::newRow("planes only") << QList<qint64>{7, 30, 20};
        QTest::newRow("last axis only") << QList<qint64>{7, 21, 50};
        // Every place that the intermediate can have: at the front or the back, in the source or in the target.
        QTest::newRow("first axis shrinks, planes grow") << QList<qint64>{4, 31, 70};
        QTest::newRow("first axis grows more than planes") << QList<qint64>{30, 22, 38};
        QTest::newRow("first axis grows, planes shrink") << QList<qint64>{9, 20, 30};
        QTest::newRow("rows kept in place") << QList<qint64>{9, 21, 50};
        QTest::newRow("columns kept in place") << QList<qint64>{9, 31, 37};
        QTest::newRow("second axis only") << QList<qint64>{7, 9, 37};
    }

    void threeAxesEqualOneAfterTheOther() {
        QFETCH(QList<qint64>, to);
        const std::array<std::int64_t, 3> from{7, 21, 37};
        const std::array<std::int64_t, 3> target{to[0], to[1], to[2]};
        const Line volume = noise(7 * 21 * 37, 5);
        Line expected = volume;
        std::array<std::int64_t, 3> shape = from;
        for (const std::size_t axis : {std::size_t{2}, std::size_t{0}, std::size_t{1}})
            expected = bruteForceAxis(expected, shape, axis, target[axis]);
        expected = clippedTo(std::move(expected), volume);
        const Line got = resampled(volume, {from, {1, 1, 1}}, {target, {1, 1, 1}}, spline(3), 2);
        QVERIFY2(worst(got, expected) < 5e-14, qPrintable(QString::number(worst(got, expected))));

        PlanImage image{1, from, {1, 1, 1}, {volume.begin(), volume.end()}};
        const PlanImage single = resampled(image, {target, {1, 1, 1}}, spline(3), 2);
        const double error = worst({single.voxels.begin(), single.voxels.end()}, expected);
        QVERIFY2(error < 5e-6, qPrintable(QString::number(error))); // float32, values up to about 4
    }

    void separateAxisClipsEachSliceAndCopiesAlongTheAxis() {
        for (const std::size_t axis : {std::size_t{0}, std::size_t{1}, std::size_t{2}}) {
            std::array<std::int64_t, 3> from{9, 8, 7};
            std::array<std::int64_t, 3> to{12, 13, 11};
            std::array<double, 3> spacing{1, 1, 1};
            from[axis] = 4;
            to[axis] = 6;
            spacing[axis] = 5;
            const Line volume = noise(static_cast<std::size_t>(from[0] * from[1] * from[2]), 11);
            const Line got = resampled(volume, {from, spacing}, {to, {1, 1, 1}}, spline(3, std::nullopt), 2);
            const std::size_t b = axis == 0 ? 1 : 0;
            const std::size_t c = axis == 2 ? 1 : 2;
            const auto at = [](const std::array<std::int64_t, 3>& s, std::array<std::int64_t, 3> i) {
                return static_cast<std::size_t>((i[0] * s[1] + i[1]) * s[2] + i[2]);
            };
            const std::vector<std::int64_t> sources{0, 1, 1, 2, 3, 3}; // floor(4/6 (k + 0.5)), exact halves round up
            for (std::int64_t k = 0; k < 6; ++k) {
                Line slice;
                std::array<std::int64_t, 3> index{};
                index[axis] = sources[static_cast<std::size_t>(k)];
                for (index[b] = 0; index[b] < from[b]; ++index[b])
                    for (index[c] = 0; index[c] < from[c]; ++index[c])
                        slice.push_back(volume[at(from, index)]);
                const Line alone =
                    resampled(slice, {{1, from[b], from[c]}, {1, 1, 1}}, {{1, to[b], to[c]}, {1, 1, 1}}, spline(3), 1);
                index[axis] = k;
                std::size_t position = 0;
                for (index[b] = 0; index[b] < to[b]; ++index[b])
                    for (index[c] = 0; index[c] < to[c]; ++index[c])
                        QCOMPARE(got[at(to, index)], alone[position++]);
            }
        }
    }

    void theSeparateAxisFollowsTheSpacing() {
        const ResamplingFunction byRatio = spline(3, std::nullopt);
        const std::array<double, 3> iso{1, 1, 1};
        QVERIFY(!separateAxis(byRatio, {3, 1, 1}, iso)); // 3 is not more than 3
        QCOMPARE(separateAxis(byRatio, {3.0000001, 1, 1}, iso).value(), std::size_t{0});
        QCOMPARE(separateAxis(byRatio, {1, 5, 1}, iso).value(), std::size_t{1});
        QCOMPARE(separateAxis(byRatio, iso, {1, 1, 4}).value(), std::size_t{2});
        QVERIFY(!separateAxis(byRatio, {1, 5, 5}, {1, 1, 9})); // a tie of the current spacing ends it
        QCOMPARE(separateAxis(spline(3, true), {1, 1.1, 1}, iso).value(), std::size_t{1});
        QVERIFY(!separateAxis(spline(3, false), {9, 1, 1}, iso));
        QVERIFY(!separateAxis(spline(3, true), iso, {9, 1, 1}));
    }

    void shapesRoundHalfToEven() {
        const auto size = [](double spacing, double target, std::int64_t n) {
            return resampledShape({{n, 1, 1}, {spacing, 1, 1}}, {target, 1, 1})[0];
        };
        QCOMPARE(size(0.7, 1, 35), 24); // 24.5 (24.499... in double)
        QCOMPARE(size(0.5, 1, 5), 2);   // 2.5
        QCOMPARE(size(0.5, 1, 7), 4);   // 3.5
        QCOMPARE(size(1.3, 1, 10), 13);
        QCOMPARE(size(0.1, 1, 2), 1); // 0.2 would vanish
    }

    void theThreadCountDoesNotMatter() {
        for (const auto& function : {spline(3), spline(3, true), spline(1), spline(3, true, 3),
                                     ResamplingFunction{ResamplingFunction::Kind::Torch, 3, 0, false}}) {
            PlanImage image = noiseImage(2, {20, 45, 70}, 3);
            image.spacing = {4, 1, 1};
            const Grid target{{31, 50, 55}, {2.6, 0.9, 1.3}};
            const PlanImage one = resampled(image, target, function, 1);
            for (const int threads : {2, 3, 8})
                QVERIFY(resampled(image, target, function, threads) == one);
        }
    }

    void equalShapeAndNoResamplingLeaveTheVoxels() {
        const PlanImage image = noiseImage(1, {3, 4, 5}, 1);
        const PlanImage same = resampled(image, {{3, 4, 5}, {1.1, 1, 1}}, spline(3), 1);
        QVERIFY(same.voxels == image.voxels);
        QCOMPARE(same.spacing[0], 1.1);
        const ResamplingFunction none{ResamplingFunction::Kind::None, 3, 0, {}};
        QVERIFY(resampled(image, {{9, 9, 9}, {0.3, 0.4, 0.5}}, none, 1) == image);
    }

    void unknownOrdersAreRefused() {
        const PlanImage image = noiseImage(1, {3, 4, 5}, 1);
        QVERIFY_EXCEPTION_THROWN((void)resampled(image, {{4, 4, 4}, {1, 1, 1}}, spline(2), 1), Error);
    }

    void labelsGoToTheLargerShareAndTiesToTheNearest() {
        // 2 to 4: positions -0.25, 0.25, 0.75, 1.25. 4 to 2: positions 0.5 and 2.5, exact ties, nearest rounds up.
        const auto line = [](std::vector<std::int8_t> labels, std::int64_t n) {
            const auto size = static_cast<std::int64_t>(labels.size());
            return resampledLabels(labels, {{1, 1, size}, {1, 1, 1}}, {{1, 1, n}, {1, 1, 1}}, spline(3), 1);
        };
        QVERIFY((line({-1, 0}, 4) == std::vector<std::int8_t>{-1, -1, 0, 0}));
        QVERIFY((line({-1, 0, 0, -1}, 2) == std::vector<std::int8_t>{0, -1}));
        QVERIFY((line({2, 1, 1, 1}, 2) == std::vector<std::int8_t>{1, 1}));
        // A separate axis is copied, not mixed.
        const std::vector<std::int8_t> slices{0, 0, -1, -1};
        QVERIFY((resampledLabels(slices, {{2, 1, 2}, {9, 1, 1}}, {{4, 1, 3}, {4, 1, 1}}, spline(3, std::nullopt), 1)
                 == std::vector<std::int8_t>{0, 0, 0, 0, 0, 0, -1, -1, -1, -1, -1, -1}));
    }
};

QTEST_GUILESS_MAIN(TestResample)
#include "tst_resample.moc"
