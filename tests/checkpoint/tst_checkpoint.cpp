// SPDX-License-Identifier: Apache-2.0
#include "core/base/files.h"
#include "core/checkpoint/checkpoint.h"
#include "tests/support/checkpoint_writer.h"

#include <QTest>

#include <algorithm>
#include <numeric>

using namespace nidus;
using namespace nidus::test;
using Floats = std::vector<float>;

namespace {

/// A state dict with the layer's two names and everything around it that nnU-Net writes.
CheckpointWriter sample() {
    CheckpointWriter writer;
    Floats values(24);
    std::iota(values.begin(), values.end(), 1.0F);
    const std::size_t weights = writer.addFloats(values);
    const std::size_t bias = writer.addFloats({0.5F, -0.25F});
    writer.tensors = {{"encoder.a.conv.weight", {2, 3, 4}, weights, 0, {}},
                      {"encoder.a.all_modules.0.weight", {2, 3, 4}, weights, 0, {}},
                      {"encoder.a.conv.bias", {2}, bias, 0, {}}};
    writer.initArgs = {{"plans", {{"plans_name", "nnUNetPlans"}, {"nan", nullptr}}},
                       {"configuration", "3d_fullres"},
                       {"fold", "all"},
                       {"dataset_json", {{"labels", {{"background", 0}}}}},
                       {"unpack_dataset", true}};
    return writer;
}

class Opened {
public:
    explicit Opened(const std::string& bytes, const std::string& name = "checkpoint.pth") {
        writeBytes(m_folder.path() / name, bytes);
        m_checkpoint = std::make_unique<Checkpoint>(m_folder.path() / name);
    }
    const Checkpoint* operator->() const { return m_checkpoint.get(); }
    [[nodiscard]] Floats floats(const std::string& key) const {
        const auto& tensors = m_checkpoint->tensors();
        const auto found = std::find_if(tensors.begin(), tensors.end(), [&](const auto& t) { return t.key == key; });
        const SharedTensor tensor = m_checkpoint->read(*found);
        return {tensor.values.begin(), tensor.values.end()};
    }

private:
    TemporaryFolder m_folder;
    std::unique_ptr<Checkpoint> m_checkpoint;
};

std::string little16(const std::vector<std::uint16_t>& values) {
    return {reinterpret_cast<const char*>(values.data()), values.size() * 2};
}

} // namespace

