// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/checkpoint/checkpoint.h"
#include "core/model/pretrained_model.h"

#include <cstddef>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace nidus {

/// The encoder's part of a state dict under canonical names (EncoderTensor::name).
struct EncoderKeys {
    std::map<std::string, const CheckpointTensor*> tensors;
    /// The decoder's part, names without the leading "decoder.": "transpconvs.0.weight", "stages.0.convs.1.norm.bias",
    /// "seg_layers.3.weight".
    std::map<std::string, const CheckpointTensor*> decoder;
    /// Pairs of the tensor that counts (all_modules) and its second name (conv, norm), where these do not share data.
    std::vector<std::pair<const CheckpointTensor*, const CheckpointTensor*>> twins;
    std::vector<LoadReport::Row> rows; ///< one per key of the file, in its order
};

/// Finds the encoder whatever prefixes (module., _orig_mod., network., model.) all keys carry. nnU-Net registers every
/// layer twice; only all_modules is executed, so conv and norm are read only where a file has no all_modules. Throws
/// Error MDL-002 for Primus and for state dicts without an encoder of nnU-Net. Pointers point into `tensors`.
[[nodiscard]] EncoderKeys encoderKeys(const std::vector<CheckpointTensor>& tensors);

} // namespace nidus
