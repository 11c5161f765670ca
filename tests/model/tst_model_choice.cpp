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
