// SPDX-License-Identifier: Apache-2.0
#include "core/model/architecture.h"

#include "core/base/error.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>
#include <functional>
#include <string_view>
#include <utility>

namespace nidus {
namespace {

using Sizes = std::vector<std::int64_t>;
using json = nlohmann::ordered_json;

// Far beyond any planner, small enough that no product below overflows.
constexpr std::int64_t kMaxStages = 10, kMaxFeatures = 4096, kMaxKernel = 15, kMaxStride = 8, kMaxBlocks = 64;
constexpr std::int64_t kMaxInputChannels = 2 * kMaxFeatures; // a decoder stage joins the features of two

[[noreturn]] void reject(const std::string& what) {
    throw Error("MDL-010", "The description of the network is inconsistent: " + what + ".");
}

void checkRange(std::int64_t value, std::int64_t low, std::int64_t high, const char* what) {
    if (value < low || value > high)
        reject(std::string(what) + " is " + std::to_string(value) + ", possible are " + std::to_string(low) + " to "
               + std::to_string(high));
}

void checkPerAxis(const std::vector<Sizes>& perStage, const EncoderArchitecture& architecture, std::int64_t high,
                  const char* what) {
    if (perStage.size() != architecture.featuresPerStage.size())
        reject(std::string(what) + " are given for " + std::to_string(perStage.size()) + " of "
               + std::to_string(architecture.featuresPerStage.size()) + " stages");
    for (const Sizes& sizes : perStage) {
        if (sizes.size() != static_cast<std::size_t>(architecture.dimension))
            reject(std::string(what) + " have " + std::to_string(sizes.size()) + " instead of "
                   + std::to_string(architecture.dimension) + " axes");
        for (const std::int64_t size : sizes)
            checkRange(size, 1, high, what);
    }
}

void checkResidual(const EncoderArchitecture& architecture) {
    checkRange(architecture.stemChannels, 0, kMaxFeatures, "the number of channels of the stem");
    if (architecture.nonlinFirst)
        reject("residual blocks with the activation before the normalisation");
    for (const Sizes* channels : {&architecture.bottleneckChannels, &architecture.squeezeChannels}) {
        if (!channels->empty() && channels->size() != architecture.featuresPerStage.size())
            reject("the inner channels of the blocks are not given for every stage");
        for (const std::int64_t count : *channels)
            checkRange(count, 1, kMaxFeatures, "the number of inner channels of a block");
    }
}

void check(const EncoderArchitecture& architecture) {
    checkRange(architecture.dimension, 2, 3, "the dimension");
    checkRange(architecture.inputChannels, 1, kMaxInputChannels, "the number of input channels");
    checkRange(static_cast<std::int64_t>(architecture.featuresPerStage.size()), 1, kMaxStages, "the number of stages");
    for (const std::int64_t features : architecture.featuresPerStage)
        checkRange(features, 1, kMaxFeatures, "the number of features of a stage");
    checkPerAxis(architecture.kernelSizes, architecture, kMaxKernel, "kernel sizes");
    checkPerAxis(architecture.strides, architecture, kMaxStride, "strides");
    for (const Sizes& kernel : architecture.kernelSizes)
        if (std::any_of(kernel.begin(), kernel.end(), [](std::int64_t size) { return size % 2 == 0; }))
            reject("an even kernel size, whose padding is not defined");
    if (architecture.convsOrBlocksPerStage.size() != architecture.featuresPerStage.size())
        reject("the number of convolutions is not given for every stage");
    for (const std::int64_t count : architecture.convsOrBlocksPerStage)
        checkRange(count, 1, kMaxBlocks, "the number of convolutions or blocks of a stage");
    if (architecture.encoderClass == EncoderClass::ResidualEncoder)
        checkResidual(architecture);
    else if (!architecture.bottleneckChannels.empty() || !architecture.squeezeChannels.empty())
        reject("a PlainConvUNet with parts of residual blocks");
}

/// Collects the tensors of one ConvDropoutNormReLU after the other.
class TensorList {
public:
    explicit TensorList(const EncoderArchitecture& architecture) : m_architecture(architecture) {}

    void addConv(const std::string& path, std::int64_t out, std::int64_t in, const Sizes& kernel, bool hasBias) {
        Sizes shape{out, in};
        shape.insert(shape.end(), kernel.begin(), kernel.end());
        m_tensors.push_back({path + ".weight", std::move(shape), false});
        if (hasBias)
            m_tensors.push_back({path + ".bias", {out}, false});
    }

    void addConvNorm(const std::string& path, std::int64_t out, std::int64_t in, const Sizes& kernel, bool hasBias) {
        addConv(path + ".conv", out, in, kernel, hasBias);
        if (m_architecture.norm == NormLayer::None)
            return;
        if (m_architecture.normAffine) {
            m_tensors.push_back({path + ".norm.weight", {out}, false});
            m_tensors.push_back({path + ".norm.bias", {out}, false});
        }
        if (m_architecture.norm == NormLayer::Batch) {
            m_tensors.push_back({path + ".norm.running_mean", {out}, true});
            m_tensors.push_back({path + ".norm.running_var", {out}, true});
        }
    }

