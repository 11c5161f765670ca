// SPDX-License-Identifier: Apache-2.0
#include "core/imaging/case_file.h"
#include "core/inference/classifier.h"
#include "core/statistics/evaluation.h"
#include "core/statistics/logistic_regression.h"
#include "core/training/feature_cache.h"
#include "core/training/member.h"
#include "core/training/train.h"
#include "core/training/training_input.h"
#include "tests/engine/fit_bench.h"
#include "tests/support/error_code.h"
#include "tests/support/training_project.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <cstdlib>

using namespace nidus;
using namespace nidus::test;
namespace fs = std::filesystem;

namespace {

/// Cases of four windows each, which a fit weighs.
struct Windows : Bench {
    Windows() : Bench(EncoderClass::PlainConv, {4, 12, 12}) { task.head.kind = HeadKind::Attention; }
};

LinearHead randomHead(HeadKind kind) {
    LinearHead head = zeroHead(kind, kDims);
    head.weight = randomTensor({2, kDims}, 21).values;
    head.bias = {0.5F, -0.25F};
    head.mean = randomTensor({kDims}, 23).values;
    return head;
}

constexpr std::int64_t kParts = 6; ///< boxes of 4 x 8 x 8 side by side in a case

/// Noise, louder in some parts than in others; the pattern of label 1 is in one of them.
PreprocessedCase caseWithOneLesion(std::uint32_t index, int label) {
    PreprocessedCase c;
    c.image.channels = 2;
    c.image.shape = {4, 8, 8 * kParts};
    c.image.voxels = randomTensor({2, 4, 8, 8 * kParts}, 5000 + index).values;
    c.nonzero.assign(c.image.channelVoxels(), 1);
    Random random({.seed = 3, .purpose = Purpose::Phantom, .caseIndex = index});
    const auto place = static_cast<std::int64_t>(random.below(kParts));
    std::vector<double> sway;
    for (std::int64_t part = 0; part < kParts; ++part)
        sway.push_back(2 * random.normal());
    for (std::size_t i = 0; i < c.image.voxels.size(); ++i) {
        const auto x = static_cast<std::int64_t>(i) % (8 * kParts);
        // A wave along x with another height in each part: it moves what the lesion moves, only less.
        c.image.voxels[i] +=
            static_cast<float>(sway[static_cast<std::size_t>(x / 8)] * std::sin(0.8 * static_cast<double>(x)));
        if (label == 1 && x / 8 == place)
            c.image.voxels[i] += i % 2 == 0 ? 4.0F : -4.0F;
    }
    return c;
}

std::vector<TrainingCase> lesionCases(const fs::path& folder, std::uint32_t first, std::uint32_t count) {
    std::vector<TrainingCase> cases;
    for (std::uint32_t i = first; i < first + count; ++i) {
        const int label = static_cast<int>(i % 2);
        const fs::path file = folder / (std::to_string(i) + ".safetensors");
        writeCaseFile(file, caseWithOneLesion(i, label), Publish::Replace);
        cases.push_back({std::to_string(i), file, label, i, sha256File(file)});
    }
    return cases;
}

CaseSource sourceOf(const std::vector<TrainingCase>& cases) {
    return {cases.size(), [&cases](std::size_t i) { return readCaseFile(cases[i].file); }};
}

double logLossOf(const std::vector<std::vector<double>>& logits, const std::vector<TrainingCase>& cases) {
    std::vector<std::vector<double>> probabilities;
    std::vector<int> labels;
    for (std::size_t i = 0; i < cases.size(); ++i) {
        probabilities.push_back(softmax(logits[i]));
        labels.push_back(cases[i].label);
    }
    return logLoss(probabilities, labels);
}

std::vector<float> floats(const std::vector<double>& values) {
    return {values.begin(), values.end()};
}

} // namespace

