// SPDX-License-Identifier: Apache-2.0
#include "core/base/files.h"
#include "core/base/random.h"
#include "core/base/safetensors.h"
#include "core/inference/ood.h"
#include "core/training/novelty.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <numeric>

using namespace nidus;

namespace {

constexpr std::size_t kDims = 12;

/// Rows around 100 with deviations of 10 to 20 and one direction that they share.
FeatureRows cloud(std::size_t count, double centre = 100) {
    FeatureRows features;
    for (std::uint32_t i = 0; i < count; ++i) {
        Random random({.seed = 3, .purpose = Purpose::Phantom, .caseIndex = i});
        const double common = random.normal();
        std::vector<float> row(kDims);
        for (std::size_t j = 0; j < kDims; ++j)
            row[j] = static_cast<float>(centre + 10 * (common * static_cast<double>(j % 3) + random.normal()));
        features.push_back(row);
    }
    return features;
}

std::vector<std::size_t> firstCases(std::size_t count) {
    std::vector<std::size_t> indices(count);
    std::iota(indices.begin(), indices.end(), std::size_t{0});
    return indices;
}

std::ptrdiff_t above(const std::vector<double>& scores, double threshold) {
    return std::ranges::count_if(scores, [&](double score) { return score > threshold; });
}

} // namespace

class TestNovelty : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void scoresGrowWithDistanceAndFlagOneInTwenty() {
        const FeatureRows features = cloud(300);
        const NoveltyReference reference = fitNovelty(features, firstCases(200), 1);
        std::vector<double> mahalanobis, neighbours;
        double mean = 0;
        for (std::size_t i = 200; i < 300; ++i) {
            const NoveltyScores scores = noveltyScores(reference, features[i]);
            mahalanobis.push_back(scores.mahalanobis);
            neighbours.push_back(scores.neighbours);
            mean += scores.mahalanobis * scores.mahalanobis / 100;
        }
        QCOMPARE(above(mahalanobis, noveltyThreshold(mahalanobis)), std::ptrdiff_t{5});
        QCOMPARE(above(neighbours, noveltyThreshold(neighbours)), std::ptrdiff_t{5});
        QVERIFY2(std::abs(mean - 1) < 0.25, std::to_string(mean).c_str()); // new cases score as training cases do

        std::vector<float> far(kDims, 100.0F);
        QVERIFY(noveltyScores(reference, far).mahalanobis < noveltyThreshold(mahalanobis));
        QVERIFY(noveltyScores(reference, far).neighbours < noveltyThreshold(neighbours));
        far[0] += 100; // ten deviations along one feature
        QVERIFY(noveltyScores(reference, far).mahalanobis > noveltyThreshold(mahalanobis));
        QVERIFY(noveltyScores(reference, far).neighbours > noveltyThreshold(neighbours));
    }

    // Between two groups of training cases lies their mean: Mahalanobis sees nothing strange in it, neighbours do.
    void neighboursSeeTheGapBetweenGroups() {
        FeatureRows features = cloud(60, 100);
        const FeatureRows others = cloud(60, 300);
        features.insert(features.end(), others.begin(), others.end());
        std::vector<std::size_t> training, tested;
        for (std::size_t i = 0; i < features.size(); ++i)
            (i % 3 == 0 ? tested : training).push_back(i);
        const NoveltyReference reference = fitNovelty(features, training, 1);
        std::vector<OodScores> outOfFold;
        for (const std::size_t i : tested)
            outOfFold.push_back({noveltyScores(reference, features[i]), 0});
        const OodLimits limits = fitOodLimits(outOfFold);
        const NoveltyScores gap = noveltyScores(reference, std::vector<float>(kDims, 200.0F));
        QVERIFY(gap.mahalanobis < limits.mahalanobis);
        QVERIFY(gap.neighbours > limits.neighbours);
        QVERIFY(oodScore(limits, {gap, 0}) > 1);
    }

    void theFifthNeighbourCounts() {
        NoveltyReference reference;
        reference.mean = {0};
        reference.scale = {1};
        reference.components = {1};
        reference.variances = {4};
        for (const float at : {3.0F, 0.0F, 1.0F, 9.0F, 2.0F, 4.0F}) {
            reference.neighbours.push_back(at);
            reference.neighbours.push_back(0);
        }
        const NoveltyScores scores = noveltyScores(reference, std::vector<float>{-1.0F});
        QCOMPARE(scores.mahalanobis, std::sqrt(1.0 / 4 / 2));
        QCOMPARE(scores.neighbours, 5 / std::sqrt(4.0 + 1)); // they are 1, 2, 3, 4, 5 and 10 away
        reference.neighbours.resize(4);
        QCOMPARE(noveltyScores(reference, std::vector<float>{-1.0F}).neighbours, 4 / std::sqrt(4.0 + 1));
    }

    void filesHoldNoOrderAndOldOnesAreRead() {
        const FeatureRows features = cloud(80);
        const NoveltyReference reference = fitNovelty(features, firstCases(40), 1);
        const std::size_t width = reference.variances.size() + 1;
        QCOMPARE(reference.neighbours.size(), 40 * width);
        std::vector<float> first;
        for (std::size_t i = 0; i < reference.neighbours.size(); i += width)
            first.push_back(reference.neighbours[i]);
        QVERIFY(std::ranges::is_sorted(first));

        const TemporaryFolder folder;
        const auto file = folder.path() / "n.safetensors";
        writeNovelty(file, reference);
        QVERIFY(noveltyScores(readNovelty(file), features[70]) == noveltyScores(reference, features[70])
                || std::abs(noveltyScores(readNovelty(file), features[70]).neighbours
                            - noveltyScores(reference, features[70]).neighbours)
                       < 1e-5);

        NoveltyReference old = reference;
        old.neighbours.clear();
        writeNovelty(file, old);
        const NoveltyScores scores = noveltyScores(readNovelty(file), features[70]);
        QCOMPARE(scores.neighbours, 0.0);
        QVERIFY(std::abs(scores.mahalanobis - noveltyScores(reference, features[70]).mahalanobis) < 1e-5);
    }

    // However the three distances agree or not, at most one case in twenty is flagged.
    void limitsFlagAtMostOneInTwenty() {
        for (std::uint32_t repeat = 0; repeat < 50; ++repeat) {
            Random random({.seed = 5, .purpose = Purpose::Phantom, .caseIndex = repeat});
            std::vector<OodScores> scores(20 + repeat);
            for (OodScores& s : scores) {
                s.features.mahalanobis = std::exp(random.normal());
                s.features.neighbours = 3 * std::exp(random.normal());
                s.input = random.coin(0.02 * repeat) ? 3 * random.uniform() : 0;
            }
            const OodLimits limits = fitOodLimits(scores);
            const auto flagged =
                std::ranges::count_if(scores, [&](const OodScores& s) { return oodScore(limits, s) > 1; });
            QVERIFY(static_cast<double>(flagged) <= 0.05 * static_cast<double>(scores.size()));
            QVERIFY(limits.input >= 1);
            QVERIFY(oodScore(limits, {{0, 0}, 1.01 * limits.input}) > 1);
            QVERIFY(oodScore(limits, {{100 * limits.mahalanobis, 0}, 0}) > 1);
            QVERIFY(oodScore(limits, {{0, 100 * limits.neighbours}, 0}) > 1);
        }
        const OodLimits old{2, 0, 1, 1}; // of a file without neighbours
        QCOMPARE(oodScore(old, {{3, 77}, 0}), 1.5);
    }
};

QTEST_GUILESS_MAIN(TestNovelty)
#include "tst_novelty.moc"
