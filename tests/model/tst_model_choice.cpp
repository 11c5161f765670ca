// SPDX-License-Identifier: Apache-2.0
#include "core/base/archive.h"
#include "core/base/files.h"
#include "core/model/model_location.h"
#include "core/model/pretrained_model.h"
#include "tests/support/error_code.h"
#include "tests/support/model_writer.h"

#include <QTest>

#include <algorithm>

using namespace nidus;
using namespace nidus::test;
namespace fs = std::filesystem;

namespace {

const char* const kConfiguration = "Dataset001_Test/nnUNetTrainer__nnUNetPlans__3d_fullres";

void writeModel(const fs::path& file, const CheckpointWriter& writer) {
    fs::create_directories(file.parent_path());
    writeBytes(file, writer.zip());
}

CheckpointWriter model(const std::string& trainer) {
    CheckpointWriter writer = checkpointOf(smallPlainEncoder(), "", LayerNames::AllModulesOnly);
    writer.trainer = trainer;
    return writer;
}

ZipEntry member(const std::string& name, const std::string& data) {
    ZipEntry entry;
    entry.name = name;
    entry.data = data;
    entry.flags = 0;
    return entry;
}

bool has(const std::vector<Problem>& problems, const std::string& code) {
    return std::any_of(problems.begin(), problems.end(), [&](const Problem& p) { return p.code == code; });
}

} // namespace

