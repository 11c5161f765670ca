// SPDX-License-Identifier: Apache-2.0
#include "core/imaging/pad.h"
#include "core/model/case_windows.h"
#include "core/nnunet/source_grid.h"
#include "core/training/member.h"
#include "tests/engine/engine_fixture.h"
#include "tests/engine/reference_encoder.h"
#include "tests/support/error_code.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <numeric>

using namespace nidus;
using namespace nidus::test;

namespace {

using Triple = std::array<std::int64_t, 3>;

const ComputeSettings kFloat32{"cpu", 2, Precision::Float32};

CaseSource oneCase(const PreprocessedCase& c) {
    return {1, [&c](std::size_t) { return c; }};
}

/// A head whose every number matters.
LinearHead randomHead(HeadKind kind, std::size_t dims, int classes) {
    LinearHead head = zeroHead(kind, dims, classes);
    head.weight = randomTensor({classes, static_cast<std::int64_t>(dims)}, 21).values;
    head.bias = randomTensor({classes}, 22).values;
    head.mean = randomTensor({static_cast<std::int64_t>(dims)}, 23).values;
    for (std::size_t j = 0; j < dims; ++j)
        head.scale[j] = 0.5F + 0.1F * static_cast<float>(j % 7);
    const auto columns = static_cast<std::int64_t>(dims);
    if (kind == HeadKind::Attention)
        head.attention = {randomTensor({4, columns}, 24).values, randomTensor({4, columns}, 25).values,
                          randomTensor({4}, 26).values};
    return head;
}

Influence influenceOn(const Network& network, const LinearScore& score, const PreprocessedCase& c, const Triple& size,
                      InfluenceMethod method, int blocks = 2) {
    return engine().influence({method, network.source, score, {size, {false, false}}, kFloat32, blocks}, c, {});
}

/// One convolution, whose output has the grid of the input.
EncoderArchitecture oneLayer(NormLayer norm) {
    EncoderArchitecture architecture = tinyArchitecture(EncoderClass::PlainConv, 3, norm);
    architecture.featuresPerStage = {3};
    architecture.kernelSizes = {{3, 3, 3}};
    architecture.strides = {{1, 1, 1}};
    architecture.convsOrBlocksPerStage = {1};
    return architecture;
}

/// A network of one channel whose outputs are the image itself, with the voxels that its strides leave.
struct CopyingNetwork : Network {
    explicit CopyingNetwork(std::vector<std::vector<std::int64_t>> strides,
                            Downsampling downsampling = Downsampling::Stride)
        : Network(architectureWith(std::move(strides), downsampling)) {
        for (auto& [name, tensor] : weights)
            std::fill(tensor.values.begin(), tensor.values.end(), name.ends_with("weight") ? 1.0F : 0.0F);
        writeWeights(source.weights[0], weights);
    }

private:
    static EncoderArchitecture architectureWith(std::vector<std::vector<std::int64_t>> strides,
                                                Downsampling downsampling) {
        const std::size_t dimension = strides.front().size();
        EncoderArchitecture architecture =
            tinyArchitecture(EncoderClass::PlainConv, static_cast<int>(dimension), NormLayer::None);
        architecture.inputChannels = 1;
        architecture.nonlin = "Identity";
        architecture.downsampling = downsampling;
        architecture.featuresPerStage.assign(strides.size(), 1);
        architecture.kernelSizes.assign(strides.size(), std::vector<std::int64_t>(dimension, 1));
        architecture.convsOrBlocksPerStage.assign(strides.size(), 1);
        architecture.strides = std::move(strides);
        return architecture;
    }
};

PreprocessedCase caseOf(const Triple& shape, std::vector<float> voxels) {
    PreprocessedCase c;
    c.image = {1, shape, {1, 1, 1}, std::move(voxels)};
    c.nonzero.assign(c.image.voxels.size(), 1);
    return c;
}

std::vector<double> multiplied(const std::vector<float>& values, double factor) {
    std::vector<double> result;
    for (const float value : values)
        result.push_back(factor * static_cast<double>(value));
    return result;
}

} // namespace

