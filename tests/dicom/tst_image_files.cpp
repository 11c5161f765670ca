// SPDX-License-Identifier: Apache-2.0
#include "core/base/error.h"
#include "core/base/files.h"
#include "core/imaging/input_frame.h"
#include "dicom/image_files.h"
#include "dicom/readers.h"
#include "tests/dicom/stored_images.h"

#include <QtTest>

#include <bit>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <limits>

using namespace nidus;
using namespace nidus::dicom;
namespace fs = std::filesystem;

namespace {

/// 5 x 4 x 3 voxels, turned about two axes.
Volume oblique() {
    Volume volume;
    volume.shape = {3, 4, 5};
    volume.spacing = {2.5, 0.75, 0.5};
    volume.originLps = {-12.25, 30.5, 101};
    const double a = 0.3, b = -0.2;
    volume.lpsFromAxis = {{{std::cos(a), -std::sin(a) * std::cos(b), std::sin(a) * std::sin(b)},
                           {std::sin(a), std::cos(a) * std::cos(b), -std::cos(a) * std::sin(b)},
                           {0, std::sin(b), std::cos(b)}}};
    for (int i = 0; i < 60; ++i)
        volume.voxels.push_back(static_cast<float>(i * 7 - 100));
    return volume;
}

bool isSameGrid(const Volume& a, const Volume& b) {
    const auto near = [](double x, double y) { return std::abs(x - y) < 2e-5; };
    bool same = a.shape == b.shape && near(a.spacing.z, b.spacing.z) && near(a.spacing.y, b.spacing.y)
                && near(a.spacing.x, b.spacing.x);
    for (std::size_t i = 0; i < 3; ++i) {
        same = same && near(a.originLps[i], b.originLps[i]);
        for (std::size_t j = 0; j < 3; ++j)
            same = same && near(a.lpsFromAxis[i][j], b.lpsFromAxis[i][j]);
    }
    return same;
}

/// A NIfTI-1 file made by hand (nifti1.h): little endian, float32, 2 x 2 x 2 (x volumes), sform as given.
std::string niftiBytes(short volumes, short formCode) {
    std::string bytes(352, '\0');
    const auto put = [&](std::size_t at, auto value) { std::memcpy(bytes.data() + at, &value, sizeof value); };
    put(0, 348);
    const short dim[8]{static_cast<short>(volumes > 1 ? 4 : 3), 2, 2, 2, volumes, 1, 1, 1};
    std::memcpy(bytes.data() + 40, dim, sizeof dim);
    put(70, short{16});
    put(72, short{32});
    const float pixdim[8]{1, 1.5F, 2.5F, 3.3F, 1, 1, 1, 1};
    std::memcpy(bytes.data() + 76, pixdim, sizeof pixdim);
    put(108, 352.0F);
    put(112, 2.0F);  // slope
    put(116, -1.0F); // intercept
    put(254, formCode);
    const float sform[12]{1.5F, 0, 0, -10, 0, 2.5F, 0, -20, 0, 0, 3.3F, -30};
    std::memcpy(bytes.data() + 280, sform, sizeof sform);
    bytes.replace(344, 4, "n+1\0", 4);
    for (int i = 0; i < 8 * volumes; ++i) {
        const float voxel = static_cast<float>(i);
        bytes.append(reinterpret_cast<const char*>(&voxel), sizeof voxel);
    }
    return bytes;
}

std::string codesOf(const SeriesInfo& info) {
    std::string codes;
    for (const Problem& problem : info.problems)
        codes += problem.code + " ";
    return codes;
}

template <class Call>
std::string codeOf(Call&& call) {
    try {
        call();
    } catch (const Error& error) {
        return error.code();
    }
    return "none";
}

Volume readFile(const fs::path& path) {
    const ScanReport report = makeSeriesReader()->scan({path}, {});
    return makeSeriesReader()->read(report.series.at(0).source, {});
}

} // namespace

