// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/statistics/evaluation.h"
#include "core/training/novelty.h"
#include "core/training/selection.h"

#include <array>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace nidus {

/// fold_K/fold.json, format 1: written last, so that its presence says that the fold is finished.
struct FoldRecord {
    int fold = 0;
    std::string kept;                          ///< "probe" or "finetuned"
    std::string why;                           ///< one sentence
    int epochs = 0;                            ///< of fine-tuning in the kept weights
    int members = 1;                           ///< how many weights the fold has
    std::string head;                          ///< the pooling of its features
    double penalty = 0;                        ///< C of the probe
    std::map<std::string, double> temperature; ///< "probe", and "finetuned" where it was fitted
    std::optional<InnerChoice> inner;          ///< absent when nothing was fine-tuned
    double probeInnerLogLoss = 0;
    std::array<std::int64_t, 3> input{};
    std::map<std::string, double> seconds; ///< probe, train, evaluate
    std::int64_t peakRssBytes = 0;
    std::string weightsSha256;          ///< of the members' weights, separated by spaces
    std::vector<NoveltyScores> novelty; ///< of the tested cases, in the order of predictions.csv
};

void writeFoldRecord(const std::filesystem::path& folder, const FoldRecord& record);
[[nodiscard]] bool hasFoldRecord(const std::filesystem::path& folder);
/// Throws Error TRN-013 (damaged), TRN-014 (newer format).
[[nodiscard]] FoldRecord readFoldRecord(const std::filesystem::path& folder);

/// The result of one inner fit, kept so that it is never done again: inner_I.json, format 1.
struct InnerOutcome {
    std::vector<LogitRows> logits; ///< [epoch][validation case][class]
    double seconds = 0;
};

void writeInnerOutcome(const std::filesystem::path& file, const InnerOutcome& outcome);
[[nodiscard]] std::optional<InnerOutcome> readInnerOutcome(const std::filesystem::path& file);

/// "0.123": three decimals, for sentences.
[[nodiscard]] std::string threeDecimals(double value);

} // namespace nidus
