// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/model/pretrained_model.h"
#include "core/training/events.h"
#include "core/training/fold_record.h"
#include "core/training/job.h"
#include "core/training/train.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace nidus {

/// Cases of the project that took no part in a run, for one reason. Beside the codes of TrainingJob::problems:
/// "excluded" (by the user, or by a finding that has no code), "added later".
struct Exclusion {
    std::string code;
    int cases = 0;
    bool operator==(const Exclusion&) const = default;
};

/// All that there is to tell of a finished run, as values: what a report is made of.
struct RunDossier {
    std::string project; ///< its name
    RunResult result;
    TrainingJob job;
    std::vector<FoldRecord> folds;  ///< as RunResult::folds
    std::vector<EpochEvent> epochs; ///< of all fits of all folds
    /// Without its weights; absent where its folder is gone or damaged.
    std::optional<PretrainedModel> model;
    int casesFound = 0;                ///< in the project and in the run
    std::vector<Exclusion> exclusions; ///< ascending by code
    std::map<std::string, std::string>
        notShown; ///< cases whose image a report must not show, and the code that says so
};

/// An empty id: the newest finished run. Throws Error as readRun() and readJob().
[[nodiscard]] RunDossier readDossier(const Project& project, const std::string& runId);

/// Hexadecimal SHA-256 over the lines "case digest of its prepared image", in the order of the cases.
[[nodiscard]] std::string dataDigest(const TrainingJob& job);

} // namespace nidus
