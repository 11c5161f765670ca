// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ATen/ATen.h>

namespace nidus::compute {

// Work on every voxel of images [N, C, D, H, W] on a processor, in fewer passes over memory than torch takes. Sums are
// of 65,536 elements at a time in float32, and of those in double in their order, so that the number of threads decides
// no bit. Both functions have gradients.

/// Whether they take this tensor: dense with the channels last, float32 or bfloat16, on a processor.
[[nodiscard]] bool takesChannelFunctions(const at::Tensor& images);

/// Instance norm of each image (biased variance plus `eps`; weight and bias float32 [C] or undefined), then leaky ReLU
/// (`slope` >= 0; 1: none). Takes the memory of the images where no gradients are recorded.
[[nodiscard]] at::Tensor instanceNorm(const at::Tensor& images, const at::Tensor& weight, const at::Tensor& bias,
                                      double eps, double slope);

struct ChannelPooling {
    at::Tensor mean, max; ///< float32 [C]
};

/// Over all places of all images. The gradient of a maximum goes to all places that have it, in equal shares.
[[nodiscard]] ChannelPooling meanAndMax(const at::Tensor& images);

} // namespace nidus::compute
