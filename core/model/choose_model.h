// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/model/pretrained_model.h"
#include "core/project/prepare.h"

#include <optional>
#include <string>
#include <vector>

namespace nidus {

struct ModelReport {
    ChosenModel chosen;
    std::string frameReason; ///< one sentence: why this input frame
    std::vector<Problem> problems;
};

/// Puts a pretrained model into models/ of the project (under a name made from its content) and makes it the project's
/// model. `frame`: nullopt for defaultFrame(). Reports what does not fit the cases: MOD-004 (channel count). Throws
/// Error FIL-003, FIL-004, and those of Project.
[[nodiscard]] ModelReport chooseModel(Project& project, const PretrainedModel& model, std::optional<InputFrame> frame);

/// What every case of the project goes through. Throws Error PRJ-020 (no model chosen) and those of readModelFolder().
[[nodiscard]] PreprocessingPlan preprocessingPlan(const Project& project);

/// The document of `model --json`.
[[nodiscard]] std::string toJson(const ModelReport& report, const PretrainedModel& model);

} // namespace nidus
