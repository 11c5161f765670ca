// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/model/encoder_torch.h"

#include <ATen/ATen.h>

#include <string>
#include <vector>

namespace nidus::compute {

/// The head, or one stage of the encoder, with what the optimiser remembers of it.
struct ParameterGroup {
    std::string name; ///< "head", "stage_4", ...
    int depth = -1;   ///< -1: the head; 0: the deepest stage
    std::vector<Encoder::Parameter> parameters;
    bool wasOpened = false;                ///< has moments; it may have been changed
    std::vector<at::Tensor> start;         ///< values at the start of the fit; empty until opened
    std::vector<at::Tensor> first, second; ///< moments; SGD has the first alone
    at::Tensor steps;                      ///< float32 scalar: number of updates so far
    std::vector<at::Tensor> average;       ///< moving average of the values; empty unless followed

    /// Takes the present values as start and zero moments; nothing if it was opened before.
    void open();
    /// average = decay * average + (1 - decay) * values, from the values at the opening on.
    void followAverage(double decay);
    /// L2 norm of the gradients.
    [[nodiscard]] double gradientNorm() const;
    /// L2 norm of (values - start); 0 for a group that was never opened.
    [[nodiscard]] double weightChange() const;
};

/// One AdamW update (betas 0.9 and 0.999, eps 1e-8, decoupled decay of every parameter, as torch.optim.AdamW) of an
/// opened group with gradients.
void adamwStep(ParameterGroup& group, double learningRate, double weightDecay);

/// One update of torch.optim.SGD with Nesterov momentum: decay is added to the gradient, which joins the momentum.
void sgdStep(ParameterGroup& group, double learningRate, double weightDecay, double momentum);

/// Multiplies the gradients of a group.
void scaleGradients(const ParameterGroup& group, double factor);

/// Scales the gradients of all groups so that their common L2 norm is at most `limit`, as clip_grad_norm_ does.
/// `norm`: the common norm. Nothing if limit <= 0.
void clipGradients(const std::vector<ParameterGroup*>& groups, double norm, double limit);

/// While it lives, the averages of the groups that have them stand in the place of their values.
class AveragedWeights {
public:
    explicit AveragedWeights(std::vector<ParameterGroup>& groups);
    ~AveragedWeights();
    AveragedWeights(const AveragedWeights&) = delete;
    AveragedWeights& operator=(const AveragedWeights&) = delete;

private:
    std::vector<ParameterGroup>& m_groups;
};

/// Forgets the gradients of a group.
void clearGradients(const ParameterGroup& group);

} // namespace nidus::compute
