// SPDX-License-Identifier: Apache-2.0
// Real scans that may not be copied into the project; found through NIDUS_TEST_DATA, else beside the sources.
#include "core/base/error.h"
#include "core/imaging/input_frame.h"
#include "dicom/image_files.h"
#include "dicom/readers.h"
#include "tests/dicom/series_support.h"

#include <QtTest>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>

using namespace nidus;
namespace fs = std::filesystem;

namespace {

fs::path testData() {
    const fs::path sources(NIDUS_SOURCE_DIR);
    if (const char* chosen = std::getenv("NIDUS_TEST_DATA"); chosen != nullptr && *chosen != '\0')
        return fs::path(chosen).is_absolute() ? fs::path(chosen) : sources / chosen;
    return sources / ".." / "shared" / "data";
}

#define NEEDS(folder)                                                                                                  \
    if (!fs::exists(folder))                                                                                           \
    QSKIP(qPrintable(QStringLiteral("not run: ") + QString::fromStdString((folder).string())                           \
                     + QStringLiteral(" is missing (set NIDUS_TEST_DATA)")))

std::vector<SeriesInfo> included(const fs::path& path) {
    ScanReport report = dicom::makeSeriesReader()->scan({path}, {});
    std::erase_if(report.series, [](const SeriesInfo& info) { return !info.included; });
    return report.series;
}

Volume read(const SeriesInfo& info) {
    return dicom::makeSeriesReader()->read(info.source, {});
}

Volume middleSlice(const SeriesInfo& info) {
    return dicom::makeSeriesReader()->readMiddleSlice(middleOf(info), {});
}

bool isNear(const Spacing& spacing, double z, double y, double x) {
    return std::abs(spacing.z - z) < 1e-3 && std::abs(spacing.y - y) < 1e-3 && std::abs(spacing.x - x) < 1e-3;
}

} // namespace

