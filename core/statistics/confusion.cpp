// SPDX-License-Identifier: Apache-2.0
#include "core/statistics/confusion.h"

#include <cmath>

namespace nidus {

Confusion confusionOf(std::span<const int> labels, std::span<const int> predicted, std::size_t classes,
                      std::span<const double> weights) {
    Confusion out{classes, std::vector<double>(classes * classes, 0)};
    for (std::size_t i = 0; i < labels.size(); ++i)
        out.counts[static_cast<std::size_t>(labels[i]) * classes + static_cast<std::size_t>(predicted[i])] +=
            weights.empty() ? 1 : weights[i];
    return out;
}

Confusion confusionOfProbabilities(std::span<const int> labels, const std::vector<std::vector<double>>& scores,
                                   std::size_t classes) {
    Confusion out{classes, std::vector<double>(classes * classes, 0)};
    for (std::size_t i = 0; i < labels.size(); ++i)
        for (std::size_t k = 0; k < classes; ++k)
            out.counts[static_cast<std::size_t>(labels[i]) * classes + k] += scores[i][k];
    return out;
}

ConfusionMargins marginsOf(const Confusion& confusion) {
    const std::size_t classes = confusion.classes;
    ConfusionMargins out{std::vector<double>(classes, 0), std::vector<double>(classes, 0)};
    for (std::size_t i = 0; i < classes; ++i)
        for (std::size_t j = 0; j < classes; ++j) {
            const double count = confusion.counts[i * classes + j];
            out.ofTrue[i] += count;
            out.ofPredicted[j] += count;
            out.total += count;
            out.right += i == j ? count : 0;
        }
    return out;
}

double balancedAccuracy(const Confusion& confusion) {
    const ConfusionMargins margins = marginsOf(confusion);
    double sum = 0;
    double present = 0;
    for (std::size_t k = 0; k < confusion.classes; ++k) {
        if (margins.ofTrue[k] <= 0)
            continue;
        sum += confusion.counts[k * confusion.classes + k] / margins.ofTrue[k];
        ++present;
    }
    return sum / present;
}

double matthewsCorrelation(const Confusion& confusion) {
    const ConfusionMargins margins = marginsOf(confusion);
    double joint = margins.right * margins.total;
    double ofTrue = margins.total * margins.total;
    double ofPredicted = ofTrue;
    for (std::size_t k = 0; k < confusion.classes; ++k) {
        joint -= margins.ofTrue[k] * margins.ofPredicted[k];
        ofTrue -= margins.ofTrue[k] * margins.ofTrue[k];
        ofPredicted -= margins.ofPredicted[k] * margins.ofPredicted[k];
    }
    const double scale = std::sqrt(ofTrue * ofPredicted);
    return scale > 0 ? joint / scale : 0;
}

} // namespace nidus
