// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/inference/classifier_content.h"

#include <cstddef>
#include <map>
#include <string>
#include <vector>

namespace nidus {

/// The models whose calibrated logits are averaged, and the way of a case to them.
struct ExplainedModels {
    const EncoderSource& pretrained;
    const std::vector<LoadedMember>& members;
    const PreprocessingPlan& plan;
};

/// Maps of the score of one class in the geometry of the image, a map for each method of `options`.
[[nodiscard]] std::map<InfluenceMethod, Volume> influenceMaps(const ExplainedModels& models, std::size_t classIndex,
                                                              const PreprocessedCase& prepared, const Volume& source,
                                                              const ExplainOptions& options,
                                                              const ComputeSettings& compute, ComputeEngine& engine,
                                                              const JobControl& control);

/// The score of a class: its logit minus the mean of the other classes' logits.
[[nodiscard]] double contrastOf(const std::vector<double>& logits, std::size_t classIndex);

/// Throws Error CLF-007 when there is no such class.
[[nodiscard]] std::size_t classIndexOf(const std::vector<std::string>& classes, const std::string& name);

/// Whose maps: the class that the options name, else the positive one of two, of more the predicted one.
[[nodiscard]] std::string explainedClass(const ExplainOptions& options, const std::string& positive,
                                         const std::string& predicted);

} // namespace nidus