class TestModelChoice : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void anyFolderThatHoldsOneModelLeadsToIt() {
        const TemporaryFolder results;
        const fs::path fold = results.path() / "results" / kConfiguration / "fold_all";
        writeModel(fold / "checkpoint_final.pth", model("final"));
        writeModel(fold / "checkpoint_best.pth", model("best"));
        writeModel(fold / "checkpoint_latest.pth", model("latest"));
        for (fs::path path = fold; path != results.path().parent_path(); path = path.parent_path())
            QCOMPARE(loadPretrainedModel(path).trainer, std::string("final"));
        fs::remove(fold / "checkpoint_final.pth");
        QCOMPARE(loadPretrainedModel(fold).trainer, std::string("best"));
        fs::remove(fold / "checkpoint_best.pth");
        QCOMPARE(loadPretrainedModel(results.path()).trainer, std::string("latest"));
        fs::remove(fold / "checkpoint_latest.pth");
        QCOMPARE(codeOf([&] { (void)loadPretrainedModel(results.path()); }), std::string("MDL-001"));
    }

    void severalModelsAreListedAndChosenFrom() {
        const TemporaryFolder results;
        const fs::path configuration = results.path() / kConfiguration;
        writeModel(configuration / "fold_0" / "checkpoint_final.pth", model("zero"));
        writeModel(configuration / "fold_1" / "checkpoint_final.pth", model("one"));
        CheckpointWriter lowres = model("lowres");
        lowres.initArgs["plans"]["configurations"]["3d_lowres"] =
            lowres.initArgs["plans"]["configurations"]["3d_fullres"];
        lowres.initArgs["configuration"] = "3d_lowres";
        writeModel(results.path() / "Dataset001_Test/nnUNetTrainer__nnUNetPlans__3d_lowres/fold_0/checkpoint_final.pth",
                   lowres);
        try {
            (void)loadPretrainedModel(results.path());
            QFAIL("several models, but no question");
        } catch (const Error& error) {
            QCOMPARE(error.code(), std::string("MDL-003"));
            const std::string text = error.what();
            for (const char* part : {"3d_fullres, fold 0", "3d_fullres, fold 1", "3d_lowres, fold 0"})
                QVERIFY2(text.find(part) != std::string::npos, text.c_str());
        }
        QCOMPARE(loadPretrainedModel(results.path(), {"3d_fullres", "1"}).trainer, std::string("one"));
        QCOMPARE(loadPretrainedModel(results.path(), {"3d_fullres", "fold_0"}).trainer, std::string("zero"));
        QCOMPARE(loadPretrainedModel(results.path(), {"3d_lowres", ""}).trainer, std::string("lowres"));
        QCOMPARE(codeOf([&] { (void)loadPretrainedModel(results.path(), {"2d", ""}); }), std::string("MDL-001"));
        QCOMPARE(codeOf([&] {
                     (void)loadPretrainedModel(configuration / "fold_0" / "checkpoint_final.pth", {"3d_lowres", ""});
                 }),
                 std::string("MDL-001"));
    }

    void channelsAreChosen() {
        const TemporaryFolder folder;
        const fs::path file = folder.path() / "checkpoint_final.pth";
        EncoderArchitecture two = smallPlainEncoder();
        two.inputChannels = 2;
        CheckpointWriter writer = checkpointOf(two);
        auto& plans = writer.initArgs["plans"];
        plans["configurations"]["3d_fullres"]["normalization_schemes"] = {"CTNormalization", "NoNormalization"};
        plans["configurations"]["3d_fullres"]["use_mask_for_norm"] = {false, true};
        plans["configurations"]["small"] = {{"inherits_from", "3d_fullres"}, {"batch_size", 1}};
        plans["foreground_intensity_properties_per_channel"] = {
            {"0", {{"mean", 5}, {"std", 2}, {"percentile_00_5", 0}, {"percentile_99_5", 9}}}};
        writer.initArgs["configuration"] = "small";
        writeModel(file, writer);
        const std::string first = "stages.0.0.convs.0.conv.weight"; // [4, 2, 1, 3, 3]
        const PretrainedModel whole = loadPretrainedModel(file);
        QCOMPARE(whole.report.adapted, std::int64_t{0});

        const PretrainedModel chosen = loadPretrainedModel(file, {"", "", {1, 0, 0}});
        QVERIFY(chosen.configuration.normalization
                == (std::vector{NormalizationScheme::None, NormalizationScheme::Ct, NormalizationScheme::Ct}));
        QVERIFY(chosen.configuration.useMaskForNorm == (std::vector{true, false, false}));
        QVERIFY(chosen.dataset.channelNames == (std::vector<std::string>{"MR1", "MR0", "MR0 (2)"}));
        QVERIFY(chosen.plans.intensity.at(2) == whole.plans.intensity.at(0));
        QCOMPARE(chosen.plans.intensity.count(0), std::size_t{0});
        QCOMPARE(chosen.architecture.inputChannels, std::int64_t{3});
        QCOMPARE(chosen.report.adapted, std::int64_t{1});
        QCOMPARE(chosen.report.matched, whole.report.matched - 1);
        const std::span<const float> got = chosen.weights.at(first).values;
        for (std::size_t row = 0; row < 4; ++row)
            for (std::size_t i = 0; i < 9; ++i) {
                QCOMPARE(got[row * 27 + i], valueOf(0, row * 18 + 9 + i));
                QCOMPARE(got[row * 27 + 9 + i], valueOf(0, row * 18 + i) / 2);
                QCOMPARE(got[row * 27 + 18 + i], valueOf(0, row * 18 + i) / 2);
            }
        const auto row = std::find_if(chosen.report.rows.begin(), chosen.report.rows.end(),
                                      [](const auto& r) { return r.fate == LoadReport::Fate::Adapted; });
        QVERIFY(row->note == first + ": input channels 1, 0, 0 of 2, each divided by the number of its uses");

        writeModelFolder(folder.path() / "model", chosen);
        const PretrainedModel again = readModelFolder(folder.path() / "model");
        QVERIFY(again.configuration.normalization == chosen.configuration.normalization);
        QVERIFY(again.dataset.channelNames == chosen.dataset.channelNames);
        QVERIFY(std::ranges::equal(again.weights.at(first).values, got));
        const auto codeWith = [&](const std::vector<int>& channels) {
            return codeOf([&] { (void)loadPretrainedModel(file, {"", "", channels}); });
        };
        QCOMPARE(codeWith({1, 0}), std::string("none"));
        QCOMPARE(codeWith({2}), std::string("MDL-006"));
        QCOMPARE(codeWith({0, -1}), std::string("MDL-006"));
        QCOMPARE(codeWith(std::vector<int>(65, 0)), std::string("MDL-006"));
    }

    void plansBesideTheCheckpointAreComparedAndServeBareWeights() {
        const TemporaryFolder results;
        const fs::path configuration = results.path() / kConfiguration;
        const fs::path file = configuration / "fold_0" / "checkpoint_final.pth";
        writeModel(file, model("t"));
        nlohmann::ordered_json plans = plansOf(smallPlainEncoder());
        writeBytes(configuration / "plans.json", plans.dump());
        QVERIFY(!has(loadPretrainedModel(file).problems, "MDL-020"));
        plans["configurations"]["3d_fullres"]["spacing"] = {2, 2, 2};
        writeBytes(configuration / "plans.json", plans.dump());
        const PretrainedModel kept = loadPretrainedModel(file);
        QVERIFY(has(kept.problems, "MDL-020"));
        QCOMPARE(kept.configuration.spacing[0].value(), 1.5);

        CheckpointWriter bare = model("");
        bare.isBare = true;
        writeModel(file, bare);
        QCOMPARE(loadPretrainedModel(file).configuration.spacing[0].value(), 2.0);
        QCOMPARE(loadPretrainedModel(file).trainer, std::string("nnUNetTrainer"));
        fs::remove(configuration / "plans.json");
        QCOMPARE(codeOf([&] { (void)loadPretrainedModel(file); }), std::string("MDL-001"));
    }

    void exportsAreRead() {
        const TemporaryFolder folder;
        const std::string root = std::string(kConfiguration) + "/";
        const std::string plans = plansOf(smallPlainEncoder()).dump();
        const std::vector<ZipEntry> members = {member(root + "plans.json", plans),
                                               member(root + "fold_0/checkpoint_final.pth", model("zero").zip()),
                                               member(root + "fold_0/debug.json", "{\"hostname\": \"secret\"}"),
                                               member(root + "fold_1/checkpoint_final.pth", model("one").zip())};
        writeBytes(folder.path() / "model.zip", zipArchive(members));
        QCOMPARE(codeOf([&] { (void)loadPretrainedModel(folder.path() / "model.zip"); }), std::string("MDL-003"));
        const PretrainedModel chosen = loadPretrainedModel(folder.path() / "model.zip", {"", "1"});
        QCOMPARE(chosen.trainer, std::string("one"));
        QCOMPARE(chosen.kind, std::string("nnU-Net v2 export"));
        std::vector<ZipEntry> without = {members[0]};
        writeBytes(folder.path() / "plans.zip", zipArchive(without));
        QCOMPARE(codeOf([&] { (void)loadPretrainedModel(folder.path() / "plans.zip"); }), std::string("MDL-001"));
        without.push_back(member("../checkpoint_final.pth", "x"));
        writeBytes(folder.path() / "evil.zip", zipArchive(without));
        QCOMPARE(codeOf([&] { (void)loadPretrainedModel(folder.path() / "evil.zip"); }), std::string("CKP-027"));
    }

    void archivesAreUnpackedWithinLimits() {
        const TemporaryFolder folder;
        const fs::path archive = folder.path() / "a.zip", out = folder.path() / "out";
        fs::create_directory(out);
        const auto all = [](const std::string&) { return true; };
        writeBytes(archive, zipArchive({member("a/b.txt", "hello"), member("c.txt", std::string(1000, 'x'))}));
        extractMembers(archive, out, [](const std::string& name) { return name == "a/b.txt"; });
        QCOMPARE(readTextFile(out / "a" / "b.txt"), std::string("hello"));
        QVERIFY(!fs::exists(out / "c.txt"));
        QCOMPARE(codeOf([&] { extractMembers(archive, out, all, {5'000, 900}); }), std::string("ARC-003"));
        QVERIFY(!fs::exists(out / "c.txt"));
        QCOMPARE(codeOf([&] { extractMembers(archive, out, all, {1, 1U << 20U}); }), std::string("ARC-003"));
        writeBytes(archive, zipArchive({member("../evil.txt", "x")}));
        QCOMPARE(codeOf([&] { extractMembers(archive, out, all); }), std::string("ARC-002"));
        QVERIFY(!fs::exists(folder.path() / "evil.txt"));
        writeBytes(archive, "no archive");
        QCOMPARE(codeOf([&] { extractMembers(archive, out, all); }), std::string("ARC-001"));
    }
};

QTEST_GUILESS_MAIN(TestModelChoice)
#include "tst_model_choice.moc"
