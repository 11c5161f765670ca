// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/nnunet/plans.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace nidus {

enum class EncoderClass { PlainConv, ResidualEncoder };
enum class NormLayer { None, Instance, Batch };
/// What makes a stage coarser than the one before.
enum class Downsampling { Stride, MaxPool, AveragePool };

/// Everything needed to build the encoder, resolved from plans and tensors (the tensors decide). No torch in it.
struct EncoderArchitecture {
    EncoderClass encoderClass = EncoderClass::PlainConv;
    int dimension = 3; ///< 2 or 3
    std::int64_t inputChannels = 1;
    std::vector<std::int64_t> featuresPerStage;
    std::vector<std::vector<std::int64_t>> kernelSizes; ///< per stage, `dimension` entries
    std::vector<std::vector<std::int64_t>> strides;
    std::vector<std::int64_t> convsOrBlocksPerStage;
    bool convBias = true;
    NormLayer norm = NormLayer::Instance;
    bool normAffine = true;
    double normEps = 1e-5;
    std::string nonlin = "LeakyReLU"; ///< one of knownNonlinearities()
    double negativeSlope = 0.01;      ///< of LeakyReLU; alpha of ELU and CELU
    bool nonlinFirst = false;         ///< PlainConv: the activation stands before the normalisation
    Downsampling downsampling = Downsampling::Stride;
    std::int64_t stemChannels = 0;                ///< ResidualEncoder: channels of the stem; 0: no stem
    std::vector<std::int64_t> bottleneckChannels; ///< ResidualEncoder, per stage: BottleneckD; empty: BasicBlockD
    /// ResidualEncoder, per stage: channels between the two layers of SqueezeExcite; empty: none
    std::vector<std::int64_t> squeezeChannels;

    bool operator==(const EncoderArchitecture&) const = default;
};

/// Activations without weights that the encoder can apply, by their names in torch.nn; "GELU tanh" is GELU with
/// approximate="tanh", "Identity" none.
[[nodiscard]] const std::vector<std::string>& knownNonlinearities();

/// One parameter or buffer of the encoder under its canonical name: nnU-Net's key without the leading "encoder." and
/// with `conv`/`norm` instead of `all_modules.N`, for example "stages.0.0.convs.1.conv.weight" or
/// "stages.2.blocks.0.skip.1.norm.bias".
struct EncoderTensor {
    std::string name;
    std::vector<std::int64_t> shape;
    bool isBuffer = false; ///< running_mean and running_var of BatchNorm
};

/// All tensors of the encoder in the order of execution. Throws Error MDL-010 for an inconsistent description.
[[nodiscard]] std::vector<EncoderTensor> encoderTensors(const EncoderArchitecture& architecture);

/// Path of a convolution (PlainConv) or block (ResidualEncoder) in the names of its tensors: "stages.1.0.convs.2" or
/// "stages.1.blocks.2"; a pooling layer in front of the stage makes it "stages.1.1.convs.2" or "stages.1.1.blocks.2".
[[nodiscard]] std::string layerPath(const EncoderArchitecture& architecture, std::size_t stage, std::int64_t index);

/// Name of the weights that see the image: those of the stem or of the first convolution.
[[nodiscard]] std::string firstConvolution(const EncoderArchitecture& architecture);

/// Number of parameters (buffers not counted), overflow-checked.
[[nodiscard]] std::int64_t parameterCount(const EncoderArchitecture& architecture);

/// Product of the strides of all stages, per axis (`dimension` entries).
[[nodiscard]] std::vector<std::int64_t> totalStride(const EncoderArchitecture& architecture);

/// Index of the stage that a canonical tensor name belongs to; the stem counts to stage 0.
[[nodiscard]] int stageOf(const std::string& tensorName);

/// One JSON object, and back. Throws Error MDL-011 for text that is no architecture.
[[nodiscard]] std::string toJson(const EncoderArchitecture& architecture);
[[nodiscard]] EncoderArchitecture architectureFromJson(const std::string& json);

} // namespace nidus
