// SPDX-License-Identifier: Apache-2.0
#include "core/base/files.h"
#include "core/model/inspect_plans.h"
#include "core/model/pretrained_model.h"
#include "tests/support/error_code.h"
#include "tests/support/model_writer.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <functional>

using namespace nidus;
using namespace nidus::test;
using Json = nlohmann::ordered_json;

namespace {

PretrainedModel loaded(const std::string& bytes) {
    const TemporaryFolder folder;
    writeBytes(folder.path() / "checkpoint_final.pth", bytes);
    return loadPretrainedModel(folder.path() / "checkpoint_final.pth");
}

std::string codeFor(const CheckpointWriter& writer) {
    return codeOf([&] { (void)loaded(writer.zip()); });
}

bool has(const std::vector<Problem>& problems, const std::string& code) {
    return std::any_of(problems.begin(), problems.end(), [&](const Problem& p) { return p.code == code; });
}

void compareWeights(const PretrainedModel& model, const EncoderArchitecture& architecture) {
    const std::vector<EncoderTensor> tensors = encoderTensors(architecture);
    QCOMPARE(model.weights.size(), tensors.size());
    for (std::size_t position = 0; position < tensors.size(); ++position) {
        const SharedTensor& tensor = model.weights.at(tensors[position].name);
        QVERIFY(tensor.shape == tensors[position].shape);
        for (std::size_t i = 0; i < tensor.values.size(); ++i)
            QCOMPARE(tensor.values[i], valueOf(position, i));
    }
}

constexpr const char* kBiasDigest = "9ebff15fc7a64bc19049e6f7c1e90da2c1e30377ac09ef922cd00742851e60ab";

} // namespace

Q_DECLARE_METATYPE(nidus::EncoderArchitecture)

