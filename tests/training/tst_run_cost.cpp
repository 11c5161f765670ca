// SPDX-License-Identifier: Apache-2.0
#include "core/training/run_cost.h"

#include "core/model/case_windows.h"

#include <QtTest>

#include <cmath>

using namespace nidus;

class TestRunCost : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theProbeAloneIsOnePass() {
        Recipe recipe;
        recipe.phases.clear();
        QCOMPARE(estimatedSeconds(recipe, costs()), 5 * 3.0 + 20 * 1.0);
    }

    void everyFitIsCounted() {
        Recipe recipe;
        recipe.phases = {{2, 4}}; // 0.06 of the network is open
        recipe.views = 0;
        recipe.folds = 5;
        recipe.innerFolds = 2;
        recipe.members = 1;
        // 16 cases train: an epoch is two inner fits on 8 and a refit on 16, and 16 validate.
        const double epoch = 32 * (0.94 + 3 * 0.06) + 16;
        QVERIFY(isClose(estimatedSeconds(recipe, costs()), 5 * 3.0 + 20 + 5 * 4 * epoch + 20));
        recipe.holdout = 0.2;
        QVERIFY(isClose(estimatedSeconds(recipe, costs()), 5 * 3.0 + 20 + 4 * epoch + 20));
    }

    /// Fixed views: the closed stages are computed once for four epochs, in all folds.
    void viewsSpareTheClosedStages() {
        Recipe recipe;
        recipe.phases = {{1, 4}};
        recipe.views = 8;
        recipe.folds = 5;
        recipe.innerFolds = 2;
        const double epoch = 32 * 3 * 0.02 + 16 * 0.02;
        QVERIFY(isClose(estimatedSeconds(recipe, costs()), 5 * 3.0 + 20 + 5 * 4 * epoch + 20 * 4 + 20));
    }

    /// A step sees one of the four windows of a case; with attention all of them, twice, as they are more than a batch.
    void aStepOfALargeCaseSeesOneWindowOrAll() {
        RunCosts large = costs();
        large.windows = 4;
        Recipe recipe;
        recipe.phases = {{1, 4}}; // 0.02 of the network is open
        recipe.views = 0;
        recipe.folds = 5;
        recipe.selectEpochs = false;
        recipe.batch = 2;
        QVERIFY(isClose(estimatedSeconds(recipe, large), 5 * 3.0 + 20 + 5 * 4 * 16 * 0.25 * (0.98 + 3 * 0.02) + 20));
        recipe.head = HeadKind::Attention;
        QVERIFY(isClose(estimatedSeconds(recipe, large), 5 * 3.0 + 20 + 5 * 4 * 16 * (0.98 + 4 * 0.02) + 20));
        recipe.batch = 4;
        QVERIFY(isClose(estimatedSeconds(recipe, large), 5 * 3.0 + 20 + 5 * 4 * 16 * (0.98 + 3 * 0.02) + 20));
    }

    void moreWorkTakesLonger() {
        Recipe recipe;
        const double plain = estimatedSeconds(recipe, costs());
        Recipe members = recipe, epochs = recipe, noViews = recipe;
        members.members = 3;
        epochs.phases.back().epochs *= 4;
        noViews.views = 0;
        for (const Recipe& each : {members, epochs, noViews})
            QVERIFY(estimatedSeconds(each, costs()) > plain);
    }

    // Two stages of 8 and 16 features, the second at an eighth of the voxels; one convolution each, without bias.
    void memoryIsTheFormula() {
        RunCosts costs;
        costs.architecture.featuresPerStage = {8, 16};
        costs.architecture.kernelSizes = {{3, 3, 3}, {3, 3, 3}};
        costs.architecture.strides = {{1, 1, 1}, {2, 2, 2}};
        costs.architecture.convsOrBlocksPerStage = {1, 1};
        costs.architecture.convBias = false;
        costs.architecture.norm = NormLayer::None;
        costs.inputSize = {64, 64, 64};
        Recipe recipe;
        recipe.precision = Precision::Float32;
        recipe.phases.clear();
        const double voxels = 64.0 * 64 * 64, weights = 27 * 8 + 27 * 8 * 16;
        const double loaded = static_cast<double>(itemsAhead()) + 1;
        const double frozen = estimatedMemory(recipe, costs);
        QVERIFY(isClose(frozen, 250e6 + 4 * weights + 8 * voxels * loaded + 4 * 6 * 8 * voxels));
        recipe.phases = {{1, 3}};
        recipe.views = 2;
        recipe.batch = 4;
        const double open = 27 * 8 * 16, outputs = 16 * voxels / 8;
        QVERIFY(isClose(estimatedMemory(recipe, costs),
                        frozen + 20 * open + 8 * voxels * loaded * (2 - 1) + 8 * 4 * 4 * outputs));
        const double whole = estimatedMemory(recipe, costs);
        for (const Precision precision : {Precision::Bfloat16, Precision::Float16}) {
            recipe.precision = precision;
            QVERIFY(isClose(estimatedMemory(recipe, costs), whole - 2 * 6 * 8 * voxels - 2 * 8 * 4 * outputs));
        }
        // Three windows are loaded in place of the two views, and those of a batch wait before the second stage.
        recipe.precision = Precision::Float32;
        costs.windows = 3;
        const double waiting = 4.0 * 4 * (3 - 1) * 8 * voxels;
        QVERIFY(isClose(estimatedMemory(recipe, costs), whole + 8 * voxels * loaded * (3 - 2) + waiting));
        recipe.head = HeadKind::Attention; // all windows of both views
        QVERIFY(isClose(estimatedMemory(recipe, costs), whole + 8 * voxels * loaded * (6 - 2) + waiting));
    }

private:
    static RunCosts costs() { return {20, 5, 3.0, 1.0}; }
    static bool isClose(double a, double b) { return std::abs(a - b) < 1e-9; }
};

QTEST_GUILESS_MAIN(TestRunCost)
#include "tst_run_cost.moc"