class TestRealSeries : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void sagittalMprage() {
        const fs::path folder = testData() / "dicom" / "sag_anon";
        NEEDS(folder);
        const std::vector<SeriesInfo> series = included(folder);
        QCOMPARE(series.size(), std::size_t{1});
        QVERIFY((series[0].shape == Shape{192, 256, 256}));
        QVERIFY(isNear(series[0].spacing, 0.9, 0.859375, 0.859375));
        const Volume volume = read(series[0]);
        const auto [low, high] = std::minmax_element(volume.voxels.begin(), volume.voxels.end());
        QCOMPARE(*low, 0.0F);
        QVERIFY(*high > 100 && *high <= 4095);
        // The slices run along row x column.
        const auto& m = volume.lpsFromAxis;
        QVERIFY(std::abs(m[1][0] * m[2][1] - m[2][0] * m[1][1] - m[0][2]) < 1e-5);
    }

    void fragmentedFramesEqualTheirReferences() {
        const fs::path folder = testData() / "dicom" / "dcm_qa_frag";
        NEEDS(folder);
        const std::vector<SeriesInfo> series = included(folder / "In");
        QCOMPARE(series.size(), std::size_t{2});
        std::vector<Volume> references;
        for (const fs::directory_entry& entry : fs::directory_iterator(folder / "Ref"))
            if (entry.path().extension() == ".nii")
                references.push_back(reoriented(dicom::readImageFile(entry.path(), dicom::ImageFormat::Nifti), "LPS"));
        QCOMPARE(references.size(), std::size_t{2});
        for (const SeriesInfo& info : series) {
            QVERIFY(isMiddleOf(middleSlice(info), read(info)));
            const Volume volume = reoriented(read(info), "LPS");
            QVERIFY((volume.shape == Shape{128, 128, 96}));
            const auto same = std::find_if(references.begin(), references.end(),
                                           [&](const Volume& reference) { return reference.voxels == volume.voxels; });
            QVERIFY(same != references.end());
            for (std::size_t i = 0; i < 3; ++i)
                QVERIFY(std::abs(same->originLps[i] - volume.originLps[i]) < 5e-4);
        }
    }

    void aFrameOfAnEnhancedFileIsReadAlone() {
        const fs::path folder = testData() / "dicom" / "dcm_qa_enh";
        NEEDS(folder);
        std::vector<SeriesInfo> series = included(folder);
        std::erase_if(series,
                      [](const SeriesInfo& info) { return info.format != "DICOM" || info.source.files.size() != 1; });
        QCOMPARE(series.size(), std::size_t{6}); // four parts of one file among them
        for (const SeriesInfo& info : series)
            QVERIFY2(isMiddleOf(middleSlice(info), read(info)), info.source.part.c_str());
    }

    void blankUidsAndJpeg2000() {
        const fs::path folder = testData() / "dicom" / "ct_jpeg2000_blank_uids";
        NEEDS(folder);
        const std::vector<SeriesInfo> series = included(folder);
        QCOMPARE(series.size(), std::size_t{1});
        QVERIFY((series[0].shape == Shape{20, 512, 512}));
        QVERIFY(std::abs(series[0].spacing.z - 2) < 1e-3);
        const Volume volume = read(series[0]);
        const auto [low, high] = std::minmax_element(volume.voxels.begin(), volume.voxels.end());
        QVERIFY(*low >= -1024 && *low <= -900); // air in Hounsfield units
        QVERIFY(*high > 300 && *high < 3072);   // bone
        QVERIFY(isMiddleOf(middleSlice(series[0]), volume));
    }

    void everyFailingSeriesIsRefused() {
        const fs::path folder = testData() / "dicom" / "dicom2nifti" / "failing";
        NEEDS(folder);
        int count = 0;
        for (const char* name : {"gantrytilting/001", "notavolume/001", "slicecount/001", "sliceincrement/001",
                                 "sliceincrement/002", "sliceorientation/001"}) {
            const ScanReport report = dicom::makeSeriesReader()->scan({folder / name}, {});
            QVERIFY2(!report.series.empty(), name);
            for (const SeriesInfo& info : report.series) {
                QVERIFY2(!info.included, name);
                try {
                    (void)read(info);
                    QFAIL(name);
                } catch (const Error& error) {
                    QVERIFY(error.code().starts_with("DCM-"));
                    ++count;
                }
            }
        }
        QCOMPARE(count, 7);
    }

    void nineEncodingsOfOneMosaicAreEqual() {
        const fs::path folder = testData() / "dicom" / "dcm_qa_ts";
        NEEDS(folder);
        const std::vector<SeriesInfo> series = included(folder / "In");
        QCOMPARE(series.size(), std::size_t{9});
        const Volume reference =
            reoriented(dicom::readImageFile(folder / "Ref" / "1.nii", dicom::ImageFormat::Nifti), "LPS");
        for (const SeriesInfo& info : series) {
            QVERIFY(reoriented(read(info), "LPS").voxels == reference.voxels);
            QVERIFY2(isMiddleOf(middleSlice(info), read(info)), info.source.files.front().c_str());
        }
    }

    void brokenFilesNeverCrash() {
        const fs::path folder = testData() / "dicom" / "pydicom_test_files";
        NEEDS(folder);
        const ScanReport report = dicom::makeSeriesReader()->scan({folder}, {});
        QCOMPARE(report.files, 176);
        for (const SeriesInfo& info : report.series) {
            SeriesSource source = info.source;
            source.overrides = {"DCM-002", "DCM-010", "DCM-011", "DCM-015", "DCM-018", "DCM-022"};
            try {
                const Volume volume = dicom::makeSeriesReader()->read(source, {});
                QCOMPARE(volume.voxels.size(), volume.shape.voxels());
            } catch (const Error& error) {
                QVERIFY(!error.code().empty());
            }
            try {
                const Volume slice = middleSlice(info);
                QCOMPARE(slice.voxels.size(), slice.shape.voxels());
            } catch (const Error& error) {
                QVERIFY(!error.code().empty());
            }
        }
    }
};

QTEST_GUILESS_MAIN(TestRealSeries)
#include "tst_real_series.moc"
