// SPDX-License-Identifier: Apache-2.0
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

CaseSource oneCase(const PreprocessedCase& c) {
    return {1, [&c](std::size_t) { return c; }};
}

std::vector<float> encoded(const Network& network, HeadKind kind, const PreprocessedCase& c,
                           const std::array<std::int64_t, 3>& size, const ComputeSettings& compute = kFloat32) {
    return engine().encode(network.source, kind, {size, {false, false}}, oneCase(c), compute, {}).front();
}

double maxOf(const Field& f, std::size_t c) {
    const std::size_t n = f.d * f.h * f.w;
    const auto begin = f.values.begin() + static_cast<std::ptrdiff_t>(c * n);
    return *std::max_element(begin, begin + static_cast<std::ptrdiff_t>(n));
}

} // namespace

class TestFeatures : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void pooledFeaturesFollowTheirDefinitions_data() {
        QTest::addColumn<int>("dimension");
        QTest::addColumn<std::int64_t>("size");
        QTest::newRow("3-D") << 3 << std::int64_t{8};
        QTest::newRow("3-D, more than the channel kernels take at a time") << 3 << std::int64_t{80};
        QTest::newRow("2-D, over slices") << 2 << std::int64_t{8};
    }

    void pooledFeaturesFollowTheirDefinitions() {
        QFETCH(int, dimension);
        QFETCH(std::int64_t, size);
        const EncoderArchitecture architecture = tinyArchitecture(EncoderClass::PlainConv, dimension);
        const Network network(architecture);
        const std::array<std::int64_t, 3> shape{4, size, size};
        const auto side = static_cast<std::size_t>(size);
        const PreprocessedCase c = toyCase(3, 0, shape);
        // All stages of all slices (2-D) or of the volume (3-D).
        std::vector<std::vector<Field>> samples;
        if (dimension == 3) {
            samples.push_back(referenceStages(architecture, network.weights,
                                              {2, 4, side, side, {c.image.voxels.begin(), c.image.voxels.end()}}));
        } else {
            for (std::int64_t z = 0; z < 4; ++z) {
                const PlanImage slice = cropped(c.image, {z, 0, 0}, {1, size, size});
                samples.push_back(referenceStages(architecture, network.weights,
                                                  {2, 1, side, side, {slice.voxels.begin(), slice.voxels.end()}}));
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
        const std::vector<double> meanMax(multi.end() - 10, multi.end());
        QVERIFY(largestDifference(encoded(network, HeadKind::MeanMax, c, shape), meanMax) < 2e-5);
        QCOMPARE(encoded(network, HeadKind::Grid, c, shape).size(), std::size_t{40});
    }

    // Without norm and activation the output of a stage is that of its convolution.
    void preNormIsTheMeanAndDeviationOfEachConvolution() {
        EncoderArchitecture architecture = tinyArchitecture(EncoderClass::PlainConv);
        architecture.convsOrBlocksPerStage = {1, 1, 1};
        architecture.norm = NormLayer::None;
        architecture.nonlin = "Identity";
        const Network network(architecture);
        const PreprocessedCase c = toyCase(3, 0, {4, 8, 8});
        std::vector<double> expected;
        for (const Field& f : referenceStages(architecture, network.weights,
                                              {2, 4, 8, 8, {c.image.voxels.begin(), c.image.voxels.end()}})) {
            std::vector<double> deviations;
            const std::size_t n = f.d * f.h * f.w;
            for (std::size_t k = 0; k < f.channels; ++k) {
                const double mean = meanOf(f, k);
                double squares = 0;
                for (std::size_t i = 0; i < n; ++i)
                    squares += (f.values[k * n + i] - mean) * (f.values[k * n + i] - mean);
                expected.push_back(mean);
                deviations.push_back(std::sqrt(squares / static_cast<double>(n - 1)));
            }
            expected.insert(expected.end(), deviations.begin(), deviations.end());
        }
        QVERIFY(largestDifference(encoded(network, HeadKind::PreNorm, c, {4, 8, 8}), expected) < 2e-5);

        const Network residual(tinyArchitecture(EncoderClass::ResidualEncoder));
        QVERIFY(encoded(residual, HeadKind::PreNorm, c, {4, 8, 8}).size() > 24);
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

    void resultsDoNotDependOnThreads_data() {
        QTest::addColumn<bool>("isFloat32");
        QTest::newRow("float32") << true;
        QTest::newRow("bfloat16") << false;
    }

    void resultsDoNotDependOnThreads() {
        QFETCH(bool, isFloat32);
        const Network network(tinyArchitecture(EncoderClass::PlainConv));
        const std::array<std::int64_t, 3> shape{4, 80, 80};
        const PreprocessedCase c = toyCase(3, 0, shape);
        ComputeSettings compute = isFloat32 ? kFloat32 : kBfloat16;
        const auto features = [&](int threads) {
            compute.threads = threads;
            return encoded(network, HeadKind::Multi, c, shape, compute);
        };
        const std::vector<float> expected = features(1);
        QVERIFY(features(2) == expected);
        QVERIFY(features(3) == expected);
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
};

QTEST_GUILESS_MAIN(TestFeatures)
#include "tst_features.moc"
