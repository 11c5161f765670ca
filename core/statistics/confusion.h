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

/// The same with each case shared out over the predicted classes by its probabilities, scores[case][class].
[[nodiscard]] Confusion confusionOfProbabilities(std::span<const int> labels,
                                                 const std::vector<std::vector<double>>& scores, std::size_t classes);

struct ConfusionMargins {
    std::vector<double> ofTrue, ofPredicted; ///< sums of the rows and of the columns
    double total = 0, right = 0;             ///< of all cells, of the diagonal
};

[[nodiscard]] ConfusionMargins marginsOf(const Confusion& confusion);

/// Mean recall over the classes that occur (scikit-learn's balanced_accuracy_score).
[[nodiscard]] double balancedAccuracy(const Confusion& confusion);

/// Matthews correlation coefficient R_K (Gorodkin 2004; scikit-learn's matthews_corrcoef), in [-1, 1]; 0 where all
/// cases are of one class or predicted as one.
[[nodiscard]] double matthewsCorrelation(const Confusion& confusion);

} // namespace nidus
