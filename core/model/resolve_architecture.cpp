// SPDX-License-Identifier: Apache-2.0
#include "core/model/resolve_architecture.h"

#include "core/base/error.h"

#include <algorithm>
#include <initializer_list>

namespace nidus {
namespace {

[[noreturn]] void refuse(const std::string& what) {
    throw Error("MDL-002", "This network " + what
                               + ". Nidus knows the encoders of PlainConvUNet and ResidualEncoderUNet with instance or "
                                 "batch normalisation. Choose another model.");
}

bool isOneOf(const std::string& word, std::initializer_list<const char*> names) {
    return std::any_of(names.begin(), names.end(), [&](const char* name) { return word == name; });
}

bool isPlain(const ArchitecturePlan& plan) {
    return isOneOf(plan.networkClass, {"PlainConvUNet", "PlainConvEncoder"});
}

std::string nonlinOf(const ArchitecturePlan& plan) {
    if (plan.nonlin.empty())
        return "Identity";
    return plan.geluApproximation.empty() ? plan.nonlin : plan.nonlin + " " + plan.geluApproximation;
}

void refuseUnknownParts(const ArchitecturePlan& plan) {
    if (plan.networkClass.rfind("Primus", 0) == 0)
        refuse("is a Primus (a transformer)");
    if (plan.featuresPerStage.empty()
        || (!isPlain(plan)
            && !isOneOf(plan.networkClass,
                        {"ResidualEncoderUNet", "ResidualUNet", "ResidualEncoder", "ResEncL", "NoSkipResEncL"})))
        refuse("is of the class \"" + plan.networkClass + "\"");
    const std::vector<std::string>& known = knownNonlinearities();
    if (std::find(known.begin(), known.end(), nonlinOf(plan)) == known.end())
        refuse("uses the activation \"" + nonlinOf(plan) + "\"");
    if (!isOneOf(plan.block, {"", "BasicBlockD", "BottleneckD"}))
        refuse("is built of \"" + plan.block + "\" blocks");
    if (isPlain(plan) ? plan.squeezeExcitation || !plan.block.empty() : plan.nonlinFirst)
        refuse("has parts that its class \"" + plan.networkClass + "\" does not have");
}

NormLayer normOf(const ArchitecturePlan& plan) {
    if (plan.normOp.empty())
        return NormLayer::None;
    if (plan.normOp.rfind("InstanceNorm", 0) == 0)
        return NormLayer::Instance;
    if (plan.normOp.rfind("BatchNorm", 0) == 0)
        return NormLayer::Batch;
    refuse("uses the normalisation \"" + plan.normOp + "\"");
}

bool hasAny(const TensorShapes& shapes, const std::string& part) {
    return std::any_of(shapes.begin(), shapes.end(),
                       [&](const auto& entry) { return entry.first.find(part) != std::string::npos; });
}

/// Channels of SqueezeExcite between its two layers (dynamic_network_architectures: regularization.py, make_divisible
/// with divisor 8 and without a limit to rounding down).
std::int64_t squeezed(std::int64_t channels, double ratio) {
    const auto rounded = static_cast<std::int64_t>(static_cast<double>(channels) * ratio + 4) / 8 * 8;
    return std::max<std::int64_t>(8, rounded);
}

/// The inner channels of the blocks as the tensors have them; the plans' own where the tensors lack them.
void followBlocks(EncoderArchitecture& architecture, const TensorShapes& shapes) {
    const auto outputsOf = [&](const std::string& name) {
        const auto found = shapes.find(name);
        return found == shapes.end() || found->second.empty() ? 0 : found->second.front();
    };
    const std::size_t stages = architecture.featuresPerStage.size();
    for (std::size_t stage = 0; stage < stages; ++stage) {
        const std::string block = layerPath(architecture, stage, 0);
        if (outputsOf(block + ".conv3.conv.weight") > 0) {
            architecture.bottleneckChannels.resize(stages);
            architecture.bottleneckChannels[stage] = outputsOf(block + ".conv1.conv.weight");
        }
        if (const std::int64_t inner = outputsOf(block + ".squeeze_excitation.fc1.weight"); inner > 0) {
            architecture.squeezeChannels.resize(stages);
            architecture.squeezeChannels[stage] = inner;
        }
    }
}

void followNorm(EncoderArchitecture& architecture, const TensorShapes& shapes, std::vector<Problem>& problems) {
    const bool hasStatistics = hasAny(shapes, ".norm.running_mean");
    if (architecture.norm == NormLayer::Batch && !hasStatistics)
        refuse("has batch normalisation without stored statistics");
    if (hasStatistics && architecture.norm != NormLayer::Batch) {
        problems.push_back({"MDL-023",
                            Severity::Info,
                            "The plans name another normalisation, but the weights are those of batch normalisation. "
                            "Nidus follows the weights.",
                            {}});
        architecture.norm = NormLayer::Batch;
    }
    const bool hasWeights = hasAny(shapes, ".norm.weight");
    if (hasWeights && architecture.norm == NormLayer::None)
        refuse("has normalisation weights that its plans do not explain");
    architecture.normAffine = architecture.normAffine || hasWeights;
}

} // namespace

EncoderArchitecture architectureFromPlan(const ArchitecturePlan& plan, std::size_t axes, std::int64_t inputChannels) {
    refuseUnknownParts(plan);
    EncoderArchitecture architecture;
    architecture.encoderClass = isPlain(plan) ? EncoderClass::PlainConv : EncoderClass::ResidualEncoder;
    architecture.dimension = static_cast<int>(axes);
    architecture.inputChannels = inputChannels;
    architecture.featuresPerStage = plan.featuresPerStage;
    architecture.kernelSizes = plan.kernelSizes;
    architecture.strides = plan.strides;
    architecture.convsOrBlocksPerStage = plan.convsOrBlocksPerStage;
    architecture.convBias = plan.convBias;
    architecture.norm = normOf(plan);
    architecture.normAffine = plan.normAffine;
    architecture.normEps = plan.normEps;
    architecture.nonlin = nonlinOf(plan);
    architecture.negativeSlope = isOneOf(plan.nonlin, {"LeakyReLU", "ELU", "CELU"}) ? plan.negativeSlope : 0;
    architecture.downsampling = plan.pool == "max"   ? Downsampling::MaxPool
                                : plan.pool == "avg" ? Downsampling::AveragePool
                                                     : Downsampling::Stride;
    architecture.nonlinFirst = plan.nonlinFirst;
    if (architecture.encoderClass == EncoderClass::ResidualEncoder) {
        architecture.stemChannels = plan.stemChannels.value_or(plan.featuresPerStage.front());
        architecture.bottleneckChannels = plan.bottleneckChannels;
        if (plan.squeezeExcitation)
            for (const std::int64_t features : plan.featuresPerStage)
                architecture.squeezeChannels.push_back(squeezed(features, plan.squeezeRatio));
    }
    return architecture;
}

EncoderArchitecture resolveArchitecture(const ArchitecturePlan& plan, std::size_t axes, const TensorShapes& shapes,
                                        std::vector<Problem>& problems) {
    EncoderArchitecture architecture = architectureFromPlan(plan, axes, 1);
    const bool isResidual = hasAny(shapes, "stem.convs.") || hasAny(shapes, ".blocks.");
    if (isResidual != (architecture.encoderClass == EncoderClass::ResidualEncoder)) {
        problems.push_back({"MDL-024",
                            Severity::Warning,
                            "The plans name the network " + plan.networkClass
                                + ", but the weights are those of the other kind. Nidus follows the weights.",
                            {}});
        architecture.encoderClass = isResidual ? EncoderClass::ResidualEncoder : EncoderClass::PlainConv;
        architecture.stemChannels = isResidual ? architecture.featuresPerStage.front() : 0;
        architecture.bottleneckChannels.clear();
        architecture.squeezeChannels.clear();
        architecture.nonlinFirst = false;
    }
    if (architecture.downsampling == Downsampling::Stride && hasAny(shapes, "stages.0.1.blocks."))
        refuse("has pooling layers between its stages, but its plans do not say which");
    if (isResidual)
        followBlocks(architecture, shapes);
    const std::string first = isResidual && architecture.stemChannels > 0
                                  ? std::string("stem.convs.0")
                                  : layerPath(architecture, 0, 0) + (isResidual ? ".conv1" : "");
    const auto weight = shapes.find(first + ".conv.weight");
    if (weight != shapes.end() && weight->second.size() == axes + 2) {
        architecture.inputChannels = weight->second[1];
        if (isResidual && architecture.stemChannels > 0)
            architecture.stemChannels = weight->second[0];
    }
    architecture.convBias = architecture.convBias || shapes.count(first + ".conv.bias") != 0;
    followNorm(architecture, shapes, problems);
    if (plan.dropoutProbability > 0 || plan.stochasticDepthP > 0)
        problems.push_back({"MDL-026",
                            Severity::Info,
                            "The network was trained with dropout or stochastic depth. Nidus leaves these out, as "
                            "nnU-Net does when it applies a network.",
                            {}});
    return architecture;
}

} // namespace nidus
