// SPDX-License-Identifier: Apache-2.0
#include "core/base/safetensors.h"
#include "tests/engine/engine_fixture.h"
#include "tests/support/error_code.h"

#include <QTest>
#include <nlohmann/json.hpp>

#include <cmath>

using namespace nidus;
using namespace nidus::test;

namespace {

using Json = nlohmann::json;

constexpr std::size_t kDims = 24; ///< mean and max of 3, 4 and 5 features

/// A fit in float16 on toy cases that can be learned, with five steps per epoch.
struct Bench {
    Bench() : training(folder.path(), 20, {4, 8, 8}), validation(folder.path(), 4, {4, 8, 8}, 100) {
        task.fit = "fold_1/refit";
        task.encoder.architecture = tinyArchitecture(EncoderClass::PlainConv);
        weights = randomWeights(task.encoder.architecture, 1);
        task.encoder.weights = {writeWeights(folder.path() / "encoder.safetensors", weights)};
        task.head = zeroHead(HeadKind::Multi, kDims);
        task.input = {{4, 8, 8}, {false, false}};
        task.recipe.batch = 2;
        task.recipe.accumulation = 2;
        task.recipe.phases = {{3, 12}};
        task.recipe.dropout = 0;
        task.recipe.augmentation.enabled = false;
        task.recipe.headLearningRate = 2e-2;
        task.recipe.encoderLearningRate = 1e-2;
        task.compute = {"cpu", 2, Precision::Float16};
        task.training = training.cases;
        task.validation = validation.cases;
        task.epochs = 12;
        task.stateFile = folder.path() / "state.safetensors";
    }

    /// Its gradients leave the range of float16 at the first scale, since every logit hangs on it so much.
    void makeHeadSteep(float weight) {
        for (std::size_t i = 0; i < task.head.weight.size(); ++i)
            task.head.weight[i] = i < kDims ? weight : -weight;
    }

    FineTuneOutcome run(const JobControl& control = {}, int cancelAfter = -1) {
        steps.clear();
        messages.clear();
        TrainingListener listener;
        listener.onStep = [this](const StepEvent& event) { steps.push_back(event); };
        listener.onMessage = [this](const MessageEvent& event) { messages.push_back(event); };
        listener.onEpoch = [&](const EpochEvent& event) {
            if (event.epoch == cancelAfter)
                control.token.cancel();
        };
        return engine().fineTune(task, listener, control);
    }

    /// As the saved state has it; null where it has none.
    [[nodiscard]] Json lossScale() const {
        const SafetensorsFile file(task.stateFile);
        return Json::parse(file.metadata().at("nidus")).value("loss_scale", Json());
    }

    TemporaryFolder folder;
    Weights weights;
    Cohort training, validation;
    FineTuneTask task;
    std::vector<StepEvent> steps;
    std::vector<MessageEvent> messages;
};

double norm(const StepEvent& step) {
    double squares = 0;
    for (const StepEvent::Group& group : step.groups)
        squares += group.gradientNorm * group.gradientNorm;
    return std::sqrt(squares);
}

double change(const StepEvent& step) {
    double sum = 0;
    for (const StepEvent::Group& group : step.groups)
        sum += group.weightChange;
    return sum;
}

double largestDifference(const HostTensor& a, const HostTensor& b) {
    return test::largestDifference(a.values, {b.values.begin(), b.values.end()});
}

} // namespace

