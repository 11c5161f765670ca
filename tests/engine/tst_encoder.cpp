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

double largestDifference(const std::vector<float>& got, const std::vector<double>& expected) {
    if (got.size() != expected.size())
        return 1e9;
    double difference = 0;
    for (std::size_t i = 0; i < got.size(); ++i)
        difference = std::max(difference, std::abs(static_cast<double>(got[i]) - expected[i]));
    return difference;
}

/// One sample of [N, C, spatial...] as a field.
Field fieldOf(const HostTensor& tensor, std::size_t sample) {
    const bool is3d = tensor.shape.size() == 5;
    const auto size = [&](std::size_t axis) { return static_cast<std::size_t>(tensor.shape[axis]); };
    Field f{size(1), is3d ? size(2) : 1, size(is3d ? 3 : 2), size(is3d ? 4 : 3), {}};
    const std::size_t count = f.channels * f.d * f.h * f.w;
    const auto begin = tensor.values.begin() + static_cast<std::ptrdiff_t>(sample * count);
    f.values.assign(begin, begin + static_cast<std::ptrdiff_t>(count));
    return f;
}

/// A network with its weights on disk.
struct Network {
    explicit Network(const EncoderArchitecture& architecture, std::uint64_t seed = 1)
        : weights(randomWeights(architecture, seed)) {
        source.architecture = architecture;
        source.weights = {writeWeights(folder.path() / "encoder.safetensors", weights)};
    }
    TemporaryFolder folder;
    Weights weights;
    EncoderSource source;
};

CaseSource oneCase(const PreprocessedCase& c) {
    return {1, [&c](std::size_t) { return c; }};
}

std::vector<float> encoded(const Network& network, HeadKind kind, const PreprocessedCase& c,
                           const std::array<std::int64_t, 3>& size, const ComputeSettings& compute = kFloat32) {
    return engine().encode(network.source, kind, {size, {false, false}}, oneCase(c), compute, {}).front();
}

double meanOf(const Field& f, std::size_t c, const std::vector<std::uint8_t>* mask = nullptr) {
    double sum = 0, weight = 0;
    const std::size_t n = f.d * f.h * f.w;
    for (std::size_t i = 0; i < n; ++i) {
        const double w = mask == nullptr ? 1 : static_cast<double>((*mask)[i]);
        sum += w * f.values[c * n + i];
        weight += w;
    }
    return sum / weight;
}

