// SPDX-License-Identifier: Apache-2.0
#include "core/training/optimizer_torch.h"

#include <c10/core/GradMode.h>

#include <cmath>

namespace nidus::compute {
namespace {

double squaredNorm(const at::Tensor& tensor) {
    const double norm = tensor.norm().item<double>();
    return norm * norm;
}

} // namespace

void ParameterGroup::open() {
    if (wasOpened)
        return;
    wasOpened = true;
    for (const Encoder::Parameter& parameter : parameters) {
        start.push_back(parameter.tensor.detach().clone());
        first.push_back(at::zeros_like(start.back()));
        second.push_back(at::zeros_like(start.back()));
    }
    steps = at::zeros({}, at::kFloat);
}

double ParameterGroup::gradientNorm() const {
    double sum = 0;
    for (const Encoder::Parameter& parameter : parameters)
        if (parameter.tensor.grad().defined())
            sum += squaredNorm(parameter.tensor.grad());
    return std::sqrt(sum);
}

double ParameterGroup::weightChange() const {
    double sum = 0;
    for (std::size_t i = 0; i < start.size(); ++i)
        sum += squaredNorm(parameters[i].tensor.detach() - start[i]);
    return std::sqrt(sum);
}

void adamwStep(ParameterGroup& group, double learningRate, double weightDecay) {
    std::vector<at::Tensor> values, gradients, first, second, steps;
    group.steps.add_(1);
    const at::Tensor stepsOnDevice = group.steps.to(group.parameters.front().tensor.device());
    for (std::size_t i = 0; i < group.parameters.size(); ++i) {
        const at::Tensor& parameter = group.parameters[i].tensor;
        if (!parameter.grad().defined())
            continue;
        values.push_back(parameter.detach());
        gradients.push_back(parameter.grad());
        first.push_back(group.first[i]);
        second.push_back(group.second[i]);
        steps.push_back(stepsOnDevice);
    }
    if (!values.empty())
        at::_fused_adamw_(values, gradients, first, second, {}, steps, learningRate, 0.9, 0.999, weightDecay, 1e-8,
                          false, false);
}

void sgdStep(ParameterGroup& group, double learningRate, double weightDecay, double momentum) {
    const c10::NoGradGuard noGrad;
    group.steps.add_(1);
    for (std::size_t i = 0; i < group.parameters.size(); ++i) {
        const at::Tensor& parameter = group.parameters[i].tensor;
        if (!parameter.grad().defined())
            continue;
        const at::Tensor gradient = parameter.grad().add(parameter, weightDecay);
        group.first[i].mul_(momentum).add_(gradient);
        parameter.detach().add_(gradient.add(group.first[i], momentum), -learningRate);
    }
}

void clipGradients(const std::vector<ParameterGroup*>& groups, double norm, double limit) {
    if (limit <= 0 || norm <= limit)
        return;
    for (const ParameterGroup* group : groups)
        for (const Encoder::Parameter& parameter : group->parameters)
            if (parameter.tensor.grad().defined())
                at::Tensor(parameter.tensor.grad()).mul_(limit / (norm + 1e-6));
}

void clearGradients(const ParameterGroup& group) {
    for (const Encoder::Parameter& parameter : group.parameters)
        at::Tensor(parameter.tensor).mutable_grad().reset();
}

} // namespace nidus::compute