class TestInfluence : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void sharesSumUpToTheScore_data() {
        QTest::addColumn<int>("encoderClass");
        QTest::addColumn<int>("dimension");
        QTest::addColumn<int>("kind");
        const auto row = [](const char* name, EncoderClass encoderClass, int dimension, HeadKind kind) {
            QTest::newRow(name) << static_cast<int>(encoderClass) << dimension << static_cast<int>(kind);
        };
        row("multi", EncoderClass::PlainConv, 3, HeadKind::Multi);
        row("multi, residual", EncoderClass::ResidualEncoder, 3, HeadKind::Multi);
        row("multi, 2-D", EncoderClass::PlainConv, 2, HeadKind::Multi);
        row("multimean", EncoderClass::PlainConv, 3, HeadKind::MultiMean);
        row("prenorm", EncoderClass::PlainConv, 3, HeadKind::PreNorm);
        row("prenorm, residual", EncoderClass::ResidualEncoder, 3, HeadKind::PreNorm);
        row("foreground", EncoderClass::PlainConv, 3, HeadKind::Foreground);
        row("grid", EncoderClass::PlainConv, 3, HeadKind::Grid);
        row("meanmax", EncoderClass::PlainConv, 3, HeadKind::MeanMax);
        row("gap", EncoderClass::PlainConv, 3, HeadKind::Gap);
        row("attention", EncoderClass::PlainConv, 3, HeadKind::Attention);
        row("attention, 2-D", EncoderClass::PlainConv, 2, HeadKind::Attention);
    }

    // Three classes, several windows and padding: nothing may be lost on the way.
    void sharesSumUpToTheScore() {
        QFETCH(int, encoderClass);
        QFETCH(int, dimension);
        QFETCH(int, kind);
        const Network network(tinyArchitecture(static_cast<EncoderClass>(encoderClass), dimension));
        const PreprocessedCase c = toyCase(3, 1, {3, 12, 13});
        const NetworkInput input{{4, 8, 8}, {false, false}};
        const auto head = static_cast<HeadKind>(kind);
        const std::vector<float> features =
            engine().encode(network.source, head, input, oneCase(c), kFloat32, {}).front();
        const LinearHead classifier = randomHead(head, features.size(), 3);
        const std::vector<double> logits =
            engine().classify(network.source, classifier, input, oneCase(c), kFloat32, {}).front();
        for (std::size_t k = 0; k < 3; ++k) {
            const LinearScore score = contrastOf(classifier, k);
            const Influence influence = influenceOn(network, score, c, input.size, InfluenceMethod::HiResCam);
            const double contrast = logits[k] - (logits[0] + logits[1] + logits[2] - logits[k]) / 2;
            QVERIFY(std::abs(influence.score - contrast) < 1e-4);
            // The fraction of the foreground is no sum over places.
            const double placeless =
                head == HeadKind::Foreground ? score.weight.back() * static_cast<double>(features.back()) : 0;
            QVERIFY2(std::abs(influence.placed - (contrast - score.constant - placeless)) < 1e-4,
                     qPrintable(QString::number(influence.placed)));
            QCOMPARE(influence.map.size(), c.image.channelVoxels());
        }
    }

    void aMeanIsSharedByAllAndAMaximumByItsPlace() {
        const Network network(oneLayer(NormLayer::Instance));
        const Triple shape{4, 6, 8};
        const PreprocessedCase c = toyCase(4, 1, shape);
        const Field output = referenceStages(network.source.architecture, network.weights,
                                             {2, 4, 6, 8, {c.image.voxels.begin(), c.image.voxels.end()}})[0];
        const std::size_t n = 192;
        LinearScore score{HeadKind::Multi, {0, 2, 0, 0, 0, 0}, 0.25};
        std::vector<double> expected(n);
        for (std::size_t i = 0; i < n; ++i)
            expected[i] = 2 * output.values[n + i] / static_cast<double>(n);
        QVERIFY(largestDifference(influenceOn(network, score, c, shape, InfluenceMethod::HiResCam).map, expected)
                < 1e-6);

        score.weight = {0, 0, 0, 0, 0, -3}; // the maximum of the last channel
        const auto begin = output.values.begin() + 2 * static_cast<std::ptrdiff_t>(n);
        const auto top = std::max_element(begin, output.values.end());
        expected.assign(n, 0);
        expected[static_cast<std::size_t>(top - begin)] = -3 * *top;
        QVERIFY(largestDifference(influenceOn(network, score, c, shape, InfluenceMethod::HiResCam).map, expected)
                < 1e-5);
    }

    void equalMaximaShare() {
        const CopyingNetwork network({{1, 1, 1}});
        std::vector<float> voxels(27, 0.0F);
        voxels[4] = voxels[20] = 6;
        const Influence influence = influenceOn(network, {HeadKind::MeanMax, {0, 1}, 0}, caseOf({3, 3, 3}, voxels),
                                                {3, 3, 3}, InfluenceMethod::HiResCam);
        QVERIFY(largestDifference(influence.map, multiplied(voxels, 0.5)) < 1e-6);
    }

    // A convolution with stride looks around every second voxel, a pooling between two of them.
    void fieldsLieWhereTheNetworkLooks_data() {
        QTest::addColumn<int>("downsampling");
        QTest::addColumn<std::vector<double>>("expected");
        QTest::newRow("stride") << static_cast<int>(Downsampling::Stride)
                                << std::vector<double>{0, 0, 0, 1, 2, 1, 0, 0};
        QTest::newRow("pooling") << static_cast<int>(Downsampling::MaxPool)
                                 << std::vector<double>{0, 0, 0, 0.5, 1.5, 1.5, 0.5, 0};
    }

    void fieldsLieWhereTheNetworkLooks() {
        QFETCH(int, downsampling);
        QFETCH(std::vector<double>, expected);
        const CopyingNetwork network({{1, 1, 1}, {1, 1, 2}}, static_cast<Downsampling>(downsampling));
        std::vector<float> voxels(8, 0.0F);
        voxels[4] = 2;
        const LinearScore deepMaximum{HeadKind::MeanMax, {0, 1}, 0};
        QVERIFY(
            largestDifference(
                influenceOn(network, deepMaximum, caseOf({1, 1, 8}, voxels), {1, 1, 8}, InfluenceMethod::HiResCam).map,
                expected)
            < 1e-6);
    }

    // The score is the mean of the image, so that a block takes away its own part of it.
    void occlusionIsWhatBlocksTakeAway_data() {
        QTest::addColumn<std::int64_t>("size");
        QTest::addColumn<int>("dimension");
        QTest::newRow("padded") << std::int64_t{12} << 3;
        QTest::newRow("windows") << std::int64_t{6} << 3;
        QTest::newRow("windows of a 2-D network") << std::int64_t{6} << 2;
    }

    void occlusionIsWhatBlocksTakeAway() {
        QFETCH(std::int64_t, size);
        QFETCH(int, dimension);
        const CopyingNetwork network({std::vector<std::int64_t>(static_cast<std::size_t>(dimension), 1)});
        const std::vector<float> row{1, 2, 3, 4, 5, 6, 0, 0, 9};
        std::vector<float> voxels = row; // two slices, each of them one block deep
        for (const float value : row)
            voxels.push_back(-value);
        const std::int64_t block = size / 3;
        const std::vector<std::int64_t> windows = windowStarts(std::max<std::int64_t>(size, 9), size);
        const std::int64_t below = inferencePadding(9, size).below;
        std::vector<double> drops(9), covers(9), expected(18);
        for (const std::int64_t start : windowStarts(9, block)) {
            double drop = 0;
            for (const std::int64_t window : windows)
                for (std::int64_t x = start; x < start + block; ++x)
                    if (x + below >= window && x + below < window + size)
                        drop += static_cast<double>(row[static_cast<std::size_t>(x)])
                                / static_cast<double>(2 * size * static_cast<std::int64_t>(windows.size()));
            for (std::int64_t x = start; x < start + block; ++x) {
                drops[static_cast<std::size_t>(x)] += drop;
                covers[static_cast<std::size_t>(x)] += 1;
            }
        }
        for (std::size_t i = 0; i < 9; ++i) {
            expected[i] = drops[i] / covers[i];
            expected[9 + i] = -expected[i];
        }
        const LinearScore mean{HeadKind::Gap, {1}, 0};
        const Influence influence =
            influenceOn(network, mean, caseOf({2, 1, 9}, voxels), {2, 1, size}, InfluenceMethod::Occlusion, 3);
        QVERIFY(largestDifference(influence.map, expected) < 1e-6);
    }

    // An anisotropic, oblique sagittal volume with a bright block in one corner.
    void aBlockShowsAtItsPlaceInThePatient_data() {
        QTest::addColumn<int>("method");
        QTest::newRow("HiResCAM") << static_cast<int>(InfluenceMethod::HiResCam);
        QTest::newRow("occlusion") << static_cast<int>(InfluenceMethod::Occlusion);
    }

    void aBlockShowsAtItsPlaceInThePatient() {
        QFETCH(int, method);
        const double c = std::cos(0.4), s = std::sin(0.4);
        Volume volume{{14, 20, 24}, {3, 1, 1.5}, {-37, 12, 80}, {{{0, s, -c}, {1, 0, 0}, {0, -c, -s}}}, {}};
        volume.voxels = randomTensor({14, 20, 24}, 31).values;
        const auto centreOf = [&volume](const std::vector<double>& weights) {
            std::array<double, 3> sum = volume.originLps;
            const double total = std::accumulate(weights.begin(), weights.end(), 0.0);
            for (int i = 0; i < 14 * 20 * 24; ++i) {
                const std::array<double, 3> mm{1.5 * (i % 24), 1.0 * (i / 24 % 20), 3.0 * (i / 480)};
                for (std::size_t row = 0; row < 3; ++row)
                    for (std::size_t a = 0; a < 3; ++a)
                        sum[row] += weights[static_cast<std::size_t>(i)] / total * volume.lpsFromAxis[row][a] * mm[a];
            }
            return sum;
        };
        std::vector<double> block(volume.voxels.size());
        for (int z = 9; z < 12; ++z)
            for (int y = 2; y < 8; ++y)
                for (int x = 16; x < 21; ++x)
                    block[static_cast<std::size_t>((z * 20 + y) * 24 + x)] = 1;
        for (std::size_t i = 0; i < block.size(); ++i)
            volume.voxels[i] += 20 + 30 * static_cast<float>(block[i]);

        Plans plans;
        plans.imageReaderWriter = "SimpleITKIO";
        plans.transposeForward = {1, 2, 0};
        Configuration configuration;
        configuration.spacing = {1.5, 1.5, 1.5};
        configuration.normalization = {NormalizationScheme::ZScore};
        configuration.useMaskForNorm = {false};
        const PreprocessedCase prepared =
            preprocess(stackChannels({volume}, InputFrame::Ras, plans.imageReaderWriter), plans, configuration, 1);
        const CopyingNetwork network({{1, 1, 1}, {2, 1, 2}, {2, 2, 2}});
        const LinearScore means{HeadKind::MultiMean, {1, 1, 1}, 0};
        const Influence influence =
            influenceOn(network, means, prepared, {32, 32, 32}, static_cast<InfluenceMethod>(method), 8);
        const Volume map = onSourceGrid(influence.map, prepared, plans, InputFrame::Ras, volume, 1);

        const double top = static_cast<double>(*std::max_element(map.voxels.begin(), map.voxels.end()));
        std::vector<double> strong;
        for (const float value : map.voxels)
            strong.push_back(static_cast<double>(value) > top / 2 ? 1 : 0);
        const auto found = centreOf(strong), wanted = centreOf(block);
        const double distance = std::hypot(found[0] - wanted[0], found[1] - wanted[1], found[2] - wanted[2]);
        // Half a field of the deepest stage, 6 x 3 x 6 mm; a wrong axis or direction is off by 10 mm at least.
        QVERIFY2(distance < 3, qPrintable(QString::number(distance)));
    }

    void aSecondComputationGivesTheSameBytes() {
        const Network network(tinyArchitecture(EncoderClass::PlainConv));
        const PreprocessedCase c = toyCase(5, 0, {4, 9, 8});
        const LinearScore score = contrastOf(randomHead(HeadKind::Multi, 24, 2), 1);
        for (const InfluenceMethod method : {InfluenceMethod::HiResCam, InfluenceMethod::Occlusion})
            QVERIFY(influenceOn(network, score, c, {4, 8, 8}, method).map
                    == influenceOn(network, score, c, {4, 8, 8}, method).map);
    }

    // What a block takes away includes what it takes from the shares of the windows.
    void occlusionChangesTheAttention() {
        const Network network(tinyArchitecture(EncoderClass::PlainConv));
        const PreprocessedCase c = toyCase(5, 1, {4, 8, 12}); // windows at 0 and 4
        const LinearHead head = randomHead(HeadKind::Attention, 24, 2);
        const auto contrast = [&](const PreprocessedCase& any) {
            const auto logits =
                engine().classify(network.source, head, {{4, 8, 8}, {false, false}}, oneCase(any), kFloat32, {});
            return logits[0][1] - logits[0][0];
        };
        PreprocessedCase without = c;
        for (std::size_t i = 0; i < without.image.voxels.size(); ++i)
            if (i % 12 < 8)
                without.image.voxels[i] = 0;
        const Influence influence =
            influenceOn(network, contrastOf(head, 1), c, {4, 8, 8}, InfluenceMethod::Occlusion, 1);
        QVERIFY(std::abs(influence.score - contrast(c)) < 1e-4);
        QVERIFY(std::abs(static_cast<double>(influence.map[0]) - (contrast(c) - contrast(without))) < 1e-4);
    }

    void occlusionStopsBetweenBlocks() {
        const Network network(tinyArchitecture(EncoderClass::PlainConv));
        JobControl control;
        int steps = 0;
        control.onProgress = [&](const Progress& progress) {
            if (progress.stage.starts_with("Occlusion") && ++steps == 3)
                control.token.cancel();
        };
        QVERIFY(isStopped([&] {
            (void)engine().influence({InfluenceMethod::Occlusion,
                                      network.source,
                                      contrastOf(randomHead(HeadKind::Gap, 5, 2), 0),
                                      {{4, 8, 8}, {false, false}},
                                      kFloat32,
                                      4},
                                     toyCase(6, 0, {4, 8, 8}), control);
        }));
        QCOMPARE(steps, 3);
    }
};

QTEST_GUILESS_MAIN(TestInfluence)
#include "tst_influence.moc"
