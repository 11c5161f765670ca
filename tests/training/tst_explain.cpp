// SPDX-License-Identifier: Apache-2.0
#include "core/inference/classifier.h"
#include "core/inference/explain_tested.h"
#include "core/training/member.h"
#include "core/training/train.h"
#include "tests/support/error_code.h"
#include "tests/support/fake_compute_engine.h"
#include "tests/support/training_project.h"

#include <QTest>

#include <cmath>
#include <map>
#include <memory>
#include <numeric>
#include <vector>

using namespace nidus;
using namespace nidus::test;

namespace {

/// A classifier of two members, healthy and ill.
struct Exported {
    TemporaryFolder folder;
    TrainingProject made{folder.path()};
    FakeComputeEngine engine;
    std::filesystem::path file = folder.path() / "brains.nidusmodel";

    explicit Exported(Keep keep) {
        Project project = Project::open(made.folder);
        TrainOptions options;
        options.recipe.phases = {{1, 2}};
        options.recipe.keep = keep;
        static_cast<void>(train(project, options, engine, {}, {}));
        exportClassifier(project, "", file);
    }

    [[nodiscard]] PredictInput input(int index) const {
        const Case c =
            Project::open(made.folder, Project::Access::ReadOnly).cases().at(static_cast<std::size_t>(index));
        return {c.id, c.channels};
    }

    CaseExplanation explain(int index, const ExplainOptions& options = {}) {
        return Classifier(file).explain(input(index), options, made.reader, engine, {});
    }
};

} // namespace

