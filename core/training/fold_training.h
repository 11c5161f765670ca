// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/model/engine.h"
#include "core/training/feature_cache.h"
#include "core/training/fold_record.h"
#include "core/training/job.h"
#include "core/training/train.h"

#include <filesystem>
#include <functional>
#include <map>
#include <string>

namespace nidus {

/// What one outer fold starts from.
struct FoldInputs {
    std::filesystem::path projectFolder;
    std::filesystem::path folder; ///< runs/ID/fold_K; everything is written there
    int fold = 0;
    EncoderSource encoder;
    NetworkInput input;
    ViewStore views;
    std::map<std::string, double> secondsBefore; ///< spent on preparing and features, for the record
    bool finish = false;                         ///< nothing more is fine-tuned
};

/// Frozen features of all cases of the job for one kind of head; computed when asked for the first time.
using FeaturesOf = std::function<const FeatureRows&(HeadKind)>;

/// Trains the member of one outer fold and then, once its weights are on disk, looks at the fold's cases: probe, inner
/// folds, refit, weights.safetensors, predictions, fold.json. A fold with a fold.json is left as it is; one that was
/// interrupted goes on to the same bits. Throws Error TRN-011 when another process works on it.
void trainFold(const FoldInputs& inputs, const TrainingJob& job, const FeaturesOf& features, ComputeEngine& engine,
               const RunListener& listener, const JobControl& control);

} // namespace nidus
