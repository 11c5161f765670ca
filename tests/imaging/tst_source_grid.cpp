// SPDX-License-Identifier: Apache-2.0
#include "core/nnunet/source_grid.h"

#include "core/imaging/frame_letters.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <string>
#include <vector>

using namespace nidus;

namespace {

using Matrix = std::array<std::array<double, 3>, 3>;

/// Columns: where index axes x, y, z go in LPS. Turned by 20 degrees about S and by 15 about L, so that none of them is
/// along an axis of the patient.
Matrix turned(const Matrix& from) {
    const double a = std::acos(-1.0) / 9, b = std::acos(-1.0) / 12;
    const Matrix aboutS{{{std::cos(a), -std::sin(a), 0}, {std::sin(a), std::cos(a), 0}, {0, 0, 1}}};
    const Matrix aboutL{{{1, 0, 0}, {0, std::cos(b), -std::sin(b)}, {0, std::sin(b), std::cos(b)}}};
    const auto product = [](const Matrix& p, const Matrix& q) {
        Matrix result{};
        for (std::size_t i = 0; i < 3; ++i)
            for (std::size_t j = 0; j < 3; ++j)
                for (std::size_t k = 0; k < 3; ++k)
                    result[i][j] += p[i][k] * q[k][j];
        return result;
    };
    return product(aboutL, product(aboutS, from));
}

const Matrix kAxial{{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}};
const Matrix kSagittal{{{0, 0, -1}, {1, 0, 0}, {0, -1, 0}}}; // x to P, y to I, z to R

/// A number that grows evenly through the patient, so that linear interpolation keeps it, inside a box; 0 outside.
Volume rampIn(const Matrix& lpsFromAxis) {
    Volume volume{{12, 15, 18}, {2.5, 0.9, 1.2}, {-31, 17, 240}, turned(lpsFromAxis), {}};
    const std::array<double, 3> spacing{volume.spacing.x, volume.spacing.y, volume.spacing.z};
    for (int z = 0; z < 12; ++z)
        for (int y = 0; y < 15; ++y)
            for (int x = 0; x < 18; ++x) {
                const std::array<double, 3> index{static_cast<double>(x), static_cast<double>(y),
                                                  static_cast<double>(z)};
                double value = 1000;
                for (std::size_t row = 0; row < 3; ++row)
                    for (std::size_t a = 0; a < 3; ++a)
                        value += static_cast<double>(row + 1) * volume.lpsFromAxis[row][a] * spacing[a] * index[a];
                const bool isInside = z >= 1 && z < 11 && y >= 2 && x >= 3 && x < 17;
                volume.voxels.push_back(isInside ? static_cast<float>(value) : 0.0F);
            }
    return volume;
}

Plans plansWith(std::array<int, 3> transposeForward) {
    Plans plans;
    plans.imageReaderWriter = "SimpleITKIO";
    plans.transposeForward = transposeForward;
    return plans;
}

Configuration configurationWith(std::vector<std::optional<double>> spacing) {
    Configuration configuration;
    configuration.spacing = std::move(spacing);
    configuration.normalization = {NormalizationScheme::None};
    configuration.useMaskForNorm = {false};
    configuration.resamplingData.order = 1;
    return configuration;
}

/// There and back.
Volume returned(const Volume& volume, InputFrame frame, const Plans& plans, const Configuration& configuration) {
    const PreprocessedCase prepared =
        preprocess(stackChannels({volume}, frame, plans.imageReaderWriter), plans, configuration, 1);
    Volume geometry = volume;
    geometry.voxels.clear();
    return onSourceGrid(prepared.image.voxels, prepared, plans, frame, geometry, 1);
}

} // namespace

