// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace nidus {

/// One optimiser step of one fit.
struct StepEvent {
    struct Group {
        std::string name; ///< "head", "stage_4", ... ("stage_0" includes a stem)
        double learningRate = 0;
        double gradientNorm = 0; ///< L2, before clipping; 0 in a step that was left out (LossScale)
        double weightChange = 0; ///< L2 of (weights now - weights at the start of the fit)
    };
    std::string fit;                     ///< "fold_1/inner_0", "fold_1/refit"
    int epoch = 0, step = 0, epochs = 0; ///< 0-based; `step` counts over the fit
    double loss = 0;                     ///< mean cross-entropy of the cases of this step
    std::vector<Group> groups;
    std::vector<std::string> cases;                   ///< ids in order
    std::vector<std::vector<std::string>> transforms; ///< augmentation that was applied to each
};

/// End of one epoch of one fit.
struct EpochEvent {
    /// An inner validation case, and what the fit makes of it now.
    struct Held {
        std::string caseId;
        int label = 0;
        std::vector<double> probabilities; ///< per class, not calibrated
    };
    std::string fit;
    int epoch = 0, epochs = 0;
    int openStages = 0;
    double trainingLoss = 0;
    std::optional<double> validationLoss; ///< log-loss of the inner validation cases; absent in a refit
    double seconds = 0;
    std::optional<double> validationAuc{}; ///< of those cases; more than two classes: mean of each against the rest
    std::vector<Held> validation{};        ///< those cases; not written to events.jsonl
};

/// Something said in a sentence: "probe kept", "case x left out".
struct MessageEvent {
    std::string code;
    std::string text;
};

/// One line of events.jsonl without the line feed.
[[nodiscard]] std::string toJsonLine(const StepEvent& event);
[[nodiscard]] std::string toJsonLine(const EpochEvent& event);
[[nodiscard]] std::string toJsonLine(const MessageEvent& event);

} // namespace nidus
