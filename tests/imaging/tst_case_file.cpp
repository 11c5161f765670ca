// SPDX-License-Identifier: Apache-2.0
#include "core/base/error.h"
#include "core/base/safetensors.h"
#include "core/imaging/case_file.h"

#include <QTest>

#include <filesystem>

using namespace nidus;
namespace fs = std::filesystem;

namespace {

PreprocessedCase example() {
    PreprocessedCase preprocessed;
    preprocessed.image = {2, {2, 1, 3}, {0.1, 1.0 / 3, 0.800000011920929}, {}};
    for (int i = 0; i < 12; ++i)
        preprocessed.image.voxels.push_back(0.1F * static_cast<float>(i - 6));
    preprocessed.nonzero = {1, 0, 1, 1, 1, 0};
    preprocessed.shapeBeforeCropping = {5, 6, 7};
    preprocessed.cropBox = {{{1, 4}, {0, 6}, {2, 7}}};
    preprocessed.shapeAfterCropping = {3, 6, 5};
    preprocessed.spacingBeforeResampling = {0.7, 0.1 + 0.2, 1e-3};
    preprocessed.separateZ = true;
    preprocessed.nonzeroVolumeMm3 = 1234.5678901234567;
    preprocessed.meanIntensity = -1e300 / 3;
    return preprocessed;
}

std::string codeOf(const fs::path& path) {
    try {
        (void)readCaseFile(path);
    } catch (const Error& error) {
        return error.code();
    }
    return "none";
}

} // namespace

class TestCaseFile : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everythingComesBackToTheLastBit() {
        const TemporaryFolder folder;
        writeCaseFile(folder.path() / "a", example(), Publish::Replace);
        QVERIFY(readCaseFile(folder.path() / "a") == example());
    }

    void equalCasesGiveEqualBytes() {
        const TemporaryFolder folder;
        writeCaseFile(folder.path() / "a", example(), Publish::Replace);
        writeCaseFile(folder.path() / "b", example(), Publish::KeepExisting);
        QCOMPARE(sha256File(folder.path() / "a"), sha256File(folder.path() / "b"));
    }

    void oneSliceIsReadAlone() {
        const TemporaryFolder folder;
        PreprocessedCase preprocessed = example();
        writeCaseFile(folder.path() / "a", preprocessed, Publish::Replace);
        const Volume last = readMiddleSlice(folder.path() / "a"); // the widest spacing is that of the last axis
        QCOMPARE(last.shape, (Shape{1, 2, 1}));
        QCOMPARE(last.spacing, (Spacing{0.800000011920929, 0.1, 1.0 / 3}));
        QCOMPARE(last.voxels, (std::vector{preprocessed.image.voxels[1], preprocessed.image.voxels[4]}));
        preprocessed.image.spacing = {5, 1, 1};
        writeCaseFile(folder.path() / "a", preprocessed, Publish::Replace);
        const Volume first = readMiddleSlice(folder.path() / "a");
        QCOMPARE(first.shape, (Shape{1, 1, 3}));
        QCOMPARE(first.voxels,
                 (std::vector(preprocessed.image.voxels.begin() + 3, preprocessed.image.voxels.begin() + 6)));
    }

    void otherFilesAreRefused() {
        const TemporaryFolder folder;
        const std::vector<float> values(6);
        const std::vector<std::uint8_t> mask(6);
        const TensorEntry image = f32Entry(values, {1, 2, 1, 3});
        const TensorEntry nonzero{TensorType::U8, {2, 1, 3}, std::as_bytes(std::span(mask))};
        const fs::path path = folder.path() / "a";

        writeCaseFile(path, example(), Publish::Replace);
        const std::string text = SafetensorsFile(path).metadata().at("nidus");
        const auto codeWith = [&](const std::map<std::string, TensorEntry>& tensors, const std::string& metadata) {
            writeSafetensors(path, tensors, {{"nidus", metadata}});
            return codeOf(path);
        };
        QCOMPARE(codeWith({{"image", image}, {"nonzero", nonzero}}, text), std::string("none"));
        QCOMPARE(codeWith({{"image", image}}, text), std::string("CAS-001"));
        QCOMPARE(codeWith({{"image", image}, {"nonzero", f32Entry(values, {2, 1, 3})}}, text), std::string("CAS-001"));
        QCOMPARE(codeWith({{"image", f32Entry(values, {1, 3, 1, 2})}, {"nonzero", nonzero}}, text),
                 std::string("CAS-001"));
        QCOMPARE(codeWith({{"image", image}, {"nonzero", nonzero}}, "{\"format\": 1}"), std::string("CAS-001"));
        QCOMPARE(codeWith({{"image", image}, {"nonzero", nonzero}}, "no JSON"), std::string("CAS-001"));
        std::string newer = text;
        newer.replace(newer.find("\"format\":1"), 10, "\"format\":2");
        QCOMPARE(codeWith({{"image", image}, {"nonzero", nonzero}}, newer), std::string("CAS-002"));
        writeSafetensors(path, {{"image", image}}, {});
        QCOMPARE(codeOf(path), std::string("CAS-001"));
        writeFileAtomically(path, std::string("text, but no tensors"));
        QCOMPARE(codeOf(path), std::string("STF-001"));
    }
};

QTEST_GUILESS_MAIN(TestCaseFile)
#include "tst_case_file.moc"
