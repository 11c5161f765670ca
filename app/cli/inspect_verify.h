// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/cli/commands.h"
#include "core/model/pretrained_model.h"

#include <filesystem>
#include <string>
#include <vector>

namespace nidus::cli {

/// `inspect --verify`: a case and what nnU-Net made of it.
struct VerifyOptions {
    std::vector<std::filesystem::path> images; ///< one per channel
    std::filesystem::path against;             ///< segmentation, .npy or .npz of --save_probabilities
    std::string device = "cpu";
};

/// Runs the whole network of `model` (loaded with its decoder) on the images and prints how the result compares.
/// Returns the exit code.
int verifyModel(const PretrainedModel& model, const VerifyOptions& options, const Context& context);

} // namespace nidus::cli
