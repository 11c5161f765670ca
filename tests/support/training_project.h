// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/random.h"
#include "core/model/pretrained_model.h"
#include "core/project/prepare.h"
#include "core/project/project.h"
#include "tests/support/fake_series_reader.h"

#include <filesystem>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace nidus::test {

/// A model of two stages without normalisation of the images, so that tests know what the network sees.
inline PretrainedModel tinyModel() {
    PretrainedModel model;
    model.kind = "nnU-Net v2 checkpoint";
    model.fold = std::string("0"); // the short form is a false alarm of GCC 12 (-Wrestrict) in some units
    model.plansJson = R"({"dataset_name": "Dataset999_Test", "plans_name": "nnUNetPlans",
        "image_reader_writer": "SimpleITKIO", "transpose_forward": [0, 1, 2], "transpose_backward": [0, 1, 2],
        "configurations": {"3d_fullres": {"data_identifier": "x", "preprocessor_name": "DefaultPreprocessor",
        "batch_size": 2, "patch_size": [4, 4, 4], "spacing": [1.0, 1.0, 1.0],
        "normalization_schemes": ["NoNormalization"], "use_mask_for_norm": [false],
        "resampling_fn_data": "resample_data_or_seg_to_shape",
        "resampling_fn_data_kwargs": {"is_seg": false, "order": 3, "order_z": 0, "force_separate_z": null},
        "architecture": {"network_class_name": "dynamic_network_architectures.architectures.unet.PlainConvUNet",
        "arch_kwargs": {"n_stages": 2, "features_per_stage": [2, 3], "conv_op": "torch.nn.modules.conv.Conv3d",
        "kernel_sizes": [[3, 3, 3], [3, 3, 3]], "strides": [[1, 1, 1], [2, 2, 2]], "n_conv_per_stage": [1, 1],
        "n_conv_per_stage_decoder": [1], "conv_bias": true,
        "norm_op": "torch.nn.modules.instancenorm.InstanceNorm3d", "norm_op_kwargs": {"eps": 1e-05, "affine": true},
        "dropout_op": null, "dropout_op_kwargs": null, "nonlin": "torch.nn.LeakyReLU",
        "nonlin_kwargs": {"inplace": true}}, "_kw_requires_import": ["conv_op", "norm_op", "dropout_op", "nonlin"]}}},
        "foreground_intensity_properties_per_channel": {"0": {"mean": 0.0, "std": 1.0, "percentile_00_5": -1.0,
        "percentile_99_5": 1.0}}})";
    model.plans = parsePlans(model.plansJson);
    model.configuration = model.plans.configurations.at("3d_fullres");
    model.dataset.channelNames = {"T1"};
    model.architecture.inputChannels = 1;
    model.architecture.featuresPerStage = {2, 3};
    model.architecture.kernelSizes = {{3, 3, 3}, {3, 3, 3}};
    model.architecture.strides = {{1, 1, 1}, {2, 2, 2}};
    model.architecture.convsOrBlocksPerStage = {1, 1};
    for (const EncoderTensor& tensor : encoderTensors(model.architecture)) {
        std::int64_t count = 1;
        for (const std::int64_t n : tensor.shape)
            count *= n;
        model.weights[tensor.name] = shared({tensor.shape, std::vector<float>(static_cast<std::size_t>(count), 0.0F)});
    }
    return model;
}

/// A prepared project of small cases whose voxel 0 (of eight that count) tells the class, with noise.
struct TrainingProject {
    std::filesystem::path folder;
    FakeSeriesReader reader;

    struct Options {
        int cases = 24;
        int folds = 2; ///< given folds; 0: none
        double signal = 1.0;
        std::function<void(Case&, Volume&)> change = [](Case&, Volume&) {}; ///< last word on each case
    };

    explicit TrainingProject(const std::filesystem::path& parent) : TrainingProject(parent, Options()) {}
    TrainingProject(const std::filesystem::path& parent, const Options& options) : folder(parent / "p.nidus") {
        Project project = Project::create(folder);
        writeModelFolder(folder / "models" / "tiny", tinyModel());
        std::vector<Case> cases;
        for (int i = 0; i < options.cases; ++i)
            cases.push_back(makeCase(parent, i, options));
        project.addCases(cases);
        project.setClasses({"healthy", "ill"});
        project.setModel({"models/tiny", InputFrame::Plan});
        prepare(project);
    }

    [[nodiscard]] static PreprocessingPlan plan() {
        const PretrainedModel model = tinyModel();
        return {model.plans, model.configuration, InputFrame::Plan};
    }

    PrepareReport prepare(Project& project) { return prepareCases(project, plan(), reader, {}); }

    /// Voxel values of case `i`: the class in voxel 0, noise in all.
    static Volume volume(int i, int label, double signal) {
        Volume volume = FakeSeriesReader::volume({4, 4, 4}, 0);
        Random random({.seed = 7, .purpose = Purpose::Phantom, .caseIndex = static_cast<std::uint32_t>(i)});
        for (float& voxel : volume.voxels)
            voxel = static_cast<float>(0.5 * random.normal() + 5);
        volume.voxels[0] += static_cast<float>(label == 1 ? signal : -signal);
        return volume;
    }

private:
    Case makeCase(const std::filesystem::path& parent, int i, const Options& options) {
        const int label = i % 2;
        Case c;
        c.id = "case-" + std::to_string(100 + i);
        c.patient = "P" + std::to_string(i);
        c.label = label == 1 ? "ill" : "healthy";
        if (options.folds > 0)
            c.fold = (i / 2) % options.folds;
        Volume content = volume(i, label, options.signal);
        options.change(c, content);
        const std::filesystem::path file = parent / "images" / (c.id + ".nii");
        c.channels = {reader.add(file, content).info.source};
        return c;
    }
};

} // namespace nidus::test
