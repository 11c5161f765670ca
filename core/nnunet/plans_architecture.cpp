// SPDX-License-Identifier: Apache-2.0
#include "core/nnunet/plans_architecture.h"

#include <algorithm>

namespace nidus {
namespace {

using Sizes = std::vector<std::int64_t>;

constexpr Range<std::int64_t> kStages{1, 10}, kFeatures{1, 4096}, kKernel{1, 15}, kStride{1, 8}, kBlocks{1, 64};
constexpr Range<double> kEps{0, 1}, kSlope{-10, 10}, kProbability{0, 1};

// Module paths in real files are partly stale, so nnU-Net itself searches by the class name alone.
std::string lastComponent(const std::string& dotted) {
    return dotted.substr(dotted.rfind('.') + 1);
}

bool isOneOf(const std::string& word, std::initializer_list<const char*> words) {
    return std::any_of(words.begin(), words.end(), [&](const char* other) { return word == other; });
}

Sizes perStage(const JsonFields& fields, const std::string& key, std::size_t stages, Range<std::int64_t> range) {
    Sizes values = fields.integers(key, range);
    if (values.size() == 1)
        values.resize(stages, values.front());
    if (values.size() != stages)
        fields.fail("PLN-004", "\"" + key + "\" has " + std::to_string(values.size()) + " entries for "
                                   + std::to_string(stages) + " stages");
    return values;
}

std::vector<Sizes> perStageAndAxis(const JsonFields& fields, const std::string& key, std::size_t stages,
                                   std::size_t axes, Range<std::int64_t> range) {
    std::vector<Sizes> rows = fields.integerRows(key, range);
    if (rows.size() == 1)
        rows.resize(stages, rows.front());
    for (Sizes& row : rows) {
        if (row.size() == 1)
            row.resize(axes, row.front());
        if (row.size() != axes)
            fields.fail("PLN-004", "\"" + key + "\" has " + std::to_string(row.size()) + " entries for "
                                       + std::to_string(axes) + " axes");
    }
    if (rows.size() != stages)
        fields.fail("PLN-004", "\"" + key + "\" has " + std::to_string(rows.size()) + " entries for "
                                   + std::to_string(stages) + " stages");
    return rows;
}

void requireOddKernels(const JsonFields& fields, const ArchitecturePlan& plan) {
    for (const Sizes& kernel : plan.kernelSizes)
        if (std::any_of(kernel.begin(), kernel.end(), [](std::int64_t size) { return size % 2 == 0; }))
            fields.fail("PLN-004", "an even kernel size; nnU-Net uses odd ones only");
}

bool isPlain(const std::string& networkClass) {
    return isOneOf(networkClass, {"PlainConvUNet", "PlainConvEncoder"});
}

bool isResidual(const std::string& networkClass) {
    return isOneOf(networkClass, {"ResidualEncoderUNet", "ResidualUNet", "ResidualEncoder"});
}

// nnU-Net: utilities/get_network_via_name.py and nnssl's adaptation plans name this network without its numbers.
ArchitecturePlan namedResEncL(const std::string& networkClass) {
    ArchitecturePlan plan;
    plan.networkClass = networkClass;
    plan.featuresPerStage = {32, 64, 128, 256, 320, 320};
    plan.kernelSizes.assign(6, Sizes{3, 3, 3});
    plan.strides.assign(6, Sizes{2, 2, 2});
    plan.strides[0] = {1, 1, 1};
    plan.convsOrBlocksPerStage = {1, 3, 4, 6, 6, 6};
    plan.convBias = true;
    plan.convOp = "Conv3d";
    plan.normOp = "InstanceNorm3d";
    plan.normAffine = true;
    plan.nonlin = "LeakyReLU";
    return plan;
}

void readActivation(const JsonFields& kwargs, ArchitecturePlan& plan) {
    plan.nonlin = lastComponent(kwargs.string("nonlin", ""));
    const bool hasAlpha = isOneOf(plan.nonlin, {"ELU", "CELU"});
    const std::string key = hasAlpha ? "alpha" : "negative_slope";
    plan.negativeSlope = hasAlpha ? 1.0 : 0.01; // torch's defaults
    if (!kwargs.has("nonlin_kwargs"))
        return;
    const JsonFields values = kwargs.object("nonlin_kwargs");
    if (values.has(key))
        plan.negativeSlope = values.number(key, kSlope);
    plan.geluApproximation = values.string("approximate", "");
    if (plan.geluApproximation == "none")
        plan.geluApproximation.clear();
}

void readLayerKinds(const JsonFields& kwargs, ArchitecturePlan& plan) {
    plan.convOp = lastComponent(kwargs.string("conv_op", ""));
    plan.normOp = lastComponent(kwargs.string("norm_op", ""));
    plan.dropoutOp = lastComponent(kwargs.string("dropout_op", ""));
    plan.convBias = kwargs.boolean("conv_bias", false);
    // torch's own defaults: BatchNorm is affine, InstanceNorm is not.
    plan.normAffine = plan.normOp.rfind("BatchNorm", 0) == 0;
    if (kwargs.has("norm_op_kwargs")) {
        const JsonFields norm = kwargs.object("norm_op_kwargs");
        plan.normAffine = norm.boolean("affine", plan.normAffine);
        if (norm.has("eps"))
            plan.normEps = norm.number("eps", kEps);
    }
    readActivation(kwargs, plan);
    if (!plan.dropoutOp.empty()) {
        plan.dropoutProbability = 0.5;
        if (kwargs.has("dropout_op_kwargs") && kwargs.object("dropout_op_kwargs").has("p"))
            plan.dropoutProbability = kwargs.object("dropout_op_kwargs").number("p", kProbability);
    }
}

void readOptions(const JsonFields& kwargs, ArchitecturePlan& plan, std::size_t stages) {
    plan.nonlinFirst = kwargs.boolean("nonlin_first", false);
    plan.pool = kwargs.string(isPlain(plan.networkClass) ? "pool" : "pool_type", "conv");
    if (!isOneOf(plan.pool, {"conv", "max", "avg"}))
        kwargs.fail("PLN-004", "the pooling \"" + plan.pool + "\"; nnU-Net's networks have conv, max and avg");
    if (kwargs.has("block"))
        plan.block = lastComponent(kwargs.string("block"));
    if (plan.block == "BottleneckD")
        plan.bottleneckChannels = perStage(kwargs, "bottleneck_channels", stages, kFeatures);
    if (kwargs.has("stem_channels"))
        plan.stemChannels = kwargs.integer("stem_channels", kFeatures);
    if (kwargs.boolean("disable_default_stem", false))
        plan.stemChannels = 0;
    plan.squeezeExcitation = kwargs.boolean("squeeze_excitation", false);
    if (kwargs.has("squeeze_excitation_reduction_ratio"))
        plan.squeezeRatio = kwargs.number("squeeze_excitation_reduction_ratio", kProbability);
    if (kwargs.has("stochastic_depth_p"))
        plan.stochasticDepthP = kwargs.number("stochastic_depth_p", kProbability);
}

ArchitecturePlan fromArchitectureBlock(const JsonFields& block, std::size_t axes) {
    ArchitecturePlan plan;
    plan.networkClass = lastComponent(block.string("network_class_name"));
    if (!block.has("arch_kwargs")) {
        if (isOneOf(plan.networkClass, {"ResEncL", "NoSkipResEncL"}) && axes == 3)
            return namedResEncL(plan.networkClass);
        return plan; // a network that Nidus does not know; said when it is chosen
    }
    const bool hasConvs = isPlain(plan.networkClass);
    if (!hasConvs && !isResidual(plan.networkClass))
        return plan;
    const JsonFields kwargs = block.object("arch_kwargs");
    const auto stages = static_cast<std::size_t>(kwargs.integer("n_stages", kStages));
    plan.featuresPerStage = perStage(kwargs, "features_per_stage", stages, kFeatures);
    plan.kernelSizes = perStageAndAxis(kwargs, "kernel_sizes", stages, axes, kKernel);
    plan.strides = perStageAndAxis(kwargs, "strides", stages, axes, kStride);
    plan.convsOrBlocksPerStage =
        perStage(kwargs, hasConvs ? "n_conv_per_stage" : "n_blocks_per_stage", stages, kBlocks);
    readLayerKinds(kwargs, plan);
    readOptions(kwargs, plan, stages);
    requireOddKernels(kwargs, plan);
    if (plan.convOp != "Conv" + std::to_string(axes) + "d")
        kwargs.fail("PLN-004",
                    "\"conv_op\" " + plan.convOp + " does not fit a patch with " + std::to_string(axes) + " axes");
    return plan;
}

ArchitecturePlan fromFlatKeys(const JsonFields& configuration, std::size_t axes) {
    ArchitecturePlan plan;
    plan.networkClass = lastComponent(configuration.string("UNet_class_name"));
    if (plan.networkClass != "PlainConvUNet" && plan.networkClass != "ResidualEncoderUNet")
        return plan;
    plan.convsOrBlocksPerStage = configuration.integers("n_conv_per_stage_encoder", kBlocks);
    const std::size_t stages = plan.convsOrBlocksPerStage.size();
    if (stages < 1 || stages > static_cast<std::size_t>(kStages.high))
        configuration.fail("PLN-004", "\"n_conv_per_stage_encoder\" has " + std::to_string(stages) + " entries");
    const std::int64_t base = configuration.integer("UNet_base_num_features", kFeatures);
    const std::int64_t most = configuration.integer("unet_max_num_features", kFeatures);
    for (std::size_t stage = 0; stage < stages; ++stage)
        plan.featuresPerStage.push_back(std::min(base << stage, most));
    plan.kernelSizes = perStageAndAxis(configuration, "conv_kernel_sizes", stages, axes, kKernel);
    plan.strides = perStageAndAxis(configuration, "pool_op_kernel_sizes", stages, axes, kStride);
    plan.convBias = true;
    plan.convOp = "Conv" + std::to_string(axes) + "d";
    plan.normOp = "InstanceNorm" + std::to_string(axes) + "d";
    plan.normAffine = true;
    plan.nonlin = "LeakyReLU";
    requireOddKernels(configuration, plan);
    return plan;
}

} // namespace

ArchitecturePlan architectureOf(const JsonFields& configuration, std::size_t axes) {
    return configuration.has("architecture") ? fromArchitectureBlock(configuration.object("architecture"), axes)
                                             : fromFlatKeys(configuration, axes);
}

} // namespace nidus