class TestImageFiles : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void obliqueNiftiSurvives_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<float>("first");
        QTest::addColumn<int>("bits");
        QTest::newRow("int16") << "v.nii" << -100.0F << 16;
        QTest::newRow("int32") << "v.nii" << 40000.0F << 32;
        QTest::newRow("float32") << "v.nii" << 0.1F << 32;
        QTest::newRow("not a number") << "v.nii" << std::numeric_limits<float>::quiet_NaN() << 32;
        QTest::newRow("compressed") << "v.nii.gz" << -100.0F << 0;
    }

    void obliqueNiftiSurvives() {
        QFETCH(QString, name);
        QFETCH(float, first);
        QFETCH(int, bits);
        const TemporaryFolder folder;
        const fs::path path = folder.path() / name.toStdString();
        Volume volume = oblique();
        volume.voxels[0] = first;
        writeNifti(path, volume);
        const Volume back = readFile(path);
        QVERIFY(isSameGrid(back, volume));
        QCOMPARE(std::memcmp(back.voxels.data(), volume.voxels.data(), volume.voxels.size() * sizeof(float)), 0);
        QCOMPARE(orientationOf(back), orientationOf(volume));
        if (bits == 0)
            return;
        const std::string bytes = readTextFile(path);
        short stored = 0, qform = 0, sform = 0;
        std::memcpy(&stored, bytes.data() + 72, 2);
        std::memcpy(&qform, bytes.data() + 252, 2);
        std::memcpy(&sform, bytes.data() + 254, 2);
        QCOMPARE(static_cast<int>(stored), bits);
        QVERIFY(qform > 0 && sform > 0);
        // Right and anterior are LPS with two signs turned.
        float rows[12];
        std::memcpy(rows, bytes.data() + 280, sizeof rows);
        QVERIFY(std::abs(rows[3] + volume.originLps[0]) < 1e-4);
        QVERIFY(std::abs(rows[0] + volume.lpsFromAxis[0][0] * volume.spacing.x) < 1e-4);
        QVERIFY(std::abs(rows[10] - volume.lpsFromAxis[2][2] * volume.spacing.z) < 1e-4);
    }

    void readsAFileMadeByHand() {
        const TemporaryFolder folder;
        const fs::path path = folder.path() / "hand.nii";
        writeFileAtomically(path, niftiBytes(1, 1));
        const Volume volume = readFile(path);
        QVERIFY((volume.shape == Shape{2, 2, 2}));
        // Spacing is the float of the file, widened.
        QVERIFY((volume.spacing == Spacing{static_cast<double>(3.3F), 2.5, 1.5}));
        QCOMPARE(volume.originLps, (std::array<double, 3>{10, 20, -30}));
        QCOMPARE(orientationOf(volume), std::string("RAS"));
        for (int i = 0; i < 8; ++i)
            QCOMPARE(volume.voxels[static_cast<std::size_t>(i)], static_cast<float>(2 * i - 1));
    }

    void aFileWithAnotherNameIsRead() {
        const TemporaryFolder folder;
        writeFileAtomically(folder.path() / "scan.dcm", niftiBytes(1, 1));
        QCOMPARE(readFile(folder.path() / "scan.dcm").voxels.size(), std::size_t{8});
        writeNifti(folder.path() / "v.nii.gz", oblique());
        fs::rename(folder.path() / "v.nii.gz", folder.path() / "packed");
        QVERIFY(readFile(folder.path() / "packed").voxels == oblique().voxels);
    }

    void severalVolumesAreRefused() {
        const TemporaryFolder folder;
        const fs::path path = folder.path() / "4d.nii";
        writeFileAtomically(path, niftiBytes(3, 1));
        const SeriesInfo info = describeImageFile(path, ImageFormat::Nifti);
        QCOMPARE(codesOf(info), std::string("IMG-002 "));
        QVERIFY(!info.included);
        QCOMPARE(codeOf([&] { (void)readImageFile(path, ImageFormat::Nifti); }), std::string("IMG-002"));
    }

    void missingOrientationIsSaid() {
        const TemporaryFolder folder;
        const fs::path path = folder.path() / "lost.nii";
        writeFileAtomically(path, niftiBytes(1, 0));
        const SeriesInfo info = describeImageFile(path, ImageFormat::Nifti);
        QCOMPARE(codesOf(info), std::string("IMG-001 "));
        QVERIFY(info.included);
    }

    void damagedFilesHaveACode() {
        const TemporaryFolder folder;
        const fs::path path = folder.path() / "cut.nii";
        writeFileAtomically(path, niftiBytes(1, 1).substr(0, 360));
        QCOMPARE(codeOf([&] { (void)readImageFile(path, ImageFormat::Nifti); }), std::string("IMG-003"));
        writeNifti(folder.path() / "v.nii.gz", oblique());
        const std::string packed = readTextFile(folder.path() / "v.nii.gz");
        writeFileAtomically(folder.path() / "v.nii.gz", packed.substr(0, packed.size() / 2));
        QCOMPARE(codeOf([&] { (void)readImageFile(folder.path() / "v.nii.gz", ImageFormat::Nifti); }),
                 std::string("IMG-003"));
        std::string huge = niftiBytes(1, 1);
        const short dim[4]{3, 32767, 32767, 32767};
        std::memcpy(huge.data() + 40, dim, sizeof dim);
        writeFileAtomically(path, huge);
        QCOMPARE(codeOf([&] { (void)readImageFile(path, ImageFormat::Nifti); }), std::string("IMG-004"));
        QCOMPARE(codeOf([&] { (void)readImageFile(folder.path() / "gone.nii", ImageFormat::Nifti); }),
                 std::string("FIL-001"));
    }

    void readsNrrdAndMetaImage() {
        const TemporaryFolder folder;
        test::writeNrrdAndMetaImage(folder.path());
        for (const char* name : {"a.nrrd", "b.mha"}) {
            const Volume volume = readFile(folder.path() / name);
            QVERIFY((volume.shape == Shape{2, 3, 4}));
            QVERIFY((volume.spacing == Spacing{1, 2, 0.5}));
            QCOMPARE(volume.originLps, (std::array<double, 3>{1, 2, 3}));
            QCOMPARE(orientationOf(volume), std::string("LSA"));
            for (std::size_t i = 0; i < 24; ++i)
                QCOMPARE(volume.voxels[i], static_cast<float>(i));
        }
    }

    void nothingIsLeftWhenAFileCannotBeWritten() {
        const TemporaryFolder folder;
        QCOMPARE(codeOf([&] { writeNifti(folder.path() / "none" / "v.nii.gz", oblique()); }), std::string("FIL-003"));
        fs::create_directory(folder.path() / "v.nii.gz");
        QCOMPARE(codeOf([&] { writeNifti(folder.path() / "v.nii.gz", oblique()); }), std::string("FIL-003"));
        QCOMPARE(std::distance(fs::directory_iterator(folder.path()), {}), 1);
    }
};

QTEST_GUILESS_MAIN(TestImageFiles)
#include "tst_image_files.moc"