double maxOf(const Field& f, std::size_t c) {
    const std::size_t n = f.d * f.h * f.w;
    const auto begin = f.values.begin() + static_cast<std::ptrdiff_t>(c * n);
    return *std::max_element(begin, begin + static_cast<std::ptrdiff_t>(n));
}

} // namespace

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

    void gradientEqualsFiniteDifferences_data() {
        QTest::addColumn<int>("encoderClass");
        QTest::newRow("plain") << static_cast<int>(EncoderClass::PlainConv);
        QTest::newRow("residual") << static_cast<int>(EncoderClass::ResidualEncoder);
    }

    // One parameter of every tensor is moved; the derivative is taken in double by the reference.
    void gradientEqualsFiniteDifferences() {
        QFETCH(int, encoderClass);
        const EncoderArchitecture architecture = tinyArchitecture(static_cast<EncoderClass>(encoderClass));
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

    void pooledFeaturesFollowTheirDefinitions_data() {
        QTest::addColumn<int>("dimension");
        QTest::newRow("3-D") << 3;
        QTest::newRow("2-D, over slices") << 2;
    }

    void pooledFeaturesFollowTheirDefinitions() {
        QFETCH(int, dimension);
        const EncoderArchitecture architecture = tinyArchitecture(EncoderClass::PlainConv, dimension);
        const Network network(architecture);
        const std::array<std::int64_t, 3> shape{4, 8, 8};
        const PreprocessedCase c = toyCase(3, 0, shape);
        // All stages of all slices (2-D) or of the volume (3-D).
        std::vector<std::vector<Field>> samples;
        if (dimension == 3) {
            samples.push_back(referenceStages(architecture, network.weights,
                                              {2, 4, 8, 8, {c.image.voxels.begin(), c.image.voxels.end()}}));
        } else {
            for (std::int64_t z = 0; z < 4; ++z) {
                const PlanImage slice = cropped(c.image, {z, 0, 0}, {1, 8, 8});
                samples.push_back(referenceStages(architecture, network.weights,
                                                  {2, 1, 8, 8, {slice.voxels.begin(), slice.voxels.end()}}));
            }
        }
        std::vector<double> multi, multiMean;
        for (std::size_t s = 0; s < 3; ++s) {
            std::vector<double> means, maxima;
            for (std::size_t k = 0; k < samples[0][s].channels; ++k) {
                double mean = 0, top = -1e9;
                for (const auto& stages : samples) {
                    mean += meanOf(stages[s], k) / static_cast<double>(samples.size());
                    top = std::max(top, maxOf(stages[s], k));
                }
                means.push_back(mean);
                maxima.push_back(top);
            }
            multiMean.insert(multiMean.end(), means.begin(), means.end());
            multi.insert(multi.end(), means.begin(), means.end());
            multi.insert(multi.end(), maxima.begin(), maxima.end());
        }
        const std::vector<double> gap(multiMean.end() - 5, multiMean.end());
        QVERIFY(largestDifference(encoded(network, HeadKind::Multi, c, shape), multi) < 2e-5);
        QVERIFY(largestDifference(encoded(network, HeadKind::MultiMean, c, shape), multiMean) < 2e-5);
        QVERIFY(largestDifference(encoded(network, HeadKind::Gap, c, shape), gap) < 2e-5);
        QCOMPARE(encoded(network, HeadKind::Grid, c, shape).size(), std::size_t{40});
    }

    void gridKeepsTheEighths() {
        // One stage without stride: its output has the shape of the input, so the eighths are plain.
        EncoderArchitecture architecture = tinyArchitecture(EncoderClass::PlainConv);
        architecture.featuresPerStage = {3};
        architecture.kernelSizes.resize(1);
        architecture.strides.resize(1);
        architecture.convsOrBlocksPerStage.resize(1);
        const Network network(architecture);
        const PreprocessedCase c = toyCase(4, 1, {4, 6, 8});
        const Field f = referenceStages(architecture, network.weights,
                                        {2, 4, 6, 8, {c.image.voxels.begin(), c.image.voxels.end()}})[0];
        std::vector<double> expected;
        for (std::size_t k = 0; k < 3; ++k)
            for (std::size_t part = 0; part < 8; ++part) {
                double sum = 0;
                for (std::size_t z = 0; z < 2; ++z)
                    for (std::size_t y = 0; y < 3; ++y)
                        for (std::size_t x = 0; x < 4; ++x)
                            sum += f.at(k, part / 4 * 2 + z, part / 2 % 2 * 3 + y, part % 2 * 4 + x);
                expected.push_back(sum / 24);
            }
        QVERIFY(largestDifference(encoded(network, HeadKind::Grid, c, {4, 6, 8}), expected) < 2e-5);
    }

    void foregroundLeavesPaddingOut() {
        EncoderArchitecture architecture = tinyArchitecture(EncoderClass::PlainConv);
        architecture.featuresPerStage = {3};
        architecture.kernelSizes.resize(1);
        architecture.strides.resize(1);
        architecture.convsOrBlocksPerStage.resize(1);
        const Network network(architecture);
        const PreprocessedCase c = toyCase(5, 0, {4, 6, 8});
        const std::array<std::int64_t, 3> size{4, 8, 8};
        const PlanImage whole = padded(c.image, size);
        const std::vector<std::uint8_t> mask = padded(c.nonzero, c.image.shape, size);
        const Field f =
            referenceStages(architecture, network.weights, {2, 4, 8, 8, {whole.voxels.begin(), whole.voxels.end()}})[0];
        std::vector<double> expected;
        for (std::size_t k = 0; k < 3; ++k)
            expected.push_back(meanOf(f, k, &mask));
        expected.push_back(static_cast<double>(std::count(mask.begin(), mask.end(), 1))
                           / static_cast<double>(mask.size()));
        QVERIFY(largestDifference(encoded(network, HeadKind::Foreground, c, size), expected) < 2e-5);
    }

    void largeCasesAreTheMeanOfTheirWindows() {
        const Network network(tinyArchitecture(EncoderClass::PlainConv));
        const NetworkInput input{{4, 8, 8}, {false, false}};
        const PreprocessedCase c = toyCase(6, 1, {4, 12, 13});
        const std::vector<CaseWindow> windows = windowsOf(c, input, network.source.architecture);
        QCOMPARE(windows.size(), windowStarts(12, 8).size() * windowStarts(13, 8).size());
        std::vector<double> mean(24), logitMean(2);
        LinearHead head = zeroHead(HeadKind::Multi, 24);
        head.weight = randomTensor({2, 24}, 12).values;
        head.bias = {0.5F, -0.25F};
        head.scale.assign(24, 2.0F);
        head.mean.assign(24, 0.125F);
        for (const CaseWindow& window : windows) {
            PreprocessedCase part;
            part.image = window.image;
            part.nonzero = window.nonzero;
            const std::vector<float> features = encoded(network, HeadKind::Multi, part, input.size);
            for (std::size_t k = 0; k < 24; ++k)
                mean[k] += static_cast<double>(features[k]) / static_cast<double>(windows.size());
        }
        for (std::size_t k = 0; k < 2; ++k) {
            logitMean[k] = static_cast<double>(head.bias[k]);
            for (std::size_t j = 0; j < 24; ++j)
                logitMean[k] += static_cast<double>(head.weight[k * 24 + j]) * (mean[j] - 0.125) / 2;
        }
        QVERIFY(largestDifference(encoded(network, HeadKind::Multi, c, input.size), mean) < 1e-6);
        const std::vector<double> logits =
            engine().classify(network.source, head, input, oneCase(c), kFloat32, {}).front();
        for (std::size_t k = 0; k < 2; ++k)
            QVERIFY(std::abs(logits[k] - logitMean[k]) < 1e-5);
    }

    void smallCasesArePaddedWithZeros() {
        const Network network(tinyArchitecture(EncoderClass::PlainConv));
        const PreprocessedCase c = toyCase(7, 0, {3, 5, 7});
        PreprocessedCase whole = c;
        whole.image = padded(c.image, {4, 8, 8});
        whole.nonzero = padded(c.nonzero, c.image.shape, {4, 8, 8});
        QVERIFY(encoded(network, HeadKind::Multi, c, {4, 8, 8}) == encoded(network, HeadKind::Multi, whole, {4, 8, 8}));
    }

    void resultsDoNotDependOnPrefetching() {
        const Network network(tinyArchitecture(EncoderClass::PlainConv));
        const TemporaryFolder folder;
        const Cohort cohort(folder.path(), 5, {4, 9, 8});
        const NetworkInput input{{4, 8, 8}, {false, false}};
        const auto features = [&] {
            return engine().encode(network.source, HeadKind::Multi, input, cohort.source(), kBfloat16, {});
        };
        const auto withLoader = features();
        setenv("NIDUS_PREFETCH", "0", 1);
        const auto without = features();
        unsetenv("NIDUS_PREFETCH");
        QVERIFY(withLoader == without);
        QVERIFY(withLoader[0] != withLoader[1]);
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
            for (const float v : engine().forwardStages(source, impulse, kFloat32)[0].values)
                squares += static_cast<double>(v) * static_cast<double>(v);
        }
        const double n = 16 * 2 * 27;
        const double expected = 2.0 / (1 + 1e-4) / 54;
        QVERIFY(std::abs(squares / n / expected - 1) < 4 * std::sqrt(2 / n));
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
        QCOMPARE(codeOf([&] { (void)encoded(plain, HeadKind::Multi, oneChannel, {4, 8, 8}); }), std::string("ENG-004"));
    }
};

QTEST_GUILESS_MAIN(TestEncoder)
#include "tst_encoder.moc"
