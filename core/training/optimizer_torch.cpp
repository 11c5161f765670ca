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

void exchange(std::vector<ParameterGroup>& groups) {
    for (ParameterGroup& group : groups)
        for (std::size_t i = 0; i < group.average.size(); ++i) {
            const at::Tensor value = group.parameters[i].tensor.detach();
            const at::Tensor kept = value.clone();
            value.copy_(group.average[i]);
            group.average[i].copy_(kept);
        }
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

void ParameterGroup::followAverage(double decay) {
    for (std::size_t i = average.size(); i < start.size(); ++i)
        average.push_back(start[i].clone());
    for (std::size_t i = 0; i < average.size(); ++i)
        average[i].mul_(decay).add_(parameters[i].tensor.detach(), 1 - decay);
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

void scaleGradients(const ParameterGroup& group, double factor) {
    for (const Encoder::Parameter& parameter : group.parameters)
        if (parameter.tensor.grad().defined())
            at::Tensor(parameter.tensor.grad()).mul_(factor);
}

void clipGradients(const std::vector<ParameterGroup*>& groups, double norm, double limit) {
    if (limit <= 0 || norm <= limit)
        return;
    for (const ParameterGroup* group : groups)
        scaleGradients(*group, limit / (norm + 1e-6));
}

AveragedWeights::AveragedWeights(std::vector<ParameterGroup>& groups) : m_groups(groups) {
    exchange(m_groups);
}

AveragedWeights::~AveragedWeights() {
    exchange(m_groups);
}

void clearGradients(const ParameterGroup& group) {
    for (const Encoder::Parameter& parameter : group.parameters)
        at::Tensor(parameter.tensor).mutable_grad().reset();
}

} // namespace nidus::compute
