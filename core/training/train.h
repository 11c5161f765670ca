// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/job.h"
#include "core/model/engine.h"
#include "core/project/project.h"
#include "core/statistics/evaluation.h"
#include "core/statistics/permutation.h"
#include "core/training/events.h"
#include "core/training/recipe.h"

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace nidus {

struct TrainOptions {
    Recipe recipe;
    std::string runId;       ///< empty: a new one, or with `resume` the newest unfinished
    std::optional<int> fold; ///< only this fold of an existing run: reads job.json, writes fold_K/ alone, no catalogue
    bool resume = false;
    bool finish = false; ///< with `resume`: folds that have no weights yet keep their probe, so that the run ends now
    std::string device = "cpu";
    double prepareSeconds = 0; ///< spent on preprocessing before this call, for the record
};

/// What a run says while it goes: every event, in order.
struct RunListener {
    std::function<void(const std::string& runId)> onStart = [](const std::string&) {};
    std::function<void(const StepEvent&)> onStep = [](const StepEvent&) {};
    std::function<void(const EpochEvent&)> onEpoch = [](const EpochEvent&) {};
    std::function<void(const MessageEvent&)> onMessage = [](const MessageEvent&) {};
    std::function<void(const Prediction&)> onPrediction = [](const Prediction&) {};
};

/// What stood on both sides of a split; all zero unless something is wrong.
struct Leakage {
    int patients = 0; ///< with cases in several outer folds
    int images = 0;   ///< prepared images, by SHA-256, in several outer folds
};

/// A finished run; the content of metrics.json.
struct RunResult {
    std::string runId;
    std::vector<std::string> kept;       ///< per fold: "probe" or "finetuned"
    Evaluation evaluation;               ///< of the kept weights
    Evaluation probe;                    ///< of the probe alone
    std::optional<Evaluation> finetuned; ///< of the fine-tuned weights alone, where they exist in every fold
    std::vector<Prediction> predictions;
    std::map<std::string, double> seconds; ///< prepare, features, probe, train, evaluate
    std::int64_t peakRssBytes = 0;
    std::string weightsSha256;                       ///< of all members' heads and weights
    std::vector<int> folds;                          ///< numbers of the folds, as in `kept`
    std::vector<std::string> foldWeightsSha256, why; ///< per fold: of its weights.safetensors; why they are kept
    std::string preset;
    std::optional<PermutationTest> signal; ///< absent where the folds were trained one by one
    Leakage leakage;
    int neverTested = 0;           ///< cases beside a hold-out, which only trained
    std::vector<Problem> problems; ///< cases left out, images that occur twice; those of `evaluation` and of coach()
};

/// Trains and cross-validates on the project's prepared cases: features, probe, inner validation, fine-tuning, refit,
/// test fold, for each fold. Blocks; resumable after any kind of end. Throws Error PRJ-020 (no model), TRN-005 (no
/// prepared or labelled cases, too few in a class), TRN-006 (nothing to resume), TRN-007 (cases or model changed since
/// the run began), those of ComputeEngine, and Cancelled.
[[nodiscard]] RunResult train(Project& project, const TrainOptions& options, ComputeEngine& engine,
                              const RunListener& listener, const JobControl& control);

/// Joins the folds that are finished under runs/ID into metrics.json, predictions.csv and the catalogue. Throws Error
/// TRN-008 naming the folds that are missing.
[[nodiscard]] RunResult collect(Project& project, const std::string& runId);

/// Only freezes the cases into a new run, for folds that are trained elsewhere; returns its id. Throws as train().
[[nodiscard]] std::string freezeRun(Project& project, const TrainOptions& options, ComputeEngine& engine,
                                    const JobControl& control);

/// The newest finished run, or the named one. Throws Error TRN-009.
[[nodiscard]] RunResult readRun(const Project& project, const std::string& runId);

/// The document of `train --json` and `evaluate --json`.
[[nodiscard]] std::string toJson(const RunResult& result);
/// The same as a table for people.
[[nodiscard]] std::string toText(const RunResult& result);

} // namespace nidus
