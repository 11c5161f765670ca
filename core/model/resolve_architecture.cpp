// SPDX-License-Identifier: Apache-2.0
#include "core/model/resolve_architecture.h"

#include "core/base/error.h"

#include <algorithm>

namespace nidus {
namespace {

[[noreturn]] void refuse(const std::string& what) {
    throw Error("MDL-002", "This network " + what
                               + ". Nidus knows the encoders of PlainConvUNet and ResidualEncoderUNet with instance or "
                                 "batch normalisation. Choose another model.");
}

template <typename Names>
bool isOneOf(const std::string& word, const Names& names) {
    return std::any_of(std::begin(names), std::end(names), [&](const char* name) { return word == name; });
}

void refuseUnknownParts(const ArchitecturePlan& plan) {
    constexpr const char* kClasses[] = {"PlainConvUNet", "ResidualEncoderUNet", "ResidualUNet", "ResEncL",
                                        "NoSkipResEncL"};
    constexpr const char* kNonlinearities[] = {"LeakyReLU", "ReLU", "GELU", "SiLU", "ELU"};
    if (!isOneOf(plan.networkClass, kClasses) || plan.featuresPerStage.empty())
        refuse("is of the class \"" + plan.networkClass + "\"");
    if (!isOneOf(plan.nonlin, kNonlinearities))
        refuse("uses the activation \"" + plan.nonlin + "\"");
    if (plan.nonlinFirst)
        refuse("applies the activation before the normalisation");
    if ((!plan.block.empty() && plan.block != "BasicBlockD") || !plan.bottleneckChannels.empty())
        refuse("is built of \"" + (plan.block.empty() ? std::string("BottleneckD") : plan.block) + "\" blocks");
    if (plan.squeezeExcitation)
        refuse("uses squeeze and excitation");
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
    architecture.encoderClass =
        plan.networkClass == "PlainConvUNet" ? EncoderClass::PlainConv : EncoderClass::ResidualEncoder;
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
    architecture.nonlin = plan.nonlin;
    architecture.negativeSlope = plan.nonlin == "LeakyReLU" ? plan.negativeSlope : 0;
    if (architecture.encoderClass == EncoderClass::ResidualEncoder)
        architecture.stemChannels = plan.stemChannels.value_or(plan.featuresPerStage.front());
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
    }
    if (hasAny(shapes, "squeeze_excitation"))
        refuse("uses squeeze and excitation");
    if (hasAny(shapes, ".conv3."))
        refuse("is built of bottleneck blocks");
    const std::string first = isResidual ? "stem.convs.0" : "stages.0.0.convs.0";
    const auto weight = shapes.find(first + ".conv.weight");
    if (weight != shapes.end() && weight->second.size() == axes + 2) {
        architecture.inputChannels = weight->second[1];
        if (isResidual)
            architecture.stemChannels = weight->second[0];
    }
    architecture.convBias = architecture.convBias || shapes.count(first + ".conv.bias") != 0;
    followNorm(architecture, shapes, problems);
    return architecture;
}

} // namespace nidus