    [[nodiscard]] std::vector<EncoderTensor> take() { return std::move(m_tensors); }

private:
    const EncoderArchitecture& m_architecture;
    std::vector<EncoderTensor> m_tensors;
};

bool isStrided(const Sizes& stride) {
    return std::any_of(stride.begin(), stride.end(), [](std::int64_t s) { return s != 1; });
}

void addPlainStage(TensorList& list, const EncoderArchitecture& architecture, std::size_t stage, std::int64_t in) {
    const std::int64_t out = architecture.featuresPerStage[stage];
    for (std::int64_t j = 0; j < architecture.convsOrBlocksPerStage[stage]; ++j)
        list.addConvNorm(layerPath(architecture, stage, j), out, j == 0 ? in : out, architecture.kernelSizes[stage],
                         architecture.convBias);
}

// The projection of the skip path exists only where the channels change; a pooling in front of it moves it from
// position 0 to position 1 of its Sequential. It never has a bias.
void addBlock(TensorList& list, const EncoderArchitecture& architecture, std::size_t stage, const std::string& path,
              std::int64_t in, bool poolsSkip) {
    const std::int64_t out = architecture.featuresPerStage[stage];
    const Sizes& kernel = architecture.kernelSizes[stage];
    const Sizes pointwise(kernel.size(), 1);
    if (architecture.bottleneckChannels.empty()) {
        list.addConvNorm(path + ".conv1", out, in, kernel, architecture.convBias);
        list.addConvNorm(path + ".conv2", out, out, kernel, architecture.convBias);
    } else {
        const std::int64_t inner = architecture.bottleneckChannels[stage];
        list.addConvNorm(path + ".conv1", inner, in, pointwise, architecture.convBias);
        list.addConvNorm(path + ".conv2", inner, inner, kernel, architecture.convBias);
        list.addConvNorm(path + ".conv3", out, inner, pointwise, architecture.convBias);
    }
    if (!architecture.squeezeChannels.empty()) {
        list.addConv(path + ".squeeze_excitation.fc1", architecture.squeezeChannels[stage], out, pointwise, true);
        list.addConv(path + ".squeeze_excitation.fc2", out, architecture.squeezeChannels[stage], pointwise, true);
    }
    if (in != out)
        list.addConvNorm(path + (poolsSkip ? ".skip.1" : ".skip.0"), out, in, pointwise, false);
}

void addResidualStage(TensorList& list, const EncoderArchitecture& architecture, std::size_t stage, std::int64_t in) {
    const bool hasStride = architecture.downsampling == Downsampling::Stride && isStrided(architecture.strides[stage]);
    for (std::int64_t b = 0; b < architecture.convsOrBlocksPerStage[stage]; ++b)
        addBlock(list, architecture, stage, layerPath(architecture, stage, b),
                 b == 0 ? in : architecture.featuresPerStage[stage], b == 0 && hasStride);
}

constexpr std::pair<EncoderClass, const char*> kClassNames[] = {{EncoderClass::PlainConv, "PlainConvUNet"},
                                                                {EncoderClass::ResidualEncoder, "ResidualEncoderUNet"}};
constexpr std::pair<NormLayer, const char*> kNormNames[] = {
    {NormLayer::None, "none"}, {NormLayer::Instance, "instance"}, {NormLayer::Batch, "batch"}};

constexpr std::pair<Downsampling, const char*> kDownsamplingNames[] = {
    {Downsampling::Stride, "stride"}, {Downsampling::MaxPool, "max"}, {Downsampling::AveragePool, "average"}};

template <typename Value, std::size_t N>
const char* nameOf(Value value, const std::pair<Value, const char*> (&names)[N]) {
    return std::find_if(std::begin(names), std::end(names), [&](const auto& entry) { return entry.first == value; })
        ->second;
}

template <typename Value, std::size_t N>
Value valueOf(const std::string& name, const std::pair<Value, const char*> (&names)[N]) {
    for (const auto& entry : names)
        if (name == entry.second)
            return entry.first;
    throw Error("MDL-011", "\"" + name + "\" names no part of a network that this version of Nidus knows.");
}

} // namespace

const std::vector<std::string>& knownNonlinearities() {
    static const std::vector<std::string> kNames{"LeakyReLU", "ReLU", "ReLU6",   "GELU",    "GELU tanh",
                                                 "SiLU",      "ELU",  "SELU",    "CELU",    "Mish",
                                                 "Hardswish", "Tanh", "Sigmoid", "Identity"};
    return kNames;
}

std::string layerPath(const EncoderArchitecture& architecture, std::size_t stage, std::int64_t index) {
    const bool isPooled = architecture.downsampling != Downsampling::Stride;
    const std::string path = "stages." + std::to_string(stage);
    if (architecture.encoderClass == EncoderClass::ResidualEncoder)
        return path + (isPooled ? ".1.blocks." : ".blocks.") + std::to_string(index);
    // PlainConvEncoder leaves out a pooling that would change nothing, ResidualEncoder does not.
    return path + (isPooled && isStrided(architecture.strides[stage]) ? ".1.convs." : ".0.convs.")
           + std::to_string(index);
}

std::string firstConvolution(const EncoderArchitecture& architecture) {
    return encoderTensors(architecture).front().name;
}

std::vector<EncoderTensor> encoderTensors(const EncoderArchitecture& architecture) {
    check(architecture);
    TensorList list(architecture);
    std::int64_t channels = architecture.inputChannels;
    const bool isResidual = architecture.encoderClass == EncoderClass::ResidualEncoder;
    if (isResidual && architecture.stemChannels > 0) {
        list.addConvNorm("stem.convs.0", architecture.stemChannels, channels, architecture.kernelSizes[0],
                         architecture.convBias);
        channels = architecture.stemChannels;
    }
    for (std::size_t stage = 0; stage < architecture.featuresPerStage.size(); ++stage) {
        (isResidual ? addResidualStage : addPlainStage)(list, architecture, stage, channels);
        channels = architecture.featuresPerStage[stage];
    }
    return list.take();
}

std::int64_t parameterCount(const EncoderArchitecture& architecture) {
    std::int64_t total = 0;
    for (const EncoderTensor& tensor : encoderTensors(architecture)) {
        if (tensor.isBuffer)
            continue;
        std::int64_t count = 1;
        for (const std::int64_t size : tensor.shape)
            if (__builtin_mul_overflow(count, size, &count))
                reject("more parameters than can be counted");
        if (__builtin_add_overflow(total, count, &total))
            reject("more parameters than can be counted");
    }
    return total;
}

std::vector<std::int64_t> totalStride(const EncoderArchitecture& architecture) {
    check(architecture);
    Sizes product(static_cast<std::size_t>(architecture.dimension), 1);
    for (const Sizes& stride : architecture.strides)
        std::transform(product.begin(), product.end(), stride.begin(), product.begin(), std::multiplies<>());
    return product;
}

int stageOf(const std::string& tensorName) {
    constexpr std::string_view kPrefix = "stages.";
    int stage = 0;
    if (tensorName.rfind(kPrefix, 0) == 0)
        std::from_chars(tensorName.data() + kPrefix.size(), tensorName.data() + tensorName.size(), stage);
    return stage;
}

std::string toJson(const EncoderArchitecture& architecture) {
    return json{{"class", nameOf(architecture.encoderClass, kClassNames)},
                {"dimension", architecture.dimension},
                {"input_channels", architecture.inputChannels},
                {"features_per_stage", architecture.featuresPerStage},
                {"kernel_sizes", architecture.kernelSizes},
                {"strides", architecture.strides},
                {"convs_or_blocks_per_stage", architecture.convsOrBlocksPerStage},
                {"conv_bias", architecture.convBias},
                {"norm", nameOf(architecture.norm, kNormNames)},
                {"norm_affine", architecture.normAffine},
                {"norm_eps", architecture.normEps},
                {"nonlin", architecture.nonlin},
                {"negative_slope", architecture.negativeSlope},
                {"nonlin_first", architecture.nonlinFirst},
                {"downsampling", nameOf(architecture.downsampling, kDownsamplingNames)},
                {"stem_channels", architecture.stemChannels},
                {"bottleneck_channels", architecture.bottleneckChannels},
                {"squeeze_channels", architecture.squeezeChannels}}
        .dump();
}

EncoderArchitecture architectureFromJson(const std::string& text) {
    EncoderArchitecture architecture;
    try {
        const json parsed = json::parse(text);
        architecture.encoderClass = valueOf(parsed.at("class").get<std::string>(), kClassNames);
        parsed.at("dimension").get_to(architecture.dimension);
        parsed.at("input_channels").get_to(architecture.inputChannels);
        parsed.at("features_per_stage").get_to(architecture.featuresPerStage);
        parsed.at("kernel_sizes").get_to(architecture.kernelSizes);
        parsed.at("strides").get_to(architecture.strides);
        parsed.at("convs_or_blocks_per_stage").get_to(architecture.convsOrBlocksPerStage);
        parsed.at("conv_bias").get_to(architecture.convBias);
        architecture.norm = valueOf(parsed.at("norm").get<std::string>(), kNormNames);
        parsed.at("norm_affine").get_to(architecture.normAffine);
        parsed.at("norm_eps").get_to(architecture.normEps);
        parsed.at("nonlin").get_to(architecture.nonlin);
        parsed.at("negative_slope").get_to(architecture.negativeSlope);
        parsed.at("stem_channels").get_to(architecture.stemChannels);
        // Descriptions of earlier versions of Nidus do not have these.
        architecture.nonlinFirst = parsed.value("nonlin_first", false);
        architecture.downsampling = valueOf(parsed.value("downsampling", "stride"), kDownsamplingNames);
        architecture.bottleneckChannels = parsed.value("bottleneck_channels", Sizes());
        architecture.squeezeChannels = parsed.value("squeeze_channels", Sizes());
    } catch (const json::exception&) {
        throw Error("MDL-011", "The stored description of a network is damaged. Load the pretrained model again.");
    }
    check(architecture);
    return architecture;
}

} // namespace nidus
