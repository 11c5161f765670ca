// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace nidus {

/// Cases, or their weights, by true and predicted class; row-major [true][predicted].
struct Confusion {
    std::size_t classes = 0;
    std::vector<double> counts;
};

/// `weights` per case; empty: one each.
[[nodiscard]] Confusion confusionOf(std::span<const int> labels, std::span<const int> predicted, std::size_t classes,
                                    std::span<const double> weights = {});

/// Mean recall over the classes that occur (scikit-learn's balanced_accuracy_score).
[[nodiscard]] double balancedAccuracy(const Confusion& confusion);

/// Matthews correlation coefficient R_K (Gorodkin 2004; scikit-learn's matthews_corrcoef), in [-1, 1]; 0 where all
/// cases are of one class or predicted as one.
[[nodiscard]] double matthewsCorrelation(const Confusion& confusion);

} // namespace nidus
