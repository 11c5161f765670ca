// SPDX-License-Identifier: Apache-2.0
#include "core/training/rank_place.h"
#include "core/training/task_json.h"
#include "tests/support/error_code.h"

#include <QTest>

#include <cstdlib>
#include <map>

using namespace nidus;
using namespace nidus::test;

namespace {

constexpr const char* kNames[] = {"RANK",         "WORLD_SIZE",           "LOCAL_RANK",
                                  "MASTER_ADDR",  "MASTER_PORT",          "TORCHELASTIC_USE_AGENT_STORE",
                                  "SLURM_PROCID", "SLURM_STEP_NUM_TASKS", "SLURM_LOCALID"};

RankPlace placeIn(const std::map<std::string, std::string>& environment) {
    for (const char* name : kNames)
        unsetenv(name);
    for (const auto& [name, value] : environment)
        setenv(name.c_str(), value.c_str(), 1);
    return rankPlaceFromEnvironment();
}

} // namespace

class TestRankPlace : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void oneProcessUnlessToldOtherwise() {
        QCOMPARE(placeIn({}).size, 1);
        QCOMPARE(placeIn({{"WORLD_SIZE", "1"}}).size, 1);
        // In a batch script, outside of srun.
        QCOMPARE(placeIn({{"MASTER_ADDR", "node1"}, {"SLURM_PROCID", "0"}, {"SLURM_NTASKS", "4"}}).size, 1);
        // Folds side by side in one step of srun.
        QCOMPARE(placeIn({{"SLURM_PROCID", "2"}, {"SLURM_STEP_NUM_TASKS", "4"}}).size, 1);
    }

    void torchrunAndSrun() {
        const RankPlace torchrun = placeIn({{"RANK", "3"},
                                            {"WORLD_SIZE", "4"},
                                            {"LOCAL_RANK", "1"},
                                            {"MASTER_ADDR", "node1"},
                                            {"MASTER_PORT", "1234"},
                                            {"TORCHELASTIC_USE_AGENT_STORE", "True"}});
        QCOMPARE(torchrun.rank, 3);
        QCOMPARE(torchrun.size, 4);
        QCOMPARE(torchrun.localRank, 1);
        QCOMPARE(torchrun.host, std::string("node1"));
        QCOMPARE(torchrun.port, 1234);
        QVERIFY(torchrun.isServedByLauncher);
        const RankPlace srun = placeIn(
            {{"MASTER_ADDR", "node1"}, {"SLURM_PROCID", "1"}, {"SLURM_STEP_NUM_TASKS", "2"}, {"SLURM_LOCALID", "0"}});
        QCOMPARE(srun.rank, 1);
        QCOMPARE(srun.size, 2);
        QCOMPARE(srun.port, 29500);
        QVERIFY(!srun.isServedByLauncher);
    }

    void halfAPlaceIsRefused() {
        const auto code = [](const std::map<std::string, std::string>& environment) {
            return codeOf([&] { (void)placeIn(environment); });
        };
        QCOMPARE(code({{"WORLD_SIZE", "2"}, {"MASTER_ADDR", "node1"}}), std::string("TRN-070"));
        QCOMPARE(code({{"WORLD_SIZE", "2"}, {"RANK", "0"}}), std::string("TRN-070"));
        QCOMPARE(code({{"WORLD_SIZE", "2"}, {"RANK", "2"}, {"MASTER_ADDR", "node1"}}), std::string("TRN-070"));
        QCOMPARE(code({{"WORLD_SIZE", "two"}}), std::string("TRN-070"));
        QCOMPARE(code({{"WORLD_SIZE", "0"}}), std::string("TRN-070"));
    }

    void aFitTravelsWhole() {
        FineTuneTask task;
        task.fit = "fold_2/refit_1";
        task.fold = 2;
        task.fitIndex = 4;
        task.encoder = {{}, {"/model/encoder.safetensors", "/run/member.safetensors"}, 9, true};
        EncoderArchitecture& architecture = task.encoder.architecture;
        architecture.featuresPerStage = {8, 16};
        architecture.kernelSizes = {{3, 3, 3}, {1, 3, 3}};
        architecture.strides = {{1, 1, 1}, {1, 2, 2}};
        architecture.convsOrBlocksPerStage = {2, 1};
        task.head = {HeadKind::Attention,          3, {0.1F, -0.0F}, {1e-30F, 3.4e38F}, {1.0F / 3}, {-2.5F},
                     {{0.2F, 7}, {-1}, {1.0F / 7}}};
        task.input = {{64, 80, 64}, {true, false}};
        task.recipe.seed = 0xffffffffffffffff;
        task.recipe.encoderLearningRate = 1.0 / 3;
        task.recipe.phases = {{2, 7}};
        task.compute = {"cuda:1", 3, Precision::Float16};
        task.training = {{"case é", "/cache/a.safetensors", 1, 7, "12ab"}};
        task.validation = {{"b", "/cache/b.safetensors", 0, 8, "34cd"}};
        task.views = {"/cache", "56ef", std::int64_t{1} << 40};
        task.epochs = 5;
        task.stateFile = "/run/state.safetensors";
        const FineTuneTask other = taskFromJson(toJson(task));
        QCOMPARE(toJson(other), toJson(task));
        QVERIFY(other.head == task.head);
        QVERIFY(other.recipe == task.recipe);
        QVERIFY(other.compute == task.compute);
        QVERIFY(other.encoder.architecture == task.encoder.architecture);
        QCOMPARE(other.encoder.weights.size(), std::size_t{2});
        QCOMPARE(other.training.front().file, task.training.front().file);
        QCOMPARE(codeOf([] { (void)taskFromJson("{}"); }), std::string("TRN-073"));
    }
};

QTEST_GUILESS_MAIN(TestRankPlace)
#include "tst_rank_place.moc"
