// SPDX-License-Identifier: Apache-2.0
#include "tests/support/model_writer.h"

#include <functional>
#include <numeric>

namespace nidus::test {
namespace {

std::string withAllModules(std::string name) {
    for (const auto& [layer, index] : {std::pair(".conv.", ".all_modules.0."), std::pair(".norm.", ".all_modules.1.")})
        if (const std::size_t at = name.rfind(layer); at != std::string::npos)
            return name.replace(at, 6, index);
    return name;
}

std::vector<float> valuesOf(std::size_t position, std::size_t count, float shift) {
    std::vector<float> values(count);
    for (std::size_t i = 0; i < count; ++i)
        values[i] = valueOf(position, i) + shift;
    return values;
}

/// What plans of stock networks do not have.
void addKnobs(const EncoderArchitecture& architecture, nlohmann::ordered_json& kwargs) {
    const bool isPlain = architecture.encoderClass == EncoderClass::PlainConv;
    if (architecture.nonlinFirst)
        kwargs["nonlin_first"] = true;
    if (architecture.downsampling != Downsampling::Stride)
        kwargs[isPlain ? "pool" : "pool_type"] = architecture.downsampling == Downsampling::MaxPool ? "max" : "avg";
    if (!isPlain && architecture.stemChannels == 0)
        kwargs["disable_default_stem"] = true;
    if (!isPlain && architecture.stemChannels > 0)
        kwargs["stem_channels"] = architecture.stemChannels;
    if (!architecture.bottleneckChannels.empty()) {
        kwargs["block"] = "dynamic_network_architectures.building_blocks.residual.BottleneckD";
        kwargs["bottleneck_channels"] = architecture.bottleneckChannels;
    }
    if (!architecture.squeezeChannels.empty())
        kwargs["squeeze_excitation"] = true;
}

} // namespace

float valueOf(std::size_t position, std::size_t index) {
    return static_cast<float>(index % 512) / 64.0F + static_cast<float>(position);
}

EncoderArchitecture smallPlainEncoder() {
    EncoderArchitecture architecture;
    architecture.featuresPerStage = {4, 6};
    architecture.kernelSizes = {{1, 3, 3}, {3, 3, 3}};
    architecture.strides = {{1, 1, 1}, {1, 2, 2}};
    architecture.convsOrBlocksPerStage = {2, 1};
    return architecture;
}

EncoderArchitecture smallResidualEncoder() {
    EncoderArchitecture architecture;
    architecture.encoderClass = EncoderClass::ResidualEncoder;
    architecture.featuresPerStage = {4, 6, 6};
    architecture.kernelSizes = {{3, 3, 3}, {3, 3, 3}, {3, 3, 3}};
    architecture.strides = {{1, 1, 1}, {2, 2, 2}, {2, 2, 2}};
    architecture.convsOrBlocksPerStage = {1, 2, 1};
    architecture.stemChannels = 4;
    return architecture;
}

nlohmann::ordered_json plansOf(const EncoderArchitecture& architecture) {
    const bool isPlain = architecture.encoderClass == EncoderClass::PlainConv;
    const std::string dimension = std::to_string(architecture.dimension) + "d";
    nlohmann::ordered_json kwargs{
        {"n_stages", architecture.featuresPerStage.size()},
        {"features_per_stage", architecture.featuresPerStage},
        {"conv_op", "torch.nn.modules.conv.Conv" + dimension},
        {"kernel_sizes", architecture.kernelSizes},
        {"strides", architecture.strides},
        {isPlain ? "n_conv_per_stage" : "n_blocks_per_stage", architecture.convsOrBlocksPerStage},
        {"conv_bias", architecture.convBias},
        {"norm_op", "torch.nn.modules.instancenorm.InstanceNorm" + dimension},
        {"norm_op_kwargs", {{"eps", 1e-5}, {"affine", true}}},
        {"dropout_op", nullptr},
        {"nonlin", "torch.nn.LeakyReLU"},
        {"nonlin_kwargs", {{"inplace", true}}}};
    addKnobs(architecture, kwargs);
    nlohmann::ordered_json configuration{
        {"preprocessor_name", "DefaultPreprocessor"},
        {"batch_size", 2},
        {"patch_size", std::vector<int>(static_cast<std::size_t>(architecture.dimension), 16)},
        {"spacing", std::vector<double>(static_cast<std::size_t>(architecture.dimension), 1.5)},
        {"normalization_schemes",
         std::vector<std::string>(static_cast<std::size_t>(architecture.inputChannels), "ZScoreNormalization")},
        {"use_mask_for_norm", std::vector<bool>(static_cast<std::size_t>(architecture.inputChannels), false)},
        {"architecture",
         {{"network_class_name", std::string("dynamic_network_architectures.architectures.unet.")
                                     + (isPlain ? "PlainConvUNet" : "ResidualEncoderUNet")},
          {"arch_kwargs", kwargs}}}};
    return {{"dataset_name", "Dataset001_Test"},
            {"plans_name", "nnUNetPlans"},
            {"image_reader_writer", "SimpleITKIO"},
            {"transpose_forward", {0, 1, 2}},
            {"configurations", {{"3d_fullres", configuration}}}};
}

CheckpointWriter checkpointOf(const EncoderArchitecture& architecture, const std::string& prefix, LayerNames names) {
    CheckpointWriter writer;
    const std::vector<EncoderTensor> tensors = encoderTensors(architecture);
    for (std::size_t position = 0; position < tensors.size(); ++position) {
        const auto& shape = tensors[position].shape;
        const auto count =
            static_cast<std::size_t>(std::accumulate(shape.begin(), shape.end(), std::int64_t{1}, std::multiplies<>()));
        const std::size_t used = writer.addFloats(valuesOf(position, count, 0));
        const std::size_t second =
            names == LayerNames::Diverged ? writer.addFloats(valuesOf(position, count, 0.5F)) : used;
        for (const std::string root : {"encoder.", "decoder.encoder."}) {
            const std::string& name = tensors[position].name;
            const std::string executed = withAllModules(name);
            if (names != LayerNames::AllModulesOnly && executed != name)
                writer.tensors.push_back({prefix + root + name, shape, second, 0, {}});
            if (names != LayerNames::ConvAndNormOnly || executed == name)
                writer.tensors.push_back({prefix + root + executed, shape, used, 0, {}});
        }
    }
    writer.tensors.push_back({prefix + "decoder.seg_layers.0.bias", {3}, writer.addFloats({1, 2, 3}), 0, {}});
    nlohmann::ordered_json channels;
    for (std::int64_t i = 0; i < architecture.inputChannels; ++i)
        channels[std::to_string(i)] = "MR" + std::to_string(i);
    writer.initArgs = {{"plans", plansOf(architecture)},
                       {"configuration", "3d_fullres"},
                       {"fold", 0},
                       {"dataset_json", {{"channel_names", channels}, {"labels", {{"background", 0}, {"organ", 1}}}}}};
    return writer;
}

} // namespace nidus::test
