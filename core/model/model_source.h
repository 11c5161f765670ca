// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/checkpoint/checkpoint.h"
#include "core/model/model_location.h"
#include "core/model/pretrained_model.h"

namespace nidus {

/// Everything but architecture, weights and report: plans, data set, configuration, trainer. They come from the
/// checkpoint itself (nnU-Net's init_args or nnssl's adaptation plan), else from plans.json and dataset.json in the
/// folder above the fold or beside the checkpoint. Throws Error MDL-001 (no plans; another configuration asked for),
/// MDL-002, MDL-003 (a bare state dict that fits several configurations), PLN-...
[[nodiscard]] PretrainedModel describeModel(const CheckpointFields& fields, const ModelLocation& location,
                                            const ModelChoice& choice);

} // namespace nidus
