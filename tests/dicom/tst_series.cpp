// SPDX-License-Identifier: Apache-2.0
#include "core/base/error.h"
#include "core/base/files.h"
#include "core/imaging/input_frame.h"
#include "dicom/phantom_dataset.h"
#include "dicom/readers.h"
#include "tests/dicom/series_support.h"

#include <QtTest>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>

using namespace nidus;
namespace fs = std::filesystem;

namespace {

ScanReport scanned(const fs::path& path) {
    return dicom::makeSeriesReader()->scan({path}, {});
}

SeriesInfo onlySeries(const fs::path& path) {
    const ScanReport report = scanned(path);
    if (report.series.size() != 1)
        throw Error("TEST", "found " + std::to_string(report.series.size()) + " series");
    return report.series.front();
}

Volume read(SeriesSource source, const std::vector<std::string>& overrides = {}) {
    source.overrides = overrides;
    return dicom::makeSeriesReader()->read(source, {});
}

bool isClose(const Volume& a, const Volume& b) {
    const auto near = [](double x, double y) { return std::abs(x - y) < 1e-4; };
    bool same = a.shape == b.shape && near(a.spacing.z, b.spacing.z) && near(a.spacing.y, b.spacing.y)
                && near(a.spacing.x, b.spacing.x);
    for (std::size_t i = 0; i < 3; ++i) {
        same = same && near(a.originLps[i], b.originLps[i]);
        for (std::size_t j = 0; j < 3; ++j)
            same = same && near(a.lpsFromAxis[i][j], b.lpsFromAxis[i][j]);
    }
    return same;
}

} // namespace

