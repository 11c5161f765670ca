// SPDX-License-Identifier: Apache-2.0
#include "core/base/files.h"
#include "dicom/image_files.h"
#include "dicom/readers.h"
#include "tests/dicom/series_support.h"
#include "tests/dicom/stored_images.h"

#include <QtTest>

#include <filesystem>

using namespace nidus;
namespace fs = std::filesystem;

namespace {

SeriesInfo onlySeries(const fs::path& path) {
    const ScanReport report = dicom::makeSeriesReader()->scan({path}, {});
    if (report.series.size() != 1)
        throw Error("TEST", "found " + std::to_string(report.series.size()) + " series");
    return report.series.front();
}

Volume middleSlice(const SeriesSource& source) {
    return dicom::makeSeriesReader()->readMiddleSlice(source, {});
}

Volume ramp() {
    Volume volume;
    volume.shape = {5, 4, 3};
    volume.spacing = {2.5, 0.75, 0.5};
    volume.originLps = {-12, 30, 101};
    volume.lpsFromAxis = {{{-1, 0, 0}, {0, -1, 0}, {0, 0, 1}}};
    for (int i = 0; i < 60; ++i)
        volume.voxels.push_back(static_cast<float>(i * 7 - 100));
    return volume;
}

} // namespace

class TestMiddleSlice : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void ofDicomTheFileInTheMiddleIsEnough_data() {
        QTest::addColumn<int>("plane");
        QTest::newRow("axial") << 0;
        QTest::newRow("sagittal") << 1;
        QTest::newRow("coronal") << 2;
    }
    void ofDicomTheFileInTheMiddleIsEnough() {
        QFETCH(int, plane);
        const TemporaryFolder folder;
        const PhantomSeries series(folder.path() / "case", static_cast<AcquisitionPlane>(plane));
        const int middle = series.slices() / 2;
        const fs::path renamed = series.folder() / "ZZZ"; // names that are not in the order of the slices
        fs::rename(series.file(middle), renamed);
        const SeriesInfo info = onlySeries(series.folder());
        QCOMPARE(info.middleFile, renamed);
        QCOMPARE(info.seriesNumber, std::string("1"));
        const Volume whole = dicom::makeSeriesReader()->read(info.source, {});
        for (int slice = 0; slice < series.slices(); ++slice)
            fs::remove(series.file(slice));
        QVERIFY(isMiddleOf(middleSlice(middleOf(info)), whole));
    }

    void withoutAScanTheFileInTheMiddleOfTheNames() {
        const TemporaryFolder folder;
        const PhantomSeries series(folder.path() / "case", AcquisitionPlane::Axial);
        series.compress("RLE");
        const SeriesSource source = onlySeries(series.folder()).source;
        QVERIFY(isMiddleOf(middleSlice(source), dicom::makeSeriesReader()->read(source, {})));
    }

    void whatKeepsASeriesOutIsShownAllTheSame() {
        const TemporaryFolder folder;
        const PhantomSeries series(folder.path() / "case", AcquisitionPlane::Axial);
        const Volume whole = dicom::makeSeriesReader()->read(onlySeries(series.folder()).source, {});
        fs::remove(series.file(1)); // a gap
        const SeriesInfo info = onlySeries(series.folder());
        QVERIFY(!info.included);
        QCOMPARE(middleSlice(middleOf(info)).shape, (Shape{1, whole.shape.y, whole.shape.x}));
    }

    void whatIsNoPictureHasACode() {
        const TemporaryFolder folder;
        const PhantomSeries series(folder.path() / "case", AcquisitionPlane::Axial);
        const SeriesInfo info = onlySeries(series.folder());
        fs::resize_file(info.middleFile, fs::file_size(info.middleFile) / 2);
        QCOMPARE(codeOf([&] { return middleSlice(middleOf(info)); }), std::string("DCM-002"));
        fs::remove(info.middleFile);
        QCOMPARE(codeOf([&] { return middleSlice(middleOf(info)); }), std::string("FIL-001"));
        QCOMPARE(codeOf([&] { return middleSlice({}); }), std::string("FIL-001"));
        writeFileAtomically(info.middleFile, "words, no image, and enough of them to be looked at");
        QVERIFY(codeOf([&] { return middleSlice(middleOf(info)); }) != "none");
    }

    void ofOtherFormats() {
        const TemporaryFolder folder;
        test::writeNrrdAndMetaImage(folder.path());
        dicom::writeNifti(folder.path() / "c.nii", ramp());
        dicom::writeNifti(folder.path() / "d.nii.gz", ramp());
        for (const char* name : {"a.nrrd", "b.mha", "c.nii", "d.nii.gz"}) {
            const SeriesInfo info = onlySeries(folder.path() / name);
            QVERIFY2(isMiddleOf(middleSlice(middleOf(info)), dicom::makeSeriesReader()->read(info.source, {})), name);
        }
    }

    void noMoreOfANiftiFileIsLookedAt() {
        const TemporaryFolder folder;
        const fs::path path = folder.path() / "case.nii";
        dicom::writeNifti(path, ramp());
        const SeriesInfo info = onlySeries(path);
        const Volume whole = dicom::makeSeriesReader()->read(info.source, {});
        fs::resize_file(path, 352 + 60 * 2 - 12); // 16-bit voxels; half of the last slice is gone
        QCOMPARE(codeOf([&] { return dicom::makeSeriesReader()->read(info.source, {}); }), std::string("IMG-003"));
        QVERIFY(isMiddleOf(middleSlice(info.source), whole));
        fs::resize_file(path, 352 + 60);
        QCOMPARE(codeOf([&] { return middleSlice(info.source); }), std::string("IMG-003"));
    }
};

QTEST_GUILESS_MAIN(TestMiddleSlice)
#include "tst_middle_slice.moc"
