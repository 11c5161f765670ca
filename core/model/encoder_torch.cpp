// SPDX-License-Identifier: Apache-2.0
#include "core/model/encoder_torch.h"

#include "core/base/error.h"
#include "core/base/random.h"
#include "core/base/safetensors.h"
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
bool endsBlock(const std::string& name) {
    return name.find(".conv2.norm.") != std::string::npos;
}

/// InitWeights_He(1e-2) for convolutions, 1 and 0 for norms, as nnU-Net starts a network.
std::vector<float> initialValues(const EncoderTensor& tensor, std::uint64_t seed, std::uint32_t index) {
    std::size_t count = 1;
    for (const std::int64_t n : tensor.shape)
        count *= static_cast<std::size_t>(n);
    std::vector<float> values(count, 0.0F);
    if (endsWith(tensor.name, "conv.weight")) {
        const double fanIn = static_cast<double>(count) / static_cast<double>(tensor.shape[0]);
        const double deviation = std::sqrt(2.0 / (1.0 + 1e-2 * 1e-2) / fanIn);
        Random random({.seed = seed, .purpose = Purpose::Initialisation, .layer = index});
        for (float& value : values)
            value = static_cast<float>(deviation * random.normal());
    } else if ((endsWith(tensor.name, "norm.weight") && !endsBlock(tensor.name))
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

} // namespace

Encoder::Encoder(const EncoderSource& source, at::Device device) : m_architecture(source.architecture) {
    static const char* const kNonlinearities[] = {"LeakyReLU", "ReLU", "GELU", "SiLU", "ELU", "Identity"};
    if (std::none_of(std::begin(kNonlinearities), std::end(kNonlinearities),
                     [this](const char* name) { return m_architecture.nonlin == name; }))
        throw Error("MDL-002", "The network uses the activation " + m_architecture.nonlin
                                   + ", which Nidus does not have. It has LeakyReLU, ReLU, GELU, SiLU and ELU.");
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
        HostTensor host{tensor.shape, isHeld ? file->floats(tensor.name) : initialValues(tensor, source.seed, index)};
        const at::Tensor value = toDevice(host, device);
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
    std::int64_t channels = m_architecture.inputChannels;
    const bool isResidual = m_architecture.encoderClass == EncoderClass::ResidualEncoder;
    const Sizes noStride(static_cast<std::size_t>(m_architecture.dimension), 1);
    for (std::size_t s = 0; s < m_architecture.featuresPerStage.size(); ++s) {
        std::vector<Block> blocks;
        if (isResidual && s == 0) {
            Block stem;
            stem.convs.push_back(conv("stem.convs.0", m_architecture.kernelSizes[0], noStride));
            blocks.push_back(stem);
            channels = m_architecture.stemChannels;
        }
        const std::string name = "stages." + std::to_string(s);
        for (std::int64_t b = 0; b < m_architecture.convsOrBlocksPerStage[s]; ++b) {
            if (isResidual) {
                blocks.push_back(residualBlock(name + ".blocks." + std::to_string(b), static_cast<int>(s),
                                               b == 0 ? channels : m_architecture.featuresPerStage[s], b == 0));
                continue;
            }
            Block block;
            block.convs.push_back(conv(name + ".0.convs." + std::to_string(b), m_architecture.kernelSizes[s],
                                       b == 0 ? m_architecture.strides[s] : noStride));
            blocks.push_back(block);
        }
        channels = m_architecture.featuresPerStage[s];
        m_stages.push_back(std::move(blocks));
    }
}

Encoder::ConvNormNonlin Encoder::conv(const std::string& name, const Sizes& kernel, const Sizes& stride) const {
    const auto tensor = [&](const char* part) {
        const auto found = m_tensors.find(name + part);
        return found == m_tensors.end() ? at::Tensor() : found->second;
    };
    ConvNormNonlin layer{tensor(".conv.weight"),
                         tensor(".conv.bias"),
                         tensor(".norm.weight"),
                         tensor(".norm.bias"),
                         tensor(".norm.running_mean"),
                         tensor(".norm.running_var"),
                         stride,
                         {},
                         true};
    for (const std::int64_t k : kernel)
        layer.padding.push_back((k - 1) / 2);
    return layer;
}

Encoder::Block Encoder::residualBlock(const std::string& name, int stage, std::int64_t inChannels, bool isFirst) const {
    const auto s = static_cast<std::size_t>(stage);
    const Sizes noStride(static_cast<std::size_t>(m_architecture.dimension), 1);
    const Sizes& stride = isFirst ? m_architecture.strides[s] : noStride;
    Block block;
    block.isResidual = true;
    block.convs.push_back(conv(name + ".conv1", m_architecture.kernelSizes[s], stride));
    block.convs.push_back(conv(name + ".conv2", m_architecture.kernelSizes[s], noStride));
    block.convs.back().hasNonlin = false;
    if (pools(stride))
        block.skipStride = stride;
    if (inChannels != m_architecture.featuresPerStage[s]) {
        block.skip.push_back(conv(name + (pools(stride) ? ".skip.1" : ".skip.0"), noStride, noStride));
        block.skip.back().hasNonlin = false;
    }
    return block;
}

at::Tensor Encoder::activated(const at::Tensor& input) const {
    // In place: the norm in front keeps its input for the backward pass, not its output.
    at::Tensor x = input;
    if (m_architecture.nonlin == "LeakyReLU")
        return m_architecture.negativeSlope > 0 ? at::leaky_relu_(x, m_architecture.negativeSlope)
                                                : at::leaky_relu(x, m_architecture.negativeSlope);
    if (m_architecture.nonlin == "ReLU")
        return at::relu_(x);
    if (m_architecture.nonlin == "GELU")
        return at::gelu(x);
    if (m_architecture.nonlin == "SiLU")
        return at::silu(x);
    return m_architecture.nonlin == "ELU" ? at::elu(x) : x;
}

at::Tensor Encoder::run(const ConvNormNonlin& layer, const at::Tensor& input) const {
    at::Tensor x = m_architecture.dimension == 3
                       ? at::conv3d(input, layer.weight, layer.bias, layer.stride, layer.padding)
                       : at::conv2d(input, layer.weight, layer.bias, layer.stride, layer.padding);
    const bool useFastKernels = at::globalContext().userEnabledCuDNN();
    if (m_architecture.norm == NormLayer::Instance)
        x = at::instance_norm(x, layer.normWeight, layer.normBias, {}, {}, true, 0.1, m_architecture.normEps,
                              useFastKernels);
    else if (m_architecture.norm == NormLayer::Batch)
        x = at::batch_norm(x, layer.normWeight, layer.normBias, layer.runningMean, layer.runningVar, false, 0.1,
                           m_architecture.normEps, useFastKernels);
    return layer.hasNonlin ? activated(x) : x;
}

at::Tensor Encoder::run(const Block& block, const at::Tensor& input) const {
    at::Tensor x = input;
    for (const ConvNormNonlin& layer : block.convs)
        x = run(layer, x);
    if (!block.isResidual)
        return x;
    at::Tensor skip = input;
    if (!block.skipStride.empty())
        skip = m_architecture.dimension == 3 ? at::avg_pool3d(skip, block.skipStride, block.skipStride)
                                             : at::avg_pool2d(skip, block.skipStride, block.skipStride);
    for (const ConvNormNonlin& projection : block.skip)
        skip = run(projection, skip);
    return activated(x + skip);
}

void Encoder::checkInput(int stage, const at::Tensor& input) const {
    const Sizes& stride = m_architecture.strides[static_cast<std::size_t>(stage)];
    std::int64_t voxelsOut = 1;
    for (std::size_t axis = 0; axis < stride.size(); ++axis) {
        const std::int64_t size = input.size(static_cast<std::int64_t>(axis) + 2);
        if (m_architecture.encoderClass == EncoderClass::ResidualEncoder && size % stride[axis] != 0)
            throw Error("ENG-005", "The network input " + shapeText(input.sizes()) + " at stage "
                                       + std::to_string(stage) + " is no multiple of its stride " + shapeText(stride)
                                       + ". Choose an input size that is a multiple of the product of all strides.");
        voxelsOut *= (size + stride[axis] - 1) / stride[axis];
    }
    if (m_architecture.norm == NormLayer::Instance && voxelsOut < 2)
        throw Error("ENG-005", "The input is too small for this network: one voxel is left at stage "
                                   + std::to_string(stage)
                                   + ", which cannot be normalised. Choose a larger input size.");
}

at::Tensor Encoder::runStage(int stage, const at::Tensor& input) const {
    checkInput(stage, input);
    at::Tensor x = input;
    for (const Block& block : m_stages[static_cast<std::size_t>(stage)])
        x = run(block, x);
    return x;
}

const std::vector<Encoder::Parameter>& Encoder::parameters(int stage) const {
    return m_parameters[static_cast<std::size_t>(stage)];
}

void Encoder::setOpen(int stage, bool isOpen) {
    for (const Parameter& parameter : parameters(stage))
        at::Tensor(parameter.tensor).requires_grad_(isOpen);
}

} // namespace nidus::compute