class TestPretrainedModel : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyTensorOnceUnderItsCanonicalName_data() {
        QTest::addColumn<int>("isResidual");
        QTest::addColumn<QByteArray>("prefix");
        QTest::addColumn<int>("names");
        for (int residual = 0; residual < 2; ++residual)
            for (const char* prefix : {"", "module.", "_orig_mod.", "module._orig_mod.", "network.module."})
                for (int names = 0; names < 4; ++names)
                    QTest::addRow("%d %s %d", residual, prefix, names) << residual << QByteArray(prefix) << names;
    }

    void everyTensorOnceUnderItsCanonicalName() {
        QFETCH(int, isResidual);
        QFETCH(QByteArray, prefix);
        QFETCH(int, names);
        const EncoderArchitecture architecture = isResidual ? smallResidualEncoder() : smallPlainEncoder();
        const auto layerNames = static_cast<LayerNames>(names);
        const CheckpointWriter writer = checkpointOf(architecture, prefix.toStdString(), layerNames);
        const PretrainedModel model = loaded(writer.zip());
        QVERIFY(model.architecture == architecture);
        compareWeights(model, architecture);
        const auto count = static_cast<std::int64_t>(encoderTensors(architecture).size());
        QCOMPARE(model.report.matched, count);
        QCOMPARE(model.report.missing, std::int64_t{0});
        QCOMPARE(model.report.matched + model.report.skipped, static_cast<std::int64_t>(writer.tensors.size()));
        QCOMPARE(model.report.rows.size(), writer.tensors.size());
        QCOMPARE(has(model.problems, "MDL-021"), layerNames == LayerNames::Diverged);
        QCOMPARE(model.trainer, std::string("nnUNetTrainer"));
        QCOMPARE(model.fold, std::string("0"));
        QCOMPARE(model.epochsTrained, 7);
        QVERIFY(model.mirroringAxes == std::vector<int>({0, 1}));
        QVERIFY(model.dataset.channelNames == std::vector<std::string>({"MR0"}));
    }

    void batchNormIsSeenInTheWeights() {
        EncoderArchitecture architecture = smallPlainEncoder();
        architecture.norm = NormLayer::Batch;
        CheckpointWriter writer = checkpointOf(architecture);
        writer.tensors.push_back({"encoder.stages.0.0.convs.0.all_modules.1.num_batches_tracked",
                                  {},
                                  writer.addStorage("LongStorage", 1, std::string(8, '\1')),
                                  0,
                                  {}});
        const PretrainedModel model = loaded(writer.zip());
        QVERIFY(model.architecture == architecture);
        QVERIFY(has(model.problems, "MDL-023"));
        compareWeights(model, architecture);
    }

    void aCascadeLosesTheChannelsOfItsFirstStage() {
        EncoderArchitecture architecture = smallPlainEncoder();
        architecture.inputChannels = 3;
        CheckpointWriter writer = checkpointOf(architecture);
        Json plans = plansOf(smallPlainEncoder());
        plans["configurations"]["3d_fullres"]["previous_stage"] = "3d_lowres";
        writer.initArgs["plans"] = plans;
        writer.initArgs["dataset_json"]["channel_names"] = {{"0", "CT"}};
        const PretrainedModel model = loaded(writer.zip());
        QVERIFY(model.architecture == smallPlainEncoder());
        QCOMPARE(model.report.adapted, std::int64_t{1});
        QVERIFY(has(model.problems, "MDL-022"));
        const SharedTensor& first = model.weights.at("stages.0.0.convs.0.conv.weight");
        QVERIFY(first.shape == (std::vector<std::int64_t>{4, 1, 1, 3, 3}));
        for (std::size_t i = 0; i < first.values.size(); ++i) // 9 of every 27
            QCOMPARE(first.values[i], valueOf(0, i / 9 * 27 + i % 9));
        writer.initArgs["plans"] = plansOf(smallPlainEncoder());
        QCOMPARE(codeFor(writer), std::string("MDL-004"));
    }

    void whatDoesNotFitIsRefusedByName() {
        const auto changed = [](const std::function<void(CheckpointWriter&)>& change) {
            CheckpointWriter writer = checkpointOf(smallPlainEncoder(), "", LayerNames::AllModulesOnly);
            change(writer);
            return codeFor(writer);
        };
        QCOMPARE(changed([](auto&) {}), std::string("none"));
        QCOMPARE(changed([](auto& w) { w.tensors.erase(w.tensors.begin()); }), std::string("MDL-004"));
        QCOMPARE(changed([](auto& w) { w.tensors[2].shape = {2, 2}; }), std::string("MDL-004"));
        QCOMPARE(changed([](auto& w) {
                     w.tensors.push_back(
                         {"encoder.stages.0.0.convs.2.all_modules.0.bias", {4}, w.tensors[2].storage, 0, {}});
                 }),
                 std::string("MDL-004"));
        QCOMPARE(changed([](auto& w) { w.storages[1].bytes.replace(4, 4, "\xff\xff\xff\x7f"); }),
                 std::string("MDL-005"));
        QCOMPARE(changed([](auto& w) {
                     w.tensors.push_back({"eva.pos_embed", {1}, 1, 0, {}});
                 }),
                 std::string("MDL-002"));
        QCOMPARE(changed([](auto& w) { w.tensors = {{"layer1.weight", {1}, 1, 0, {}}}; }), std::string("MDL-002"));
        const auto withKwargs = [&](const char* key, const Json& value) {
            return changed([&](auto& w) {
                w.initArgs["plans"]["configurations"]["3d_fullres"]["architecture"]["arch_kwargs"][key] = value;
            });
        };
        QCOMPARE(withKwargs("nonlin", "torch.nn.PReLU"), std::string("MDL-002"));
        QCOMPARE(withKwargs("block", "a.residual.BottleneckD"), std::string("PLN-002"));
        QCOMPARE(withKwargs("pool", "median"), std::string("PLN-004"));
        QCOMPARE(withKwargs("norm_op", "torch.nn.GroupNorm"), std::string("MDL-002"));
        QCOMPARE(withKwargs("squeeze_excitation", true), std::string("MDL-002"));
        QCOMPARE(withKwargs("features_per_stage", {4, 4096}), std::string("MDL-004"));
        QCOMPARE(changed([](auto& w) {
                     w.initArgs["plans"]["configurations"]["3d_fullres"]["architecture"]["network_class_name"] = "a.B";
                 }),
                 std::string("MDL-002"));
        QCOMPARE(changed([](auto& w) { w.initArgs["configuration"] = "2d"; }), std::string("PLN-002"));
    }

    void plansMayAskForEveryKnob_data() {
        QTest::addColumn<EncoderArchitecture>("architecture");
        EncoderArchitecture plain = smallPlainEncoder(), residual = smallResidualEncoder();
        plain.nonlinFirst = true;
        plain.downsampling = Downsampling::AveragePool;
        QTest::newRow("plain, nonlin first, average pooling") << plain;
        residual.bottleneckChannels = {2, 3, 2};
        residual.stemChannels = 5;
        QTest::newRow("bottleneck, stem") << residual;
        residual.squeezeChannels = {8, 8, 8}; // 4/16 and 6/16, rounded to 8
        residual.downsampling = Downsampling::MaxPool;
        QTest::newRow("bottleneck, squeeze, max pooling") << residual;
        residual.bottleneckChannels.clear();
        residual.stemChannels = 0;
        QTest::newRow("squeeze without stem") << residual;
    }

    void plansMayAskForEveryKnob() {
        QFETCH(EncoderArchitecture, architecture);
        for (const LayerNames names : {LayerNames::Both, LayerNames::ConvAndNormOnly}) {
            const PretrainedModel model = loaded(checkpointOf(architecture, "module.", names).zip());
            QVERIFY(model.architecture == architecture);
            compareWeights(model, architecture);
            QVERIFY(architectureFromJson(toJson(model.architecture)) == architecture);
        }
    }

    // The plans of a trainer that builds other blocks still describe the usual ones.
    void blocksFollowTheTensors() {
        EncoderArchitecture architecture = smallResidualEncoder();
        architecture.bottleneckChannels = {2, 3, 2};
        architecture.squeezeChannels = {2, 3, 5};
        CheckpointWriter writer = checkpointOf(architecture);
        writer.initArgs["plans"] = plansOf(smallResidualEncoder());
        QVERIFY(loaded(writer.zip()).architecture == architecture);
        architecture.downsampling = Downsampling::MaxPool;
        writer = checkpointOf(architecture);
        writer.initArgs["plans"] = plansOf(smallResidualEncoder());
        QCOMPARE(codeFor(writer), std::string("MDL-002")); // no tensor says which pooling
    }

    void dropoutIsReportedAndLeftOut() {
        CheckpointWriter writer = checkpointOf(smallPlainEncoder());
        Json& kwargs = writer.initArgs["plans"]["configurations"]["3d_fullres"]["architecture"]["arch_kwargs"];
        kwargs["dropout_op"] = "torch.nn.Dropout3d";
        kwargs["dropout_op_kwargs"] = {{"p", 0.25}};
        const PretrainedModel model = loaded(writer.zip());
        QVERIFY(model.architecture == smallPlainEncoder());
        QVERIFY(has(model.problems, "MDL-026"));
    }

    void anNnsslCheckpointBringsItsOwnPlans() {
        const EncoderArchitecture architecture = smallResidualEncoder();
        CheckpointWriter writer = checkpointOf(architecture);
        const Json plans = plansOf(architecture);
        Json configuration = plans["configurations"]["3d_fullres"];
        const Json kwargs = configuration["architecture"]["arch_kwargs"];
        configuration.erase("architecture");
        writer.initArgs = {{"configuration_name", "onemmiso"}, {"fold", 0}};
        writer.others["nnssl_adaptation_plan"] = {
            {"architecture_plans", {{"arch_class_name", "ResidualEncoderUNet"}, {"arch_kwargs", kwargs}}},
            {"pretrain_plan",
             {{"dataset_name", "Dataset745"},
              {"plans_name", "nnsslPlans"},
              {"transpose_forward", {0, 1, 2}},
              {"configurations", {{"onemmiso", configuration}}}}},
            {"pretrain_num_input_channels", 1},
            {"recommended_downstream_patchsize", {24, 24, 24}}};
        const PretrainedModel model = loaded(writer.zip());
        QCOMPARE(model.kind, std::string("nnssl checkpoint"));
        QVERIFY(model.architecture == architecture);
        QVERIFY(model.configuration.patchSize == std::vector<std::int64_t>(3, 24));
        compareWeights(model, architecture);
        writer.others["nnssl_adaptation_plan"]["architecture_plans"] = {{"arch_class_name", "PrimusM"}};
        QCOMPARE(codeFor(writer), std::string("MDL-002"));
        // The network that nnssl names without its numbers is known; these small weights are not its own.
        writer.others["nnssl_adaptation_plan"]["architecture_plans"] = {{"arch_class_name", "ResEncL"}};
        QCOMPARE(codeFor(writer), std::string("MDL-004"));
    }

    void theFolderOfAProjectGivesTheSameModelBack() {
        const TemporaryFolder folder;
        CheckpointWriter writer = checkpointOf(smallResidualEncoder(), "", LayerNames::Diverged);
        const PretrainedModel model = loaded(writer.zip());
        writeModelFolder(folder.path() / "model", model);
        const PretrainedModel again = readModelFolder(folder.path() / "model");
        QVERIFY(again.architecture == model.architecture);
        QVERIFY(again.problems == model.problems);
        QVERIFY(again.mirroringAxes == model.mirroringAxes);
        QVERIFY(again.report.unusedContents == model.report.unusedContents);
        QCOMPARE(again.report.matched, model.report.matched);
        QCOMPARE(again.report.rows.size(), model.report.rows.size());
        for (std::size_t i = 0; i < model.report.rows.size(); ++i)
            QVERIFY(again.report.rows[i].key == model.report.rows[i].key
                    && again.report.rows[i].fate == model.report.rows[i].fate
                    && again.report.rows[i].note == model.report.rows[i].note);
        QCOMPARE(again.plansJson, model.plansJson);
        QCOMPARE(again.configuration.name, model.configuration.name);
        QVERIFY(again.dataset.channelNames == model.dataset.channelNames);
        compareWeights(again, smallResidualEncoder());

        std::string weights = readTextFile(folder.path() / "model" / "encoder.safetensors");
        weights.back() = static_cast<char>(weights.back() ^ 1);
        writeBytes(folder.path() / "model" / "encoder.safetensors", weights);
        QCOMPARE(codeOf([&] { (void)readModelFolder(folder.path() / "model"); }), std::string("MDL-012"));
        Json description = Json::parse(readTextFile(folder.path() / "model" / "model.json"));
        description["format"] = 2;
        writeBytes(folder.path() / "model" / "model.json", description.dump());
        QCOMPARE(codeOf([&] { (void)readModelFolder(folder.path() / "model"); }), std::string("MDL-013"));
    }

    void inspectionTellsWhatTheContractAsks() {
        const PretrainedModel model = loaded(checkpointOf(smallPlainEncoder()).zip());
        const Json document = Json::parse(inspectJson(model));
        QCOMPARE(document["kind"].get<std::string>(), std::string("nnU-Net v2 checkpoint"));
        QVERIFY(document["architecture"]["features"] == Json({4, 6}));
        QVERIFY(document["architecture"]["kernels"] == Json({{1, 3, 3}, {3, 3, 3}}));
        QVERIFY(document["architecture"]["strides"] == Json({{1, 1, 1}, {1, 2, 2}}));
        // 4*9+4+8, 4*4*9+4+8 and 6*4*27+6+12.
        QCOMPARE(document["architecture"]["parameters"].get<int>(), 48 + 156 + 666);
        QCOMPARE(document["architecture"]["stages"].get<int>(), 2);
        QCOMPARE(document["input_channels"].get<int>(), 1);
        QCOMPARE(document["tensors"]["matched"].get<int>(), 12);
        QCOMPARE(document["tensors"]["skipped"].get<int>(), 37);
        QVERIFY(document["unused_contents"] == Json({"_best_ema", "optimizer_state"}));
        const std::string text = inspectText(model);
        QVERIFY(text.find("870 parameters") != std::string::npos);
        QVERIFY(text.find("12 encoder tensors used") != std::string::npos);
    }

    // The first bias is 1, 1 + 1/64, 1 + 2/64, 1 + 3/64; the digest is sha256sum's of these 16 bytes.
    void hashesAreThoseOfTheElements() {
        const PretrainedModel model = loaded(checkpointOf(smallPlainEncoder()).zip());
        const Json document = Json::parse(inspectJson(model, TensorHashes::Yes));
        std::size_t hashes = 0;
        for (const Json& row : document["tensors"]["rows"]) {
            hashes += row.contains("sha256");
            if (row["note"] == "stages.0.0.convs.0.conv.bias")
                QCOMPARE(row["sha256"].get<std::string>(), std::string(kBiasDigest));
        }
        QCOMPARE(hashes, std::size_t{12});
        QVERIFY(inspectJson(model).find("sha256") == std::string::npos);
    }

    void plansAloneCanBeInspected() {
        const TemporaryFolder folder;
        writeBytes(folder.path() / "plans.json", plansOf(smallResidualEncoder()).dump());
        const Json document = Json::parse(inspectPlansJson(folder.path() / "plans.json", ""));
        QVERIFY(document["architecture"]["features"] == Json({4, 6, 6}));
        QCOMPARE(document["tensors"]["matched"].get<int>(), 0);
    }
};

QTEST_GUILESS_MAIN(TestPretrainedModel)
#include "tst_pretrained_model.moc"