class TestCheckpoint : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void bothContainersTellTheSame_data() {
        QTest::addColumn<bool>("isLegacy");
        QTest::addColumn<QByteArray>("numpy");
        QTest::newRow("zip, numpy 2") << false << QByteArray("numpy._core");
        QTest::newRow("zip, numpy 1") << false << QByteArray("numpy.core");
        QTest::newRow("legacy") << true << QByteArray("numpy.core");
    }

    void bothContainersTellTheSame() {
        QFETCH(bool, isLegacy);
        QFETCH(QByteArray, numpy);
        CheckpointWriter writer = sample();
        writer.numpyModule = numpy.toStdString();
        const Opened checkpoint(isLegacy ? writer.legacy() : writer.zip());
        const CheckpointFields& fields = checkpoint->fields();
        QCOMPARE(fields.trainerName, std::string("nnUNetTrainer"));
        QCOMPARE(fields.configuration, std::string("3d_fullres"));
        QCOMPARE(fields.fold, std::string("all"));
        QCOMPARE(fields.currentEpoch, std::int64_t{7});
        QCOMPARE(fields.plansJson, std::string(R"({"plans_name": "nnUNetPlans", "nan": null})"));
        QCOMPARE(fields.datasetJson, std::string(R"({"labels": {"background": 0}})"));
        QVERIFY(fields.mirroringAxes == std::vector<int>({0, 1}));
        QVERIFY(fields.unusedContents == std::vector<std::string>({"_best_ema", "optimizer_state"}));
        QCOMPARE(checkpoint->tensors().size(), std::size_t{3});
        QVERIFY(checkpoint->tensors()[0].sharesDataWith(checkpoint->tensors()[1]));
        QVERIFY(!checkpoint->tensors()[0].sharesDataWith(checkpoint->tensors()[2]));
        Floats expected(24);
        std::iota(expected.begin(), expected.end(), 1.0F);
        QVERIFY(checkpoint.floats("encoder.a.conv.weight") == expected);
        QVERIFY(checkpoint.floats("encoder.a.conv.bias") == Floats({0.5F, -0.25F}));
    }

    // Element (i, j) of the view lies at offset 1 + i + 2 j of 0, 1, 2, ...
    void stridesAndOffsetsAreHonoured() {
        CheckpointWriter writer;
        Floats values(8);
        std::iota(values.begin(), values.end(), 0.0F);
        writer.tensors = {
            {"a", {2, 3}, writer.addFloats(values), 1, {1, 2}}, {"scalar", {}, 0, 7, {}}, {"empty", {0, 3}, 0, 8, {}}};
        const Opened checkpoint(writer.zip());
        QVERIFY(checkpoint.floats("a") == Floats({1, 3, 5, 2, 4, 6}));
        QVERIFY(checkpoint.floats("scalar") == Floats({7}));
        QVERIFY(checkpoint.floats("empty").empty());
    }

    void everyElementTypeIsWidened() {
        CheckpointWriter writer;
        const auto add = [&](const char* type, std::int64_t count, const std::string& bytes) {
            const std::size_t storage = writer.addStorage(type, count, bytes);
            writer.tensors.push_back({type, {count}, storage, 0, {}});
        };
        const double wide[] = {1.5, -2.0};
        const std::int64_t whole[] = {-3, 1 << 20};
        add("HalfStorage", 2, little16({0x3C00, 0xC000}));
        add("BFloat16Storage", 2, little16({0x3F80, 0xC040}));
        add("DoubleStorage", 2, {reinterpret_cast<const char*>(wide), sizeof wide});
        add("LongStorage", 2, {reinterpret_cast<const char*>(whole), sizeof whole});
        add("ShortStorage", 2, little16({0xFFFF, 5}));
        add("CharStorage", 2, "\xfe\x05");
        add("ByteStorage", 2, "\xfe\x05");
        add("BoolStorage", 2, std::string("\x01\x00", 2));
        const Opened checkpoint(writer.zip());
        QVERIFY(checkpoint.floats("HalfStorage") == Floats({1, -2}));
        QVERIFY(checkpoint.floats("BFloat16Storage") == Floats({1, -3}));
        QVERIFY(checkpoint.floats("DoubleStorage") == Floats({1.5, -2}));
        QVERIFY(checkpoint.floats("LongStorage") == Floats({-3, 1 << 20}));
        QVERIFY(checkpoint.floats("ShortStorage") == Floats({-1, 5}));
        QVERIFY(checkpoint.floats("CharStorage") == Floats({-2, 5}));
        QVERIFY(checkpoint.floats("ByteStorage") == Floats({254, 5}));
        QVERIFY(checkpoint.floats("BoolStorage") == Floats({1, 0}));
    }

    void bigEndianFilesAreTurned() {
        CheckpointWriter writer;
        writer.tensors = {{"a", {2}, writer.addStorage("ShortStorage", 2, std::string("\x01\x02\xff\xfe", 4)), 0, {}}};
        std::vector<ZipEntry> records = writer.records();
        records[1].data = "big";
        QVERIFY(Opened(zipArchive(records)).floats("a") == Floats({0x0102, -2}));
    }

    void aBareStateDictIsOne() {
        CheckpointWriter writer = sample();
        writer.isBare = true;
        const Opened checkpoint(writer.zip());
        QVERIFY(checkpoint->fields().isBareStateDict);
        QCOMPARE(checkpoint->tensors().size(), std::size_t{3});
    }

    void namesOfOtherPeopleAreAnnounced() {
        CheckpointWriter writer = sample();
        writer.initArgs["pretrain_json"] = {{"subjects", {"a", "b"}}};
        writer.others["nnssl_adaptation_plan"] = {{"key_to_encoder", "encoder.stages"}};
        const Opened checkpoint(writer.zip());
        const auto& unused = checkpoint->fields().unusedContents;
        QVERIFY(std::any_of(unused.begin(), unused.end(), [](const std::string& text) {
            return text.rfind("init_args.pretrain_json (names", 0) == 0;
        }));
        QCOMPARE(checkpoint->fields().adaptationPlanJson, std::string(R"({"key_to_encoder": "encoder.stages"})"));
    }
};

QTEST_GUILESS_MAIN(TestCheckpoint)
#include "tst_checkpoint.moc"