class TestFloat16 : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // Eleven bits of mantissa: nearer to float32 than bfloat16, which has eight, and not the same.
    void stagesFeaturesAndLogitsAreNearFloat32() {
        Bench bench;
        const ComputeSettings whole{"cpu", 2, Precision::Float32}, coarse{"cpu", 2, Precision::Bfloat16};
        const HostTensor input = randomTensor({2, 2, 4, 8, 8}, 3);
        const auto exact = engine().forwardStages(bench.task.encoder, input, whole);
        const auto half = engine().forwardStages(bench.task.encoder, input, bench.task.compute);
        const auto rough = engine().forwardStages(bench.task.encoder, input, coarse);
        for (std::size_t s = 0; s < exact.size(); ++s) {
            const double error = largestDifference(half[s], exact[s]);
            QVERIFY2(error > 0 && error < 0.03, std::to_string(error).c_str());
            QVERIFY(error < largestDifference(rough[s], exact[s]));
        }
        const auto features = [&](const ComputeSettings& compute) {
            return engine()
                .encode(bench.task.encoder, HeadKind::Multi, bench.task.input, bench.training.source(), compute, {})
                .front();
        };
        const std::vector<float> expected = features(whole);
        QVERIFY(test::largestDifference(features(bench.task.compute), {expected.begin(), expected.end()}) < 0.03);
        bench.makeHeadSteep(1);
        const auto logit = [&](const ComputeSettings& compute) {
            return engine()
                .classify(bench.task.encoder, bench.task.head, bench.task.input, bench.training.source(), compute, {})
                .front()
                .front();
        };
        QVERIFY(std::abs(logit(bench.task.compute) - logit(whole)) < 0.1);
    }

    void trainingReachesWhatFloat32Reaches() {
        Bench bench;
        const FineTuneOutcome half = bench.run();
        const StepEvent firstHalf = bench.steps.front();
        QVERIFY(bench.lossScale() == Json({{"scale", 65536}, {"good_steps", 60}, {"skipped_steps", 0}}));
        QVERIFY(bench.messages.empty());
        std::filesystem::remove(bench.task.stateFile);
        bench.task.compute.precision = Precision::Float32;
        const FineTuneOutcome whole = bench.run();
        QVERIFY(bench.lossScale().is_null());
        // The scale is out of the gradient before anybody looks at it.
        QVERIFY(std::abs(norm(firstHalf) - norm(bench.steps.front())) < 0.01 * norm(bench.steps.front()));
        QVERIFY(whole.epochs.back().trainingLoss < 0.3);
        QVERIFY2(std::abs(half.epochs.back().trainingLoss - whole.epochs.back().trainingLoss) < 0.03,
                 std::to_string(half.epochs.back().trainingLoss).c_str());
    }

    void stepsBeyondTheRangeAreLeftOut() {
        Bench bench;
        bench.makeHeadSteep(20);
        const FineTuneOutcome outcome = bench.run();
        int skipped = 0; // every other step moves the weights, if only by their decay
        double before = 0;
        for (const StepEvent& step : bench.steps) {
            QVERIFY(std::isfinite(step.loss));
            if (change(step) == before) {
                ++skipped;
                QCOMPARE(norm(step), 0.0);
            }
            before = change(step);
        }
        QVERIFY(skipped > 0);
        QVERIFY2(skipped < 16, std::to_string(skipped).c_str());
        QCOMPARE(bench.lossScale().at("skipped_steps").get<int>(), skipped);
        QCOMPARE(bench.lossScale().at("scale").get<double>(), std::ldexp(65536, -skipped));
        QVERIFY(!bench.messages.empty());
        QCOMPARE(bench.messages.front().code, std::string("TRN-044"));
        QVERIFY(outcome.epochs.back().trainingLoss < outcome.epochs.front().trainingLoss);
    }

    void stoppedAndResumedGivesTheSameBytes() {
        Bench bench;
        bench.makeHeadSteep(20);
        (void)bench.run();
        const std::string undisturbed = sha256File(bench.task.stateFile);
        const Json scale = bench.lossScale();
        std::filesystem::remove(bench.task.stateFile);
        QVERIFY(isStopped([&] {
            (void)bench.run({}, 0); // after the first epoch, whose steps were left out
        }));
        QVERIFY(bench.lossScale().at("skipped_steps").get<int>() > 0);
        (void)bench.run();
        QVERIFY(bench.lossScale() == scale);
        QCOMPARE(sha256File(bench.task.stateFile), undisturbed);
    }

    // What no scale brings into range is an error, as in the other precisions.
    void endlessOverflowHasACode() {
        Bench bench;
        bench.makeHeadSteep(1e25F);
        try {
            (void)bench.run();
            QFAIL("a gradient that is never finite was accepted");
        } catch (const Error& error) {
            QCOMPARE(error.code(), std::string("TRN-010"));
            QVERIFY2(std::string(error.what()).find("float16") != std::string::npos, error.what());
        }
        QCOMPARE(bench.steps.size(), std::size_t{16}); // from a scale of 65536 down to 1
    }

    // Two channels times 3 x 3 taps of 3000 and an input of 30: the first convolution gives a million.
    void outputBeyondTheRangeHasACode() {
        Bench bench;
        bench.task.encoder.architecture = tinyArchitecture(EncoderClass::PlainConv, 3, NormLayer::None);
        bench.weights = randomWeights(bench.task.encoder.architecture, 1);
        for (float& value : bench.weights.at("stages.0.0.convs.0.conv.weight").values)
            value = 3000;
        bench.task.encoder.weights = {writeWeights(bench.folder.path() / "steep.safetensors", bench.weights)};
        PreprocessedCase bright = toyCase(0, 0, {4, 8, 8});
        for (float& voxel : bright.image.voxels)
            voxel = 30;
        const CaseSource cases{1, [&](std::size_t) { return bright; }, [](std::size_t) { return "bright"; }};
        const auto encode = [&](Precision precision) {
            (void)engine().encode(bench.task.encoder, HeadKind::Gap, bench.task.input, cases, {"cpu", 2, precision},
                                  {});
        };
        encode(Precision::Bfloat16);
        try {
            encode(Precision::Float16);
            QFAIL("an output beyond the range was accepted");
        } catch (const Error& error) {
            QCOMPARE(error.code(), std::string("ENG-008"));
            QCOMPARE(error.caseId(), std::string("bright"));
        }
    }

    // Before there was float16 the state was of format 1 and said nothing of a loss scale.
    void statesOfFormat1GoOn() {
        Bench bench;
        bench.task.compute.precision = Precision::Float32;
        (void)bench.run();
        const std::string undisturbed = sha256File(bench.task.stateFile);
        std::filesystem::remove(bench.task.stateFile);
        bench.task.epochs = 5;
        (void)bench.run();
        const auto old = bench.folder.path() / "old.safetensors";
        {
            const SafetensorsFile file(bench.task.stateFile);
            Json metadata = Json::parse(file.metadata().at("nidus"));
            QCOMPARE(metadata.at("format").get<int>(), 2);
            metadata["format"] = 1;
            writeSafetensors(old, file.tensors(), {{"nidus", metadata.dump()}});
        }
        std::filesystem::rename(old, bench.task.stateFile);
        bench.task.epochs = 12;
        (void)bench.run();
        QCOMPARE(sha256File(bench.task.stateFile), undisturbed);
    }
};

QTEST_GUILESS_MAIN(TestFloat16)
#include "tst_float16.moc"
