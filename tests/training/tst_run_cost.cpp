// SPDX-License-Identifier: Apache-2.0
#include "core/training/run_cost.h"

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
        recipe.phases = {{2, 4}};
        recipe.views = 0;
        recipe.folds = 5;
        recipe.innerFolds = 2;
        recipe.members = 1;
        // 16 cases train; an epoch is two inner fits on 8 and a refit on 16, 2.5 s each, and 16 validate.
        const double expected = 5 * 3.0 + 20 + 5 * 4 * (32 * 2.5 + 16) + 20;
        QVERIFY(std::abs(estimatedSeconds(recipe, costs()) - expected) < 1e-9);
        recipe.holdout = 0.2;
        QVERIFY(std::abs(estimatedSeconds(recipe, costs()) - (5 * 3.0 + 20 + 4 * (32 * 2.5 + 16) + 20)) < 1e-9);
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

private:
    static RunCosts costs() { return {20, 5, 3.0, {1.0, 2.5, 1.5}}; }
};

QTEST_GUILESS_MAIN(TestRunCost)
#include "tst_run_cost.moc"
