// SPDX-License-Identifier: Apache-2.0
#include "core/model/encoder_torch.h"

#include "core/base/error.h"
#include "core/base/random.h"
#include "core/base/safetensors.h"
#include "core/model/channel_functions_torch.h"
#include "core/model/compute_torch.h"

#include <algorithm>
#include <cmath>

namespace nidus::compute {
namespace {

using Sizes = std::vector<std::int64_t>;

bool isEncoderTensor(const std::string& name) {
    return name.rfind("stages.", 0) == 0 || name.rfind("stem.", 0) == 0;
}

bool pools(const Sizes& stride) {
    return std::any_of(stride.begin(), stride.end(), [](std::int64_t s) { return s != 1; });
}

bool endsWith(const std::string& text, const std::string& tail) {
    return text.size() >= tail.size() && text.compare(text.size() - tail.size(), tail.size(), tail) == 0;
}

// The norm that ends a residual block starts at zero, so that the block starts as its skip path.
bool endsBlock(const std::string& name, bool hasBottleneck) {
    return name.find(hasBottleneck ? ".conv3.norm." : ".conv2.norm.") != std::string::npos;
}

/// InitWeights_He(1e-2) for convolutions, 1 and 0 for norms, as nnU-Net starts a network.
std::vector<float> initialValues(const EncoderTensor& tensor, bool hasBottleneck, std::uint64_t seed,
                                 std::uint32_t index) {
    std::size_t count = 1;
    for (const std::int64_t n : tensor.shape)
        count *= static_cast<std::size_t>(n);
    std::vector<float> values(count, 0.0F);
    if (tensor.shape.size() > 1) { // a convolution
        const double fanIn = static_cast<double>(count) / static_cast<double>(tensor.shape[0]);
        const double deviation = std::sqrt(2.0 / (1.0 + 1e-2 * 1e-2) / fanIn);
        Random random({.seed = seed, .purpose = Purpose::Initialisation, .layer = index});
        for (float& value : values)
            value = static_cast<float>(deviation * random.normal());
    } else if ((endsWith(tensor.name, "norm.weight") && !endsBlock(tensor.name, hasBottleneck))
               || endsWith(tensor.name, "norm.running_var")) {
        std::fill(values.begin(), values.end(), 1.0F);
    }
    return values;
}

std::string listed(const std::vector<std::string>& names) {
    std::string text;
    for (std::size_t i = 0; i < std::min<std::size_t>(names.size(), 3); ++i)
        text += (i == 0 ? "" : ", ") + names[i];
    return names.size() > 3 ? text + " and " + std::to_string(names.size() - 3) + " more" : text;
}

using Activation = at::Tensor (*)(const at::Tensor&, double);

// In place where torch's backward pass needs the result only: what comes before keeps its own input. A slope of zero
// or less is no function of the result.
at::Tensor leakyRelu(const at::Tensor& x, double slope) {
    at::Tensor result = x;
    return slope > 0 ? at::leaky_relu_(result, slope) : at::leaky_relu(x, slope);
}

at::Tensor relu(const at::Tensor& x, double) {
    at::Tensor result = x;
    return at::relu_(result);
}

/// The function that an EncoderArchitecture::nonlin names; its second argument is the slope or alpha.
Activation activationOf(const std::string& name) {
    static const std::map<std::string, Activation> kActivations{
        {"LeakyReLU", leakyRelu},
        {"ReLU", relu},
        {"ReLU6", [](const at::Tensor& x, double) { return at::relu6(x); }},
        {"GELU", [](const at::Tensor& x, double) { return at::gelu(x); }},
        {"GELU tanh", [](const at::Tensor& x, double) { return at::gelu(x, "tanh"); }},
        {"SiLU", [](const at::Tensor& x, double) { return at::silu(x); }},
        {"ELU", [](const at::Tensor& x, double alpha) { return at::elu(x, alpha); }},
        {"SELU", [](const at::Tensor& x, double) { return at::selu(x); }},
        {"CELU", [](const at::Tensor& x, double alpha) { return at::celu(x, alpha); }},
        {"Mish", [](const at::Tensor& x, double) { return at::mish(x); }},
        {"Hardswish", [](const at::Tensor& x, double) { return at::hardswish(x); }},
        {"Tanh", [](const at::Tensor& x, double) { return at::tanh(x); }},
        {"Sigmoid", [](const at::Tensor& x, double) { return at::sigmoid(x); }},
        {"Identity", [](const at::Tensor& x, double) { return x; }}};
    const auto found = kActivations.find(name);
    if (found != kActivations.end())
        return found->second;
    std::string names;
    for (const auto& entry : kActivations)
        names += (names.empty() ? "" : ", ") + entry.first;
    throw Error("MDL-002",
                "The network uses the activation " + name + ", which Nidus does not have. It has " + names + ".");
}

} // namespace

Encoder::Encoder(const EncoderSource& source, at::Device device)
    : m_architecture(source.architecture), m_activation(activationOf(source.architecture.nonlin)),
      m_layout(device.is_cpu() && m_architecture.dimension == 3 ? at::MemoryFormat::ChannelsLast3d
                                                                : at::MemoryFormat::Contiguous) {
    if (m_architecture.nonlin == "LeakyReLU" && m_architecture.negativeSlope >= 0)
        m_leak = m_architecture.negativeSlope;
    else if (m_architecture.nonlin == "ReLU")
        m_leak = 0;
    readWeights(source, device);
    buildStages();
}

void Encoder::readWeights(const EncoderSource& source, at::Device device) {
    const std::vector<EncoderTensor> wanted = encoderTensors(m_architecture);
    std::vector<std::string> wrong, unknown;
    m_parameters.resize(m_architecture.featuresPerStage.size());
    std::vector<SafetensorsFile> files;
    files.reserve(source.weights.size());
    for (const auto& path : source.weights) {
        files.emplace_back(path);
        for (const auto& [name, entry] : files.back().tensors())
            if (isEncoderTensor(name)
                && std::none_of(wanted.begin(), wanted.end(), [&name = name](const auto& w) { return w.name == name; }))
                unknown.push_back(name);
    }
    for (std::uint32_t index = 0; index < wanted.size(); ++index) {
        const EncoderTensor& tensor = wanted[index];
        const auto file = std::find_if(files.rbegin(), files.rend(),
                                       [&](const auto& f) { return f.tensors().count(tensor.name) != 0; });
        const bool isHeld = file != files.rend();
        if (isHeld ? file->tensor(tensor.name).shape != tensor.shape : !files.empty() && !source.random) {
            wrong.push_back(tensor.name);
            continue;
        }
        HostTensor host{tensor.shape,
                        isHeld ? file->floats(tensor.name)
                               : initialValues(tensor, !m_architecture.bottleneckChannels.empty(), source.seed, index)};
        at::Tensor value = toDevice(host, device);
        if (value.dim() == m_architecture.dimension + 2)
            value = value.clone(m_layout);
        m_tensors.emplace(tensor.name, value);
        if (!tensor.isBuffer)
            m_parameters[static_cast<std::size_t>(stageOf(tensor.name))].push_back({tensor.name, value});
    }
    const std::string file = source.weights.empty() ? std::string() : source.weights.back().string();
    if (!wrong.empty())
        throw Error("MDL-004", "The weights in " + file + " do not fit the network: missing or of another shape: "
                                   + listed(wrong) + ". Convert the pretrained model again.");
    if (!unknown.empty())
        throw Error("MDL-004", "The weights in " + file + " belong to another network, which also has "
                                   + listed(unknown) + ". Convert the pretrained model again.");
}

void Encoder::buildStages() {
    const bool isResidual = m_architecture.encoderClass == EncoderClass::ResidualEncoder;
    std::int64_t channels = m_architecture.inputChannels;
    for (std::size_t s = 0; s < m_architecture.featuresPerStage.size(); ++s) {
        std::vector<Block> blocks = isResidual ? residualStage(s, channels) : plainStage(s);
        if (m_architecture.downsampling != Downsampling::Stride && pools(m_architecture.strides[s]))
            blocks.front().pool = m_architecture.strides[s];
        if (isResidual && s == 0 && m_architecture.stemChannels > 0) {
            Block stem;
            stem.convs.push_back(conv("stem.convs.0", m_architecture.kernelSizes[0],
                                      Sizes(static_cast<std::size_t>(m_architecture.dimension), 1)));
            blocks.insert(blocks.begin(), stem);
        }
        channels = m_architecture.featuresPerStage[s];
        m_stages.push_back(std::move(blocks));
    }
}

std::vector<Encoder::Block> Encoder::plainStage(std::size_t stage) const {
    const Sizes noStride(static_cast<std::size_t>(m_architecture.dimension), 1);
    std::vector<Block> blocks;
    for (std::int64_t b = 0; b < m_architecture.convsOrBlocksPerStage[stage]; ++b) {
        const bool hasStride = b == 0 && m_architecture.downsampling == Downsampling::Stride;
        Block block;
        block.convs.push_back(conv(layerPath(m_architecture, stage, b), m_architecture.kernelSizes[stage],
                                   hasStride ? m_architecture.strides[stage] : noStride));
        blocks.push_back(block);
    }
    return blocks;
}

std::vector<Encoder::Block> Encoder::residualStage(std::size_t stage, std::int64_t inChannels) const {
    const Sizes noStride(static_cast<std::size_t>(m_architecture.dimension), 1);
    if (stage == 0 && m_architecture.stemChannels > 0)
        inChannels = m_architecture.stemChannels;
    std::vector<Block> blocks;
    for (std::int64_t b = 0; b < m_architecture.convsOrBlocksPerStage[stage]; ++b) {
        const bool hasStride = b == 0 && m_architecture.downsampling == Downsampling::Stride;
        blocks.push_back(residualBlock(layerPath(m_architecture, stage, b), stage,
                                       b == 0 ? inChannels : m_architecture.featuresPerStage[stage],
                                       hasStride ? m_architecture.strides[stage] : noStride));
    }
    return blocks;
}

at::Tensor Encoder::tensor(const std::string& name) const {
    const auto found = m_tensors.find(name);
    return found == m_tensors.end() ? at::Tensor() : found->second;
}

Encoder::ConvNormNonlin Encoder::conv(const std::string& name, const Sizes& kernel, const Sizes& stride) const {
    ConvNormNonlin layer{tensor(name + ".conv.weight"),
                         tensor(name + ".conv.bias"),
                         tensor(name + ".norm.weight"),
                         tensor(name + ".norm.bias"),
                         tensor(name + ".norm.running_mean"),
                         tensor(name + ".norm.running_var"),
                         stride,
                         {},
                         true};
    for (const std::int64_t k : kernel)
        layer.padding.push_back((k - 1) / 2);
    return layer;
}

Encoder::Block Encoder::residualBlock(const std::string& name, std::size_t stage, std::int64_t inChannels,
                                      const Sizes& stride) const {
    const Sizes ones(static_cast<std::size_t>(m_architecture.dimension), 1);
    const Sizes& kernel = m_architecture.kernelSizes[stage];
    Block block;
    block.isResidual = true;
    if (m_architecture.bottleneckChannels.empty()) {
        block.convs = {conv(name + ".conv1", kernel, stride), conv(name + ".conv2", kernel, ones)};
    } else {
        block.convs = {conv(name + ".conv1", ones, ones), conv(name + ".conv2", kernel, stride),
                       conv(name + ".conv3", ones, ones)};
    }
    block.convs.back().hasNonlin = false;
    if (!m_architecture.squeezeChannels.empty()) {
        const std::string gate = name + ".squeeze_excitation.";
        block.squeeze.push_back({tensor(gate + "fc1.weight"), tensor(gate + "fc1.bias"), tensor(gate + "fc2.weight"),
                                 tensor(gate + "fc2.bias")});
    }
    if (pools(stride))
        block.skipStride = stride;
    if (inChannels != m_architecture.featuresPerStage[stage]) {
        block.skip.push_back(conv(name + (pools(stride) ? ".skip.1" : ".skip.0"), ones, ones));
        block.skip.back().hasNonlin = false;
    }
    return block;
}

at::Tensor Encoder::convolved(const at::Tensor& input, const at::Tensor& weight, const at::Tensor& bias,
                              at::IntArrayRef stride, at::IntArrayRef padding) const {
    return m_architecture.dimension == 3 ? at::conv3d(input, weight, bias, stride, padding)
                                         : at::conv2d(input, weight, bias, stride, padding);
}

at::Tensor Encoder::normalised(const ConvNormNonlin& layer, const at::Tensor& input, bool isActivated) const {
    if (m_architecture.norm == NormLayer::Instance && takesChannelFunctions(input) && (!isActivated || m_leak))
        return instanceNorm(input, layer.normWeight, layer.normBias, m_architecture.normEps, isActivated ? *m_leak : 1);
    const at::Tensor x = normalisedByTorch(layer, input);
    return isActivated ? m_activation(x, m_architecture.negativeSlope) : x;
}

at::Tensor Encoder::normalisedByTorch(const ConvNormNonlin& layer, const at::Tensor& input) const {
    const bool useFastKernels = at::globalContext().userEnabledCuDNN();
    if (m_architecture.norm == NormLayer::Instance) {
        if (m_layout == at::MemoryFormat::Contiguous)
            return at::instance_norm(input, layer.normWeight, layer.normBias, {}, {}, true, 0.1, m_architecture.normEps,
                                     useFastKernels);
        // at::instance_norm would copy into the other layout; for one image it is what batch_norm computes.
        std::vector<at::Tensor> images;
        for (const at::Tensor& image : input.split(1))
            images.push_back(at::batch_norm(image, layer.normWeight, layer.normBias, {}, {}, true, 0.1,
                                            m_architecture.normEps, useFastKernels));
        return images.size() == 1 ? images.front() : at::cat(images);
    }
    if (m_architecture.norm == NormLayer::Batch)
        return at::batch_norm(input, layer.normWeight, layer.normBias, layer.runningMean, layer.runningVar, false, 0.1,
                              m_architecture.normEps, useFastKernels);
    return input;
}

at::Tensor Encoder::pooled(const at::Tensor& input, at::IntArrayRef window, bool isMaximum) const {
    if (m_architecture.dimension == 3)
        return isMaximum ? at::max_pool3d(input, window, window) : at::avg_pool3d(input, window, window);
    return isMaximum ? at::max_pool2d(input, window, window) : at::avg_pool2d(input, window, window);
}

at::Tensor Encoder::run(const ConvNormNonlin& layer, const at::Tensor& input,
                        const ConvolutionListener& onConvolution) const {
    at::Tensor x = convolved(input, layer.weight, layer.bias, layer.stride, layer.padding);
    if (onConvolution)
        onConvolution(x);
    if (m_architecture.nonlinFirst && layer.hasNonlin)
        return normalised(layer, m_activation(x, m_architecture.negativeSlope), false);
    return normalised(layer, x, layer.hasNonlin);
}

// The mean goes over the first two axes of space only, in 3-D too: the gate differs along the last one.
at::Tensor Encoder::gated(const SqueezeExcite& squeeze, const at::Tensor& input) const {
    const Sizes ones(static_cast<std::size_t>(m_architecture.dimension), 1);
    const Sizes none(ones.size(), 0);
    at::Tensor gate = input.mean({2, 3}, true);
    gate = at::relu(convolved(gate, squeeze.weight1, squeeze.bias1, ones, none));
    gate = at::sigmoid(convolved(gate, squeeze.weight2, squeeze.bias2, ones, none));
    return input * gate;
}

at::Tensor Encoder::run(const Block& block, const at::Tensor& input, const ConvolutionListener& onConvolution) const {
    const at::Tensor start =
        block.pool.empty() ? input : pooled(input, block.pool, m_architecture.downsampling == Downsampling::MaxPool);
    at::Tensor x = start;
    for (const ConvNormNonlin& layer : block.convs)
        x = run(layer, x, onConvolution);
    if (!block.isResidual)
        return x;
    for (const SqueezeExcite& squeeze : block.squeeze)
        x = gated(squeeze, x);
    at::Tensor skip = block.skipStride.empty() ? start : pooled(start, block.skipStride, false);
    for (const ConvNormNonlin& projection : block.skip)
        skip = run(projection, skip, onConvolution);
    return m_activation(x + skip, m_architecture.negativeSlope);
}

void Encoder::checkInput(int stage, const at::Tensor& input) const {
    const Sizes& stride = m_architecture.strides[static_cast<std::size_t>(stage)];
    const bool isPooled = m_architecture.downsampling != Downsampling::Stride;
    std::int64_t voxelsOut = 1;
    for (std::size_t axis = 0; axis < stride.size(); ++axis) {
        const std::int64_t size = input.size(static_cast<std::int64_t>(axis) + 2);
        if (m_architecture.encoderClass == EncoderClass::ResidualEncoder && !isPooled && size % stride[axis] != 0)
            throw Error("ENG-005", "The network input " + shapeText(input.sizes()) + " at stage "
                                       + std::to_string(stage) + " is no multiple of its stride " + shapeText(stride)
                                       + ". Choose an input size that is a multiple of the product of all strides.");
        voxelsOut *= isPooled ? size / stride[axis] : (size + stride[axis] - 1) / stride[axis];
    }
    if (voxelsOut < 1 || (m_architecture.norm == NormLayer::Instance && voxelsOut < 2))
        throw Error("ENG-005", "The input is too small for this network: " + std::to_string(voxelsOut)
                                   + " voxels are left at stage " + std::to_string(stage)
                                   + ", which cannot be normalised. Choose a larger input size.");
}

at::Tensor Encoder::runStage(int stage, const at::Tensor& input, const ConvolutionListener& onConvolution) const {
    checkInput(stage, input);
    // contiguous() would leave what fits both layouts, such as an image of one channel, in neither's favour.
    at::Tensor x = input.suggest_memory_format() == m_layout ? input : input.clone(m_layout);
    for (const Block& block : m_stages[static_cast<std::size_t>(stage)])
        x = run(block, x, onConvolution);
    return x;
}

std::int64_t Encoder::convolvedChannels() const {
    std::int64_t channels = 0;
    for (const auto& stage : m_stages)
        for (const Block& block : stage)
            for (const auto* layers : {&block.convs, &block.skip})
                for (const ConvNormNonlin& layer : *layers)
                    channels += layer.weight.size(0);
    return channels;
}

const std::vector<Encoder::Parameter>& Encoder::parameters(int stage) const {
    return m_parameters[static_cast<std::size_t>(stage)];
}

void Encoder::setOpen(int stage, bool isOpen) {
    for (const Parameter& parameter : parameters(stage))
        at::Tensor(parameter.tensor).requires_grad_(isOpen);
}

} // namespace nidus::compute
