// SPDX-License-Identifier: Apache-2.0
#include "core/base/files.h"
#include "core/base/resource_folder.h"
#include "core/training/recipe.h"
#include "core/training/recipe_fields.h"
#include "core/training/schedule.h"
#include "tests/support/error_code.h"

#include <QTest>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <set>

using namespace nidus;
using nidus::test::codeOf;

class TestRecipe : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void presetsSurviveTheirJson() {
        for (const std::string& name : recipePresets()) {
            const Recipe recipe = recipePreset(name);
            QCOMPARE(recipe.preset, name);
            QVERIFY2(recipeFromJson(toJson(recipe)) == recipe, name.c_str());
        }
        QVERIFY(recipePreset("balanced") == Recipe());
        QVERIFY(recipePreset("quick").phases.empty());
        QVERIFY(!recipePreset("scratch").pretrained && !recipePreset("random-encoder").pretrained);
        QCOMPARE(recipePreset("thorough").members, 3);
        QVERIFY(!recipePreset("textbook").probe && recipePreset("textbook").head == HeadKind::Gap);
        QCOMPARE(codeOf([] { static_cast<void>(recipePreset("fast")); }), std::string("TRN-002"));
        QCOMPARE(codeOf([] { static_cast<void>(headKindFromName("vit")); }), std::string("TRN-001"));
        for (const HeadKind kind : {HeadKind::Multi, HeadKind::MultiMean, HeadKind::PreNorm, HeadKind::Foreground,
                                    HeadKind::Grid, HeadKind::MeanMax, HeadKind::Gap, HeadKind::Attention})
            QVERIFY(headKindFromName(headKindName(kind)) == kind);
        const std::vector<HeadKind> candidates = headCandidates(HeadKind::Auto);
        QCOMPARE(candidates.size(), std::size_t{7}); // to the probe attention is multi
        QVERIFY(std::ranges::find(candidates, HeadKind::Attention) == candidates.end());
        QVERIFY(recipeFromJson(R"({"head": "attention"})").head == HeadKind::Attention);
    }

    // A user copies one and edits it: what is not in it could not be found.
    void everyPresetIsAFileWithEveryField() {
        const std::filesystem::path folder = resourceFolder() / "recipes";
        const std::vector<std::string> names = recipePresets();
        for (const std::string& name : names) {
            const auto written = nlohmann::json::parse(readTextFile(folder / (name + ".json")));
            QVERIFY2(written == nlohmann::json::parse(toJson(recipePreset(name))), name.c_str());
        }
        QCOMPARE(std::distance(std::filesystem::directory_iterator(folder), {}),
                 static_cast<std::ptrdiff_t>(names.size()));
    }

    // A form that goes through the fields reaches every key of the file, and what it sets is what is read.
    void fieldsAreTheKeysOfTheFile() {
        auto json = nlohmann::json::parse(toJson(recipePreset("balanced")));
        json.erase("format");
        json.erase("preset");
        std::set<std::string> keys;
        for (const auto& [key, value] : json.items()) {
            if (key != "augmentation")
                keys.insert(key);
            else
                for (const auto& [inner, unused] : value.items())
                    keys.insert("augmentation." + inner);
        }
        std::set<std::string> fields;
        for (const RecipeField& field : recipeFields())
            fields.insert(field.key);
        QVERIFY(fields == keys);
        const Recipe from = recipePreset("nnunet-sgd");
        Recipe built = recipePreset("quick");
        for (const RecipeField& field : recipeFields()) {
            const Recipe before = built;
            built = withField(built, field.key, fieldValue(from, field.key));
            QVERIFY2(fieldValue(built, field.key) == fieldValue(from, field.key), field.key.c_str());
            QVERIFY(withField(built, field.key, fieldValue(before, field.key)) == before);
        }
        built.preset = from.preset;
        QVERIFY(built == from);
    }

    void fieldsKnowTheirRanges() {
        const auto fieldOf = [](const std::string& key) {
            return *std::ranges::find(recipeFields(), key, &RecipeField::key);
        };
        const RecipeField dropout = fieldOf("dropout");
        QVERIFY(dropout.kind == RecipeField::Kind::Number && dropout.high == 0.99);
        QVERIFY(fieldOf("augmentation.mirror_axes").kind == RecipeField::Kind::Axes);
        QCOMPARE(fieldOf("optimizer").choices, (std::vector<std::string>{"adamw", "sgd"}));
        const Recipe wrong = withField(Recipe(), "dropout", FieldValue(7.0));
        QCOMPARE(wrong.dropout, 7.0); // held, until
        QCOMPARE(codeOf([&] { static_cast<void>(recipeFromJson(toJson(wrong))); }), std::string("TRN-004"));
        Recipe seeded;
        seeded.seed = 18446744073709551615ULL;
        QVERIFY(withField(Recipe(), "seed", fieldValue(seeded, "seed")) == seeded);
    }

    void everyFieldIsWritten() {
        Recipe recipe;
        recipe.preset = "thorough";
        recipe.pretrained = false;
        recipe.head = HeadKind::Grid;
        recipe.probe = false;
        recipe.probePenalties = {0.5};
        recipe.phases = {{0, 2}, {3, 4}};
        recipe.headLearningRate = 0.011;
        recipe.encoderLearningRate = 0.012;
        recipe.layerDecay = 0.5;
        recipe.weightDecay = 0.03;
        recipe.warmupSteps = 9;
        recipe.batch = 3;
        recipe.accumulation = 7;
        recipe.gradientClip = 3;
        recipe.dropout = 0.1;
        recipe.labelSmoothing = 0.2;
        recipe.weightAverage = 0.9;
        recipe.members = 2;
        recipe.views = 5;
        recipe.selectEpochs = false;
        recipe.augmentation = {false, .01, 11,  .02, .8,  1.2, .03, .04, .05, .6,  .7,  .06,
                               .81,   1.1, .07, .82, 1.3, .08, .9,  .09, .11, .83, 1.4, {0, 2}};
        recipe.keep = Keep::Finetuned;
        recipe.innerFolds = 4;
        recipe.folds = 6;
        recipe.precision = Precision::Float32;
        recipe.seed = 18446744073709551615ULL;
        QVERIFY(recipeFromJson(toJson(recipe)) == recipe);
    }

    void aSubsetStandsOnThePreset() {
        const Recipe recipe = recipeFromJson(R"({"preset": "quick", "seed": 3, "augmentation": {"gamma_high": 2}})");
        Recipe expected = recipePreset("quick");
        expected.seed = 3;
        expected.augmentation.gammaHigh = 2;
        QVERIFY(recipe == expected);
        QVERIFY(recipeFromJson("{}") == Recipe());
    }

    // Runs of that time took one case at a time, each as it was drawn.
    void format1HasNeitherBatchesNorViews() {
        const Recipe recipe = recipeFromJson(R"({"format": 1, "preset": "balanced", "accumulation": 4})");
        QCOMPARE(recipe.batch, 1);
        QCOMPARE(casesPerStep(recipe), 4);
        QCOMPARE(recipe.views, 0);
    }

    void wrongRecipesAreRefused_data() {
        QTest::addColumn<QString>("json");
        QTest::addColumn<QString>("code");
        QTest::addColumn<QString>("named");
        const auto row = [](const char* json, const char* code, const char* named) {
            QTest::newRow(json) << json << code << named;
        };
        row("{", "TRN-003", "JSON");
        row("[]", "TRN-003", "object");
        row(R"({"epochs": 3})", "TRN-003", "epochs");
        row(R"({"format": 3})", "TRN-003", "newer");
        row(R"({"preset": 1})", "TRN-003", "preset");
        row(R"({"preset": "x"})", "TRN-002", "x");
        row(R"({"dropout": "0.3"})", "TRN-003", "dropout");
        row(R"({"probe": 1})", "TRN-003", "probe");
        row(R"({"warmup_steps": 1.5})", "TRN-003", "warmup_steps");
        row(R"({"head": "vit"})", "TRN-003", "multimean");
        row(R"({"phases": [{"epochs": 3}]})", "TRN-003", "phases");
        row(R"({"phases": [{"open_stages": 1, "epochs": 3, "x": 1}]})", "TRN-003", "phases.x");
        row(R"({"augmentation": {"zoom": 1}})", "TRN-003", "augmentation.zoom");
        row(R"({"seed": -1})", "TRN-003", "seed");
        row(R"({"dropout": 1})", "TRN-004", "dropout");
        row(R"({"head_learning_rate": -1})", "TRN-004", "head_learning_rate");
        row(R"({"accumulation": 0})", "TRN-004", "accumulation");
        row(R"({"inner_folds": 1})", "TRN-004", "inner_folds");
        row(R"({"probe_penalties": []})", "TRN-004", "probe_penalties");
        row(R"({"probe_penalties": [0]})", "TRN-004", "probe_penalties");
        row(R"({"phases": [{"open_stages": 1, "epochs": 0}]})", "TRN-004", "epochs");
        row(R"({"phases": [{"open_stages": 2, "epochs": 1}, {"open_stages": 1, "epochs": 1}]})", "TRN-004", "phases");
        row(R"({"augmentation": {"rotation_probability": 1.1}})", "TRN-004", "augmentation.rotation_probability");
        row(R"({"augmentation": {"gamma_low": 2}})", "TRN-004", "gamma_low");
        row(R"({"augmentation": {"mirror_axes": [3]}})", "TRN-004", "mirror_axes");
        row(R"({"preset": "quick", "keep": "finetuned"})", "TRN-004", "keep");
        row(R"({"select_epochs": false})", "TRN-004", "select_epochs");
        row(R"({"batch": 0})", "TRN-004", "batch");
    }

    void wrongRecipesAreRefused() {
        QFETCH(QString, json);
        QFETCH(QString, code);
        QFETCH(QString, named);
        try {
            static_cast<void>(recipeFromJson(json.toStdString()));
            QFAIL("accepted");
        } catch (const Error& error) {
            QCOMPARE(QString::fromStdString(error.code()), code);
            QVERIFY2(QString(error.what()).contains(named), error.what());
        }
    }

    void stagesOpenPhaseByPhase() {
        Recipe recipe;
        recipe.phases = {{0, 2}, {1, 3}, {3, 1}};
        QCOMPARE(totalEpochs(recipe), 6);
        const std::vector<int> expected{0, 0, 1, 1, 1, 3, 3};
        for (int epoch = 0; epoch < 7; ++epoch)
            QCOMPARE(openStages(recipe, epoch), expected[static_cast<std::size_t>(epoch)]);
        QCOMPARE(firstOpenEpoch(recipe, 0), 2);
        QCOMPARE(firstOpenEpoch(recipe, 1), 5);
        QCOMPARE(firstOpenEpoch(recipe, 2), 5);
        QCOMPARE(firstOpenEpoch(recipe, 3), -1);
        recipe.phases.clear();
        QCOMPARE(totalEpochs(recipe), 0);
        QCOMPARE(openStages(recipe, 0), 0);
    }

    void ratesWarmUpAndFallAsACosine() {
        Recipe recipe;
        recipe.phases = {{1, 2}, {2, 2}};
        recipe.headLearningRate = 1;
        recipe.encoderLearningRate = 0.5;
        recipe.layerDecay = 0.8;
        recipe.warmupSteps = 2;
        constexpr int kPerEpoch = 5; // 20 steps in all
        const auto close = [](double a, double b) { return std::abs(a - b) < 1e-12; };
        QVERIFY(close(learningRate(recipe, -1, 0, kPerEpoch), 0.5));
        QVERIFY(close(learningRate(recipe, -1, 1, kPerEpoch), 1));
        QVERIFY(close(learningRate(recipe, -1, 2, kPerEpoch), 1));
        QVERIFY(close(learningRate(recipe, -1, 11, kPerEpoch), 0.5)); // half of the 18 steps after the warm-up
        QVERIFY(close(learningRate(recipe, -1, 20, kPerEpoch), 0));
        QVERIFY(close(learningRate(recipe, 0, 2, kPerEpoch), 0.5));
        // The second stage opens in step 10 and has 10 steps, two of them warm-up.
        QCOMPARE(learningRate(recipe, 1, 9, kPerEpoch), 0.0);
        QVERIFY(close(learningRate(recipe, 1, 10, kPerEpoch), 0.2));
        QVERIFY(close(learningRate(recipe, 1, 12, kPerEpoch), 0.4));
        QVERIFY(close(learningRate(recipe, 1, 16, kPerEpoch), 0.2));
        QCOMPARE(learningRate(recipe, 2, 19, kPerEpoch), 0.0);
        // A warm-up longer than the training takes half of it.
        recipe.warmupSteps = 1000;
        QVERIFY(close(learningRate(recipe, -1, 9, kPerEpoch), 1));
    }
};

QTEST_GUILESS_MAIN(TestRecipe)
#include "tst_recipe.moc"
