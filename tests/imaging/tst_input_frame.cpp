// SPDX-License-Identifier: Apache-2.0
#include "core/base/error.h"
#include "core/imaging/input_frame.h"

#include <QTest>

#include <cmath>
#include <limits>

using namespace nidus;

namespace {

using Matrix = std::array<std::array<double, 3>, 3>;

/// 2 x 3 x 4 voxels (z, y, x) that count up, with uneven spacings.
Volume volumeWith(const Matrix& lpsFromAxis) {
    Volume volume;
    volume.shape = {2, 3, 4};
    volume.spacing = {5, 2, 0.5};
    volume.originLps = {10, -20, 30};
    volume.lpsFromAxis = lpsFromAxis;
    for (int i = 0; i < 24; ++i)
        volume.voxels.push_back(static_cast<float>(i));
    return volume;
}

/// World position of a voxel (x, y, z).
std::array<double, 3> positionOf(const Volume& volume, std::array<std::int64_t, 3> index) {
    const std::array<double, 3> spacing{volume.spacing.x, volume.spacing.y, volume.spacing.z};
    std::array<double, 3> position = volume.originLps;
    for (std::size_t row = 0; row < 3; ++row)
        for (std::size_t a = 0; a < 3; ++a)
            position[row] += volume.lpsFromAxis[row][a] * spacing[a] * static_cast<double>(index[a]);
    return position;
}

float voxelAt(const Volume& volume, std::array<std::int64_t, 3> index) {
    const auto& s = volume.shape;
    return volume.voxels[static_cast<std::size_t>((index[2] * s.y + index[1]) * s.x + index[0])];
}

/// Every voxel value stands at the same place in both volumes.
bool areSamePlaces(const Volume& a, const Volume& b) {
    std::vector<std::array<double, 3>> places(a.voxels.size());
    for (std::int64_t z = 0; z < a.shape.z; ++z)
        for (std::int64_t y = 0; y < a.shape.y; ++y)
            for (std::int64_t x = 0; x < a.shape.x; ++x)
                places[static_cast<std::size_t>(voxelAt(a, {x, y, z}))] = positionOf(a, {x, y, z});
    for (std::int64_t z = 0; z < b.shape.z; ++z)
        for (std::int64_t y = 0; y < b.shape.y; ++y)
            for (std::int64_t x = 0; x < b.shape.x; ++x) {
                const auto place = positionOf(b, {x, y, z});
                const auto& other = places[static_cast<std::size_t>(voxelAt(b, {x, y, z}))];
                for (std::size_t row = 0; row < 3; ++row)
                    if (std::abs(place[row] - other[row]) > 1e-9)
                        return false;
            }
    return true;
}

const Matrix kIdentity{{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}};
/// Sagittal: x runs posterior, y inferior, z towards the right.
const Matrix kSagittal{{{0, 0, -1}, {1, 0, 0}, {0, -1, 0}}};
/// Axial, turned by 30 degrees about the body axis.
const Matrix kOblique{{{0.8660254037844386, -0.5, 0}, {0.5, 0.8660254037844386, 0}, {0, 0, 1}}};

std::string codeOf(const std::function<void()>& call) {
    try {
        call();
    } catch (const Error& error) {
        return error.code();
    }
    return "none";
}

} // namespace

