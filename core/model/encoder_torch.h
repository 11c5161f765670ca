// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/model/architecture.h"
#include "core/model/engine.h"

#include <ATen/ATen.h>

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace nidus::compute {

/// Told of the output of a convolution before its norm, which must be looked at during the call only.
using ConvolutionListener = std::function<void(const at::Tensor&)>;

/// nnU-Net's PlainConvEncoder or ResidualEncoder on a device, executed stage by stage. Every parameter exists once,
/// under its canonical name (EncoderTensor::name). As in evaluation mode of torch: BatchNorm uses its running
/// statistics, dropout and stochastic depth do nothing. Follows dynamic_network_architectures:
/// building_blocks/{simple_conv_blocks, residual, plain_conv_encoder, residual_encoders, regularization}.py.
class Encoder {
public:
    /// Loads the weights of the source strictly, or draws them as nnU-Net does where the source names no files. All
    /// stages are closed. Throws Error MDL-002 (something that is not built here), MDL-004 (tensors missing, left over
    /// or of another shape, named).
    Encoder(const EncoderSource& source, at::Device device);

    [[nodiscard]] const EncoderArchitecture& architecture() const noexcept { return m_architecture; }
    [[nodiscard]] int stageCount() const noexcept { return static_cast<int>(m_stages.size()); }

    /// Output of one stage (the stem runs before stage 0) for [N, C, spatial...] as the stage before delivers it.
    /// `onConvolution` is told of each convolution in the order of execution. Throws Error ENG-005 when the input is
    /// too small or, for a ResidualEncoder, no multiple of the strides.
    [[nodiscard]] at::Tensor runStage(int stage, const at::Tensor& input,
                                      const ConvolutionListener& onConvolution = {}) const;
    /// Channels of all convolutions that `onConvolution` is told of.
    [[nodiscard]] std::int64_t convolvedChannels() const;

    struct Parameter {
        std::string name;
        at::Tensor tensor; ///< shared with the network
    };
    /// Parameters of one stage (stage 0 with the stem), without the buffers of BatchNorm, in the order of execution.
    [[nodiscard]] const std::vector<Parameter>& parameters(int stage) const;

    /// An open stage has requires_grad on its parameters.
    void setOpen(int stage, bool isOpen);

private:
    struct ConvNormNonlin {
        at::Tensor weight, bias, normWeight, normBias, runningMean, runningVar;
        std::vector<std::int64_t> stride, padding;
        bool hasNonlin = true;
    };
    struct SqueezeExcite {
        at::Tensor weight1, bias1, weight2, bias2;
    };
    struct Block {
        std::vector<std::int64_t> pool;       ///< window and stride of a pooling in front; empty: none
        std::vector<ConvNormNonlin> convs;    ///< in order; of a residual block the last one without activation
        std::vector<SqueezeExcite> squeeze;   ///< at most one
        std::vector<ConvNormNonlin> skip;     ///< projection, at most one
        std::vector<std::int64_t> skipStride; ///< empty: no pooling in the skip path
        bool isResidual = false;
    };

    void readWeights(const EncoderSource& source, at::Device device);
    void buildStages();
    [[nodiscard]] ConvNormNonlin conv(const std::string& name, const std::vector<std::int64_t>& kernel,
                                      const std::vector<std::int64_t>& stride) const;
    [[nodiscard]] std::vector<Block> plainStage(std::size_t stage) const;
    [[nodiscard]] std::vector<Block> residualStage(std::size_t stage, std::int64_t inChannels) const;
    [[nodiscard]] Block residualBlock(const std::string& name, std::size_t stage, std::int64_t inChannels,
                                      const std::vector<std::int64_t>& stride) const;
    [[nodiscard]] at::Tensor tensor(const std::string& name) const; ///< undefined when there is none
    [[nodiscard]] at::Tensor run(const ConvNormNonlin& conv, const at::Tensor& input,
                                 const ConvolutionListener& onConvolution) const;
    [[nodiscard]] at::Tensor run(const Block& block, const at::Tensor& input,
                                 const ConvolutionListener& onConvolution) const;
    [[nodiscard]] at::Tensor gated(const SqueezeExcite& squeeze, const at::Tensor& input) const;
    [[nodiscard]] at::Tensor convolved(const at::Tensor& input, const at::Tensor& weight, const at::Tensor& bias,
                                       at::IntArrayRef stride, at::IntArrayRef padding) const;
    /// And then the activation. Takes the memory of `input` where no gradients are recorded.
    [[nodiscard]] at::Tensor normalised(const ConvNormNonlin& conv, const at::Tensor& input, bool isActivated) const;
    [[nodiscard]] at::Tensor normalisedByTorch(const ConvNormNonlin& conv, const at::Tensor& input) const;
    [[nodiscard]] at::Tensor pooled(const at::Tensor& input, at::IntArrayRef window, bool isMaximum) const;
    void checkInput(int stage, const at::Tensor& input) const;

    EncoderArchitecture m_architecture;
    at::Tensor (*m_activation)(const at::Tensor&, double) = nullptr;
    std::optional<double> m_leak; ///< the activation as the slope of a leaky ReLU, if it is one
    at::MemoryFormat m_layout;    ///< of images and kernels; what oneDNN computes in on a processor is channels last
    std::map<std::string, at::Tensor> m_tensors;
    std::vector<std::vector<Block>> m_stages;
    std::vector<std::vector<Parameter>> m_parameters;
};

} // namespace nidus::compute
