// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

namespace nidus {

/// Logits of the inner validation cases: one row per case, one column per class.
using LogitRows = std::vector<std::vector<double>>;

/// What the inner folds say about fine-tuning. All numbers are pooled over the inner folds: each training case counts
/// once, judged by weights that never saw it.
struct InnerChoice {
    double probeLogLoss = 0;
    std::vector<double> tunedLogLoss; ///< after epoch 1, 2, ...
    int bestEpochs = 0;               ///< the number with the smallest log-loss; the smaller one of equals
    int epochs = 0;                   ///< the fewest that bestEpochs does not beat by more than one standard error
    double difference = 0;            ///< tuned minus probe at bestEpochs, mean of the paired differences
    double standardError = 0;         ///< of that mean
    bool isTunedBetter = false;       ///< better by more than one standard error
};

/// The one-standard-error rule (Breiman et al., Classification and Regression Trees, 1984, section 3.4.3) over 0 (the
/// probe), 1, 2, ... epochs: the simplest choice that the best one does not clearly beat. `tuned[e]`: logits after
/// epoch e + 1, rows in the order of `probe` and `labels`. At least one epoch and two cases.
[[nodiscard]] InnerChoice chooseEpochs(const LogitRows& probe, const std::vector<LogitRows>& tuned,
                                       const std::vector<int>& labels);

/// The temperature of one member from its inner out-of-fold logits, drawn towards 1 on the logarithmic scale by the
/// weight m / (m + 20), where m counts the cases of the smallest class, and kept within [1/4, 4]: with a handful of
/// cases the fitted value is mostly noise.
[[nodiscard]] double memberTemperature(const LogitRows& logits, const std::vector<int>& labels, int classes);

} // namespace nidus
