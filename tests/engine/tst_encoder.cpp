// SPDX-License-Identifier: Apache-2.0
#include "core/base/safetensors.h"
#include "core/imaging/pad.h"
#include "core/model/case_windows.h"
#include "tests/engine/engine_fixture.h"
#include "tests/engine/reference_encoder.h"
#include "tests/support/error_code.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <cstdlib>

using namespace nidus;
using namespace nidus::test;

namespace {

const ComputeSettings kFloat32{"cpu", 2, Precision::Float32};
const ComputeSettings kBfloat16{"cpu", 2, Precision::Bfloat16};

} // namespace

Q_DECLARE_METATYPE(nidus::EncoderArchitecture)

class TestEncoder : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyStageEqualsItsDefinition_data() {
        QTest::addColumn<int>("encoderClass");
        QTest::addColumn<int>("dimension");
        QTest::addColumn<int>("norm");
        QTest::addColumn<QString>("nonlin");
        const int plain = static_cast<int>(EncoderClass::PlainConv);
        const int residual = static_cast<int>(EncoderClass::ResidualEncoder);
        const int instance = static_cast<int>(NormLayer::Instance);
        const int batch = static_cast<int>(NormLayer::Batch);
        QTest::newRow("plain 3-D") << plain << 3 << instance << "LeakyReLU";
        QTest::newRow("plain 2-D") << plain << 2 << instance << "LeakyReLU";
        QTest::newRow("plain 3-D BatchNorm") << plain << 3 << batch << "LeakyReLU";
        QTest::newRow("plain 3-D without norm, ReLU") << plain << 3 << static_cast<int>(NormLayer::None) << "ReLU";
        QTest::newRow("residual 3-D") << residual << 3 << instance << "LeakyReLU";
        QTest::newRow("residual 2-D") << residual << 2 << instance << "ReLU";
        QTest::newRow("residual 3-D BatchNorm") << residual << 3 << batch << "LeakyReLU";
    }

    void everyStageEqualsItsDefinition() {
        QFETCH(int, encoderClass);
        QFETCH(int, dimension);
        QFETCH(int, norm);
        QFETCH(QString, nonlin);
        EncoderArchitecture architecture =
            tinyArchitecture(static_cast<EncoderClass>(encoderClass), dimension, static_cast<NormLayer>(norm));
        architecture.nonlin = nonlin.toStdString();
        const Network network(architecture);
        const HostTensor input = randomTensor(
            dimension == 3 ? std::vector<std::int64_t>{2, 2, 4, 8, 6} : std::vector<std::int64_t>{2, 2, 8, 12}, 9);
        const std::vector<HostTensor> outputs = engine().forwardStages(network.source, input, kFloat32);
        const std::vector<HostTensor> coarse = engine().forwardStages(network.source, input, kBfloat16);
        QCOMPARE(outputs.size(), std::size_t{3});
        for (std::size_t sample = 0; sample < 2; ++sample) {
            const std::vector<Field> expected = referenceStages(architecture, network.weights, fieldOf(input, sample));
            for (std::size_t s = 0; s < 3; ++s) {
                const std::vector<double> fine = fieldOf(outputs[s], sample).values;
                const std::vector<double> rough = fieldOf(coarse[s], sample).values;
                QVERIFY(largestDifference({fine.begin(), fine.end()}, expected[s].values) < 2e-5);
                QVERIFY(largestDifference({rough.begin(), rough.end()}, expected[s].values) < 0.2);
            }
        }
    }

    // What plans may ask for beside the usual: each alone and, where they can, together.
    void everyKnobEqualsItsDefinition_data() {
        QTest::addColumn<EncoderArchitecture>("architecture");
        const auto row = [](const char* name, EncoderClass encoderClass, int dimension, const auto& change) {
            EncoderArchitecture architecture = tinyArchitecture(encoderClass, dimension);
            change(architecture);
            QTest::newRow(name) << architecture;
        };
        constexpr EncoderClass kPlain = EncoderClass::PlainConv, kResidual = EncoderClass::ResidualEncoder;
        row("nonlin first", kPlain, 3, [](auto& a) { a.nonlinFirst = true; });
        row("max pooling", kPlain, 3, [](auto& a) { a.downsampling = Downsampling::MaxPool; });
        row("average pooling 2-D", kPlain, 2, [](auto& a) { a.downsampling = Downsampling::AveragePool; });
        row("kernel 1, stride 2", kPlain, 3, [](auto& a) { a.kernelSizes[1] = {1, 1, 1}; });
        row("affine-free", kPlain, 3, [](auto& a) { a.normAffine = false; });
        row("one stage", kPlain, 3, [](auto& a) {
            for (auto* perStage : {&a.kernelSizes, &a.strides})
                perStage->resize(1);
            for (auto* perStage : {&a.featuresPerStage, &a.convsOrBlocksPerStage})
                perStage->resize(1);
        });
        row("no stem", kResidual, 3, [](auto& a) { a.stemChannels = 0; });
        row("bottleneck", kResidual, 3, [](auto& a) { a.bottleneckChannels = {2, 3, 2}; });
        row("squeeze", kResidual, 3, [](auto& a) { a.squeezeChannels = {2, 3, 8}; });
        row("squeeze 2-D", kResidual, 2, [](auto& a) { a.squeezeChannels = {8, 8, 8}; });
        row("residual max pooling", kResidual, 3, [](auto& a) { a.downsampling = Downsampling::MaxPool; });
        row("bottleneck, squeeze, average pooling, BatchNorm", kResidual, 3, [](auto& a) {
            a.bottleneckChannels = {2, 3, 2};
            a.squeezeChannels = {2, 3, 8};
            a.downsampling = Downsampling::AveragePool;
            a.norm = NormLayer::Batch;
        });
        for (const std::string& nonlin : knownNonlinearities())
            for (const int dimension : {2, 3})
                row(("activation " + nonlin + (dimension == 2 ? ", 2-D" : ", 3-D")).c_str(), kResidual, dimension,
                    [&](auto& a) {
                        a.nonlin = nonlin;
                        a.negativeSlope = 0.3;
                    });
    }

    void everyKnobEqualsItsDefinition() {
        QFETCH(EncoderArchitecture, architecture);
        const Network network(architecture, 3);
        const HostTensor input = randomTensor(architecture.dimension == 3 ? std::vector<std::int64_t>{1, 2, 4, 8, 6}
                                                                          : std::vector<std::int64_t>{1, 2, 8, 12},
                                              9);
        const std::vector<HostTensor> outputs = engine().forwardStages(network.source, input, kFloat32);
        const std::vector<Field> expected = referenceStages(architecture, network.weights, fieldOf(input, 0));
        QCOMPARE(outputs.size(), architecture.featuresPerStage.size());
        for (std::size_t s = 0; s < outputs.size(); ++s) {
            QCOMPARE(outputs[s].values.size(), expected[s].values.size());
            QVERIFY(largestDifference(outputs[s].values, expected[s].values) < 2e-5);
        }
    }

    void gradientEqualsFiniteDifferences_data() {
        QTest::addColumn<EncoderArchitecture>("architecture");
        EncoderArchitecture rich = tinyArchitecture(EncoderClass::ResidualEncoder);
        QTest::newRow("plain") << tinyArchitecture(EncoderClass::PlainConv);
        QTest::newRow("residual") << rich;
        rich.bottleneckChannels = {2, 3, 2};
        rich.squeezeChannels = {2, 3, 8};
        QTest::newRow("bottleneck and squeeze") << rich;
        rich.downsampling = Downsampling::AveragePool;
        rich.nonlin = "GELU";
        QTest::newRow("pooling and GELU") << rich;
        EncoderArchitecture first = tinyArchitecture(EncoderClass::PlainConv);
        first.nonlinFirst = true;
        QTest::newRow("nonlin first") << first;
    }

    // One parameter of every tensor is moved; the derivative is taken in double by the reference.
    void gradientEqualsFiniteDifferences() {
        QFETCH(EncoderArchitecture, architecture);
        Network network(architecture);
        const HostTensor input = randomTensor({1, 2, 4, 8, 6}, 10);
        const std::vector<double> channelWeights{1, -0.5, 2, 0.25, -1};
        const auto gradient = engine().pooledGradient(network.source, input, channelWeights, kFloat32);
        std::size_t parameters = 0;
        for (const EncoderTensor& tensor : encoderTensors(architecture)) {
            const std::size_t i = network.weights[tensor.name].values.size() / 2;
            const float value = network.weights[tensor.name].values[i];
            const auto pooledAt = [&](float moved) {
                Weights there = network.weights;
                there[tensor.name].values[i] = moved;
                const Field last = referenceStages(architecture, there, fieldOf(input, 0)).back();
                double sum = 0;
                for (std::size_t c = 0; c < channelWeights.size(); ++c)
                    sum += channelWeights[c] * meanOf(last, c);
                return sum;
            };
            // Short, since a leaky ReLU bends; the distance is what float32 made of it.
            const float above = value + 0x1.0p-16F, below = value - 0x1.0p-16F;
            const double expected = (pooledAt(above) - pooledAt(below)) / static_cast<double>(above - below);
            const double got = static_cast<double>(gradient.at(tensor.name).values[i]);
            QVERIFY2(std::abs(got - expected) < 1e-3 + 1e-2 * std::abs(expected),
                     (tensor.name + ": " + std::to_string(got) + " against " + std::to_string(expected)).c_str());
            ++parameters;
        }
        QCOMPARE(gradient.size(), parameters);
    }

    void laterWeightFilesWin() {
        const Network first(tinyArchitecture(EncoderClass::PlainConv), 1);
        const Network second(tinyArchitecture(EncoderClass::PlainConv), 50);
        Weights deepest;
        for (const auto& [name, tensor] : second.weights)
            if (stageOf(name) == 2)
                deepest[name] = tensor;
        Weights both = first.weights;
        for (const auto& [name, tensor] : deepest)
            both[name] = tensor;
        EncoderSource source = first.source;
        source.weights.push_back(writeWeights(first.folder.path() / "member.safetensors", deepest));
        const HostTensor input = randomTensor({1, 2, 4, 8, 6}, 13);
        const Field expected = referenceStages(source.architecture, both, fieldOf(input, 0)).back();
        QVERIFY(largestDifference(engine().forwardStages(source, input, kFloat32).back().values, expected.values)
                < 2e-5);
    }

    void weightsThatDoNotFitAreNamed() {
        Network network(tinyArchitecture(EncoderClass::PlainConv));
        const HostTensor input = randomTensor({1, 2, 4, 8, 6}, 14);
        const auto forward = [&] { (void)engine().forwardStages(network.source, input, kFloat32); };
        Weights lacking = network.weights;
        lacking.erase("stages.1.0.convs.0.norm.bias");
        writeWeights(network.source.weights[0], lacking);
        QCOMPARE(codeOf(forward), std::string("MDL-004"));
        Weights surplus = network.weights;
        surplus["stages.7.0.convs.0.conv.bias"] = {{1}, {0.0F}};
        writeWeights(network.source.weights[0], surplus);
        QCOMPARE(codeOf(forward), std::string("MDL-004"));
        network.source.architecture.nonlin = "Snake";
        QCOMPARE(codeOf(forward), std::string("MDL-002"));
    }

    void randomWeightsHaveTheSpreadOfTheirFanIn() {
        EncoderSource source;
        source.architecture = tinyArchitecture(EncoderClass::PlainConv);
        source.architecture.featuresPerStage = {16};
        source.architecture.kernelSizes = {{3, 3, 3}};
        source.architecture.strides = {{1, 1, 1}};
        source.architecture.convsOrBlocksPerStage = {1};
        source.architecture.norm = NormLayer::None;
        source.architecture.nonlin = "Identity";
        source.seed = 3;
        // An impulse in the middle shows the kernel itself.
        HostTensor input{{1, 2, 3, 3, 3}, std::vector<float>(54, 0.0F)};
        double squares = 0;
        for (std::size_t channel = 0; channel < 2; ++channel) {
            HostTensor impulse = input;
            impulse.values[channel * 27 + 13] = 1;
            const std::vector<HostTensor> outputs = engine().forwardStages(source, impulse, kFloat32);
            for (const float v : outputs[0].values)
                squares += static_cast<double>(v) * static_cast<double>(v);
        }
        const double n = 16 * 2 * 27;
        const double expected = 2.0 / (1 + 1e-4) / 54;
        QVERIFY2(std::abs(squares / n / expected - 1) < 4 * std::sqrt(2 / n),
                 std::to_string(squares / n / expected).c_str());
        EncoderSource other = source;
        other.seed = 4;
        input.values[13] = 1;
        QVERIFY(engine().forwardStages(source, input, kFloat32)[0].values
                != engine().forwardStages(other, input, kFloat32)[0].values);
        QVERIFY(engine().forwardStages(source, input, kFloat32)[0].values
                == engine().forwardStages(source, input, kFloat32)[0].values);
    }

    void inputsThatDoNotFitAreRefused() {
        const Network residual(tinyArchitecture(EncoderClass::ResidualEncoder));
        QCOMPARE(codeOf([&] {
                     (void)engine().forwardStages(residual.source, randomTensor({1, 2, 4, 7, 6}, 1), kFloat32);
                 }),
                 std::string("ENG-005"));
        QCOMPARE(codeOf([&] {
                     (void)engine().forwardStages(residual.source, randomTensor({1, 3, 4, 8, 6}, 1), kFloat32);
                 }),
                 std::string("ENG-004"));
        const Network plain(tinyArchitecture(EncoderClass::PlainConv));
        QCOMPARE(codeOf([&] {
                     (void)engine().forwardStages(plain.source, randomTensor({1, 2, 2, 4, 2}, 1), kFloat32);
                 }),
                 std::string("ENG-005"));
        PreprocessedCase oneChannel = toyCase(0, 0, {4, 8, 8});
        oneChannel.image.channels = 1;
        oneChannel.image.voxels.resize(256);
        const CaseSource source{1, [&](std::size_t) { return oneChannel; }};
        QCOMPARE(codeOf([&] {
                     (void)engine().encode(plain.source, HeadKind::Multi, {{4, 8, 8}, {false}}, source, kFloat32, {});
                 }),
                 std::string("ENG-004"));
    }
};

QTEST_GUILESS_MAIN(TestEncoder)
#include "tst_encoder.moc"
