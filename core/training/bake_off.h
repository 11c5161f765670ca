// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/error.h"
#include "core/base/job.h"
#include "core/model/engine.h"
#include "core/project/project.h"
#include "core/statistics/comparison.h"
#include "core/training/train.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace nidus {

struct BakeOffOptions {
    std::vector<std::filesystem::path> models; ///< as loadPretrainedModel(), or a model folder of a project
    std::string device = "cpu";
    std::uint64_t seed = 0; ///< of the folds that Nidus draws, and of the random encoders
};

/// How one model did.
struct BakeOffRow {
    std::string model; ///< its path as given; "random weights, network of PATH"
    bool isRandom = false;
    std::string title; ///< data set and configuration of the pretrained model; empty where it could not be read
    std::optional<RunResult> result;  ///< of the probe, as the preset "quick" reports it; absent where it failed
    std::optional<Comparison> toBest; ///< this one and the best, in this order; absent for the best itself
    std::optional<Error> error;       ///< why there is no result
};

struct BakeOff {
    std::vector<BakeOffRow> rows; ///< by log-loss, best first; then those that failed, in the order given
    int compared = 0;             ///< rows with a result
    std::vector<Problem>
        problems; ///< TRN-060 (the best of several by the same folds), TRN-061 (cases left out for all)
};

/// Judges pretrained models on the project's labelled cases, and for each network among them random weights: the cases
/// prepared under each model's plans in the project's input frame, frozen features, and the probe in the outer folds as
/// the preset "quick" does it. All are judged on the same cases: those that one model cannot prepare are left out for
/// all, and a model that cannot prepare more than a tenth of them is the one that fails. A model that fails does not
/// stop the others. The project keeps its cases, model and runs; prepared images and features stay in its cache, under
/// the names that a later run finds them by. Throws Error TRN-005 (no labelled case), those of the disk, and Cancelled.
[[nodiscard]] BakeOff bakeOff(Project& project, const BakeOffOptions& options, SeriesReader& reader,
                              ComputeEngine& engine, const JobControl& control);

/// The document of `compare --models --json`: {"compared", "ranked_by", "models", "problems"}; each model {"rank",
/// "model", "random_weights", "title", "error" or the keys of `evaluate` that the probe has, "difference_to_best"}.
[[nodiscard]] std::string toJson(const BakeOff& bakeOff);
/// The same as a table for people.
[[nodiscard]] std::string toText(const BakeOff& bakeOff);

} // namespace nidus
