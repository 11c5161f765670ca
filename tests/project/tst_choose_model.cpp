// SPDX-License-Identifier: Apache-2.0
#include "core/base/files.h"
#include "core/model/choose_model.h"
#include "tests/support/error_code.h"

#include <QTest>

#include <filesystem>

using namespace nidus;
using namespace nidus::test;
namespace fs = std::filesystem;

namespace {

constexpr const char* kPlans = R"({
  "dataset_name": "Dataset001_Made", "plans_name": "nnUNetPlans", "image_reader_writer": "SimpleITKIO",
  "transpose_forward": [0, 1, 2], "transpose_backward": [0, 1, 2],
  "foreground_intensity_properties_per_channel": {
    "0": {"mean": 1.0, "std": 2.0, "percentile_00_5": 0.0, "percentile_99_5": 5.0}},
  "configurations": {"3d_fullres": {
    "data_identifier": "x", "preprocessor_name": "DefaultPreprocessor", "batch_size": 2,
    "patch_size": [8, 8, 8], "spacing": [1.0, 1.0, 1.0],
    "normalization_schemes": ["ZScoreNormalization"], "use_mask_for_norm": [false],
    "resampling_fn_data": "resample_data_or_seg_to_shape",
    "resampling_fn_data_kwargs": {"is_seg": false, "order": 3, "order_z": 0, "force_separate_z": null},
    "architecture": {
      "network_class_name": "dynamic_network_architectures.architectures.unet.PlainConvUNet",
      "arch_kwargs": {
        "n_stages": 2, "features_per_stage": [2, 4], "conv_op": "torch.nn.modules.conv.Conv3d",
        "kernel_sizes": [[3, 3, 3], [3, 3, 3]], "strides": [[1, 1, 1], [2, 2, 2]],
        "n_conv_per_stage": [1, 1], "n_conv_per_stage_decoder": [1], "conv_bias": true,
        "norm_op": "torch.nn.modules.instancenorm.InstanceNorm3d",
        "norm_op_kwargs": {"eps": 1e-05, "affine": true}, "dropout_op": null, "dropout_op_kwargs": null,
        "nonlin": "torch.nn.LeakyReLU", "nonlin_kwargs": {"inplace": true}},
      "_kw_requires_import": ["conv_op", "norm_op", "dropout_op", "nonlin"]}}}})";

PretrainedModel tinyModel(float weight) {
    PretrainedModel model;
    model.kind = "nnU-Net v2 checkpoint";
    model.plansJson = kPlans;
    model.plans = parsePlans(kPlans);
    model.configuration = model.plans.configurations.at("3d_fullres");
    model.architecture.featuresPerStage = {2, 4};
    model.architecture.kernelSizes = {{3, 3, 3}, {3, 3, 3}};
    model.architecture.strides = {{1, 1, 1}, {2, 2, 2}};
    model.architecture.convsOrBlocksPerStage = {1, 1};
    for (const EncoderTensor& tensor : encoderTensors(model.architecture)) {
        std::size_t count = 1;
        for (const std::int64_t size : tensor.shape)
            count *= static_cast<std::size_t>(size);
        model.weights[tensor.name] = shared({tensor.shape, std::vector<float>(count, weight)});
    }
    return model;
}

Case caseWith(const char* id, std::vector<SeriesSource> channels) {
    Case result;
    result.id = id;
    result.channels = std::move(channels);
    return result;
}

std::size_t entriesOf(const fs::path& folder) {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), {}));
}

const SeriesSource kNifti{"a.nii.gz", "", {"/d/a.nii.gz"}, {}};
const SeriesSource kDicom{"1.2.840.1", "", {"/d/1.dcm", "/d/2.dcm"}, {}};

} // namespace

class TestChooseModel : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theModelIsKeptInTheProject() {
        const TemporaryFolder folder;
        Project project = Project::create(folder.path() / "p.nidus");
        QCOMPARE(codeOf([&] { (void)preprocessingPlan(project); }), std::string("PRJ-020"));
        project.addCases({caseWith("a", {kNifti})});
        const ModelReport report = chooseModel(project, tinyModel(0.5F), std::nullopt);
        QVERIFY(report.problems.empty());
        QVERIFY(report.chosen.frame == InputFrame::Plan);
        QCOMPARE(project.model()->folder, report.chosen.folder);
        const PreprocessingPlan plan = preprocessingPlan(project);
        QCOMPARE(plan.configuration.patchSize, (std::vector<std::int64_t>{8, 8, 8}));
        QCOMPARE(plan.plans.imageReaderWriter, std::string("SimpleITKIO"));

        // The same model again is the same folder; another model is another one; nothing unfinished stays.
        QCOMPARE(chooseModel(project, tinyModel(0.5F), InputFrame::Lps).chosen.folder, report.chosen.folder);
        QVERIFY(preprocessingPlan(project).frame == InputFrame::Lps);
        QVERIFY(chooseModel(project, tinyModel(0.25F), std::nullopt).chosen.folder != report.chosen.folder);
        QCOMPARE(entriesOf(project.folder() / "models"), std::size_t{2});
    }

    void theFrameIsChosenAndExplained() {
        const TemporaryFolder folder;
        Project project = Project::create(folder.path() / "p.nidus");
        project.addCases({caseWith("a", {kNifti}), caseWith("b", {kDicom})});
        const ModelReport byCases = chooseModel(project, tinyModel(1), std::nullopt);
        QVERIFY(byCases.chosen.frame == InputFrame::Ras);
        QVERIFY(byCases.frameReason.find("DICOM") != std::string::npos);
        const ModelReport asked = chooseModel(project, tinyModel(1), InputFrame::Stored);
        QVERIFY(asked.chosen.frame == InputFrame::Stored);
        QVERIFY(asked.frameReason.find("asked") != std::string::npos);
    }

    void casesWithAnotherNumberOfChannelsAreCounted() {
        const TemporaryFolder folder;
        Project project = Project::create(folder.path() / "p.nidus");
        Case excluded = caseWith("d", {kNifti, kNifti});
        excluded.included = false;
        project.addCases({caseWith("a", {kNifti}), caseWith("b", {kNifti, kNifti}), caseWith("c", {}), excluded});
        const ModelReport report = chooseModel(project, tinyModel(1), std::nullopt);
        QCOMPARE(report.problems.size(), std::size_t{1});
        QCOMPARE(report.problems[0].code, std::string("MOD-004"));
        QVERIFY2(report.problems[0].text.find("2 of 4") != std::string::npos, report.problems[0].text.c_str());
        QVERIFY(toJson(report, tinyModel(1)).find("MOD-004") != std::string::npos);
    }
};

QTEST_GUILESS_MAIN(TestChooseModel)
#include "tst_choose_model.moc"