class TestSourceGrid : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyValueComesBackToItsPlace_data() {
        QTest::addColumn<bool>("isSagittal");
        QTest::addColumn<int>("frame");
        QTest::addColumn<std::vector<int>>("order");
        QTest::newRow("as stored") << false << static_cast<int>(InputFrame::Plan) << std::vector{0, 1, 2};
        QTest::newRow("as stored, transposed") << true << static_cast<int>(InputFrame::Stored) << std::vector{2, 0, 1};
        QTest::newRow("axial in RAS") << false << static_cast<int>(InputFrame::Ras) << std::vector{0, 1, 2};
        QTest::newRow("sagittal in RAS, transposed")
            << true << static_cast<int>(InputFrame::Ras) << std::vector{1, 2, 0};
        QTest::newRow("sagittal in LPS") << true << static_cast<int>(InputFrame::Lps) << std::vector{0, 1, 2};
    }

    void everyValueComesBackToItsPlace() {
        QFETCH(bool, isSagittal);
        QFETCH(int, frame);
        QFETCH(std::vector<int>, order);
        const Volume volume = rampIn(isSagittal ? kSagittal : kAxial);
        const Plans plans = plansWith({order[0], order[1], order[2]});
        const Volume result =
            returned(volume, static_cast<InputFrame>(frame), plans, configurationWith({1.6, 1.3, 1.1}));
        QVERIFY(result.shape == volume.shape && result.spacing == volume.spacing);
        QVERIFY(result.originLps == volume.originLps && result.lpsFromAxis == volume.lpsFromAxis);
        int compared = 0;
        for (int z = 0; z < 12; ++z)
            for (int y = 0; y < 15; ++y)
                for (int x = 0; x < 18; ++x) {
                    const auto i = static_cast<std::size_t>((z * 15 + y) * 18 + x);
                    if (volume.voxels[i] == 0)
                        QCOMPARE(result.voxels[i], 0.0F);
                    // Beyond the centres of the outermost voxels of either grid there is nothing to go on with.
                    if (z < 3 || z > 8 || y < 4 || y > 12 || x < 5 || x > 14)
                        continue;
                    QVERIFY(std::abs(result.voxels[i] - volume.voxels[i]) < 1e-3F);
                    ++compared;
                }
        QCOMPARE(compared, 6 * 9 * 10);
    }

    void voxelsStayWhereNothingIsResampled() {
        const Volume volume = rampIn(kSagittal);
        QVERIFY(returned(volume, InputFrame::Ras, plansWith({2, 1, 0}),
                         configurationWith({std::nullopt, std::nullopt, std::nullopt}))
                == volume);
    }

    void theNetworksViewLiesAsThePatientDoes_data() {
        QTest::addColumn<int>("frame");
        QTest::addColumn<std::vector<int>>("order");
        QTest::newRow("as stored") << static_cast<int>(InputFrame::Stored) << std::vector{0, 1, 2};
        QTest::newRow("transposed") << static_cast<int>(InputFrame::Plan) << std::vector{2, 0, 1};
        QTest::newRow("RAS") << static_cast<int>(InputFrame::Ras) << std::vector{1, 2, 0};
    }

    // Where nothing is resampled it is the image without the zeros around it, in its place.
    void theNetworksViewLiesAsThePatientDoes() {
        QFETCH(int, frame);
        QFETCH(std::vector<int>, order);
        const Volume volume = rampIn(kSagittal);
        const Plans plans = plansWith({order[0], order[1], order[2]});
        const Configuration asItIs = configurationWith({std::nullopt, std::nullopt, std::nullopt});
        const PreprocessedCase prepared = preprocess(
            stackChannels({volume}, static_cast<InputFrame>(frame), plans.imageReaderWriter), plans, asItIs, 1);
        const std::string letters = lettersOfFrame(static_cast<InputFrame>(frame), plans.imageReaderWriter);
        const Volume framed = letters.empty() ? volume : reoriented(volume, letters);
        const Volume view = reoriented(networkView(prepared, 0, plans, framed), "LPS");
        const Volume image = reoriented(volume, "LPS");
        QVERIFY(view.spacing == image.spacing);
        std::vector<float> inside;
        std::ranges::copy_if(image.voxels, std::back_inserter(inside), [](float value) { return value != 0; });
        QVERIFY(view.voxels == inside);
        // The ramp grows with the place, so that its first voxel tells where it is.
        double value = 1000;
        for (std::size_t row = 0; row < 3; ++row)
            value += static_cast<double>(row + 1) * (view.originLps[row] - volume.originLps[row]);
        QVERIFY(std::abs(value - static_cast<double>(view.voxels.front())) < 1e-2);
    }

    void resamplingKeepsTheEdges() {
        const Volume volume = rampIn(kAxial);
        const Plans plans = plansWith({0, 1, 2});
        const PreprocessedCase prepared = preprocess(stackChannels({volume}, InputFrame::Stored, "SimpleITKIO"), plans,
                                                     configurationWith({5.0, 0.9, 1.2}), 1);
        const Volume view = networkView(prepared, 0, plans, volume); // 10 slices from slice 1 on become 5
        QCOMPARE(view.shape.z, 5);
        std::array<double, 3> expected = volume.originLps;
        for (std::size_t row = 0; row < 3; ++row) // from slice 1.5, row 2, column 3 on
            expected[row] += 1.5 * 2.5 * volume.lpsFromAxis[row][2] + 2 * 0.9 * volume.lpsFromAxis[row][1]
                             + 3 * 1.2 * volume.lpsFromAxis[row][0];
        for (std::size_t row = 0; row < 3; ++row)
            QVERIFY(std::abs(view.originLps[row] - expected[row]) < 1e-9);
    }
};

QTEST_GUILESS_MAIN(TestSourceGrid)
#include "tst_source_grid.moc"
