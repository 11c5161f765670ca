// SPDX-License-Identifier: Apache-2.0
#include "core/training/validation.h"

#include "core/statistics/evaluation.h"
#include "core/statistics/roc.h"

#include <algorithm>
#include <cmath>

namespace nidus {
namespace {

double logLoss(const std::vector<double>& logits, int label) {
    const double top = *std::max_element(logits.begin(), logits.end());
    double sum = 0;
    for (const double logit : logits)
        sum += std::exp(logit - top);
    return std::log(sum) + top - logits[static_cast<std::size_t>(label)];
}

std::optional<double> aucOf(const std::vector<EpochEvent::Held>& held) {
    std::vector<int> labels;
    for (const auto& one : held)
        labels.push_back(one.label);
    const std::size_t classes = held.front().probabilities.size();
    double sum = 0;
    int ranked = 0;
    for (std::size_t k = classes == 2 ? 1 : 0; k < classes; ++k) { // of two classes either gives the same
        std::vector<double> scores;
        for (const auto& one : held)
            scores.push_back(one.probabilities[k]);
        if (const auto auc = rocAuc(scores, labels, static_cast<int>(k))) {
            sum += *auc;
            ++ranked;
        }
    }
    return ranked > 0 ? std::optional(sum / ranked) : std::nullopt;
}

} // namespace

void judge(EpochEvent& event, const std::vector<TrainingCase>& cases, const std::vector<std::vector<double>>& logits) {
    if (cases.empty())
        return;
    double sum = 0;
    for (std::size_t i = 0; i < cases.size(); ++i) {
        sum += logLoss(logits[i], cases[i].label);
        event.validation.push_back({cases[i].id, cases[i].label, softmax(logits[i])});
    }
    event.validationLoss = sum / static_cast<double>(cases.size());
    event.validationAuc = aucOf(event.validation);
}

} // namespace nidus
