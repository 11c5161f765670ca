// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/model/architecture.h"
#include "tests/support/checkpoint_writer.h"

#include <nlohmann/json.hpp>

#include <string>

namespace nidus::test {

/// PlainConvUNet with two stages of 4 and 6 features, 3-D, one input channel.
[[nodiscard]] EncoderArchitecture smallPlainEncoder();
/// ResidualEncoderUNet with three stages, the last with stride but without a projection.
[[nodiscard]] EncoderArchitecture smallResidualEncoder();

/// plans.json with one configuration "3d_fullres" that describes this encoder.
[[nodiscard]] nlohmann::ordered_json plansOf(const EncoderArchitecture& architecture);

/// Which names a layer has in a state dict.
enum class LayerNames {
    Both,     ///< conv/norm and all_modules share their data, as nnU-Net writes them
    Diverged, ///< conv/norm hold other values, as Spark pre-training leaves them
    AllModulesOnly,
    ConvAndNormOnly
};

/// A whole nnU-Net checkpoint: encoder, its second appearance below the decoder, one decoder tensor, init_args. The
/// values of a tensor are i / 64 plus a number of its own.
[[nodiscard]] CheckpointWriter checkpointOf(const EncoderArchitecture& architecture, const std::string& prefix = "",
                                            LayerNames names = LayerNames::Both);

/// Value of element `index` of the tensor at `position` in encoderTensors().
[[nodiscard]] float valueOf(std::size_t position, std::size_t index);

} // namespace nidus::test
