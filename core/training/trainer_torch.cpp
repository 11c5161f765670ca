// SPDX-License-Identifier: Apache-2.0
#include "core/training/trainer_torch.h"

#include "core/base/error.h"
#include "core/base/random.h"
#include "core/model/compute_torch.h"
#include "core/model/features_torch.h"
#include "core/training/fit_state_torch.h"
#include "core/training/passage_cache_torch.h"
#include "core/training/schedule.h"
#include "core/training/training_input.h"

#include <c10/core/GradMode.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <numeric>
#include <optional>

namespace nidus::compute {
namespace {

using Clock = std::chrono::steady_clock;

double secondsSince(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

/// -log softmax(logits)[label], with the target spread by label smoothing as torch's CrossEntropyLoss does.
at::Tensor crossEntropy(const at::Tensor& logits, int label, double smoothing) {
    const at::Tensor logProbabilities = at::log_softmax(logits, 0);
    const at::Tensor likelihood = -logProbabilities.select(0, label);
    return smoothing > 0 ? likelihood * (1 - smoothing) - logProbabilities.mean() * smoothing : likelihood;
}

double logLoss(const std::vector<double>& logits, int label) {
    const double top = *std::max_element(logits.begin(), logits.end());
    double sum = 0;
    for (const double logit : logits)
        sum += std::exp(logit - top);
    return std::log(sum) + top - logits[static_cast<std::size_t>(label)];
}

[[noreturn]] void throwNotFinite(const char* what, int epoch, const std::vector<std::string>& cases) {
    std::string names;
    for (const std::string& id : cases)
        names += (names.empty() ? "" : ", ") + id;
    throw Error("TRN-010", std::string("The ") + what + " is not a finite number in epoch " + std::to_string(epoch + 1)
                               + ", at " + names + ". Look at these images, or choose smaller learning rates.");
}

class Trainer {
public:
    Trainer(const FineTuneTask& task, const TrainingListener& listener, const JobControl& control)
        : m_task(task), m_listener(listener), m_control(control), m_device(deviceFromName(task.compute.device)),
          m_encoder(task.encoder, m_device), m_extractor(m_encoder, task.head.kind, task.compute, m_device),
          m_head(task.head, m_extractor.dims(), m_device), m_digest(fitDigest(task)) {
        collectGroups();
        if (std::filesystem::exists(task.stateFile))
            loadFitState(task.stateFile, m_state, m_digest);
        if (static_cast<int>(m_state.epochs.size()) > task.epochs || task.epochs > totalEpochs(task.recipe))
            throw Error("TRN-030", "The fit " + task.fit + " should run " + std::to_string(task.epochs)
                                       + " epochs, but its saved state has " + std::to_string(m_state.epochs.size())
                                       + " and its recipe " + std::to_string(totalEpochs(task.recipe))
                                       + ". Start a new run.");
    }

    FineTuneOutcome run() {
        for (int epoch = static_cast<int>(m_state.epochs.size()); epoch < m_task.epochs; ++epoch)
            runEpoch(epoch);
        return outcome();
    }

private:
    void collectGroups();
    void openGroups(int epoch);
    void runEpoch(int epoch);
    double runStep(int epoch, int step, const std::vector<std::size_t>& cases,
                   Prefetch<std::optional<CaseWindow>>& loader);
    double accumulate(int epoch, std::size_t caseNumber, std::size_t casesInStep, std::optional<CaseWindow> window);
    [[nodiscard]] at::Tensor dropped(const at::Tensor& features, int epoch, const TrainingCase& c) const;
    [[nodiscard]] StepEvent updated(int epoch, int step, const std::vector<std::string>& cases);
    [[nodiscard]] std::vector<std::vector<double>> validate(int epoch);
    [[nodiscard]] FineTuneOutcome outcome();
    [[nodiscard]] std::vector<std::size_t> caseOrder(int epoch) const;
    [[nodiscard]] int stepsPerEpoch() const;

    const FineTuneTask& m_task;
    const TrainingListener& m_listener;
    const JobControl& m_control;
    at::Device m_device;
    Encoder m_encoder;
    FeatureExtractor m_extractor;
    Head m_head;
    std::string m_digest;
    FitState m_state;
    int m_firstOpen = 0; ///< the stages below it are closed
    PassageCache m_cache;
};

void Trainer::collectGroups() {
    const int stages = m_encoder.stageCount();
    const auto add = [this](std::string name, int depth, std::vector<Encoder::Parameter> parameters) {
        ParameterGroup& group = m_state.groups.emplace_back();
        group.name = std::move(name);
        group.depth = depth;
        group.parameters = std::move(parameters);
    };
    add("head", -1, {{"head.weight", m_head.weight}, {"head.bias", m_head.bias}});
    for (int depth = 0; depth < stages; ++depth) {
        const int stage = stages - 1 - depth;
        add("stage_" + std::to_string(stage), depth, m_encoder.parameters(stage));
    }
}

void Trainer::openGroups(int epoch) {
    const int stages = m_encoder.stageCount();
    const int open = std::min(openStages(m_task.recipe, epoch), stages);
    for (ParameterGroup& group : m_state.groups) {
        const bool isOpen = group.depth < open;
        for (const Encoder::Parameter& parameter : group.parameters)
            at::Tensor(parameter.tensor).requires_grad_(isOpen);
        if (isOpen)
            group.open();
    }
    if (m_firstOpen != stages - open)
        m_cache.clear();
    m_firstOpen = stages - open;
}

int Trainer::stepsPerEpoch() const {
    const auto n = static_cast<int>(m_task.training.size());
    const int perStep = std::max(1, m_task.recipe.accumulation);
    return (n + perStep - 1) / perStep;
}

std::vector<std::size_t> Trainer::caseOrder(int epoch) const {
    std::vector<std::size_t> order(m_task.training.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    Random random(fitKey(m_task, Purpose::Order, epoch, 0));
    shuffle(order, random);
    return order;
}

void Trainer::runEpoch(int epoch) {
    const auto start = Clock::now();
    openGroups(epoch);
    const std::vector<std::size_t> order = caseOrder(epoch);
    const auto perStep = static_cast<std::size_t>(std::max(1, m_task.recipe.accumulation));
    Prefetch<std::optional<CaseWindow>> loader(order.size(), [&, this](std::size_t i) -> std::optional<CaseWindow> {
        if (m_cache.hasTraining(order[i]))
            return std::nullopt;
        return trainingWindow(m_task, m_task.training[order[i]], epoch, static_cast<std::int64_t>(i % perStep));
    });
    double lossSum = 0;
    for (std::size_t from = 0, step = 0; from < order.size(); from += perStep, ++step) {
        const auto begin = order.begin() + static_cast<std::ptrdiff_t>(from);
        const auto count = std::min(perStep, order.size() - from);
        lossSum += runStep(epoch, epoch * stepsPerEpoch() + static_cast<int>(step),
                           {begin, begin + static_cast<std::ptrdiff_t>(count)}, loader);
    }
    FineTuneOutcome::Epoch result{lossSum / static_cast<double>(order.size()), validate(epoch)};
    EpochEvent event{m_task.fit,   epoch, m_task.epochs, m_encoder.stageCount() - m_firstOpen, result.trainingLoss,
                     std::nullopt, 0};
    if (!m_task.validation.empty()) {
        double sum = 0;
        for (std::size_t i = 0; i < m_task.validation.size(); ++i)
            sum += logLoss(result.validationLogits[i], m_task.validation[i].label);
        event.validationLoss = sum / static_cast<double>(m_task.validation.size());
    }
    m_state.epochs.push_back(std::move(result));
    event.seconds = secondsSince(start);
    // Told before it is saved: a fit that ends in between does the epoch again, and its log replaces the line.
    m_listener.onEpoch(event);
    saveFitState(m_task.stateFile, m_state, m_digest);
    m_control.poll();
}

/// Returns the sum of the losses of the cases.
double Trainer::runStep(int epoch, int step, const std::vector<std::size_t>& cases,
                        Prefetch<std::optional<CaseWindow>>& loader) {
    std::vector<std::string> ids;
    std::vector<std::vector<std::string>> transforms;
    for (const ParameterGroup& group : m_state.groups)
        clearGradients(group);
    double lossSum = 0;
    for (const std::size_t i : cases) {
        std::optional<CaseWindow> window = loader.next();
        ids.push_back(m_task.training[i].id);
        transforms.push_back(window ? window->transforms : std::vector<std::string>());
        lossSum += accumulate(epoch, i, cases.size(), std::move(window));
    }
    StepEvent event = updated(epoch, step, ids);
    event.loss = lossSum / static_cast<double>(cases.size());
    event.cases = std::move(ids);
    event.transforms = std::move(transforms);
    m_listener.onStep(event);
    const double done = static_cast<double>(step + 1) / static_cast<double>(m_task.epochs * stepsPerEpoch());
    m_control.step(std::min(1.0, done),
                   "Training: epoch " + std::to_string(epoch + 1) + " of " + std::to_string(m_task.epochs));
    return lossSum;
}

/// Forward and backward of one case; its gradient is added with weight 1 / casesInStep.
double Trainer::accumulate(int epoch, std::size_t caseNumber, std::size_t casesInStep,
                           std::optional<CaseWindow> window) {
    const TrainingCase& c = m_task.training[caseNumber];
    Passage passage;
    if (window) {
        const c10::NoGradGuard noGrad;
        passage = m_extractor.begin(*window);
        m_extractor.advance(passage, m_firstOpen, m_control);
        if (!m_task.recipe.augmentation.enabled && !window->isPart)
            m_cache.keepTraining(caseNumber, passage);
    } else {
        passage = m_cache.training(caseNumber);
    }
    m_extractor.advance(passage, m_encoder.stageCount(), m_control);
    const at::Tensor features = m_head.standardised(FeatureExtractor::features(passage));
    const at::Tensor loss =
        crossEntropy(m_head.logits(dropped(features, epoch, c)), c.label, m_task.recipe.labelSmoothing);
    const double value = loss.item<double>();
    if (!std::isfinite(value))
        throwNotFinite("loss", epoch, {c.id});
    (loss / static_cast<double>(casesInStep)).backward();
    return value;
}

at::Tensor Trainer::dropped(const at::Tensor& features, int epoch, const TrainingCase& c) const {
    const double p = m_task.recipe.dropout;
    if (p <= 0)
        return features;
    Random random(fitKey(m_task, Purpose::Dropout, epoch, c.index));
    std::vector<float> factors(static_cast<std::size_t>(features.numel()));
    for (float& factor : factors)
        factor = random.coin(p) ? 0.0F : static_cast<float>(1 / (1 - p));
    return features * toDevice({features.sizes().vec(), factors}, m_device);
}

/// The optimiser step, with the event that tells of it; loss and cases are filled in by the caller.
StepEvent Trainer::updated(int epoch, int step, const std::vector<std::string>& cases) {
    StepEvent event;
    event.fit = m_task.fit;
    event.epoch = epoch;
    event.step = step;
    event.epochs = m_task.epochs;
    const int open = m_encoder.stageCount() - m_firstOpen;
    std::vector<ParameterGroup*> groups;
    double squares = 0;
    for (ParameterGroup& group : m_state.groups) {
        StepEvent::Group row{group.name, 0, 0, 0};
        if (group.depth < open) {
            row.learningRate = learningRate(m_task.recipe, group.depth, step, stepsPerEpoch());
            row.gradientNorm = group.gradientNorm();
            groups.push_back(&group);
        }
        squares += row.gradientNorm * row.gradientNorm;
        event.groups.push_back(std::move(row));
    }
    if (!std::isfinite(squares))
        throwNotFinite("gradient", epoch, cases);
    clipGradients(groups, std::sqrt(squares), m_task.recipe.gradientClip);
    for (ParameterGroup* group : groups) {
        const double rate = learningRate(m_task.recipe, group->depth, step, stepsPerEpoch());
        if (m_task.recipe.optimizer == Optimizer::Sgd)
            sgdStep(*group, rate, m_task.recipe.weightDecay, m_task.recipe.momentum);
        else
            adamwStep(*group, rate, m_task.recipe.weightDecay);
        if (m_task.recipe.weightAverage > 0)
            group->followAverage(m_task.recipe.weightAverage);
    }
    for (std::size_t i = 0; i < m_state.groups.size(); ++i)
        event.groups[i].weightChange = m_state.groups[i].weightChange();
    return event;
}

std::vector<std::vector<double>> Trainer::validate(int epoch) {
    const c10::NoGradGuard noGrad;
    const AveragedWeights averaged(m_state.groups);
    std::vector<std::vector<double>> logits;
    Prefetch<std::vector<CaseWindow>> loader(m_task.validation.size(), [this](std::size_t i) {
        return m_cache.hasValidation(i) ? std::vector<CaseWindow>() : validationWindows(m_task, m_task.validation[i]);
    });
    for (std::size_t i = 0; i < m_task.validation.size(); ++i) {
        std::vector<Passage> passages;
        const std::vector<CaseWindow> windows = loader.next();
        if (windows.empty())
            passages = m_cache.validation(i);
        for (const CaseWindow& window : windows) {
            passages.push_back(m_extractor.begin(window));
            m_extractor.advance(passages.back(), m_firstOpen, m_control);
        }
        if (!windows.empty())
            m_cache.keepValidation(i, passages);
        std::vector<double> mean(static_cast<std::size_t>(m_task.head.classes));
        for (Passage& passage : passages) {
            m_extractor.advance(passage, m_encoder.stageCount(), m_control);
            const std::vector<float> values =
                toHost(m_head.logits(m_head.standardised(FeatureExtractor::features(passage)))).values;
            for (std::size_t k = 0; k < mean.size(); ++k)
                mean[k] += static_cast<double>(values[k]) / static_cast<double>(passages.size());
        }
        if (std::any_of(mean.begin(), mean.end(), [](double v) { return !std::isfinite(v); }))
            throwNotFinite("output of the network", epoch, {m_task.validation[i].id});
        logits.push_back(std::move(mean));
    }
    return logits;
}

FineTuneOutcome Trainer::outcome() {
    const AveragedWeights averaged(m_state.groups);
    FineTuneOutcome result;
    result.epochs = m_state.epochs;
    result.head = m_head.toHost(m_task.head);
    for (const ParameterGroup& group : m_state.groups)
        if (group.wasOpened && group.depth >= 0)
            for (const Encoder::Parameter& parameter : group.parameters)
                result.encoderWeights[parameter.name] = toHost(parameter.tensor);
    return result;
}

} // namespace

FineTuneOutcome fineTune(const FineTuneTask& task, const TrainingListener& listener, const JobControl& control) {
    const c10::AutoGradMode grad(true);
    if (task.training.empty())
        throw Error("TRN-005", "The fit " + task.fit + " has no training cases.");
    return Trainer(task, listener, control).run();
}

} // namespace nidus::compute
