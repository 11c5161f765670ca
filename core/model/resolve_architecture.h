// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/model/architecture.h"
#include "core/nnunet/plans.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace nidus {

/// Shapes of the encoder's tensors in a file by canonical name.
using TensorShapes = std::map<std::string, std::vector<std::int64_t>>;

/// The encoder as it was trained. The plans give kernels, strides, features and depths, which the shapes must confirm;
/// the tensors decide what a trainer changes without telling the plans: the class, BatchNorm (it has running_mean),
/// input channels, biases. Appends to `problems` what differs. Throws Error MDL-002 for what Nidus cannot build, named.
[[nodiscard]] EncoderArchitecture resolveArchitecture(const ArchitecturePlan& plan, std::size_t axes,
                                                      const TensorShapes& shapes, std::vector<Problem>& problems);

/// The encoder that the plans alone describe, with this many input channels. Throws Error MDL-002.
[[nodiscard]] EncoderArchitecture architectureFromPlan(const ArchitecturePlan& plan, std::size_t axes,
                                                       std::int64_t inputChannels);

} // namespace nidus
