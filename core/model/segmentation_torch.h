// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/model/segmentation.h"

namespace nidus::compute {

/// ComputeEngine::segment; the caller holds a CallScope.
[[nodiscard]] HostTensor segment(const SegmentationNetwork& network, const PlanImage& image, const NetworkInput& input,
                                 const std::vector<int>& mirrorAxes, const ComputeSettings& settings,
                                 const JobControl& control);

} // namespace nidus::compute
