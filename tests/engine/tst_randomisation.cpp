// SPDX-License-Identifier: Apache-2.0
#include "core/base/resource_folder.h"
#include "core/imaging/input_frame.h"
#include "core/imaging/phantom.h"
#include "core/nnunet/source_grid.h"
#include "core/statistics/logistic_regression.h"
#include "core/statistics/ranking.h"
#include "core/training/member.h"
#include "tests/engine/engine_fixture.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <numeric>

using namespace nidus;
using namespace nidus::test;

// Whether maps say anything about the classifier. Saliency maps may look right and yet show edges of the image,
// whatever the network has learned; they are then the same for random weights (Adebayo et al. 2018).

namespace {

constexpr int kCases = 16, kExplained = 3, kStages = 4;
const NetworkInput kInput{{24, 32, 32}, {true}};
const ComputeSettings kFloat32{"cpu", 2, Precision::Float32};

/// Maps that share nothing have correlations around 0, equal ones 1. Below one half, less than a quarter of the
/// variance of the ranks is common to both; the anatomy that both see keeps it from 0.
constexpr double kMostCorrelation = 0.5;

/// The probe of the built-in model on phantoms.
struct DemoClassifier {
    TemporaryFolder folder;
    PretrainedModel model = loadPretrainedModel(resourceFolder() / "demo" / "model");
    std::vector<Phantom> phantoms;
    std::vector<PreprocessedCase> cases;
    LinearHead head; ///< class 1: ring

    DemoClassifier() {
        std::vector<int> labels, innerFolds;
        for (int i = 0; i < kCases; ++i) {
            phantoms.push_back(makePhantom(i, {.shape = {24, 30, 30}}));
            labels.push_back(phantoms.back().kind == PhantomClass::Ring ? 1 : 0);
            innerFolds.push_back(i / 2 % 2);
            cases.push_back(preprocess(stackChannels({phantoms.back().image}, InputFrame::Ras, ""), model.plans,
                                       model.configuration, 2));
        }
        const CaseSource source{cases.size(), [this](std::size_t i) { return cases[i]; }};
        const auto rows = engine().encode(randomFrom(kStages), HeadKind::Multi, kInput, source, kFloat32, {});
        Matrix features{rows.size(), rows.front().size(), {}};
        for (const auto& row : rows)
            features.values.insert(features.values.end(), row.begin(), row.end());
        const std::vector<double> penalty{1};
        const Probe probe = fitProbe(features, labels, 2, innerFolds, penalty);
        head = {HeadKind::Multi,
                2,
                {probe.standardiser.mean.begin(), probe.standardiser.mean.end()},
                {probe.standardiser.scale.begin(), probe.standardiser.scale.end()},
                {probe.model.weights.begin(), probe.model.weights.end()},
                {probe.model.bias.begin(), probe.model.bias.end()}};
    }

    /// The pretrained encoder with random weights from this stage on.
    [[nodiscard]] EncoderSource randomFrom(int stage) const {
        std::map<std::string, SharedTensor> kept;
        for (const auto& [name, tensor] : model.weights)
            if (stageOf(name) < stage)
                kept[name] = tensor;
        EncoderSource source{model.architecture, {}, 5, true};
        source.weights = {folder.path() / ("below_" + std::to_string(stage) + ".safetensors")};
        writeSafetensors(source.weights[0], f32Entries(kept), {});
        return source;
    }