class TestExplain : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_probes = std::make_unique<Exported>(Keep::Probe); }

    void theScoreOfAClassIsItsLogitAgainstTheMeanOfTheOthers() {
        const LinearHead head{HeadKind::Gap, 3, {1, 2}, {2, 4}, {1, 2, 3, 4, 5, 6}, {0.5F, 0.25F, -1}};
        const std::vector<float> features{3, -2};
        const std::vector<double> logits = logitsOf(head, features);
        for (std::size_t k = 0; k < 3; ++k) {
            const LinearScore score = contrastOf(head, k);
            const double value =
                std::inner_product(features.begin(), features.end(), score.weight.begin(), score.constant);
            const double others = (logits[0] + logits[1] + logits[2] - logits[k]) / 2;
            QVERIFY(std::abs(value - (logits[k] - others)) < 1e-12);
        }
    }

    void mapsAreThoseOfTheEnsemblesCalibratedLogits() {
        Exported& exported = *m_probes;
        exported.engine.explainedCases = 0;
        const CaseExplanation explanation = exported.explain(3);
        QCOMPARE(exported.engine.explainedCases, 1); // the members are probes of one encoder
        QCOMPARE(explanation.className, std::string("ill"));
        const auto& probabilities = explanation.prediction.probabilities;
        QVERIFY(std::abs(explanation.score - std::log(probabilities.at("ill") / probabilities.at("healthy"))) < 1e-9);
        const Volume& map = explanation.maps.at(InfluenceMethod::HiResCam);
        // What is left when the shares of all places are taken away is a number of the classifier alone.
        const auto rest = [](const CaseExplanation& e) {
            const auto& voxels = e.maps.at(InfluenceMethod::HiResCam).voxels;
            return e.score - static_cast<double>(std::accumulate(voxels.begin(), voxels.end(), 0.0F));
        };
        QVERIFY(std::abs(rest(explanation) - rest(exported.explain(8))) < 1e-4);
        QVERIFY(map.shape == (Shape{4, 4, 4}));
    }

    void aNamedClassTurnsTheSign() {
        Exported& exported = *m_probes;
        ExplainOptions options;
        options.methods = {InfluenceMethod::HiResCam, InfluenceMethod::Occlusion};
        const CaseExplanation ill = exported.explain(5, options);
        options.className = "healthy";
        const CaseExplanation healthy = exported.explain(5, options);
        QCOMPARE(healthy.className, std::string("healthy"));
        QVERIFY(std::abs(healthy.score + ill.score) < 1e-12);
        QCOMPARE(healthy.maps.size(), std::size_t{2});
        for (const auto& [method, map] : healthy.maps)
            for (std::size_t i = 0; i < map.voxels.size(); ++i)
                QVERIFY(std::abs(map.voxels[i] + ill.maps.at(method).voxels[i]) < 1e-6F);
    }

    void fineTunedMembersAreExplainedOneByOne() {
        Exported exported(Keep::Finetuned);
        exported.engine.explainedCases = 0;
        static_cast<void>(exported.explain(0));
        QCOMPARE(exported.engine.explainedCases, 2);
    }

    void mapsLieWhereTheImageLies() {
        Exported& exported = *m_probes;
        Volume image = TrainingProject::volume(2, 0, 1.0);
        image.originLps = {-5, 20, 300};
        image.lpsFromAxis = {{{0, 0, -1}, {1, 0, 0}, {0, -1, 0}}};
        const SeriesSource source =
            exported.made.reader.add(exported.folder.path() / "sagittal.nii", image).info.source;
        const CaseExplanation explanation =
            Classifier(exported.file).explain({"new", {source}}, {}, exported.made.reader, exported.engine, {});
        Volume map = explanation.maps.at(InfluenceMethod::HiResCam);
        QVERIFY(map.voxels != image.voxels);
        map.voxels = image.voxels;
        QVERIFY(map == image);
    }

    void testedCasesAreExplainedByTheirFold() {
        Exported& exported = *m_probes;
        const Project project = Project::open(exported.made.folder, Project::Access::ReadOnly);
        const RunResult run = readRun(project, "");
        // Score without the shares of all places: a number of the models alone.
        const auto rest = [&](const Prediction& row) {
            exported.engine.explainedCases = 0;
            const CaseExplanation e =
                explainTested(project, "", row.caseId, {}, exported.made.reader, exported.engine, {});
            if (exported.engine.explainedCases != 1 || e.className != "ill")
                return std::nan("");
            if (e.prediction.probabilities.at("ill") != row.probabilities[1]
                || std::abs(e.score - (row.logits[1] - row.logits[0])) > 1e-12)
                return std::nan("");
            const auto& voxels = e.maps.at(InfluenceMethod::HiResCam).voxels;
            return e.score - static_cast<double>(std::accumulate(voxels.begin(), voxels.end(), 0.0F));
        };
        std::map<int, std::vector<double>> rests;
        for (const Prediction& row : run.predictions)
            rests[row.fold].push_back(rest(row));
        QCOMPARE(rests.size(), std::size_t{2});
        for (const auto& [fold, ofFold] : rests)
            for (const double value : ofFold)
                QVERIFY(std::abs(value - ofFold.front()) < 1e-4);
        QVERIFY(std::abs(rests[0].front() - rests[1].front()) > 1e-3); // each fold has models of its own
        QCOMPARE(codeOf([&] {
                     static_cast<void>(
                         explainTested(project, "", "nobody", {}, exported.made.reader, exported.engine, {}));
                 }),
                 std::string("CLF-008"));
    }

    void unknownClassesAndChannelsAreNamed() {
        Exported& exported = *m_probes;
        ExplainOptions options;
        options.className = "purple";
        QCOMPARE(codeOf([&] { static_cast<void>(exported.explain(0, options)); }), std::string("CLF-007"));
        PredictInput twice = exported.input(0);
        twice.channels.push_back(twice.channels.front());
        QCOMPARE(codeOf([&] {
                     static_cast<void>(
                         Classifier(exported.file).explain(twice, {}, exported.made.reader, exported.engine, {}));
                 }),
                 std::string("CLF-004"));
    }

private:
    std::unique_ptr<Exported> m_probes;
};

QTEST_GUILESS_MAIN(TestExplain)
#include "tst_explain.moc"