class TestSeries : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void seriesComeWhileTheScanRuns() {
        const TemporaryFolder folder;
        std::vector<PhantomSeries> written;
        int files = 0;
        for (const char* name : {"a", "b", "c", "d", "e", "f"}) {
            written.emplace_back(folder.path() / name, AcquisitionPlane::Axial);
            written.back().changeAll({{"SeriesInstanceUID", std::string("1.2.3.") + std::to_string(files + 1)}});
            files += written.back().slices();
        }
        QVERIFY2(files > 128, "one batch of files holds them all");
        std::vector<SeriesInfo> early;
        const ScanReport report = dicom::scanSeries(
            {folder.path()},
            [&early](std::vector<SeriesInfo> series) { early.insert(early.end(), series.begin(), series.end()); }, {});
        QCOMPARE(report.series.size(), written.size());
        QVERIFY(!early.empty() && early.size() < report.series.size()); // the last ones are only sure at the end
        for (const SeriesInfo& each : early) {
            const auto same = std::find_if(report.series.begin(), report.series.end(), [&](const SeriesInfo& other) {
                return other.source == each.source && other.problems == each.problems && other.shape == each.shape;
            });
            QVERIFY2(same != report.series.end(), each.source.uid.c_str());
        }
    }

    void aDicomdirStandsForItsMedium() {
        const TemporaryFolder folder;
        const PhantomSeries series(folder.path() / "DICOM", AcquisitionPlane::Axial);
        writeFileAtomically(folder.path() / "DICOMDIR", "only its place matters");
        const ScanReport report = scanned(folder.path() / "DICOMDIR");
        QCOMPARE(report.series.size(), std::size_t{1});
        QCOMPARE(report.series.front().frames, series.slices());
    }

    void whatIsWrittenIsRead_data() {
        QTest::addColumn<int>("plane");
        QTest::newRow("axial") << 0;
        QTest::newRow("sagittal") << 1;
        QTest::newRow("coronal") << 2;
    }

    void whatIsWrittenIsRead() {
        QFETCH(int, plane);
        const TemporaryFolder folder;
        const PhantomSeries series(folder.path() / "s", static_cast<AcquisitionPlane>(plane));
        const SeriesInfo info = onlySeries(folder.path());
        QCOMPARE(codesOf(info), std::string());
        QVERIFY(info.included);
        QCOMPARE(info.source.modality, std::string("MR"));
        const PhantomScanner& scanner = phantomScanners()[makePhantom(0, {}).scanner];
        QCOMPARE(info.source.scanner.manufacturer, scanner.manufacturer);
        QCOMPARE(info.source.scanner.model, scanner.model);
        QVERIFY(info.source.scanner.fieldStrength >= 1.5);
        QCOMPARE(info.patientKey, std::string("PH-001"));
        QCOMPARE(info.frames, series.slices());
        QVERIFY(info.shape == series.volume().shape);
        QCOMPARE(info.orientation, orientationOf(series.volume()));
        const Volume volume = read(info.source);
        QVERIFY(isClose(volume, series.volume()));
        QVERIFY(volume.voxels == series.volume().voxels);
        QVERIFY(reoriented(volume, "RAS").voxels == reoriented(makePhantom(0, {}).image, "RAS").voxels);
    }

    void compressedIsTheSame() {
        const TemporaryFolder folder;
        const PhantomSeries series(folder.path() / "s", AcquisitionPlane::Axial);
        series.compress("RLE");
        QVERIFY(read(onlySeries(folder.path()).source).voxels == series.volume().voxels);
    }

    void eachSliceHasItsOwnRescale() {
        const TemporaryFolder folder;
        const PhantomSeries series(folder.path() / "s", AcquisitionPlane::Axial);
        series.changeAll({{"RescaleSlope", "1"}, {"RescaleIntercept", "0"}});
        const Volume stored = read(onlySeries(folder.path()).source);
        series.change(7, {{"RescaleSlope", "0.25"}, {"RescaleIntercept", "-3"}});
        const Volume volume = read(onlySeries(folder.path()).source);
        const auto plane = static_cast<std::size_t>(48 * 48);
        for (std::size_t i = 0; i < volume.voxels.size(); ++i)
            QCOMPARE(volume.voxels[i], i / plane == 7 ? stored.voxels[i] * 0.25F - 3 : stored.voxels[i]);
    }

    void signedAndUnusedBitsAreTreatedAsTheHeaderSays() {
        const TemporaryFolder folder;
        const PhantomSeries series(folder.path() / "s", AcquisitionPlane::Axial);
        series.changeAll({{"RescaleSlope", "1"}, {"RescaleIntercept", "0"}});
        const Volume plain = read(onlySeries(folder.path()).source);
        series.changeAll({{"BitsStored", "9"}, {"HighBit", "8"}, {"PixelRepresentation", "1"}});
        const Volume cut = read(onlySeries(folder.path()).source);
        for (std::size_t i = 0; i < cut.voxels.size(); ++i) {
            const int low = static_cast<int>(plain.voxels[i]) & 511;
            QCOMPARE(static_cast<int>(cut.voxels[i]), low >= 256 ? low - 512 : low);
        }
    }

    void ctWithoutRescaleIsRefused() {
        const TemporaryFolder folder;
        const PhantomSeries series(folder.path() / "s", AcquisitionPlane::Axial);
        series.changeAll({{"Modality", "CT"}, {"RescaleSlope", ""}, {"RescaleIntercept", ""}});
        const SeriesInfo info = onlySeries(folder.path());
        QCOMPARE(codesOf(info), std::string("DCM-018"));
        QVERIFY(!info.included);
        QCOMPARE(codeOf([&] { (void)read(info.source); }), std::string("DCM-018"));
        QVERIFY(read(info.source, {"DCM-018"}).shape == info.shape);
    }

    void missingSlicesAreRefusedOrInterpolated() {
        const TemporaryFolder folder;
        const PhantomSeries series(folder.path() / "s", AcquisitionPlane::Axial);
        fs::remove(series.file(20));
        const SeriesInfo info = onlySeries(folder.path());
        QCOMPARE(codesOf(info), std::string("DCM-011"));
        QCOMPARE(codeOf([&] { (void)read(info.source); }), std::string("DCM-011"));
        const Volume volume = read(info.source, {"DCM-011"});
        QVERIFY(isClose(volume, series.volume()));
        const std::size_t plane = 48 * 48;
        const std::vector<float>& truth = series.volume().voxels;
        for (std::size_t i = 0; i < volume.voxels.size(); ++i)
            QCOMPARE(volume.voxels[i], i / plane == 20 ? (truth[i - plane] + truth[i + plane]) / 2 : truth[i]);
    }

    void doubledSlicesAreRefusedOrDropped() {
        const TemporaryFolder folder;
        const PhantomSeries series(folder.path() / "s", AcquisitionPlane::Axial);
        fs::copy_file(series.file(3), folder.path() / "s" / "ZZ.dcm");
        QCOMPARE(codesOf(onlySeries(folder.path())), std::string("DCM-012"));
        QVERIFY(onlySeries(folder.path()).included);
        series.moveSlice(4, 0, 0, -1.5);
        fs::remove(folder.path() / "s" / "ZZ.dcm");
        const SeriesInfo info = onlySeries(folder.path());
        QCOMPARE(codesOf(info), std::string("DCM-022 DCM-011"));
        QCOMPARE(codeOf([&] { (void)read(info.source, {"DCM-011"}); }), std::string("DCM-022"));
        QVERIFY(isClose(read(info.source, {"DCM-011", "DCM-022"}), series.volume()));
    }

    void unevenSlicesAreRefusedForGood() {
        const TemporaryFolder folder;
        const PhantomSeries series(folder.path() / "s", AcquisitionPlane::Axial);
        series.moveSlice(10, 0, 0, 0.2);
        const SeriesInfo info = onlySeries(folder.path());
        QCOMPARE(codesOf(info), std::string("DCM-023"));
        QCOMPARE(codeOf([&] { (void)read(info.source, {"DCM-023"}); }), std::string("DCM-023"));
    }

    // Each slice is moved within its plane by a whole pixel more than the one before, so that shearing it upright moves
    // it by whole pixels and needs no interpolation.
    void tiltIsRefusedOrSheared() {
        const TemporaryFolder folder;
        const PhantomSeries series(folder.path() / "s", AcquisitionPlane::Axial);
        for (int slice = 0; slice < series.slices(); ++slice)
            series.moveSlice(slice, 0, 1.5 * slice, 0);
        const SeriesInfo info = onlySeries(folder.path());
        QCOMPARE(codesOf(info), std::string("DCM-015"));
        QCOMPARE(codeOf([&] { (void)read(info.source); }), std::string("DCM-015"));
        const Volume volume = read(info.source, {"DCM-015"});
        QVERIFY(volume.shape == series.volume().shape);
        const int middle = series.slices() / 2;
        const auto at = [](const Volume& v, int z, int y, int x) {
            return v.voxels[static_cast<std::size_t>((z * 48 + y) * 48 + x)];
        };
        for (int z = 0; z < series.slices(); ++z)
            for (int y = 0; y < 48; ++y)
                for (int x = 0; x < 48; ++x) {
                    const int from = y + middle - z; // voxel of slice z that lies at row y of the middle slice
                    const float expected = from >= 0 && from < 48 ? at(series.volume(), z, from, x) : 0;
                    QCOMPARE(at(volume, z, y, x), expected);
                }
        QVERIFY(std::abs(volume.originLps[1] - (series.volume().originLps[1] + 1.5 * middle)) < 1e-4);
    }

    void mixedSeriesAreSplit() {
        const TemporaryFolder folder;
        const PhantomSeries axial(folder.path() / "a", AcquisitionPlane::Axial);
        const PhantomSeries sagittal(folder.path() / "b", AcquisitionPlane::Sagittal);
        axial.changeAll({{"SeriesInstanceUID", "1.2.3.4"}});
        sagittal.changeAll({{"SeriesInstanceUID", "1.2.3.4"}});
        const ScanReport report = scanned(folder.path());
        QCOMPARE(report.series.size(), std::size_t{2});
        for (const SeriesInfo& info : report.series) {
            QCOMPARE(codesOf(info), std::string("DCM-013"));
            QVERIFY(info.included);
            const bool isAxial = info.orientation == "LPS";
            QVERIFY(read(info.source).voxels == (isAxial ? axial : sagittal).volume().voxels);
        }
    }

    void damagedAndForeignFilesDoNotStopTheOthers() {
        const TemporaryFolder folder;
        const PhantomSeries good(folder.path() / "good", AcquisitionPlane::Axial);
        const PhantomSeries bad(folder.path() / "bad", AcquisitionPlane::Coronal);
        fs::resize_file(bad.file(5), fs::file_size(bad.file(5)) - 1000);
        writeFileAtomically(folder.path() / "notes.dcm", std::string("no DICOM at all"));
        writeFileAtomically(folder.path() / "half.dcm", std::string(128, '\0') + "DICM\x02");
        const ScanReport report = scanned(folder.path());
        QCOMPARE(report.series.size(), std::size_t{2});
        for (const SeriesInfo& info : report.series) {
            if (info.orientation == "LPS") {
                QVERIFY(info.included);
                continue;
            }
            QCOMPARE(codesOf(info), std::string("DCM-002 DCM-011"));
            QVERIFY(!info.included);
            QCOMPARE(codeOf([&] { (void)read(info.source, {"DCM-011"}); }), std::string("DCM-002"));
        }
        std::map<std::string, std::string> codes;
        for (const UnassignedFile& file : report.unassigned)
            codes[file.path.filename().string()] = file.code;
        QCOMPARE(codes.at("notes.dcm"), std::string("DCM-004"));
        QCOMPARE(codes.at("half.dcm"), std::string("DCM-002"));
        QCOMPARE(codes.at("IM0006.dcm"), std::string("DCM-002"));
        QCOMPARE(codes.size(), std::size_t{3});
    }

    void elementsOfTheHeaderAreTexts() {
        const TemporaryFolder folder;
        const PhantomSeries series(folder.path() / "s", AcquisitionPlane::Axial);
        series.changeAll(
            {{"SpecificCharacterSet", "GB18030"}, {"StudyDescription", "\xb7\xce CT"}, {"PatientSex", "F "}});
        const auto reader = dicom::makeSeriesReader();
        const SeriesSource source{"", "", {series.file(0)}, {}};
        QCOMPARE(reader->headerText(source, "PatientSex"), std::string("F"));
        QCOMPARE(reader->headerText(source, "0010,0040"), std::string("F"));
        QCOMPARE(reader->headerText(source, "StudyDescription"), std::string("\xe8\x82\xba CT"));
        QCOMPARE(reader->headerText(source, "PatientComments"), std::string()); // is not there
        QCOMPARE(codeOf([&] { (void)reader->headerText(source, "NoSuchThing"); }), std::string("DCM-053"));
        QCOMPARE(codeOf([&] {
                     (void)reader->headerText({"", "", {folder.path() / "gone"}, {}}, "PatientSex");
                 }),
                 std::string("FIL-001"));
        writeFileAtomically(folder.path() / "a.txt", std::string("no scan at all"));
        QCOMPARE(reader->headerText({"", "", {folder.path() / "a.txt"}, {}}, "PatientSex"), std::string());
    }

    void aSeriesThatChangedIsNotRead() {
        const TemporaryFolder folder;
        const PhantomSeries series(folder.path() / "s", AcquisitionPlane::Axial);
        const SeriesInfo info = onlySeries(folder.path());
        fs::remove(series.file(2));
        QCOMPARE(codeOf([&] { (void)read(info.source); }), std::string("FIL-001"));
    }

    void reportHasTheKeysOfTheContract() {
        const TemporaryFolder folder;
        const PhantomSeries series(folder.path() / "s", AcquisitionPlane::Sagittal);
        const QJsonObject report =
            QJsonDocument::fromJson(QByteArray::fromStdString(toJson(scanned(folder.path())))).object();
        QCOMPARE(report["files"].toInt(), 48);
        const QJsonObject row = report["series"].toArray().first().toObject();
        QCOMPARE(row["shape"].toArray(), (QJsonArray{48, 40, 48}));
        QCOMPARE(row["spacing"].toArray(), (QJsonArray{1.5, 1.5, 1.5}));
        QCOMPARE(row["included"].toBool(), true);
        for (const char* key : {"uid", "modality", "description", "frames", "problems"})
            QVERIFY(row.contains(key));
    }

    void dataSetHasATableAndUnseenCases() {
        const TemporaryFolder folder;
        dicom::PhantomDatasetOptions options;
        options.cases = 4;
        options.unseen = 2;
        dicom::writePhantomDataset(folder.path(), options, {});
        const std::string table = readTextFile(folder.path() / "labels.csv");
        QVERIFY(table.starts_with("case,image,label,patient\r\n"));
        QCOMPARE(std::count(table.begin(), table.end(), '\n'), 5);
        QCOMPARE(std::distance(fs::directory_iterator(folder.path() / "ring"), {}), 2);
        QCOMPARE(std::distance(fs::directory_iterator(folder.path() / "solid"), {}), 2);
        QCOMPARE(std::distance(fs::directory_iterator(folder.path() / "unseen" / "ring"), {}), 1);
        QCOMPARE(scanned(folder.path()).series.size(), std::size_t{6});
        options.orientation = "oblique";
        QCOMPARE(codeOf([&] { dicom::writePhantomDataset(folder.path(), options, {}); }), std::string("PHA-001"));
    }

    void stopsWhenAsked() {
        const TemporaryFolder folder;
        const PhantomSeries series(folder.path() / "s", AcquisitionPlane::Axial);
        JobControl control;
        control.token.cancel();
        QVERIFY_EXCEPTION_THROWN((void)dicom::makeSeriesReader()->scan({folder.path()}, control), Cancelled);
    }
};

QTEST_GUILESS_MAIN(TestSeries)
#include "tst_series.moc"
