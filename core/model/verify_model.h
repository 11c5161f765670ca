// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/model/segmentation.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace nidus {

/// What the whole pretrained network says of one case, by nnU-Net's own inference: preprocessing, sliding window,
/// mirroring, resampling of the logits to the case's own grid, largest logit.
struct SegmentedCase {
    HostTensor logits;        ///< [heads, d0, d1, d2] on the grid of the preprocessed case
    HostTensor probabilities; ///< softmax, [heads, axes of the input frame]; 1 for head 0 outside of the crop
    std::vector<std::int64_t> labelValues; ///< of the heads, in their order
    std::vector<std::int64_t> labels;      ///< label value of each voxel, axes of the input frame
};

/// `image`: the case in the model's input frame (stackChannels). Throws as segmentationNetwork() and preprocess(), and
/// Error MDL-034 for a model of overlapping regions, whose segmentations follow other rules.
[[nodiscard]] SegmentedCase segmentCase(ComputeEngine& engine, const PretrainedModel& model, const PlanImage& image,
                                        const ComputeSettings& compute, const JobControl& control);

/// How a case that Nidus segmented compares with what nnU-Net wrote.
struct SegmentationComparison {
    std::string against; ///< "segmentation", "logits" or "probabilities"
    std::int64_t voxels = 0;
    double agreement = 0;                    ///< share of voxels with the same label
    std::optional<double> largestDifference; ///< of logits or probabilities
    std::map<std::int64_t, double> dice;     ///< by label value, of those that occur; background left out
};

/// With label values on the grid of the input frame. Throws Error MDL-035 when the number of voxels differs, MDL-036
/// for values that the model does not give.
[[nodiscard]] SegmentationComparison compareLabels(const SegmentedCase& segmented, const std::vector<float>& labels);

/// With an array [heads, ...]: probabilities on the case's own grid when all its values lie between 0 and 1, else
/// logits on the preprocessed grid. Throws Error MDL-035 for another shape.
[[nodiscard]] SegmentationComparison compareScores(const SegmentedCase& segmented, const HostTensor& scores);

[[nodiscard]] std::string toJson(const SegmentationComparison& comparison);

} // namespace nidus
