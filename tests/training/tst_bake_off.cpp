// SPDX-License-Identifier: Apache-2.0
#include "core/base/files.h"
#include "core/training/bake_off.h"
#include "tests/support/error_code.h"
#include "tests/support/fake_compute_engine.h"
#include "tests/support/training_project.h"

#include <QTest>
#include <nlohmann/json.hpp>

#include <algorithm>

using namespace nidus;
using namespace nidus::test;
using Json = nlohmann::json;
namespace fs = std::filesystem;

namespace {

/// Random weights see nothing, pretrained ones what voxel 0 holds, the less the larger their marked weight.
class SeeingEngine : public FakeComputeEngine {
public:
    [[nodiscard]] std::vector<std::vector<float>> encode(const EncoderSource& encoder, HeadKind head,
                                                         const NetworkInput& input, const CaseSource& cases,
                                                         const ComputeSettings& compute,
                                                         const JobControl& control) override {
        auto rows = FakeComputeEngine::encode(encoder, head, input, cases, compute, control);
        const float hidden =
            encoder.random ? 1.0F : SafetensorsFile(encoder.weights.front()).floats(kWeightName).front();
        for (auto& row : rows)
            row[0] = (1 - hidden) * row[0] + hidden * row[1];
        return rows;
    }
};

/// tinyModel() in a folder; `hidden`: how much of the signal its encoder does not see.
fs::path modelFolder(const fs::path& folder, float hidden, int channels = 1) {
    PretrainedModel model = tinyModel();
    HostTensor weights{{3, 2, 3, 3, 3}, std::vector<float>(162, 0.0F)};
    weights.values.front() = hidden;
    model.weights[FakeComputeEngine::kWeightName] = shared(weights);
    if (channels == 2) {
        const std::string one = R"("normalization_schemes": ["NoNormalization"], "use_mask_for_norm": [false])";
        model.plansJson.replace(
            model.plansJson.find(one), one.size(),
            R"("normalization_schemes": ["NoNormalization", "NoNormalization"], "use_mask_for_norm": [false, false])");
    }
    writeModelFolder(folder, model);
    return folder;
}

const BakeOffRow& rowOf(const BakeOff& result, const std::string& model) {
    return *std::ranges::find(result.rows, model, &BakeOffRow::model);
}

std::size_t filesIn(const fs::path& folder) {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
}

} // namespace

class TestBakeOff : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void ranksModelsAndRandomWeights() {
        const TemporaryFolder folder;
        TrainingProject made(folder.path());
        Project project = Project::open(made.folder);
        const fs::path good = modelFolder(folder.path() / "good", 0);
        const fs::path weak = modelFolder(folder.path() / "weak", 0.8F);
        SeeingEngine engine;
        const auto cases = project.cases();
        const BakeOff result = bakeOff(project, {{weak, good}}, made.reader, engine, {});

        QCOMPARE(result.compared, 3); // one network
        QCOMPARE(result.rows[0].model, good.string());
        QCOMPARE(result.rows[1].model, weak.string());
        QVERIFY(result.rows[2].isRandom && result.rows[2].model.ends_with(weak.string()));
        QCOMPARE(result.rows[0].title, std::string("Dataset999_Test, 3d_fullres"));
        QVERIFY(!result.rows[0].toBest);
        const Comparison& toBest = *result.rows[2].toBest;
        QCOMPARE(toBest.logLoss.second, result.rows[0].result->evaluation.logLoss);
        QVERIFY(toBest.logLoss.difference.value > 0 && toBest.auc->difference.value < 0);
        QVERIFY(result.rows[0].result->signal->p < result.rows[2].result->signal->p);
        QCOMPARE(result.problems.back().code, std::string("TRN-060"));
        QVERIFY(result.problems.back().text.find("best of 3") != std::string::npos);

        QVERIFY(project.cases() == cases);
        QCOMPARE(project.model()->folder, std::string("models/tiny"));
        QVERIFY(project.runs().empty());
        QCOMPARE(filesIn(project.folder() / "models"), std::size_t{1});
        QCOMPARE(filesIn(project.cacheFolder()), std::size_t{24 + 3}); // images, features of three encoders

