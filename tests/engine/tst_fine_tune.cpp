// SPDX-License-Identifier: Apache-2.0
#include "core/base/safetensors.h"
#include "core/imaging/case_file.h"
#include "core/training/schedule.h"
#include "tests/engine/fit_bench.h"
#include "tests/support/error_code.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <set>

using namespace nidus;
using namespace nidus::test;

namespace {

const StepEvent::Group& group(const StepEvent& event, const std::string& name) {
    return *std::find_if(event.groups.begin(), event.groups.end(), [&](const auto& g) { return g.name == name; });
}

} // namespace

class TestFineTune : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void closedStagesStayAndOpenOnesChangeFromTheirEpochOn() {
        const Bench bench;
        const std::vector<StepEvent> steps = stepsOf(bench);
        QCOMPARE(steps.size(), std::size_t{16});
        for (const StepEvent& step : steps) {
            QCOMPARE(step.fit, bench.task.fit);
            QCOMPARE(step.groups.size(), std::size_t{4});
            QVERIFY(group(step, "head").weightChange > 0);
            QVERIFY(group(step, "stage_2").weightChange > 0);
            QCOMPARE(group(step, "stage_1").weightChange > 0, step.epoch >= 5);
            QCOMPARE(group(step, "stage_0").weightChange, 0.0);
            QCOMPARE(group(step, "stage_0").learningRate, 0.0);
            QCOMPARE(group(step, "head").learningRate, learningRate(bench.task.recipe, -1, step.step, 2));
            QCOMPARE(group(step, "stage_2").learningRate, learningRate(bench.task.recipe, 0, step.step, 2));
            QCOMPARE(group(step, "stage_1").learningRate, learningRate(bench.task.recipe, 1, step.step, 2));
        }
        const FineTuneOutcome outcome = bench.run();
        for (const auto& [name, tensor] : bench.weights)
            QCOMPARE(outcome.encoderWeights.count(name) == 1, stageOf(name) > 0);
        for (const auto& [name, tensor] : outcome.encoderWeights)
            QVERIFY2(!sameBits(tensor.values, bench.weights.at(name).values), name.c_str());
        QVERIFY(outcome.head.mean == bench.task.head.mean);
        QVERIFY(outcome.head.scale == bench.task.head.scale);
    }

    // What the fit says of its validation cases must be what classify() says with the weights it returns: closed stages
    // were really those of the file.
    void outcomeAndClassifierAgree() {
        Bench bench;
        bench.task.compute.precision = Precision::Float32;
        const FineTuneOutcome outcome = bench.runAfresh();
        EncoderSource source = bench.task.encoder;
        source.weights.push_back(writeWeights(bench.folder.path() / "member.safetensors", outcome.encoderWeights));
        const auto logits = engine().classify(source, outcome.head, bench.task.input, bench.validation.source(),
                                              bench.task.compute, {});
        for (std::size_t i = 0; i < logits.size(); ++i)
            for (std::size_t k = 0; k < logits[i].size(); ++k)
                QVERIFY(std::abs(logits[i][k] - outcome.epochs.back().validationLogits[i][k]) < 1e-5);
    }

    // What is read from disk is what would have been computed.
    void keptViewsChangeNoBit() {
        Bench bench;
        bench.task.recipe.views = 3;
        const FineTuneOutcome computed = bench.runAfresh();
        bench.task.views = {bench.folder.path() / "cache", "toy", std::int64_t{1} << 30};
        const std::vector<StepEvent> first = stepsOf(bench);
        const FineTuneOutcome written = bench.run();
        const std::vector<StepEvent> second = stepsOf(bench);
        const FineTuneOutcome read = bench.run();
        QVERIFY(sameBits(computed, written));
        QVERIFY(sameBits(computed, read));
        for (std::size_t i = 0; i < first.size(); ++i)
            QVERIFY(first[i].transforms == second[i].transforms);
        // One file for each of six training and two validation cases, in each of the two phases.
        QCOMPARE(std::distance(std::filesystem::directory_iterator(bench.task.views.folder), {}), std::ptrdiff_t{16});
    }

    void damagedOrFullViewFilesAreNoHarm() {
        Bench bench;
        const FineTuneOutcome computed = bench.runAfresh();
        bench.task.views = {bench.folder.path() / "cache", "toy", std::int64_t{1} << 30};
        (void)bench.runAfresh();
        for (const auto& entry : std::filesystem::directory_iterator(bench.task.views.folder))
            std::filesystem::resize_file(entry.path(), entry.file_size() / 2);
        QVERIFY(sameBits(computed, bench.runAfresh()));
        std::filesystem::remove_all(bench.task.views.folder);
        bench.task.views.limit = 3000;
        QVERIFY(sameBits(computed, bench.runAfresh()));
        QVERIFY(std::distance(std::filesystem::directory_iterator(bench.task.views.folder), {}) < 16);
    }

    // Views belong to the case: another seed, fold and fit sees the same ones.
    void fixedViewsAreSharedByFitsAndFreshOnesAreNot() {
        const auto transformsOf = [](int views, std::uint64_t seed, std::uint32_t fold) {
            Bench bench;
            bench.task.recipe.views = views;
            bench.task.recipe.seed = seed;
            bench.task.fold = fold;
            std::set<std::pair<std::string, std::vector<std::string>>> all;
            for (const StepEvent& step : stepsOf(bench))
                for (std::size_t i = 0; i < step.cases.size(); ++i)
                    all.insert({step.cases[i] + std::to_string(step.epoch), step.transforms[i]});
            return all;
        };
        QVERIFY(transformsOf(8, 7, 1) == transformsOf(8, 8, 2));
        QVERIFY(transformsOf(0, 7, 1) != transformsOf(0, 8, 2));
    }

    // Cases that go through together give what they give alone, up to rounding.
    void batchesAreAccumulation() {
        Bench bench;
        bench.task.compute.precision = Precision::Float32;
        bench.task.recipe.batch = 4;
        const FineTuneOutcome together = bench.runAfresh();
        bench.task.recipe.batch = 1;
        bench.task.recipe.accumulation = 4;
        const FineTuneOutcome alone = bench.runAfresh();
        for (std::size_t e = 0; e < together.epochs.size(); ++e)
            QVERIFY(std::abs(together.epochs[e].trainingLoss - alone.epochs[e].trainingLoss) < 1e-4);
    }

    void everyEpochUsesEveryCaseOnce() {
        const Bench bench;
        std::vector<StepEvent> steps = stepsOf(bench);
        std::set<std::string> orders;
        for (std::size_t i = 0; i < steps.size(); i += 2) {
            QCOMPARE(steps[i].cases.size(), std::size_t{4});
            QCOMPARE(steps[i + 1].cases.size(), std::size_t{2});
            std::vector<std::string> cases = steps[i].cases;
            cases.insert(cases.end(), steps[i + 1].cases.begin(), steps[i + 1].cases.end());
            std::string order;
            for (const std::string& id : cases)
                order += id;
            orders.insert(order);
            QCOMPARE(std::set<std::string>(cases.begin(), cases.end()).size(), std::size_t{6});
        }
        QVERIFY(orders.size() > 5);
    }

    void stoppedAndResumedGivesTheSameBytes() {
        Bench bench;
        const FineTuneOutcome undisturbed = bench.runAfresh();
        const std::string state = sha256File(bench.task.stateFile);
        std::filesystem::remove(bench.task.stateFile);
        JobControl control;
        TrainingListener listener;
        int epochs = 0;
        listener.onEpoch = [&](const EpochEvent& event) {
            ++epochs;
            if (event.epoch == 2)
                control.token.cancel();
        };
        QVERIFY(isStopped([&] { (void)bench.run(listener, control); }));
        QCOMPARE(epochs, 3);
        const FineTuneOutcome resumed = bench.run(listener);
        QCOMPARE(epochs, 8);
        QVERIFY(sameBits(undisturbed, resumed));
        QCOMPARE(sha256File(bench.task.stateFile), state);
        QVERIFY(sameBits(undisturbed, bench.run()));
        QCOMPARE(epochs, 8);
    }

    void averagedWeightsAreWhatIsJudgedAndReturned() {
        Bench bench;
        bench.task.compute.precision = Precision::Float32;
        bench.task.recipe.batch = 1; // one by one, as classify() goes, to the same bits
        bench.task.recipe.accumulation = 4;
        const FineTuneOutcome plain = bench.runAfresh();
        bench.task.recipe.weightAverage = 0.99999;
        const FineTuneOutcome still = bench.runAfresh();
        const auto distance = [&](const FineTuneOutcome& outcome, const std::string& name) {
            double sum = 0;
            const std::vector<float>& start = bench.weights.at(name).values;
            for (std::size_t i = 0; i < start.size(); ++i)
                sum += std::abs(static_cast<double>(outcome.encoderWeights.at(name).values[i] - start[i]));
            return sum;
        };
        // The norm after a convolution takes its bias away: what moves that is rounding.
        for (const auto& [name, tensor] : plain.encoderWeights)
            QVERIFY2(name.ends_with("conv.bias") || distance(still, name) < 0.01 * distance(plain, name), name.c_str());
        // Training itself goes its way.
        QCOMPARE(still.epochs.back().trainingLoss, plain.epochs.back().trainingLoss);
        EncoderSource source = bench.task.encoder;
        source.weights.push_back(writeWeights(bench.folder.path() / "member.safetensors", still.encoderWeights));
        QVERIFY(
            engine().classify(source, still.head, bench.task.input, bench.validation.source(), bench.task.compute, {})
            == still.epochs.back().validationLogits);
    }

    void stoppedInTheMiddleOfAnEpochGivesTheSameBytesToo() {
        Bench bench;
        bench.task.recipe.weightAverage = 0.9;
        const FineTuneOutcome undisturbed = bench.runAfresh();
        std::filesystem::remove(bench.task.stateFile);
        JobControl control;
        TrainingListener listener;
        listener.onStep = [&](const StepEvent& event) {
            if (event.step == 12)
                control.token.cancel();
        };
        QVERIFY(isStopped([&] { (void)bench.run(listener, control); }));
        QVERIFY(sameBits(undisturbed, bench.run()));
    }

    void fewerEpochsAreTheBeginningOfMore() {
        Bench bench;
        const FineTuneOutcome all = bench.runAfresh();
        bench.task.epochs = 4;
        const FineTuneOutcome four = bench.runAfresh();
        QCOMPARE(four.epochs.size(), std::size_t{4});
        for (std::size_t i = 0; i < 4; ++i)
            QVERIFY(four.epochs[i].validationLogits == all.epochs[i].validationLogits);
        for (const auto& [name, tensor] : four.encoderWeights)
            QCOMPARE(stageOf(name), 2);
        bench.task.epochs = 8;
        QVERIFY(sameBits(all, bench.run()));
    }

    void bitsDoNotDependOnPrefetching() {
        const Bench bench;
        const FineTuneOutcome with = bench.runAfresh();
        for (const char* ahead : {"0", "2", "4"}) {
            setenv("NIDUS_PREFETCH", ahead, 1);
            const FineTuneOutcome other = bench.runAfresh();
            unsetenv("NIDUS_PREFETCH");
            QVERIFY2(sameBits(with, other), ahead);
        }
    }

    void seedFoldAndFitDecideTheDraws() {
        Bench bench;
        const FineTuneOutcome first = bench.runAfresh();
        bench.task.fitIndex = 1;
        const FineTuneOutcome otherFit = bench.runAfresh();
        bench.task.fitIndex = 0;
        bench.task.recipe.seed = 8;
        const FineTuneOutcome otherSeed = bench.runAfresh();
        QVERIFY(!sameBits(first, otherFit));
        QVERIFY(!sameBits(first, otherSeed));
    }

    // Without augmentation the closed part runs once per case and is kept; the bits must be those of the plain way,
    // which a recipe whose augmentation never fires still goes.
    void keptActivationsGiveTheSameBits() {
        Bench bench;
        bench.task.recipe.augmentation = {};
        bench.task.recipe.augmentation.enabled = false;
        const FineTuneOutcome kept = bench.runAfresh();
        AugmentationRecipe never;
        never.rotationProbability = never.zoomProbability = never.noiseProbability = never.blurProbability = 0;
        never.brightnessProbability = never.contrastProbability = never.lowResolutionProbability = 0;
        never.invertedGammaProbability = never.gammaProbability = 0;
        bench.task.recipe.augmentation = never;
        QVERIFY(sameBits(kept, bench.runAfresh()));
    }

    void stateOfAnotherFitIsRefused() {
        Bench bench;
        bench.task.epochs = 1;
        (void)bench.runAfresh();
        bench.task.recipe.dropout = 0.4;
        QCOMPARE(codeOf([&] { (void)bench.run(); }), std::string("TRN-030"));
        bench.task.recipe.dropout = 0.3;
        bench.task.epochs = 0;
        QCOMPARE(codeOf([&] { (void)bench.run(); }), std::string("TRN-030"));
        std::filesystem::resize_file(bench.task.stateFile, 1000);
        bench.task.epochs = 1;
        QCOMPARE(codeOf([&] { (void)bench.run(); }), std::string("TRN-032"));
    }

    void learnsAToyProblem_data() {
        QTest::addColumn<int>("encoderClass");
        QTest::addColumn<int>("kind");
        QTest::newRow("plain, mean and max")
            << static_cast<int>(EncoderClass::PlainConv) << static_cast<int>(HeadKind::Multi);
        QTest::newRow("residual, foreground")
            << static_cast<int>(EncoderClass::ResidualEncoder) << static_cast<int>(HeadKind::Foreground);
    }

    void learnsAToyProblem() {
        QFETCH(int, encoderClass);
        QFETCH(int, kind);
        Bench bench(static_cast<EncoderClass>(encoderClass));
        bench.task.head =
            zeroHead(static_cast<HeadKind>(kind), static_cast<HeadKind>(kind) == HeadKind::Multi ? kDims : 13);
        const Cohort training(bench.folder.path(), 20, {4, 8, 8}, 100);
        const Cohort validation(bench.folder.path(), 6, {4, 8, 8}, 200);
        bench.task.training = training.cases;
        bench.task.validation = validation.cases;
        bench.task.recipe.phases = {{3, 16}};
        bench.task.recipe.dropout = 0;
        // These would wipe out the fine pattern that tells the classes apart.
        bench.task.recipe.augmentation.blurProbability = 0;
        bench.task.recipe.augmentation.lowResolutionProbability = 0;
        bench.task.recipe.augmentation.rotationProbability = 0;
        bench.task.recipe.headLearningRate = 2e-2;
        bench.task.recipe.encoderLearningRate = 1e-2;
        bench.task.epochs = 16;
        const FineTuneOutcome outcome = bench.runAfresh();
        QVERIFY(std::abs(outcome.epochs.front().trainingLoss - std::log(2.0)) < 0.3);
        QVERIFY2(outcome.epochs.back().trainingLoss < 0.2, std::to_string(outcome.epochs.back().trainingLoss).c_str());
    }

    // The first step of a head that starts from zero, by hand: AdamW moves every weight by the learning rate against
    // the sign of its gradient.
    void firstStepOfTheHeadIsAdamW() {
        Bench bench;
        bench.task.recipe.phases = {{1, 1}};
        bench.task.recipe.warmupSteps = 0;
        bench.task.recipe.batch = 6;
        bench.task.recipe.dropout = 0;
        bench.task.recipe.augmentation.enabled = false;
        bench.task.compute.precision = Precision::Float32;
        bench.task.epochs = 1;
        const auto features = engine().encode(bench.task.encoder, HeadKind::Multi, bench.task.input,
                                              bench.training.source(), bench.task.compute, {});
        const FineTuneOutcome outcome = bench.runAfresh();
        QVERIFY(std::abs(outcome.epochs[0].trainingLoss - std::log(2.0)) < 1e-6);
        for (std::size_t k = 0; k < kDims; ++k) {
            double gradient = 0; // of W[1, k]: mean of (1/2 - [label = 1]) f
            for (std::size_t i = 0; i < 6; ++i)
                gradient += (0.5 - bench.task.training[i].label) * static_cast<double>(features[i][k]) / 6;
            const double expected = -1e-3 * gradient / (std::abs(gradient) + 1e-8);
            QVERIFY(std::abs(static_cast<double>(outcome.head.weight[kDims + k]) - expected) < 1e-6);
            QVERIFY(std::abs(static_cast<double>(outcome.head.weight[k]) + expected) < 1e-6);
        }
    }

    void caseThatBreaksTheLossIsNamed() {
        Bench bench;
        PreprocessedCase broken = toyCase(3, 1, {4, 8, 8});
        broken.image.voxels[17] = std::numeric_limits<float>::quiet_NaN();
        writeCaseFile(bench.task.training[3].file, broken, Publish::Replace);
        try {
            (void)bench.runAfresh();
            QFAIL("a case with NaN was accepted");
        } catch (const Error& error) {
            QCOMPARE(error.code(), std::string("TRN-010"));
            QVERIFY(std::string(error.what()).find("case_3") != std::string::npos);
        }
        std::filesystem::remove(bench.task.training[3].file);
        try {
            (void)bench.runAfresh();
            QFAIL("a missing case was accepted");
        } catch (const Error& error) {
            QCOMPARE(error.caseId(), std::string("case_3"));
        }
    }

    void largeCasesAreCutAndKeptApart() {
        Bench bench;
        const Cohort large(bench.folder.path(), 4, {6, 12, 12}, 100);
        bench.task.training = large.cases;
        bench.task.validation = large.cases;
        const FineTuneOutcome first = bench.runAfresh();
        QVERIFY(sameBits(first, bench.runAfresh()));
        QCOMPARE(first.epochs.back().validationLogits.size(), std::size_t{4});
    }

    void twoDimensionalNetworksLearnToo() {
        Bench bench;
        bench.task.encoder.architecture = tinyArchitecture(EncoderClass::PlainConv, 2);
        bench.weights = randomWeights(bench.task.encoder.architecture, 2);
        bench.task.encoder.weights = {writeWeights(bench.folder.path() / "flat.safetensors", bench.weights)};
        bench.task.input.size = {1, 8, 8};
        const FineTuneOutcome outcome = bench.runAfresh();
        QCOMPARE(outcome.epochs.size(), std::size_t{8});
        QVERIFY(outcome.epochs.back().trainingLoss < outcome.epochs.front().trainingLoss);
    }
};

QTEST_GUILESS_MAIN(TestFineTune)
#include "tst_fine_tune.moc"
