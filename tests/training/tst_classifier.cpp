// SPDX-License-Identifier: Apache-2.0
#include "core/base/files.h"
#include "core/inference/classifier.h"
#include "core/inference/stored_zip.h"
#include "core/training/fold_record.h"
#include "core/training/train.h"
#include "tests/support/error_code.h"
#include "tests/support/fake_compute_engine.h"
#include "tests/support/training_project.h"

#include <QTest>
#include <nlohmann/json.hpp>

#include <cmath>
#include <fstream>
#include <set>

using namespace nidus;
using namespace nidus::test;
namespace fs = std::filesystem;
using Json = nlohmann::json;

namespace {

/// A trained project with its exported classifier; fold 0 keeps the fine-tuned weights, as fold 1 does.
struct Exported {
    TemporaryFolder folder;
    TrainingProject made{folder.path()};
    Project project = Project::open(made.folder);
    FakeComputeEngine engine;
    RunResult result;
    fs::path file = folder.path() / "brains.nidusmodel";

    explicit Exported(Keep keep) {
        TrainOptions options;
        options.recipe.phases = {{1, 2}};
        options.recipe.headLearningRate = 0.3;
        options.recipe.encoderLearningRate = 0.0005;
        options.recipe.warmupSteps = 0;
        options.recipe.keep = keep;
        result = train(project, options, engine, {}, {});
        exportClassifier(project, result.runId, file);
    }

    [[nodiscard]] std::vector<PredictInput> inputs() const {
        std::vector<PredictInput> list;
        for (const Case& c : project.cases())
            list.push_back({c.id, c.channels});
        return list;
    }
};

/// Of some images the network makes no finite number.
class OverflowingEngine : public FakeComputeEngine {
public:
    std::set<std::string> overflows;

    std::vector<std::vector<float>> encode(const EncoderSource& encoder, HeadKind head, const NetworkInput& input,
                                           const CaseSource& cases, const ComputeSettings& compute,
                                           const JobControl& control) override {
        for (std::size_t i = 0; i < cases.count; ++i)
            if (overflows.contains(cases.name(i)))
                throw Error("ENG-008", "What the network makes of this image is not finite.", cases.name(i));
        return FakeComputeEngine::encode(encoder, head, input, cases, compute, control);
    }
};

std::vector<std::byte> bytesOf(const fs::path& file) {
    const MappedFile mapped(file);
    return {mapped.bytes().begin(), mapped.bytes().end()};
}

void write(const fs::path& file, const std::vector<std::byte>& bytes) {
    std::ofstream(file, std::ios::binary | std::ios::trunc)
        .write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
}

std::string codeOfOpening(const fs::path& file) {
    return codeOf([&] { static_cast<void>(Classifier(file)); });
}

/// The classifier with one member's text replaced and its digest made right again.
void repack(const fs::path& from, const fs::path& to, const std::string& name, const std::string& text) {
    const TemporaryFolder folder;
    std::vector<ZipMember> members;
    std::string digests;
    for (const std::string& member : unpackStoredZip(from, folder.path())) {
        if (member == "SHA256SUMS")
            continue;
        if (member == name)
            writeFileAtomically(folder.path() / member, text);
        digests += sha256File(folder.path() / member) + "  " + member + "\n";
        members.push_back({member, folder.path() / member});
    }
    members.push_back({"SHA256SUMS", digests});
    writeStoredZip(to, members);
}

} // namespace