class TestInputFrame : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void lettersNameTheGrowingDirection() {
        QCOMPARE(orientationOf(volumeWith(kIdentity)), std::string("LPS"));
        QCOMPARE(orientationOf(volumeWith(kSagittal)), std::string("PIR"));
        QCOMPARE(orientationOf(volumeWith(kOblique)), std::string("LPS"));
    }

    void reorientingKeepsEveryVoxelInItsPlace() {
        for (const Matrix& matrix : {kIdentity, kSagittal, kOblique})
            for (const char* letters : {"RAS", "LPS", "PIR", "ASL", "SRP", "IAL"}) {
                const Volume volume = volumeWith(matrix);
                const Volume turned = reoriented(volume, letters);
                QCOMPARE(orientationOf(turned), std::string(letters));
                QVERIFY(areSamePlaces(volume, turned));
                const Volume back = reoriented(turned, orientationOf(volume));
                QVERIFY(back.voxels == volume.voxels && back.shape == volume.shape && back.spacing == volume.spacing
                        && back.lpsFromAxis == volume.lpsFromAxis);
            }
    }

    // SimpleITK 2.5.7, DICOMOrient(image, "RAS") of the same image.
    void sagittalToRasByHand() {
        const Volume turned = reoriented(volumeWith(kSagittal), "RAS");
        QVERIFY((turned.shape == Shape{3, 4, 2}));
        QVERIFY((turned.spacing == Spacing{2, 0.5, 5}));
        // R is z, A is x backwards, S is y backwards: the first row is (x 3, y 2, z 0), then z 1.
        QCOMPARE(turned.voxels[0], 11.F);
        QCOMPARE(turned.voxels[1], 23.F);
        QCOMPARE(turned.voxels[2], 10.F);
        QVERIFY((turned.originLps == std::array<double, 3>{10, -18.5, 26}));
        QVERIFY((turned.lpsFromAxis == Matrix{{{-1, 0, 0}, {0, -1, 0}, {0, 0, 1}}}));
    }

    void framesDecideTheArray() {
        const std::vector<Volume> channels{volumeWith(kSagittal)};
        const PlanImage stored = stackChannels(channels, InputFrame::Stored, "");
        QVERIFY((stored.shape == std::array<std::int64_t, 3>{2, 3, 4}));
        QVERIFY((stored.spacing == std::array<double, 3>{5, 2, 0.5}));
        QVERIFY(stackChannels(channels, InputFrame::Plan, "SimpleITKIO") == stored);
        QVERIFY(stackChannels(channels, InputFrame::Plan, "NibabelIO") == stored);
        const PlanImage ras = stackChannels(channels, InputFrame::Ras, "");
        QVERIFY((ras.shape == std::array<std::int64_t, 3>{3, 4, 2}));
        QCOMPARE(ras.voxels[0], 11.F);
        QVERIFY(stackChannels(channels, InputFrame::Plan, "SimpleITKIOWithReorient") == ras);
        QVERIFY(stackChannels(channels, InputFrame::Plan, "NibabelIOWithReorient") == ras);
        QVERIFY(stackChannels(channels, InputFrame::Lps, "SimpleITKIOWithReorient") != ras);
    }

    void channelsAreStackedInOrder() {
        Volume second = volumeWith(kIdentity);
        for (float& value : second.voxels)
            value += 100;
        const std::vector<Volume> channels{volumeWith(kIdentity), second};
        const PlanImage image = stackChannels(channels, InputFrame::Stored, "");
        QCOMPARE(image.channels, std::int64_t{2});
        QCOMPARE(image.voxels[23], 23.F);
        QCOMPARE(image.voxels[24], 100.F);
    }

    void channelsThatDoNotFitAreRefused() {
        const Volume first = volumeWith(kIdentity);
        const auto stack = [&first](const Volume& second) {
            return codeOf([&] { (void)stackChannels(std::vector<Volume>{first, second}, InputFrame::Stored, ""); });
        };
        Volume other = first;
        QCOMPARE(stack(other), std::string("none"));
        other.spacing.z *= 1 + 1e-6; // as numpy's allclose
        QCOMPARE(stack(other), std::string("none"));
        other.spacing.z *= 1 + 1e-4;
        QCOMPARE(stack(other), std::string("IMG-011"));
        other = first;
        other.shape = {3, 2, 4};
        QCOMPARE(stack(other), std::string("IMG-011"));
        QCOMPARE(stack(reoriented(first, "RAS")), std::string("IMG-011"));
        for (const std::size_t at : {5, 15, 16, 23})
            for (const float value :
                 {std::numeric_limits<float>::quiet_NaN(), -std::numeric_limits<float>::infinity()}) {
                other = first;
                other.voxels[at] = value;
                QCOMPARE(stack(other), std::string("IMG-012"));
            }
        other = first;
        other.voxels[3] = std::numeric_limits<float>::max();
        QCOMPARE(stack(other), std::string("none"));
        QCOMPARE(codeOf([] { (void)stackChannels({}, InputFrame::Stored, ""); }), std::string("IMG-011"));
    }

    void namesOfFramesRoundTrip() {
        for (const InputFrame frame : {InputFrame::Plan, InputFrame::Stored, InputFrame::Ras, InputFrame::Lps})
            QVERIFY(inputFrameFromName(inputFrameName(frame)) == frame);
        QCOMPARE(codeOf([] { (void)inputFrameFromName("RAS"); }), std::string("IMG-010"));
        QCOMPARE(codeOf([] { (void)reoriented(volumeWith(kIdentity), "RLS"); }), std::string("IMG-010"));
        QCOMPARE(codeOf([] { (void)reoriented(volumeWith(kIdentity), "RA"); }), std::string("IMG-010"));
    }
};

QTEST_GUILESS_MAIN(TestInputFrame)
#include "tst_input_frame.moc"