        const int reads = made.reader.reads, encoded = engine.encodedCases;
        const BakeOff again = bakeOff(project, {{weak, good}}, made.reader, engine, {});
        QCOMPARE(made.reader.reads, reads);
        QCOMPARE(engine.encodedCases, encoded);
        QVERIFY(again.rows[1].result->predictions == result.rows[1].result->predictions);
    }

    // What the preset quick finds with the same model, to the last bit, and with the features that this left.
    void judgesAsThePresetQuick() {
        const TemporaryFolder folder;
        TrainingProject::Options options;
        options.folds = 0;
        TrainingProject made(folder.path(), options);
        Project project = Project::open(made.folder);
        FakeComputeEngine engine;
        const fs::path model = made.folder / "models" / "tiny";
        const BakeOff result = bakeOff(project, {{model}}, made.reader, engine, {});
        const int encoded = engine.encodedCases;
        TrainOptions quick;
        quick.recipe = recipePreset("quick");
        const RunResult run = train(project, quick, engine, {}, {});
        const RunResult& judged = *rowOf(result, model.string()).result;
        QCOMPARE(engine.encodedCases, encoded);
        QVERIFY(judged.predictions == run.predictions);
        QCOMPARE(judged.evaluation.auc->low, run.evaluation.auc->low);
        QCOMPARE(judged.signal->p, run.signal->p);
    }

    void oneThatFailsDoesNotStopTheOthers() {
        const TemporaryFolder folder;
        TrainingProject made(folder.path());
        Project project = Project::open(made.folder);
        const fs::path good = modelFolder(folder.path() / "good", 0);
        const fs::path damaged = modelFolder(folder.path() / "damaged", 0);
        writeFileAtomically(damaged / "model.json", std::string("{"));
        const fs::path two = modelFolder(folder.path() / "two", 0, 2);
        const fs::path none = folder.path() / "none";
        FakeComputeEngine engine;
        const BakeOff result = bakeOff(project, {{none, damaged, two, good}}, made.reader, engine, {});
        QCOMPARE(result.compared, 2);
        QCOMPARE(result.rows.size(), std::size_t{5});
        QVERIFY(rowOf(result, good.string()).result);
        QCOMPARE(rowOf(result, damaged.string()).error->code(), std::string("MDL-012"));
        QCOMPARE(rowOf(result, two.string()).error->code(), std::string("IMG-013"));
        QCOMPARE(result.rows[2].model, none.string()); // the failed ones as they were given

        const Json json = Json::parse(toJson(result));
        QVERIFY(json["compared"] == 2);
        QVERIFY(json["models"][0]["rank"] == 1);
        for (const char* key : {"auc", "auc_pooled", "log_loss", "brier", "seconds", "n", "difference_to_best"})
            QVERIFY2(json["models"][1].contains(key), key);
        QVERIFY(json["models"][2]["rank"].is_null());
        QVERIFY(json["models"][3]["error"]["code"] == "MDL-012");
        const std::string text = toText(result);
        for (const char* words : {"2 encoders compared", "MDL-012: ", "IMG-013: ", "TRN-060: ", "24 cases, 2 folds"})
            QVERIFY2(text.find(words) != std::string::npos, words);
    }

    // Two cases have an image more than the others: they fit only the model of two channels, which fits no other case.
    void allAreJudgedOnTheSameCases() {
        const TemporaryFolder folder;
        TrainingProject made(folder.path());
        Project project = Project::open(made.folder);
        std::vector<Case> odd{project.cases()[4], project.cases()[7]};
        for (Case& c : odd)
            c.channels.push_back(c.channels.front());
        project.updateCases(odd);
        const fs::path one = modelFolder(folder.path() / "one", 0), other = modelFolder(folder.path() / "other", 0.5F);
        const fs::path two = modelFolder(folder.path() / "two", 0, 2);
        SeeingEngine engine;
        const BakeOff result = bakeOff(project, {{one, other, two}}, made.reader, engine, {});
        QCOMPARE(result.compared, 3);
        for (const BakeOffRow& row : result.rows)
            QVERIFY(!row.result || row.result->evaluation.n == 22);
        const Error& refused = *rowOf(result, two.string()).error;
        QCOMPARE(refused.code(), std::string("IMG-013"));
        QVERIFY2(std::string(refused.what()).find("22 of 24 cases") != std::string::npos, refused.what());
        QCOMPARE(std::ranges::count(result.problems, "TRN-061", &Problem::code), 2);
        QCOMPARE(result.problems.front().caseId, odd[0].id);
    }

    void withoutLabelsThereIsNothingToCompareBy() {
        const TemporaryFolder folder;
        TrainingProject::Options options;
        options.change = [](Case& c, Volume&) { c.label.clear(); };
        TrainingProject made(folder.path(), options);
        Project project = Project::open(made.folder);
        FakeComputeEngine engine;
        QCOMPARE(codeOf([&] { static_cast<void>(bakeOff(project, {{folder.path()}}, made.reader, engine, {})); }),
                 std::string("TRN-005"));
    }
};

QTEST_GUILESS_MAIN(TestBakeOff)
#include "tst_bake_off.moc"
