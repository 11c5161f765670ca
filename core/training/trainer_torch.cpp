// SPDX-License-Identifier: Apache-2.0
#include "core/training/trainer_torch.h"

#include "core/base/error.h"
#include "core/base/random.h"
#include "core/model/compute_torch.h"
#include "core/model/features_torch.h"
#include "core/training/fit_state_torch.h"
#include "core/training/schedule.h"
#include "core/training/training_input.h"
#include "core/training/view_files_torch.h"

#include <c10/core/GradMode.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <functional>
#include <numeric>
#include <optional>
#include <span>
#include <utility>

namespace nidus::compute {
namespace {

using Clock = std::chrono::steady_clock;

double secondsSince(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

/// -log softmax(logits)[label] of each row, with the target spread by label smoothing as torch's CrossEntropyLoss does.
at::Tensor crossEntropies(const at::Tensor& logits, const at::Tensor& labels, double smoothing) {
    const at::Tensor logProbabilities = at::log_softmax(logits, 1);
    const at::Tensor likelihood = -logProbabilities.gather(1, labels.unsqueeze(1)).squeeze(1);
    return smoothing > 0 ? likelihood * (1 - smoothing) - logProbabilities.mean(1) * smoothing : likelihood;
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

/// What decides the views of a case, beside its content.
std::string viewsName(const Recipe& recipe, const std::vector<int>& views) {
    Recipe bare;
    bare.augmentation = recipe.augmentation;
    bare.views = recipe.views;
    std::string name = toJson(bare);
    for (const int view : views)
        name.append(" ").append(std::to_string(view));
    return name;
}

/// One case on its way to the network: windows that no stage has seen, or what the closed stages made of them.
struct CaseInput {
    std::vector<CaseWindow> windows;
    std::vector<Passage> passages;
    std::filesystem::path file; ///< where the passages of all these windows belong; empty: nowhere
    std::size_t chosen = 0;     ///< the window or passage that is meant
};

class Trainer {
public:
    Trainer(const FineTuneTask& task, const TrainingListener& listener, const JobControl& control)
        : m_task(task), m_listener(listener), m_control(control), m_device(deviceFromName(task.compute.device)),
          m_encoder(task.encoder, m_device), m_extractor(m_encoder, task.head.kind, task.compute, m_device),
          m_head(task.head, m_extractor.dims(), m_device), m_digest(fitDigest(task)),
          m_views(task.views, task.head.kind), m_batch(std::max(1, task.recipe.batch)) {
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
    double runStep(int epoch, int step, const std::vector<std::size_t>& cases, Prefetch<CaseInput>& loader);
    /// Gives the inputs of a step's cases one after the other.
    using NextInput = std::function<CaseInput()>;
    double gradients(int epoch, const std::vector<std::size_t>& cases, const NextInput& next, StepEvent& event);
    double accumulate(int epoch, std::span<const std::size_t> cases, std::span<Passage> passages,
                      std::size_t casesInStep);
    [[nodiscard]] CaseInput trainingInput(int epoch, std::size_t caseNumber, std::int64_t position) const;
    [[nodiscard]] CaseInput validationInput(std::size_t caseNumber) const;
    [[nodiscard]] std::vector<Passage> passagesOf(CaseInput input);
    [[nodiscard]] at::Tensor dropout(int epoch, std::span<const std::size_t> cases) const;
    void update(int epoch, int step, StepEvent& event);
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
    ViewFiles m_views;
    int m_batch; ///< cases at once through the open stages: the recipe's, or what memory allows of it
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
    m_firstOpen = stages - open;
}

int Trainer::stepsPerEpoch() const {
    const auto n = static_cast<int>(m_task.training.size());
    const int perStep = std::max(1, casesPerStep(m_task.recipe));
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
    const auto perStep = static_cast<std::size_t>(std::max(1, casesPerStep(m_task.recipe)));
    Prefetch<CaseInput> loader(order.size(), [&, this](std::size_t i) {
        return trainingInput(epoch, order[i], static_cast<std::int64_t>(i % perStep));
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
    m_views.settle();
    saveFitState(m_task.stateFile, m_state, m_digest);
    m_control.poll();
}

/// The input of a case in an epoch. Where fixed views are kept and missing, all those of the phase.
CaseInput Trainer::trainingInput(int epoch, std::size_t caseNumber, std::int64_t position) const {
    const TrainingCase& c = m_task.training[caseNumber];
    CaseInput input;
    if (m_task.recipe.views > 0) {
        const std::vector<int> views = phaseViews(m_task.recipe, epoch);
        const auto wanted = std::ranges::find(views, epoch % m_task.recipe.views) - views.begin();
        const std::filesystem::path file = m_views.path(c.sha256, viewsName(m_task.recipe, views), m_firstOpen);
        if (auto kept = m_views.read(file, static_cast<std::size_t>(wanted), 1)) {
            input.passages = std::move(*kept);
            return input;
        }
        if (!file.empty() && !m_views.isFull()) {
            for (const int view : views)
                input.windows.push_back(trainingWindow(m_task, c, view, position));
            input.file = file;
            input.chosen = static_cast<std::size_t>(wanted);
            return input;
        }
    }
    input.windows.push_back(trainingWindow(m_task, c, epoch, position));
    return input;
}

/// All windows of a case, unchanged.
CaseInput Trainer::validationInput(std::size_t caseNumber) const {
    const TrainingCase& c = m_task.validation[caseNumber];
    CaseInput input;
    input.file = m_views.path(c.sha256, "windows", m_firstOpen);
    if (auto kept = m_views.read(input.file))
        input.passages = std::move(*kept);
    else
        input.windows = validationWindows(m_task, c);
    return input;
}

/// Through the closed stages, one window after the other.
std::vector<Passage> Trainer::passagesOf(CaseInput input) {
    if (input.windows.empty()) {
        for (Passage& passage : input.passages)
            passage.moveTo(m_device);
        return std::move(input.passages);
    }
    const c10::NoGradGuard noGrad;
    std::vector<Passage> passages;
    for (const CaseWindow& window : input.windows) {
        passages.push_back(m_extractor.begin(window));
        m_extractor.advance({&passages.back(), 1}, m_firstOpen, m_control);
    }
    m_views.write(input.file, passages);
    return passages;
}

/// Returns the sum of the losses of the cases.
double Trainer::runStep(int epoch, int step, const std::vector<std::size_t>& cases, Prefetch<CaseInput>& loader) {
    StepEvent event;
    std::size_t taken = 0;
    double lossSum = 0;
    const auto prefetched = [&] {
        ++taken;
        return loader.next();
    };
    try {
        lossSum = gradients(epoch, cases, prefetched, event);
    } catch (...) {
        // Fewer at once need less memory; the step stays one step of the same cases.
        if (m_batch == 1 || !hasMemoryRunOut())
            throw;
        m_batch = (m_batch + 1) / 2;
        m_listener.onMessage({"TRN-055", m_task.fit + ": memory ran out; from here on " + std::to_string(m_batch)
                                             + " instead of " + std::to_string(m_task.recipe.batch)
                                             + " cases go through the network at once. A step still takes "
                                             + std::to_string(casesPerStep(m_task.recipe)) + " cases."});
        while (taken < cases.size())
            static_cast<void>(prefetched());
        std::size_t position = 0;
        lossSum = gradients(
            epoch, cases,
            [&] {
                const std::size_t p = position++;
                return trainingInput(epoch, cases[p], static_cast<std::int64_t>(p));
            },
            event);
    }
    update(epoch, step, event);
    event.loss = lossSum / static_cast<double>(cases.size());
    m_listener.onStep(event);
    const double done = static_cast<double>(step + 1) / static_cast<double>(m_task.epochs * stepsPerEpoch());
    m_control.step(std::min(1.0, done),
                   "Training: epoch " + std::to_string(epoch + 1) + " of " + std::to_string(m_task.epochs));
    return lossSum;
}

/// The gradient of the mean loss of these cases, from nothing; tells the event of them.
double Trainer::gradients(int epoch, const std::vector<std::size_t>& cases, const NextInput& next, StepEvent& event) {
    event.cases.clear();
    event.transforms.clear();
    for (const ParameterGroup& group : m_state.groups)
        clearGradients(group);
    double lossSum = 0;
    const auto batch = static_cast<std::size_t>(m_batch);
    for (std::size_t from = 0; from < cases.size(); from += batch) {
        const std::span<const std::size_t> some = std::span(cases).subspan(from, std::min(batch, cases.size() - from));
        std::vector<Passage> passages;
        for (const std::size_t i : some) {
            CaseInput input = next();
            const std::size_t chosen = input.chosen;
            passages.push_back(std::move(passagesOf(std::move(input))[chosen]));
            event.cases.push_back(m_task.training[i].id);
            event.transforms.push_back(passages.back().transforms);
        }
        lossSum += accumulate(epoch, some, passages, cases.size());
    }
    return lossSum;
}

/// Forward and backward of some cases; the gradient of each is added with weight 1 / casesInStep.
double Trainer::accumulate(int epoch, std::span<const std::size_t> cases, std::span<Passage> passages,
                           std::size_t casesInStep) {
    std::vector<std::int64_t> labels;
    std::vector<std::string> ids;
    for (const std::size_t i : cases) {
        labels.push_back(m_task.training[i].label);
        ids.push_back(m_task.training[i].id);
    }
    m_extractor.advance(passages, m_encoder.stageCount(), m_control);
    at::Tensor features = m_head.standardised(FeatureExtractor::features(passages));
    if (m_task.recipe.dropout > 0)
        features = features * dropout(epoch, cases);
    const at::Tensor loss =
        crossEntropies(m_head.logits(features), at::tensor(labels).to(m_device), m_task.recipe.labelSmoothing).sum();
    const double value = loss.item<double>();
    if (!std::isfinite(value))
        throwNotFinite("loss", epoch, ids);
    (loss / static_cast<double>(casesInStep)).backward();
    return value;
}

/// Factors for the features of each case, [cases, dims].
at::Tensor Trainer::dropout(int epoch, std::span<const std::size_t> cases) const {
    const double p = m_task.recipe.dropout;
    std::vector<float> factors;
    for (const std::size_t i : cases) {
        Random random(fitKey(m_task, Purpose::Dropout, epoch, m_task.training[i].index));
        for (std::int64_t k = 0; k < m_extractor.dims(); ++k)
            factors.push_back(random.coin(p) ? 0.0F : static_cast<float>(1 / (1 - p)));
    }
    return toDevice({{static_cast<std::int64_t>(cases.size()), m_extractor.dims()}, std::move(factors)}, m_device);
}

/// The optimiser step, and what the event tells of it.
void Trainer::update(int epoch, int step, StepEvent& event) {
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
        throwNotFinite("gradient", epoch, event.cases);
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
}

/// Logits of the validation cases: the mean over the windows of each.
std::vector<std::vector<double>> Trainer::validate(int epoch) {
    const c10::NoGradGuard noGrad;
    const AveragedWeights averaged(m_state.groups);
    std::vector<std::vector<double>> logits(m_task.validation.size(),
                                            std::vector<double>(static_cast<std::size_t>(m_task.head.classes)));
    std::vector<Passage> waiting;
    std::vector<std::pair<std::size_t, double>> owners; ///< of the waiting passages: case, share in its mean
    const auto run = [&](std::size_t count) {
        const std::span<Passage> some = std::span(waiting).first(count);
        m_extractor.advance(some, m_encoder.stageCount(), m_control);
        const HostTensor rows = toHost(m_head.logits(m_head.standardised(FeatureExtractor::features(some))));
        const auto classes = static_cast<std::size_t>(m_task.head.classes);
        for (std::size_t i = 0; i < rows.values.size(); ++i)
            logits[owners[i / classes].first][i % classes] +=
                static_cast<double>(rows.values[i]) * owners[i / classes].second;
        waiting.erase(waiting.begin(), waiting.begin() + static_cast<std::ptrdiff_t>(count));
        owners.erase(owners.begin(), owners.begin() + static_cast<std::ptrdiff_t>(count));
    };
    Prefetch<CaseInput> loader(m_task.validation.size(), [this](std::size_t i) { return validationInput(i); });
    const auto batch = static_cast<std::size_t>(m_batch);
    for (std::size_t i = 0; i < m_task.validation.size(); ++i) {
        std::vector<Passage> passages = passagesOf(loader.next());
        const double share = 1.0 / static_cast<double>(passages.size());
        for (Passage& passage : passages) {
            waiting.push_back(std::move(passage));
            owners.emplace_back(i, share);
        }
        while (waiting.size() >= batch)
            run(batch);
    }
    if (!waiting.empty())
        run(waiting.size());
    for (std::size_t i = 0; i < logits.size(); ++i)
        if (std::ranges::any_of(logits[i], [](double v) { return !std::isfinite(v); }))
            throwNotFinite("output of the network", epoch, {m_task.validation[i].id});
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
