// SPDX-License-Identifier: Apache-2.0
#include "dicom/series_judgement.h"
#include "dicom/slice_groups.h"

#include <QtTest>

#include <set>

using namespace nidus;
using namespace nidus::dicom;

namespace {

/// A plain axial MR image at a height.
FileHeader imageAt(double z, int number) {
    FileHeader file;
    file.path = "/scans/IM" + std::to_string(number);
    file.sopClass = "1.2.840.10008.5.1.4.1.1.4";
    file.sopInstance = "1.2." + std::to_string(number);
    file.seriesUid = "1.2.3";
    file.transferSyntax = "1.2.840.10008.1.2.1";
    file.modality = "MR";
    file.rows = 4;
    file.columns = 6;
    file.bitsAllocated = 16;
    file.bitsStored = 12;
    file.highBit = 11;
    file.photometric = "MONOCHROME2";
    file.hasPixels = true;
    SliceHeader slice;
    slice.tile = {0, 0, 6, 4};
    slice.position = Vector3{0, 0, z};
    slice.orientation = std::array<double, 6>{1, 0, 0, 0, 1, 0};
    slice.pixelSpacing = std::array<double, 2>{1, 1};
    slice.imageType = "ORIGINAL\\PRIMARY\\M";
    slice.instanceNumber = number;
    file.slices.push_back(slice);
    return file;
}

std::vector<FileHeader> stack(int slices, int firstNumber = 1) {
    std::vector<FileHeader> files;
    for (int i = 0; i < slices; ++i)
        files.push_back(imageAt(2.0 * i, firstNumber + i));
    return files;
}

bool holds(const std::vector<Problem>& problems, const char* code) {
    return std::any_of(problems.begin(), problems.end(), [&](const Problem& problem) { return problem.code == code; });
}

template <class Change>
std::vector<Problem> judgedAfter(Change&& change) {
    std::vector<FileHeader> files = stack(5);
    for (FileHeader& file : files)
        change(file);
    return judgeGroup(groupSlices(files).front(), files).problems;
}

} // namespace