class TestClassifier : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void ensembleIsTheMeanOfCalibratedLogits_data() {
        QTest::addColumn<bool>("isFinetuned");
        QTest::newRow("probes") << false;
        QTest::newRow("fine-tuned") << true;
    }

    void ensembleIsTheMeanOfCalibratedLogits() {
        QFETCH(bool, isFinetuned);
        Exported exported(isFinetuned ? Keep::Finetuned : Keep::Probe);
        const Classifier classifier(exported.file);
        QCOMPARE(classifier.info().members, 2);
        QCOMPARE(classifier.info().name, std::string("brains"));
        QCOMPARE(classifier.info().classes, (std::vector<std::string>{"healthy", "ill"}));
        QCOMPARE(classifier.info().positive, std::string("ill"));
        QCOMPARE(classifier.info().channelNames, std::vector<std::string>{"T1"});

        exported.engine.encodedCases = exported.engine.classifiedCases = 0;
        const PredictReport report =
            classifier.predict(exported.inputs(), exported.made.reader, exported.engine, "cpu", {});
        QCOMPARE(report.cases.size(), std::size_t{24});
        QVERIFY(report.refused.empty());
        QCOMPARE(exported.engine.encodedCases, 24); // one pass for both members and the novelty
        QCOMPARE(exported.engine.classifiedCases, isFinetuned ? 48 : 0);

        // Each case was tested by one member: its out-of-fold logits are one of the two that the ensemble averages.
        const fs::path run = exported.project.runFolder(exported.result.runId);
        for (std::size_t i = 0; i < report.cases.size(); ++i) {
            const Prediction& outOfFold = exported.result.predictions[i];
            const int other = 1 - outOfFold.fold;
            const fs::path folder = run / ("fold_" + std::to_string(other));
            const Member member = readMember(folder / "weights.safetensors");
            const CaseSource source{1, [&](std::size_t) {
                                        return readCaseFile(exported.project.folder()
                                                            / exported.project.cases()[i].cacheFile);
                                    }};
            const EncoderSource encoder{tinyModel().architecture, {folder / "weights.safetensors"}, 0};
            const auto raw = exported.engine.classify(encoder, member.head, member.input, source, {}, {});
            std::vector<double> mean(2);
            for (std::size_t k = 0; k < 2; ++k)
                mean[k] = (outOfFold.logits[k] + raw[0][k] / member.temperature) / 2;
            const double expected = softmax(mean)[1];
            const CasePrediction& found = report.cases[i];
            QVERIFY2(std::abs(found.probabilities.at("ill") - expected) < 1e-9, found.input.c_str());
            QCOMPARE(found.prediction, std::string(expected > 0.5 ? "ill" : "healthy"));
            QVERIFY(found.oodScore && found.zone.empty());
        }
    }

    void imagesWithoutFiniteOutputLeaveTheOthersAlone() {
        Exported exported(Keep::Finetuned);
        const Classifier classifier(exported.file);
        std::vector<PredictInput> inputs = exported.inputs();
        inputs.resize(10); // two portions of the network
        const auto predict = [&](OverflowingEngine& engine) {
            return classifier.predict(inputs, exported.made.reader, engine, "cpu", {});
        };
        OverflowingEngine sound, engine;
        const PredictReport expected = predict(sound);
        engine.overflows = {inputs[1].name, inputs[4].name, inputs[9].name};
        const PredictReport report = predict(engine);
        QCOMPARE(report.cases.size(), std::size_t{7});
        QCOMPARE(report.refused.size(), std::size_t{3});
        for (const Problem& refused : report.refused) {
            QCOMPARE(refused.code, std::string("ENG-008"));
            QVERIFY(engine.overflows.contains(refused.caseId));
        }
        for (const CasePrediction& found : report.cases) {
            QVERIFY(!engine.overflows.contains(found.input));
            const auto same = std::ranges::find(expected.cases, found.input, &CasePrediction::input);
            QCOMPARE(found.probabilities, same->probabilities);
            QCOMPARE(found.oodScore, same->oodScore);
        }
    }

    void equalRunsGiveEqualBytes() {
        const Exported exported(Keep::Probe);
        const fs::path again = exported.folder.path() / "again" / "brains.nidusmodel";
        fs::create_directories(again.parent_path());
        exportClassifier(exported.project, "", again);
        QVERIFY(bytesOf(exported.file) == bytesOf(again));
        const TemporaryFolder unpacked;
        const auto names = unpackStoredZip(exported.file, unpacked.path());
        for (const char* name : {"manifest.json", "card.md", "LICENCE.txt", "SHA256SUMS", "model/encoder.safetensors",
                                 "members/fold_0.safetensors", "members/fold_1.safetensors"})
            QVERIFY2(std::ranges::find(names, name) != names.end(), name);
        const std::string card = readTextFile(unpacked.path() / "card.md");
        QVERIFY(card.find("research only") != std::string::npos && card.find("ill (positive)") != std::string::npos);
    }

    void anotherImageIsFlaggedAndRefusedInputsAreNamed() {
        Exported exported(Keep::Probe);
        FakeSeriesReader& reader = exported.made.reader;
        const Classifier classifier(exported.file);
        Volume strange = FakeSeriesReader::volume({4, 4, 4}, 0, {3, 1, 1});
        for (std::size_t i = 0; i < strange.voxels.size(); ++i)
            strange.voxels[i] = i % 2 == 0 ? 50.0F : -50.0F;
        const fs::path folder = exported.folder.path() / "new";
        const SeriesSource strangeSource = reader.add(folder / "strange.nii", strange).info.source;
        auto& broken = reader.add(folder / "broken.nii", strange);
        broken.failure = Error("DCM-002", "broken.nii is damaged.");
        const SeriesSource brokenSource = broken.info.source;
        const std::vector<PredictInput> inputs{
            {"strange", {strangeSource}}, {"broken", {brokenSource}}, {"two channels", {strangeSource, strangeSource}}};
        int told = 0;
        const PredictReport report =
            classifier.predict(inputs, reader, exported.engine, "cpu", {}, [&](const CasePrediction&) { ++told; });
        QCOMPARE(told, 1);
        QCOMPARE(report.cases.size(), std::size_t{1});
        QVERIFY(report.cases[0].oodFlag && *report.cases[0].oodScore > 1);
        std::vector<std::string> codes;
        for (const Problem& problem : report.cases[0].problems)
            codes.push_back(problem.code);
        QVERIFY(std::ranges::find(codes, "CLF-101") != codes.end()); // 3 mm
        QVERIFY(std::ranges::find(codes, "CLF-110") != codes.end());
        QCOMPARE(report.refused.size(), std::size_t{2});
        QCOMPARE(report.refused[0].code, std::string("DCM-002"));
        QCOMPARE(report.refused[1].code, std::string("CLF-004"));
        QCOMPARE(report.refused[1].caseId, std::string("two channels"));

        const Json json = Json::parse(toJson(report));
        QCOMPARE(json["model"].get<std::string>(), std::string("brains.nidusmodel"));
        const Json& first = json["cases"][0];
        QVERIFY(first["input"] == "strange" && first["ood"]["flag"] == true && first["probabilities"].size() == 2);
        QVERIFY(json.contains("seconds") && json["refused"].size() == 2);
    }

    void zonesOfTheRunAreTheZonesOfThePrediction() {
        Exported exported(Keep::Probe);
        QVERIFY(!Classifier(exported.file).info().zones.below); // 24 cases cannot show 95 %
        const ZoneTargets targets{0.6, 0.65};
        exportClassifier(exported.project, "", exported.file, targets);
        const Classifier classifier(exported.file);
        const Zones& zones = classifier.info().zones;
        QVERIFY(zones == fitZones(exported.result.predictions, 1, targets));
        QVERIFY(zones.below && zones.above && zones.below->bound <= 0.4 && zones.above->bound <= 0.35);
        const PredictReport report =
            classifier.predict(exported.inputs(), exported.made.reader, exported.engine, "cpu", {});
        std::set<std::string> seen;
        for (const CasePrediction& c : report.cases) {
            QCOMPARE(c.zone, c.oodFlag ? "uncertain" : zones.nameOf(c.probabilities.at("ill")));
            seen.insert(c.zone);
        }
        QVERIFY(seen.contains("below") && seen.contains("above"));
        QCOMPARE(Json::parse(toJson(report))["cases"][0]["zone"].get<std::string>(), report.cases[0].zone);
        QCOMPARE(codeOf([&] {
                     exportClassifier(exported.project, "", exported.file, {1, 0.9});
                 }),
                 std::string("STA-012"));
    }

    void aHoldOutBecomesOneMemberOfWhatItTrainedOn() {
        const TemporaryFolder folder;
        TrainingProject::Options cases;
        cases.folds = 0;
        const TrainingProject made(folder.path(), cases);
        Project project = Project::open(made.folder);
        FakeComputeEngine engine;
        TrainOptions options;
        options.recipe.phases.clear();
        options.recipe.holdout = 0.25;
        const RunResult result = train(project, options, engine, {}, {});
        exportClassifier(project, result.runId, folder.path() / "a.nidusmodel");
        const Classifier classifier(folder.path() / "a.nidusmodel");
        QCOMPARE(classifier.info().members, 1);
        QCOMPARE(classifier.info().trainedOn, std::string("18 cases, 1 fold"));
        QCOMPARE(classifier.info().outOfFoldCases, 6);
    }

    void theModalityOfTheTrainingCasesIsAskedFor() {
        const TemporaryFolder folder;
        TrainingProject made(folder.path());
        Project project = Project::open(made.folder);
        std::vector<Case> cases = project.cases();
        for (Case& c : cases)
            c.channels[0].modality = "MR";
        project.updateCases(cases);
        FakeComputeEngine engine;
        TrainOptions training;
        training.recipe.keep = Keep::Probe;
        static_cast<void>(train(project, training, engine, {}, {}));
        const fs::path file = folder.path() / "mr.nidusmodel";
        exportClassifier(project, "", file);
        PredictInput mr{"mr", cases[5].channels}, ct = mr;
        ct.name = "ct";
        ct.channels[0].modality = "CT";
        const PredictReport report = Classifier(file).predict({mr, ct}, made.reader, engine, "cpu", {});
        QVERIFY(!report.cases.at(0).oodFlag && report.cases.at(1).oodFlag);
        QCOMPARE(report.cases.at(1).problems.at(0).code, std::string("CLF-104"));
        QVERIFY(report.cases.at(0).probabilities == report.cases.at(1).probabilities);
    }

    void classifiersOfEarlierVersionsStillPredict() {
        Exported exported(Keep::Probe);
        const TemporaryFolder unpacked;
        static_cast<void>(unpackStoredZip(exported.file, unpacked.path()));
        Json manifest = Json::parse(readTextFile(unpacked.path() / "manifest.json"));
        for (const char* key : {"ood_limits", "zones", "out_of_fold"})
            manifest.erase(key);
        for (const char* key : {"modalities", "volume_mm3", "foreground_share", "smoothness"})
            manifest["training_range"].erase(key);
        const fs::path old = exported.folder.path() / "old.nidusmodel";
        repack(exported.file, old, "manifest.json", manifest.dump());
        const PredictReport now =
            Classifier(exported.file).predict(exported.inputs(), exported.made.reader, exported.engine, "cpu", {});
        const PredictReport then =
            Classifier(old).predict(exported.inputs(), exported.made.reader, exported.engine, "cpu", {});
        QCOMPARE(then.cases.size(), now.cases.size());
        for (std::size_t i = 0; i < now.cases.size(); ++i) {
            QVERIFY(then.cases[i].probabilities == now.cases[i].probabilities);
            QVERIFY(then.cases[i].oodScore && then.cases[i].zone.empty());
        }
    }

    void trainingCasesAreSeldomFlagged() {
        Exported exported(Keep::Probe);
        const Classifier classifier(exported.file);
        const PredictReport report =
            classifier.predict(exported.inputs(), exported.made.reader, exported.engine, "cpu", {});
        QVERIFY(std::ranges::count_if(report.cases, &CasePrediction::oodFlag) <= 1);
    }

    void inputsAreNamedAsTheUserNamedThem() {
        const TemporaryFolder folder;
        FakeSeriesReader reader;
        const fs::path a = folder.path() / "a", b = folder.path() / "b";
        reader.add(a / "x.nii", FakeSeriesReader::volume({4, 4, 4}, 1));
        reader.add(b / "x.nii", FakeSeriesReader::volume({4, 4, 4}, 1));
        reader.add(b / "y.nii", FakeSeriesReader::volume({4, 4, 4}, 1));
        auto& scout = reader.add(b / "scout", FakeSeriesReader::volume({1, 4, 4}, 1), "1.2.3");
        scout.info.included = false;
        scout.info.problems = {{"DCM-012", Severity::Info, "doubled", {}},
                               {"DCM-020", Severity::Warning, "a scout", {}}};
        reader.addUnassigned(b / "notes.txt", "FIL-020", "no image");
        std::vector<Problem> refused;
        const auto inputs = findInputs({a, b}, reader, refused, {});
        std::vector<std::string> names;
        for (const PredictInput& input : inputs)
            names.push_back(input.name);
        QCOMPARE(names, (std::vector<std::string>{a.string(), (b / "x.nii").string(), (b / "y.nii").string()}));
        QCOMPARE(refused.size(), std::size_t{2});
        QCOMPARE(refused[0].code, std::string("DCM-020"));
        QCOMPARE(refused[1].caseId, (b / "notes.txt").string());
    }

    void damagedFilesAreRefused() {
        const Exported exported(Keep::Probe);
        const auto whole = bytesOf(exported.file);
        const fs::path bad = exported.folder.path() / "bad.nidusmodel";
        const TemporaryFolder unpacked;
        static_cast<void>(unpackStoredZip(exported.file, unpacked.path()));
        // One bit in the content of each member, found by its bytes in the stored zip.
        for (const char* name :
             {"manifest.json", "members/fold_1.safetensors", "model/encoder.safetensors", "card.md"}) {
            const auto content = bytesOf(unpacked.path() / name);
            auto bytes = whole;
            const auto at = std::search(bytes.begin(), bytes.end(), content.begin(), content.end());
            QVERIFY(at != bytes.end());
            *(at + static_cast<std::ptrdiff_t>(content.size() / 2)) ^= std::byte{4};
            write(bad, bytes);
            QVERIFY2(codeOfOpening(bad) == "CLF-002", name);
        }
        for (const std::size_t size : {std::size_t{10}, whole.size() / 2, whole.size() - 1}) {
            write(bad, {whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size)});
            QCOMPARE(codeOfOpening(bad), std::string("CLF-002"));
        }
        writeFileAtomically(bad, std::string("no zip"));
        QCOMPARE(codeOfOpening(bad), std::string("CLF-001"));
        QCOMPARE(codeOfOpening(exported.folder.path() / "absent.nidusmodel"), std::string("FIL-001"));
        writeStoredZip(bad, {{"a.txt", std::string("a")}});
        QCOMPARE(codeOfOpening(bad), std::string("CLF-001"));
        writeStoredZip(bad, {{"../a.txt", std::string("a")}});
        QCOMPARE(codeOfOpening(bad), std::string("CLF-002"));
    }

    void manifestsAreCheckedByContent() {
        const Exported exported(Keep::Probe);
        const TemporaryFolder unpacked;
        static_cast<void>(unpackStoredZip(exported.file, unpacked.path()));
        const Json manifest = Json::parse(readTextFile(unpacked.path() / "manifest.json"));
        QCOMPARE(manifest["format"].get<int>(), 1);
        const fs::path bad = exported.folder.path() / "bad.nidusmodel";
        const auto codeWith = [&](auto&& change) {
            Json changed = manifest;
            change(changed);
            repack(exported.file, bad, "manifest.json", changed.dump());
            return codeOfOpening(bad);
        };
        QCOMPARE(codeWith([](Json&) {}), std::string("none"));
        QCOMPARE(codeWith([](Json& json) { json["format"] = 2; }), std::string("CLF-003"));
        QCOMPARE(codeWith([](Json& json) { json["kind"] = "x"; }), std::string("CLF-001"));
        QCOMPARE(codeWith([](Json& json) { json["classes"] = {"a"}; }), std::string("CLF-002"));
        QCOMPARE(codeWith([](Json& json) { json["classes"] = {"a", "b", "c"}; }), std::string("CLF-002"));
        QCOMPARE(codeWith([](Json& json) { json["members"] = 3; }), std::string("CLF-002"));
    }
};

QTEST_GUILESS_MAIN(TestClassifier)
#include "tst_classifier.moc"
