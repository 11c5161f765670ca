// SPDX-License-Identifier: Apache-2.0
#include "core/imaging/input_frame.h"
#include "core/imaging/phantom.h"

#include <QtTest>

#include <algorithm>
#include <array>
#include <numeric>

using namespace nidus;

namespace {

/// Area under the ROC curve, folded so that 0.5 is chance whatever the direction.
double separation(const std::vector<double>& solid, const std::vector<double>& ring) {
    double wins = 0;
    for (const double a : solid)
        for (const double b : ring)
            wins += a > b ? 1 : (a == b ? 0.5 : 0);
    const double area = wins / static_cast<double>(solid.size() * ring.size());
    return std::max(area, 1 - area);
}

double foreground(const Phantom& phantom) {
    return static_cast<double>(std::count_if(phantom.image.voxels.begin(), phantom.image.voxels.end(),
                                             [](float voxel) { return voxel != 0; }));
}

double meanOf(const Phantom& phantom) {
    return std::accumulate(phantom.image.voxels.begin(), phantom.image.voxels.end(), 0.0) / foreground(phantom);
}

/// Voxel of a volume nearest to a place in the patient.
float voxelAt(const Volume& volume, const std::array<double, 3>& lps) {
    std::array<std::int64_t, 3> index{};
    const std::array<double, 3> spacing{volume.spacing.x, volume.spacing.y, volume.spacing.z};
    for (std::size_t axis = 0; axis < 3; ++axis) {
        double along = 0;
        for (std::size_t row = 0; row < 3; ++row)
            along += (lps[row] - volume.originLps[row]) * volume.lpsFromAxis[row][axis];
        index[axis] = std::llround(along / spacing[axis]);
    }
    return volume.voxels[static_cast<std::size_t>((index[2] * volume.shape.y + index[1]) * volume.shape.x + index[0])];
}

} // namespace

class TestPhantom : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void equalSeedsGiveEqualPhantoms() {
        QVERIFY(makePhantom(3, {}).image == makePhantom(3, {}).image);
        QVERIFY(makePhantom(3, {}).image.voxels != makePhantom(4, {}).image.voxels);
        PhantomOptions other;
        other.seed = 2;
        QVERIFY(makePhantom(3, {}).image.voxels != makePhantom(3, other).image.voxels);
    }

    void pairsHoldOneOfEachClass() {
        for (int i = 0; i < 40; i += 2)
            QVERIFY(makePhantom(i, {}).kind != makePhantom(i + 1, {}).kind);
    }

    void sizeAndBrightnessTellNothing() {
        for (const std::uint64_t seed : {1U, 2U, 3U}) {
            std::array<std::vector<double>, 2> volumes, means, lesions;
            for (int i = 0; i < 40; ++i) {
                PhantomOptions options;
                options.seed = seed;
                const Phantom phantom = makePhantom(i, options);
                const auto kind = static_cast<std::size_t>(phantom.kind);
                volumes[kind].push_back(foreground(phantom));
                means[kind].push_back(meanOf(phantom));
                lesions[kind].push_back(
                    std::accumulate(phantom.lesion.voxels.begin(), phantom.lesion.voxels.end(), 0.0));
            }
            QVERIFY2(separation(volumes[0], volumes[1]) <= 0.65, "foreground volume");
            QVERIFY2(separation(means[0], means[1]) <= 0.65, "mean intensity");
            QVERIFY2(separation(lesions[0], lesions[1]) <= 0.65, "lesion volume");
        }
    }

    void aRingHasADarkCore() {
        for (int i = 0; i < 6; ++i) {
            const Phantom phantom = makePhantom(i, {});
            std::array<double, 3> centre{};
            double count = 0;
            std::size_t at = 0;
            for (std::int64_t z = 0; z < phantom.lesion.shape.z; ++z)
                for (std::int64_t y = 0; y < phantom.lesion.shape.y; ++y)
                    for (std::int64_t x = 0; x < phantom.lesion.shape.x; ++x)
                        if (phantom.lesion.voxels[at++] == 1) {
                            centre[0] += phantom.lesion.originLps[0] + 1.5 * static_cast<double>(x);
                            centre[1] += phantom.lesion.originLps[1] + 1.5 * static_cast<double>(y);
                            centre[2] += phantom.lesion.originLps[2] + 1.5 * static_cast<double>(z);
                            ++count;
                        }
            QVERIFY(count > 500);
            for (double& value : centre)
                value /= count;
            const bool isDark = static_cast<double>(voxelAt(phantom.image, centre)) < meanOf(phantom);
            QCOMPARE(isDark, phantom.kind == PhantomClass::Ring);
        }
    }

    void planesShowTheSameAnatomy() {
        const Volume axial = makePhantom(0, {}).image;
        const std::array<std::string, 3> letters{"LPS", "PIR", "LIP"};
        const std::array planes{AcquisitionPlane::Axial, AcquisitionPlane::Sagittal, AcquisitionPlane::Coronal};
        for (std::size_t i = 0; i < planes.size(); ++i) {
            const Volume volume = acquiredIn(axial, planes[i]);
            QCOMPARE(orientationOf(volume), letters[i]);
            const auto& m = volume.lpsFromAxis; // right-handed: row x column = slices
            const double determinant = m[0][0] * (m[1][1] * m[2][2] - m[1][2] * m[2][1])
                                       - m[0][1] * (m[1][0] * m[2][2] - m[1][2] * m[2][0])
                                       + m[0][2] * (m[1][0] * m[2][1] - m[1][1] * m[2][0]);
            QCOMPARE(determinant, 1.0);
            for (const std::array<double, 3>& place :
                 {std::array<double, 3>{0, 0, 0}, {12, -6, 9}, {-15, 7.5, -13.5}, {3, 21, 16.5}})
                QCOMPARE(voxelAt(volume, place), voxelAt(axial, place));
            QVERIFY(reoriented(volume, "LPS").voxels == axial.voxels);
        }
    }
};

QTEST_GUILESS_MAIN(TestPhantom)
#include "tst_phantom.moc"
