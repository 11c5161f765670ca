// SPDX-License-Identifier: Apache-2.0
#include "core/model/architecture.h"
#include "tests/support/error_code.h"

#include <QTest>

#include <algorithm>
#include <map>
#include <set>

using namespace nidus;
using namespace nidus::test;

namespace {

using Sizes = std::vector<std::int64_t>;

EncoderArchitecture network(EncoderClass encoderClass, int dimension, const Sizes& features, const Sizes& depth) {
    EncoderArchitecture result;
    result.encoderClass = encoderClass;
    result.dimension = dimension;
    result.featuresPerStage = features;
    result.convsOrBlocksPerStage = depth;
    result.kernelSizes.assign(features.size(), Sizes(static_cast<std::size_t>(dimension), 3));
    result.strides.assign(features.size(), Sizes(static_cast<std::size_t>(dimension), 2));
    result.strides[0] = Sizes(static_cast<std::size_t>(dimension), 1);
    result.stemChannels = encoderClass == EncoderClass::ResidualEncoder ? features[0] : 0;
    return result;
}

const Sizes k3d = {32, 64, 128, 256, 320, 320};
const Sizes k2d = {32, 64, 128, 256, 512, 512, 512, 512};

} // namespace

class TestArchitecture : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // Counts of the modules of dynamic_network_architectures 0.4.4 for one input channel.
    void tensorsAndParametersOfKnownNetworks_data() {
        QTest::addColumn<int>("isResidual");
        QTest::addColumn<int>("dimension");
        QTest::addColumn<int>("tensors");
        QTest::addColumn<qint64>("parameters");
        QTest::newRow("PlainConvUNet 3D") << 0 << 3 << 48 << qint64{14'025'120};
        QTest::newRow("ResEnc-L") << 1 << 3 << 224 << qint64{90'296'576};
        QTest::newRow("PlainConvUNet 2D") << 0 << 2 << 64 << qint64{18'880'608};
        QTest::newRow("ResidualEncoderUNet 2D") << 1 << 2 << 320 << qint64{120'440'384};
    }

    void tensorsAndParametersOfKnownNetworks() {
        QFETCH(int, isResidual);
        QFETCH(int, dimension);
        const Sizes& features = dimension == 3 ? k3d : k2d;
        Sizes depth(features.size(), 2);
        if (isResidual)
            depth = dimension == 3 ? Sizes{1, 3, 4, 6, 6, 6} : Sizes{1, 3, 4, 6, 6, 6, 6, 6};
        const EncoderArchitecture architecture =
            network(isResidual ? EncoderClass::ResidualEncoder : EncoderClass::PlainConv, dimension, features, depth);
        const std::vector<EncoderTensor> tensors = encoderTensors(architecture);
        QTEST(static_cast<int>(tensors.size()), "tensors");
        QTEST(static_cast<qint64>(parameterCount(architecture)), "parameters");
        std::set<std::string> names;
        for (const EncoderTensor& tensor : tensors)
            QVERIFY(names.insert(tensor.name).second);
    }

    // Parameters per stage of the same networks; the stem of ResEnc-L has 960.
    void stagesOwnTheirTensors() {
        const auto perStage = [](const EncoderArchitecture& architecture) {
            std::map<int, std::int64_t> counts;
            for (const EncoderTensor& tensor : encoderTensors(architecture)) {
                std::int64_t count = 1;
                for (const std::int64_t size : tensor.shape)
                    count *= size;
                counts[stageOf(tensor.name)] += count;
            }
            Sizes result;
            for (const auto& entry : counts)
                result.push_back(entry.second);
            return result;
        };
        QVERIFY(perStage(network(EncoderClass::PlainConv, 3, k3d, Sizes(6, 2)))
                == Sizes({28'704, 166'272, 664'320, 2'655'744, 4'978'560, 5'531'520}));
        QVERIFY(perStage(network(EncoderClass::ResidualEncoder, 3, k3d, {1, 3, 4, 6, 6, 6}))
                == Sizes({960 + 55'488, 611'584, 3'329'280, 20'391'424, 32'718'720, 33'189'120}));
        QCOMPARE(stageOf("stages.10.0.convs.0.conv.weight"), 10);
    }

    void projectionsStandWhereTheReferenceHasThem() {
        EncoderArchitecture architecture = network(EncoderClass::ResidualEncoder, 3, {8, 12, 16, 16}, {1, 1, 1, 1});
        architecture.strides[2] = {1, 1, 1};
        std::map<std::string, Sizes> shapes;
        for (const EncoderTensor& tensor : encoderTensors(architecture))
            shapes[tensor.name] = tensor.shape;
        QVERIFY(shapes["stages.1.blocks.0.skip.1.conv.weight"] == Sizes({12, 8, 1, 1, 1}));
        QVERIFY(shapes["stages.2.blocks.0.skip.0.conv.weight"] == Sizes({16, 12, 1, 1, 1}));
        QCOMPARE(shapes.count("stages.1.blocks.0.skip.1.conv.bias"), std::size_t{0});
        for (const auto& entry : shapes)
            QVERIFY(entry.first.find("stages.3.blocks.0.skip") == std::string::npos
                    && entry.first.find("stages.0.blocks.0.skip") == std::string::npos);
    }

    // Names and shapes as dynamic_network_architectures 0.4.4 has them, for [8, 12] features and 4 bottleneck channels.
    void blocksAndPoolingsHaveTheirNames() {
        EncoderArchitecture architecture = network(EncoderClass::ResidualEncoder, 3, {8, 12}, {1, 1});
        architecture.bottleneckChannels = {4, 4};
        architecture.squeezeChannels = {8, 8};
        const auto shapesOf = [&] {
            std::map<std::string, Sizes> shapes;
            for (const EncoderTensor& tensor : encoderTensors(architecture))
                shapes[tensor.name] = tensor.shape;
            return shapes;
        };
        auto shapes = shapesOf();
        QVERIFY(shapes.at("stages.1.blocks.0.conv1.conv.weight") == Sizes({4, 8, 1, 1, 1}));
        QVERIFY(shapes.at("stages.1.blocks.0.conv2.conv.weight") == Sizes({4, 4, 3, 3, 3}));
        QVERIFY(shapes.at("stages.1.blocks.0.conv3.norm.weight") == Sizes({12}));
        QVERIFY(shapes.at("stages.1.blocks.0.squeeze_excitation.fc2.weight") == Sizes({12, 8, 1, 1, 1}));
        QVERIFY(shapes.at("stages.1.blocks.0.skip.1.conv.weight") == Sizes({12, 8, 1, 1, 1}));
        architecture.downsampling = Downsampling::MaxPool; // the pooling leaves no stride to the skip path
        shapes = shapesOf();
        QVERIFY(shapes.at("stages.1.1.blocks.0.skip.0.conv.weight") == Sizes({12, 8, 1, 1, 1}));
        QCOMPARE(shapes.count("stages.0.1.blocks.0.conv1.conv.weight"), std::size_t{1});
        architecture = network(EncoderClass::PlainConv, 3, {8, 12}, {1, 1});
        architecture.downsampling = Downsampling::AveragePool;
        shapes = shapesOf();
        QCOMPARE(shapes.count("stages.0.0.convs.0.conv.weight"), std::size_t{1});
        QCOMPARE(shapes.count("stages.1.1.convs.0.conv.weight"), std::size_t{1});
    }

    void batchNormHasBuffersThatAreNoParameters() {
        EncoderArchitecture architecture = network(EncoderClass::PlainConv, 3, {4}, {1});
        const std::int64_t parameters = parameterCount(architecture);
        architecture.norm = NormLayer::Batch;
        const std::vector<EncoderTensor> tensors = encoderTensors(architecture);
        QCOMPARE(tensors.size(), std::size_t{6});
        QCOMPARE(std::count_if(tensors.begin(), tensors.end(), [](const EncoderTensor& t) { return t.isBuffer; }), 2);
        QCOMPARE(parameterCount(architecture), parameters);
    }

    void strideIsTheProduct() {
        EncoderArchitecture architecture = network(EncoderClass::PlainConv, 3, {4, 4, 4}, {1, 1, 1});
        architecture.strides = {{1, 1, 1}, {1, 2, 2}, {2, 2, 2}};
        QVERIFY(totalStride(architecture) == Sizes({2, 4, 4}));
    }

    void jsonGivesTheSameBack() {
        EncoderArchitecture architecture = network(EncoderClass::ResidualEncoder, 2, {4, 8}, {1, 2});
        architecture.norm = NormLayer::Batch;
        architecture.normEps = 0.1;
        architecture.convBias = false;
        architecture.negativeSlope = 0.2;
        architecture.inputChannels = 3;
        QVERIFY(architectureFromJson(toJson(architecture)) == architecture);
        QCOMPARE(codeOf([] { (void)architectureFromJson("{}"); }), std::string("MDL-011"));
        QCOMPARE(codeOf([] { (void)architectureFromJson("nothing"); }), std::string("MDL-011"));
    }

    void inconsistentDescriptionsAreRefused() {
        const auto codeFor = [](auto&& change) {
            EncoderArchitecture architecture = network(EncoderClass::PlainConv, 3, {4, 8}, {1, 1});
            change(architecture);
            return codeOf([&] { (void)encoderTensors(architecture); });
        };
        QCOMPARE(codeFor([](auto&) {}), std::string("none"));
        QCOMPARE(codeFor([](auto& a) { a.kernelSizes.pop_back(); }), std::string("MDL-010"));
        QCOMPARE(codeFor([](auto& a) { a.strides[1] = {2, 2}; }), std::string("MDL-010"));
        QCOMPARE(codeFor([](auto& a) { a.kernelSizes[0] = {2, 2, 2}; }), std::string("MDL-010"));
        QCOMPARE(codeFor([](auto& a) { a.featuresPerStage[0] = 1'000'000'000; }), std::string("MDL-010"));
        QCOMPARE(codeFor([](auto& a) { a.convsOrBlocksPerStage = {1}; }), std::string("MDL-010"));
        QCOMPARE(codeFor([](auto& a) { a.squeezeChannels = {8, 8}; }), std::string("MDL-010"));
        const auto residual = [](auto&& change) {
            return [change](auto& a) {
                a.encoderClass = EncoderClass::ResidualEncoder;
                change(a);
            };
        };
        QCOMPARE(codeFor(residual([](auto&) {})), std::string("none"));
        QCOMPARE(codeFor(residual([](auto& a) { a.stemChannels = -1; })), std::string("MDL-010"));
        QCOMPARE(codeFor(residual([](auto& a) { a.nonlinFirst = true; })), std::string("MDL-010"));
        QCOMPARE(codeFor(residual([](auto& a) { a.bottleneckChannels = {4}; })), std::string("MDL-010"));
        QCOMPARE(codeFor(residual([](auto& a) { a.squeezeChannels = {4, 0}; })), std::string("MDL-010"));
        QCOMPARE(codeFor([](auto& a) { a.inputChannels = 0; }), std::string("MDL-010"));
    }
};

QTEST_GUILESS_MAIN(TestArchitecture)
#include "tst_architecture.moc"
