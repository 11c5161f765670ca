// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/files.h"
#include "core/model/engine.h"
#include "core/model/pretrained_model.h"

#include <memory>
#include <vector>

namespace nidus {

/// The whole pretrained U-Net with its decoder (UNetDecoder of dynamic_network_architectures), from the deepest stage
/// up. Only for the proof that Nidus reads a model as nnU-Net does; a classifier has no decoder.
struct SegmentationNetwork {
    /// Up-sampling, joining with the encoder's output of the same size, and convolutions.
    struct Stage {
        HostTensor upWeight, upBias;      ///< transposed convolution [in, out, kernel...]; bias may be empty
        std::vector<std::int64_t> stride; ///< also its kernel
        EncoderSource convolutions;       ///< a plain network of one stage over [up-sampled, skipped] channels
    };
    EncoderSource encoder;
    std::vector<Stage> stages;
    HostTensor headWeight, headBias;         ///< the segmentation layer of full resolution, [heads, features, 1...]
    std::shared_ptr<TemporaryFolder> folder; ///< holds the weights of the sources
};

/// From a model that was loaded with its decoder (ModelChoice::withDecoder). Throws Error MDL-031 (the file holds no
/// decoder, or not the whole of it), MDL-032 (a decoder of residual blocks), MDL-033 (channels were adapted).
[[nodiscard]] SegmentationNetwork segmentationNetwork(const PretrainedModel& model);

} // namespace nidus