class TestAttention : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void withoutScoresItIsTheMean() {
        const Windows bench;
        LinearHead head = randomHead(HeadKind::Attention);
        const auto logits = [&](const LinearHead& h) {
            return engine().classify(bench.task.encoder, h, bench.task.input, bench.validation.source(),
                                     bench.task.compute, {});
        };
        const auto mean = logits(randomHead(HeadKind::Multi));
        QVERIFY(logits(head) == mean);
        head.attention = {randomTensor({5, kDims}, 31).values, randomTensor({5, kDims}, 32).values,
                          std::vector<float>(5, 0.0F)};
        QVERIFY(logits(head) == mean);
        head.attention.w = randomTensor({5}, 33).values;
        QVERIFY(logits(head) != mean);
        const auto features = [&](HeadKind kind) {
            return engine().encode(bench.task.encoder, kind, bench.task.input, bench.validation.source(),
                                   bench.task.compute, {});
        };
        QVERIFY(features(HeadKind::Attention) == features(HeadKind::Multi));
    }

    // Equation 9 of Ilse, Tomczak, Welling (2018), by hand.
    void sharesFollowTheirDefinition() {
        const Windows bench;
        LinearHead head = randomHead(HeadKind::Attention);
        head.attention = {randomTensor({5, kDims}, 31).values, randomTensor({5, kDims}, 32).values,
                          randomTensor({5}, 33).values};
        for (std::vector<float>* inner : {&head.attention.v, &head.attention.u})
            for (float& value : *inner)
                value *= 0.2F; // not saturated
        for (float& w : head.attention.w)
            w *= 10; // so that the shares differ
        const ComputeSettings exact{"cpu", 1, Precision::Float32};
        const PreprocessedCase whole = caseWithOneLesion(1, 1);
        const std::vector<CaseWindow> windows = windowsOf(whole, bench.task.input, bench.task.encoder.architecture);
        QCOMPARE(windows.size(), std::size_t{11});
        std::vector<std::vector<double>> ofWindows;
        std::vector<double> scores;
        for (const CaseWindow& window : windows) {
            PreprocessedCase part{whole};
            part.image = window.image;
            part.nonzero = window.nonzero;
            const CaseSource one{1, [&](std::size_t) { return part; }};
            const auto f = engine().encode(bench.task.encoder, head.kind, bench.task.input, one, exact, {}).front();
            ofWindows.push_back(logitsOf(head, f));
            double score = 0;
            for (std::size_t l = 0; l < 5; ++l) {
                double v = 0, u = 0;
                for (std::size_t j = 0; j < kDims; ++j) {
                    const double h = static_cast<double>(f[j] - head.mean[j]);
                    v += static_cast<double>(head.attention.v[l * kDims + j]) * h;
                    u += static_cast<double>(head.attention.u[l * kDims + j]) * h;
                }
                score += static_cast<double>(head.attention.w[l]) * std::tanh(v) / (1 + std::exp(-u));
            }
            scores.push_back(score);
        }
        const std::vector<double> shares = softmax(scores);
        const auto [least, most] = std::ranges::minmax(shares);
        QVERIFY2(most > 2 * least, qPrintable(QString("%1 %2").arg(least).arg(most)));
        const CaseSource one{1, [&](std::size_t) { return whole; }};
        const auto got = engine().classify(bench.task.encoder, head, bench.task.input, one, exact, {}).front();
        for (std::size_t k = 0; k < 2; ++k) {
            double expected = 0;
            for (std::size_t i = 0; i < shares.size(); ++i)
                expected += shares[i] * ofWindows[i][k];
            QVERIFY(std::abs(got[k] - expected) < 1e-3);
        }
    }

    void aFitBeginsWithTheMean() {
        Windows bench;
        bench.task.head = randomHead(HeadKind::Attention);
        bench.task.recipe.headLearningRate = bench.task.recipe.encoderLearningRate = 0;
        bench.task.epochs = 1;
        const FineTuneOutcome attention = bench.runAfresh();
        QVERIFY(std::ranges::all_of(attention.head.attention.w, [](float w) { return w == 0; }));
        QVERIFY(std::ranges::any_of(attention.head.attention.v, [](float v) { return v != 0; }));
        QVERIFY(attention.head.attention.v != attention.head.attention.u);
        bench.task.head = randomHead(HeadKind::Multi);
        QVERIFY(attention.epochs[0].validationLogits == bench.runAfresh().epochs[0].validationLogits);
    }

    void casesOfOneWindowAreThoseOfMulti() {
        Bench bench;
        const FineTuneOutcome multi = bench.runAfresh();
        bench.task.head.kind = HeadKind::Attention;
        FineTuneOutcome attention = bench.runAfresh();
        QVERIFY(std::ranges::all_of(attention.head.attention.w, [](float w) { return w == 0; }));
        attention.head.attention = {};
        QVERIFY(sameBits(attention, multi));
    }

    // An augmentation that does not fire cuts larger boxes and takes their middle.
    void aStepSeesTheWindowsThatValidationSees() {
        Windows bench;
        const TrainingCase& c = bench.task.training[1];
        const auto isSame = [&] {
            const std::vector<CaseWindow> seen = trainingWindows(bench.task, c, 0, 0);
            const std::vector<CaseWindow> wanted = validationWindows(bench.task, c);
            return std::ranges::equal(
                seen, wanted, {}, [](const CaseWindow& w) { return w.image.voxels; },
                [](const CaseWindow& w) { return w.image.voxels; });
        };
        QVERIFY(!isSame());
        const std::vector<CaseWindow> drawn = trainingWindows(bench.task, c, 0, 0);
        QCOMPARE(drawn.size(), std::size_t{4});
        for (const CaseWindow& window : drawn)
            QVERIFY(window.transforms == drawn.front().transforms);
        AugmentationRecipe& never = bench.task.recipe.augmentation;
        never.rotationProbability = never.zoomProbability = never.noiseProbability = never.blurProbability = 0;
        never.brightnessProbability = never.contrastProbability = never.lowResolutionProbability = 0;
        never.invertedGammaProbability = never.gammaProbability = 0;
        QVERIFY(isSame());
        never.enabled = false;
        QVERIFY(isSame());
    }

    // Windows that are too many for one pass go twice; the gradients are the same up to rounding.
    void partsOfACaseGiveTheGradientOfTheWhole() {
        Windows bench;
        bench.task.compute.precision = Precision::Float32;
        bench.task.head = randomHead(HeadKind::Attention);
        bench.task.recipe.phases = {{2, 4}};
        bench.task.epochs = 4;
        bench.task.recipe.batch = 6; // a step is all cases, of four windows each
        const FineTuneOutcome parts = bench.runAfresh();
        bench.task.recipe.batch = 24;
        const FineTuneOutcome whole = bench.runAfresh();
        for (std::size_t e = 0; e < 4; ++e)
            QVERIFY(std::abs(parts.epochs[e].trainingLoss - whole.epochs[e].trainingLoss) < 1e-4);
        QVERIFY(
            largestDifference(parts.head.attention.w, {whole.head.attention.w.begin(), whole.head.attention.w.end()})
            < 1e-4);
        QVERIFY(std::ranges::any_of(whole.head.attention.w, [](float w) { return std::abs(w) > 1e-3F; }));
    }

    void stoppedAndResumedGivesTheSameBytes() {
        const Windows bench;
        const FineTuneOutcome undisturbed = bench.runAfresh();
        const std::string state = sha256File(bench.task.stateFile);
        QVERIFY(std::ranges::any_of(undisturbed.head.attention.w, [](float w) { return w != 0; }));
        fs::remove(bench.task.stateFile);
        JobControl control;
        TrainingListener listener;
        listener.onStep = [&](const StepEvent& event) {
            if (event.step == 9)
                control.token.cancel();
        };
        QVERIFY(isStopped([&] { (void)bench.run(listener, control); }));
        QVERIFY(sameBits(undisturbed, bench.run()));
        QCOMPARE(sha256File(bench.task.stateFile), state);
    }

    void keptViewsAndLoaderThreadsChangeNoBit() {
        Windows bench;
        bench.task.recipe.views = 3;
        const FineTuneOutcome computed = bench.runAfresh();
        for (const char* ahead : {"0", "2", "4"}) {
            setenv("NIDUS_PREFETCH", ahead, 1);
            const FineTuneOutcome other = bench.runAfresh();
            unsetenv("NIDUS_PREFETCH");
            QVERIFY2(sameBits(computed, other), ahead);
        }
        bench.task.views = {bench.folder.path() / "cache", "toy", std::int64_t{1} << 30};
        const std::vector<StepEvent> first = stepsOf(bench);
        const FineTuneOutcome written = bench.run();
        const std::vector<StepEvent> second = stepsOf(bench);
        QVERIFY(sameBits(computed, written) && sameBits(computed, bench.run()));
        for (std::size_t i = 0; i < first.size(); ++i)
            QVERIFY(first[i].transforms == second[i].transforms && first[i].transforms.size() == first[i].cases.size());
        QCOMPARE(std::distance(fs::directory_iterator(bench.task.views.folder), {}), std::ptrdiff_t{16});
    }

    void theWindowWithTheLesionIsFound() {
        Bench bench;
        bench.task.training = lesionCases(bench.folder.path(), 100, 40);
        bench.task.validation = lesionCases(bench.folder.path(), 200, 40);
        bench.task.compute = {"cpu", 1, Precision::Float32};
        const auto encode = [&](const std::vector<TrainingCase>& cases) {
            FeatureRows rows = engine().encode(bench.task.encoder, HeadKind::Multi, bench.task.input, sourceOf(cases),
                                               bench.task.compute, {});
            std::vector<std::size_t> all;
            for (std::size_t i = 0; i < rows.size(); ++i)
                all.push_back(i);
            return featureMatrix(rows, all);
        };
        const Matrix x = encode(bench.task.training);
        const Standardiser standardiser = fitStandardiser(x);
        std::vector<int> labels;
        for (const TrainingCase& c : bench.task.training)
            labels.push_back(c.label);
        const LogisticModel probe = fitLogisticRegression(standardised(x, standardiser), labels, 2, 0.1);
        bench.task.head = {HeadKind::Multi,           2,
                           floats(standardiser.mean), floats(standardiser.scale),
                           floats(probe.weights),     floats(probe.bias)};
        const auto probeLogits = engine().classify(bench.task.encoder, bench.task.head, bench.task.input,
                                                   sourceOf(bench.task.validation), bench.task.compute, {});
        bench.task.recipe.augmentation.enabled = false;
        bench.task.recipe.views = 1; // closed stages once
        bench.task.views = {bench.folder.path() / "cache", "toy", std::int64_t{1} << 30};
        bench.task.recipe.phases = {{0, 16}};
        bench.task.recipe.headLearningRate = 2e-3;
        bench.task.recipe.batch = 8;
        bench.task.epochs = 16;
        const double mean = logLossOf(probeLogits, bench.task.validation);
        const double boxes = logLossOf(bench.runAfresh().epochs.back().validationLogits, bench.task.validation);
        bench.task.head.kind = HeadKind::Attention;
        const FineTuneOutcome tuned = bench.runAfresh();
        const double weighed = logLossOf(tuned.epochs.back().validationLogits, bench.task.validation);
        const QString text = QString("mean %1, boxes %2, attention %3").arg(mean).arg(boxes).arg(weighed);
        QVERIFY2(weighed < 0.8 * mean && weighed < 0.8 * boxes, qPrintable(text));
        // The same from the weights that it returns.
        const auto logits = engine().classify(bench.task.encoder, tuned.head, bench.task.input,
                                              sourceOf(bench.task.validation), bench.task.compute, {});
        for (std::size_t i = 0; i < logits.size(); ++i)
            QVERIFY(std::abs(logits[i][1] - tuned.epochs.back().validationLogits[i][1]) < 1e-4);
    }

    void aClassifierPredictsWhatTheRunPredicted() {
        const TemporaryFolder folder;
        TrainingProject::Options cases;
        cases.cases = 16;
        cases.folds = 0;
        cases.change = [](Case& c, Volume& volume) {
            Volume large = FakeSeriesReader::volume({4, 6, 12}, 0);
            for (std::size_t i = 0; i < large.voxels.size(); ++i)
                large.voxels[i] =
                    volume.voxels[i % volume.voxels.size()] + (c.label == "ill" && i % 3 == 0 ? 2.0F : 0.0F);
            volume = large;
        };
        TrainingProject made(folder.path(), cases);
        Project project = Project::open(made.folder);
        TrainOptions options;
        options.recipe.pretrained = false; // the tiny model has no weights
        options.recipe.head = HeadKind::Attention;
        options.recipe.phases = {{1, 3}};
        options.recipe.headLearningRate = 1e-2;
        options.recipe.holdout = 0.25;
        options.recipe.keep = Keep::Finetuned;
        const RunResult run = train(project, options, engine(), {}, {});
        const Member member = readMember(project.runFolder(run.runId) / "fold_0" / memberFileName(0));
        QVERIFY(member.isFinetuned && member.head.kind == HeadKind::Attention);
        QVERIFY(std::ranges::any_of(member.head.attention.w, [](float w) { return w != 0; }));
        QVERIFY((member.input.size == std::array<std::int64_t, 3>{4, 4, 4}));

        exportClassifier(project, run.runId, folder.path() / "a.nidusmodel");
        const Classifier classifier(folder.path() / "a.nidusmodel");
        std::vector<PredictInput> inputs;
        for (const Case& c : project.cases())
            inputs.push_back({c.id, c.channels});
        const PredictReport report = classifier.predict(inputs, made.reader, engine(), "cpu", {});
        QCOMPARE(run.predictions.size(), std::size_t{4});
        QCOMPARE(classifier.info().members, 1);
        for (const Prediction& prediction : run.predictions) {
            const auto found = std::ranges::find(report.cases, prediction.caseId, &CasePrediction::input);
            QVERIFY(found != report.cases.end());
            QCOMPARE(found->probabilities.at("ill"), prediction.probabilities[1]);
        }
    }
};

QTEST_GUILESS_MAIN(TestAttention)
#include "tst_attention.moc"