    [[nodiscard]] std::vector<float> map(std::size_t i, InfluenceMethod method, const EncoderSource& encoder,
                                         const LinearHead& classifier, int blocks = 2) const {
        return engine()
            .influence({method, encoder, contrastOf(classifier, 1), kInput, kFloat32, blocks}, cases[i], {})
            .map;
    }
};

/// Places in the order of the values, equal ones in the middle of theirs.
std::vector<double> ranks(const std::vector<double>& values) {
    std::vector<std::size_t> order(values.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
    std::vector<double> result(values.size());
    for (std::size_t begin = 0, end = 0; begin < order.size(); begin = end) {
        while (end < order.size() && values[order[end]] == values[order[begin]])
            ++end;
        for (std::size_t k = begin; k < end; ++k)
            result[order[k]] = static_cast<double>(begin + end - 1) / 2;
    }
    return result;
}

/// Spearman's, inside the mask.
double rankCorrelation(const std::vector<float>& a, const std::vector<float>& b,
                       const std::vector<std::uint8_t>& mask) {
    std::vector<double> x, y;
    for (std::size_t i = 0; i < mask.size(); ++i)
        if (mask[i] != 0) {
            x.push_back(static_cast<double>(a[i]));
            y.push_back(static_cast<double>(b[i]));
        }
    const std::vector<double> p = ranks(x), q = ranks(y);
    const double mean = static_cast<double>(p.size() - 1) / 2;
    double pq = 0, pp = 0, qq = 0;
    for (std::size_t i = 0; i < p.size(); ++i) {
        pq += (p[i] - mean) * (q[i] - mean);
        pp += (p[i] - mean) * (p[i] - mean);
        qq += (q[i] - mean) * (q[i] - mean);
    }
    return pq / std::sqrt(pp * qq);
}

} // namespace

class TestRandomisation : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        m_demo = std::make_unique<DemoClassifier>();
        for (std::size_t i = 0; i < kExplained; ++i)
            m_maps.push_back(hiResCam(i, m_demo->randomFrom(kStages), m_demo->head));
    }

    void equalWeightsGiveEqualBytes() {
        for (std::size_t i = 0; i < kExplained; ++i)
            QVERIFY(hiResCam(i, m_demo->randomFrom(kStages), m_demo->head) == m_maps[i]);
    }

    // From the deepest stage up, as Adebayo's cascade.
    void mapsChangeWithTheEncoder_data() {
        QTest::addColumn<int>("firstRandom");
        for (int stage = kStages - 1; stage >= 0; --stage)
            QTest::addRow("from stage %d on", stage) << stage;
    }

    void mapsChangeWithTheEncoder() {
        QFETCH(int, firstRandom);
        const double correlation = correlationWith(m_demo->randomFrom(firstRandom), m_demo->head);
        qInfo("rank correlation %.3f", correlation);
        QVERIFY(correlation < kMostCorrelation);
    }

    void mapsChangeWithTheHead() {
        LinearHead head = m_demo->head;
        head.weight = randomTensor({2, static_cast<std::int64_t>(head.mean.size())}, 5).values;
        const double correlation = correlationWith(m_demo->randomFrom(kStages), head);
        qInfo("rank correlation %.3f", correlation);
        QVERIFY(correlation < kMostCorrelation);
    }

    void occlusionChangesWithTheEncoder() {
        const EncoderSource pretrained = m_demo->randomFrom(kStages), random = m_demo->randomFrom(0);
        double correlation = 0;
        for (std::size_t i = 0; i < 2; ++i)
            correlation += rankCorrelation(m_demo->map(i, InfluenceMethod::Occlusion, pretrained, m_demo->head),
                                           m_demo->map(i, InfluenceMethod::Occlusion, random, m_demo->head),
                                           m_demo->cases[i].nonzero)
                           / 2;
        qInfo("rank correlation %.3f", correlation);
        QVERIFY(correlation < kMostCorrelation);
    }

    // Only the lesion tells the classes apart: blanking it must cost its class, in the geometry of the scan.
    void occlusionMarksTheLesionWithItsSign_data() {
        QTest::addColumn<int>("index");
        for (int i = 0; i < 2; ++i)
            QTest::newRow(phantomClassName(m_demo->phantoms[static_cast<std::size_t>(i)].kind)) << i;
    }

    void occlusionMarksTheLesionWithItsSign() {
        QFETCH(int, index);
        const auto i = static_cast<std::size_t>(index);
        const Phantom& phantom = m_demo->phantoms[i];
        const Volume map =
            onSourceGrid(m_demo->map(i, InfluenceMethod::Occlusion, m_demo->randomFrom(kStages), m_demo->head, 3),
                         m_demo->cases[i], m_demo->model.plans, InputFrame::Ras, phantom.image, 1);
        std::vector<double> scores;
        std::vector<int> isLesion;
        for (std::size_t v = 0; v < map.voxels.size(); ++v)
            if (phantom.image.voxels[v] != 0) {
                scores.push_back(static_cast<double>(map.voxels[v]) * (phantom.kind == PhantomClass::Ring ? 1 : -1));
                isLesion.push_back(phantom.lesion.voxels[v] != 0 ? 1 : 0);
            }
        const double auc = Ranking(scores, isLesion).auc();
        qInfo("voxels of the lesion against those around it: AUC %.3f", auc);
        QVERIFY(auc > 0.8);
    }

private:
    [[nodiscard]] std::vector<float> hiResCam(std::size_t i, const EncoderSource& encoder,
                                              const LinearHead& head) const {
        return m_demo->map(i, InfluenceMethod::HiResCam, encoder, head);
    }

    /// Of the original maps with those of other weights, the mean over cases.
    [[nodiscard]] double correlationWith(const EncoderSource& encoder, const LinearHead& head) const {
        double sum = 0;
        for (std::size_t i = 0; i < kExplained; ++i)
            sum += rankCorrelation(m_maps[i], hiResCam(i, encoder, head), m_demo->cases[i].nonzero);
        return sum / kExplained;
    }

    std::unique_ptr<DemoClassifier> m_demo;
    std::vector<std::vector<float>> m_maps; ///< HiResCAM with the trained weights
};

QTEST_GUILESS_MAIN(TestRandomisation)
#include "tst_randomisation.moc"
