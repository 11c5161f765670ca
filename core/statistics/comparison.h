// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/statistics/evaluation.h"

#include <optional>
#include <string>
#include <vector>

namespace nidus {

/// One figure of two runs on the same cases.
struct PairedDifference {
    double first = 0, second = 0;
    Estimate difference;     ///< first - second; bounds not numbers where they cannot be told
    std::optional<double> p; ///< two-sided, where the method gives one
};

struct Comparison {
    int n = 0;
    std::vector<std::string> classes;
    std::string positive, aucKind;       ///< as in Evaluation
    std::optional<PairedDifference> auc; ///< pooled; absent when a class has no case
    PairedDifference logLoss, brier;     ///< below 0: the first is better
    std::vector<Problem> problems;
};

/// Two runs' out-of-fold predictions of the same cases, paired case by case. AUC by DeLong, DeLong, Clarke-Pearson
/// 1988; log-loss and Brier by the patient bootstrap, which also takes the AUC over where patients have several cases.
/// No bounds with fewer than five patients in a class. Unlabelled cases do not count. Throws Error STA-012 when cases
/// or their labels differ, and those of evaluate().
[[nodiscard]] Comparison comparePredictions(const std::vector<Prediction>& first, const std::vector<Prediction>& second,
                                            const std::vector<std::string>& classes, int positive);

/// {"n", "classes", "positive", "auc_pooled", "log_loss", "brier", "problems"}; each figure {"a", "b", "difference"
/// {"value", "low", "high", "interval"}, "p"}.
[[nodiscard]] std::string toJson(const Comparison& comparison);

} // namespace nidus