class TestSliceGroups : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aPlainSeriesStaysWhole() {
        const std::vector<SliceGroup> groups = groupSlices(stack(5));
        QCOMPARE(groups.size(), std::size_t{1});
        QCOMPARE(groups[0].slices.size(), std::size_t{5});
        QCOMPARE(groups[0].part, std::string());
        QVERIFY(groups[0].problems.empty());
    }

    void splits_data() {
        QTest::addColumn<int>("what");
        QTest::addColumn<QString>("label");
        QTest::newRow("echo") << 0 << "echo 92 ms";
        QTest::newRow("orientation") << 1 << "orientation 2";
        QTest::newRow("size") << 2 << "3 x 4";
        QTest::newRow("kind") << 3 << "P";
        QTest::newRow("spacing") << 4 << "part 2";
        QTest::newRow("series number") << 5 << "series 7";
    }

    void splits() {
        QFETCH(int, what);
        QFETCH(QString, label);
        std::vector<FileHeader> files = stack(4);
        for (FileHeader file : stack(4, 5)) {
            SliceHeader& slice = file.slices.front();
            switch (what) {
            case 0:
                slice.echoTime = 92;
                break;
            case 1:
                slice.orientation = std::array<double, 6>{0, 1, 0, 0, 0, -1};
                break;
            case 2:
                slice.tile.width = 3;
                break;
            case 3:
                slice.imageType = "ORIGINAL\\PRIMARY\\P";
                break;
            case 4:
                slice.pixelSpacing = std::array<double, 2>{1.5, 1.5};
                break;
            default:
                file.seriesNumber = "7";
            }
            files.push_back(file);
        }
        const std::vector<SliceGroup> groups = groupSlices(files);
        QCOMPARE(groups.size(), std::size_t{2});
        QCOMPARE(groups[0].slices.size(), std::size_t{4});
        QCOMPARE(QString::fromStdString(groups[1].label), label);
        QVERIFY(groups[0].part != groups[1].part && !groups[0].part.empty());
        QVERIFY(holds(groups[1].problems, "DCM-013"));
        // The files of one part alone give the same slices.
        const std::vector<SliceGroup> alone = groupSlices(std::span(files).subspan(4));
        QCOMPARE(alone.size(), std::size_t{1});
    }

    void timePointsAreToldApartByTheAttributeThatExplainsThem() {
        std::vector<FileHeader> files;
        for (int phase = 1; phase <= 3; ++phase)
            for (FileHeader file : stack(4, 10 * phase)) {
                file.slices.front().phases = {{"time point", ""},
                                              {"acquisition", std::to_string(phase)},
                                              {"content time", std::to_string(file.slices.front().instanceNumber)}};
                files.push_back(file);
            }
        const std::vector<SliceGroup> groups = groupSlices(files);
        QCOMPARE(groups.size(), std::size_t{3});
        std::set<std::string> parts;
        for (const SliceGroup& group : groups) {
            QCOMPARE(group.slices.size(), std::size_t{4});
            QVERIFY(holds(group.problems, "DCM-016"));
            parts.insert(group.part);
        }
        QCOMPARE(parts.size(), std::size_t{3});
        QCOMPARE(groups[1].label, std::string("acquisition 2"));
    }

    void slicesThatNothingTellsApartStayDoubled() {
        std::vector<FileHeader> files = stack(4);
        for (const FileHeader& file : stack(4, 5))
            files.push_back(file);
        const std::vector<SliceGroup> groups = groupSlices(files);
        QCOMPARE(groups.size(), std::size_t{1});
        QVERIFY(holds(judgeGroup(groups[0], files).problems, "DCM-022"));
    }

    void duplicatesAreDroppedAndCounted() {
        std::vector<FileHeader> files = stack(4);
        files.push_back(files[1]);
        files.back().path = "/scans/copy of IM2";
        files.push_back(imageAt(8, 2)); // the same UID at another place is no duplicate
        const std::vector<SliceGroup> groups = groupSlices(files);
        QCOMPARE(groups[0].slices.size(), std::size_t{5});
        QVERIFY(holds(groups[0].problems, "DCM-012"));
        QVERIFY(groups[0].problems[0].text.starts_with("1 duplicate"));
    }

    void blankUidsAreGroupedByFolder() {
        std::vector<FileHeader> files = stack(6);
        for (std::size_t i = 0; i < files.size(); ++i) {
            files[i].seriesUid = files[i].sopInstance = "";
            files[i].path = (i < 3 ? "/a/" : "/b/") + std::to_string(i);
        }
        const std::vector<SliceGroup> groups = groupSlices(files);
        QCOMPARE(groups.size(), std::size_t{2});
        QVERIFY(groups[0].seriesUid != groups[1].seriesUid);
    }

    void aDamagedFileBlocksItsSeries() {
        std::vector<FileHeader> files = stack(5);
        files[4].damage = "It ends too early.";
        const std::vector<SliceGroup> groups = groupSlices(files);
        QCOMPARE(groups[0].slices.size(), std::size_t{4});
        QCOMPARE(groups[0].damagedFiles, std::vector<std::size_t>{4});
        QVERIFY(holds(groups[0].problems, "DCM-002"));
    }

    void contentIsJudged() {
        QVERIFY(judgedAfter([](FileHeader&) {}).empty());
        QVERIFY(holds(judgedAfter([](FileHeader& file) { file.modality = "CT"; }), "DCM-018"));
        QVERIFY(!holds(judgedAfter([](FileHeader& file) {
                           file.modality = "CT";
                           file.slices.front().hasRescale = true;
                       }),
                       "DCM-018"));
        QVERIFY(holds(judgedAfter([](FileHeader& file) { file.samples = 3; }), "DCM-019"));
        QVERIFY(holds(judgedAfter([](FileHeader& file) { file.photometric = "MONOCHROME1"; }), "DCM-025"));
        QVERIFY(holds(judgedAfter([](FileHeader& file) { file.paddingValue = -2000; }), "DCM-026"));
        QVERIFY(
            holds(judgedAfter([](FileHeader& file) { file.transferSyntax = "1.2.840.10008.1.2.4.201"; }), "DCM-003"));
        QVERIFY(holds(judgedAfter([](FileHeader& file) { file.slices.front().position.reset(); }), "DCM-017"));
        QVERIFY(holds(judgedAfter([](FileHeader& file) { file.frames = 2; }), "DCM-017"));
        QVERIFY(holds(judgedAfter([](FileHeader& file) { file.bitsStored = 20; }), "DCM-027"));
        QVERIFY(holds(judgedAfter([](FileHeader& file) { file.slices.front().imageType = "DERIVED\\SECONDARY"; }),
                      "DCM-014"));
        QVERIFY(
            holds(judgedAfter([](FileHeader& file) { file.sopClass = "1.2.840.10008.5.1.4.1.1.66.4"; }), "DCM-001"));
    }
};

QTEST_GUILESS_MAIN(TestSliceGroups)
#include "tst_slice_groups.moc"
