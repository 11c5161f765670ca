// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/model/pretrained_model.h"

#include <string>
#include <vector>

namespace nidus {

/// Changes plans, configuration and data set of a model (texts and what was read from them) so that a case has one
/// image per entry of `channels`, each prepared as the channel of that number: normalisation, masks, intensities,
/// names. Other configurations of the plans keep theirs. Throws Error MDL-006 for a channel that the model does not
/// have.
void choosePlannedChannels(PretrainedModel& model, const std::vector<int>& channels);

/// The weights of a convolution [O, I, k...] for other inputs: input i gets the weights of stored input channels[i],
/// divided by the number of inputs that get the same ones, so that equal images give what the one image gave. For one
/// stored channel this is what nnU-Net's pretrained trainer does: repeated N times, divided by N.
[[nodiscard]] HostTensor withChannels(const HostTensor& tensor, const std::vector<int>& channels);

/// "input channels 0, 0 of 1, divided by 2": what withChannels does, for people.
[[nodiscard]] std::string channelText(const std::vector<int>& channels, std::int64_t stored);

} // namespace nidus
