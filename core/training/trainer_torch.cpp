// SPDX-License-Identifier: Apache-2.0
#include "core/training/trainer_torch.h"

#include "core/base/error.h"
#include "core/base/random.h"
#include "core/model/compute_torch.h"
#include "core/model/features_torch.h"
#include "core/model/head_torch.h"
#include "core/training/case_inputs_torch.h"
#include "core/training/fit_state_torch.h"
#include "core/training/schedule.h"
#include "core/training/training_input.h"
#include "core/training/validation.h"

#include <c10/core/GradMode.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <functional>
#include <iomanip>
#include <iterator>
#include <numeric>
#include <optional>
#include <span>
#include <sstream>
#include <utility>

namespace nidus::compute {
namespace {

using Clock = std::chrono::steady_clock;
/// Of the cases of a batch: sum of the losses, and the transforms of each.
using BatchResult = std::pair<double, std::vector<std::vector<std::string>>>;
using LogitRows = std::vector<std::vector<double>>;

double secondsSince(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

/// -log softmax(logits)[label] of each row, with the target spread by label smoothing as torch's CrossEntropyLoss does.
at::Tensor crossEntropies(const at::Tensor& logits, const at::Tensor& labels, double smoothing) {
    const at::Tensor logProbabilities = at::log_softmax(logits, 1);
    const at::Tensor likelihood = -logProbabilities.gather(1, labels.unsqueeze(1)).squeeze(1);
    return smoothing > 0 ? likelihood * (1 - smoothing) - logProbabilities.mean(1) * smoothing : likelihood;
}

/// The cases of a batch on their way: their windows one after the other, so many of each.
struct Bags {
    std::vector<Passage> passages;
    std::vector<std::int64_t> windows;

    void add(std::vector<Passage> ofCase) {
        windows.push_back(static_cast<std::int64_t>(ofCase.size()));
        std::ranges::move(ofCase, std::back_inserter(passages));
    }
};

class Trainer {
public:
    Trainer(const FineTuneTask& task, const TrainingListener& listener, const JobControl& control, Ranks& ranks)
        : m_task(task), m_listener(listener), m_control(control), m_ranks(ranks),
          m_device(deviceFromName(ranks.device(task.compute.device))), m_encoder(task.encoder, m_device),
          m_extractor(m_encoder, task.head.kind, task.compute, m_device),
          m_head(task.head, m_extractor.dims(), m_device), m_digest(fitDigest(task)),
          m_inputs(task, m_extractor, m_device), m_perBatch(static_cast<std::size_t>(std::max(1, task.recipe.batch))),
          m_batch(m_perBatch) {
        if (task.head.kind == HeadKind::Attention && task.head.attention.isEmpty())
            m_head.beginAttention(fitKey(task, Purpose::Initialisation, 0, 0));
        collectGroups();
        if (task.compute.precision == Precision::Float16)
            m_state.lossScale.emplace();
        if (std::filesystem::exists(task.stateFile))
            loadFitState(task.stateFile, m_state, m_digest);
        if (static_cast<int>(m_state.epochs.size()) > task.epochs || task.epochs > totalEpochs(task.recipe))
            throw Error("TRN-030", "The fit " + task.fit + " should run " + std::to_string(task.epochs)
                                       + " epochs, but its saved state has " + std::to_string(m_state.epochs.size())
                                       + " and its recipe " + std::to_string(totalEpochs(task.recipe))
                                       + ". Start a new run.");
    }

    FineTuneOutcome run() {
        m_ranks.agree(m_digest + " after " + std::to_string(m_state.epochs.size()) + " epochs",
                      "the fit they go on with");
        for (int epoch = static_cast<int>(m_state.epochs.size()); epoch < m_task.epochs; ++epoch)
            runEpoch(epoch);
        return m_ranks.isFirst() ? outcome() : FineTuneOutcome();
    }

private:
    void collectGroups();
    void openGroups(int epoch);
    void runEpoch(int epoch);
    double runStep(int epoch, int step, const std::vector<std::size_t>& cases, Prefetch<CaseInput>& loader);
    [[nodiscard]] std::vector<BatchResult> gradientsWithinMemory(int epoch, std::span<const std::size_t> cases,
                                                                 const Ranks::Numbers& batches,
                                                                 Prefetch<CaseInput>& loader);
    /// Gives the inputs of a step's cases, which are asked for in order of their place in it.
    using NextInput = std::function<CaseInput(std::size_t place)>;
    [[nodiscard]] std::vector<BatchResult> gradients(int epoch, std::span<const std::size_t> cases,
                                                     const Ranks::Numbers& batches, const NextInput& next);
    double accumulate(int epoch, std::span<const std::size_t> cases, Bags bags, std::size_t casesInStep);
    template <class Use>
    void throughOpenStages(std::span<Passage> passages, const Use& use) const;
    [[nodiscard]] std::vector<Passage> passagesOf(CaseInput input) {
        return m_inputs.passages(std::move(input), m_firstOpen, m_control);
    }
    [[nodiscard]] at::Tensor dropout(int epoch, std::span<const std::size_t> cases) const;
    void update(int epoch, int step, StepEvent& event);
    void moveWeights(const std::vector<ParameterGroup*>& groups, double norm, int step);
    void tellOfSkipped(int epoch, int before) const;
    [[noreturn]] void throwNotFinite(const char* what, int epoch, const std::vector<std::string>& cases) const;
    [[nodiscard]] LogitRows validate(int epoch);
    [[nodiscard]] LogitRows validationLogits(int epoch, std::size_t batch, Prefetch<CaseInput>& loader);
    [[nodiscard]] std::size_t batchCount(std::size_t cases) const { return (cases + m_perBatch - 1) / m_perBatch; }
    [[nodiscard]] FineTuneOutcome outcome();
    [[nodiscard]] std::vector<std::size_t> caseOrder(int epoch) const;
    [[nodiscard]] int stepsPerEpoch() const;
    [[nodiscard]] double lossScale() const { return m_state.lossScale ? m_state.lossScale->scale : 1; }

    const FineTuneTask& m_task;
    const TrainingListener& m_listener;
    const JobControl& m_control;
    Ranks& m_ranks;
    at::Device m_device;
    Encoder m_encoder;
    FeatureExtractor m_extractor;
    Head m_head;
    std::string m_digest;
    FitState m_state;
    int m_firstOpen = 0; ///< the stages below it are closed
    CaseInputs m_inputs;
    std::size_t m_perBatch; ///< the recipe's batch, what a rank works on at a time
    std::size_t m_batch;    ///< windows at once through the open stages: the recipe's, or what memory allows of it
};

void Trainer::collectGroups() {
    const int stages = m_encoder.stageCount();
    const auto add = [this](std::string name, int depth, std::vector<Encoder::Parameter> parameters) {
        ParameterGroup& group = m_state.groups.emplace_back();
        group.name = std::move(name);
        group.depth = depth;
        group.parameters = std::move(parameters);
    };
    add("head", -1, m_head.parameters());
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
    std::vector<std::size_t> own; // places in the order whose cases are for this rank
    for (std::size_t i = 0; i < order.size(); ++i)
        if (m_ranks.owns(i % perStep / m_perBatch))
            own.push_back(i);
    Prefetch<CaseInput> loader(own.size(), [&, this](std::size_t i) {
        return m_inputs.training(epoch, order[own[i]], static_cast<std::int64_t>(own[i] % perStep), m_firstOpen);
    });
    const int skippedBefore = m_state.lossScale ? m_state.lossScale->skippedSteps : 0;
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
    judge(event, m_task.validation, result.validationLogits);
    m_state.epochs.push_back(std::move(result));
    event.seconds = secondsSince(start);
    // Told before it is saved: a fit that ends in between does the epoch again, and its log replaces the line.
    m_listener.onEpoch(event);
    tellOfSkipped(epoch, skippedBefore);
    m_inputs.settle();
    if (m_ranks.isFirst())
        saveFitState(m_task.stateFile, m_state, m_digest);
    m_control.poll();
}

/// Returns the sum of the losses of the cases.
double Trainer::runStep(int epoch, int step, const std::vector<std::size_t>& cases, Prefetch<CaseInput>& loader) {
    const auto results = m_ranks.accumulated<BatchResult>(
        batchCount(cases.size()), m_state.groups,
        [&, this](const Ranks::Numbers& batches) { return gradientsWithinMemory(epoch, cases, batches, loader); });
    StepEvent event;
    double lossSum = 0;
    for (const auto& [loss, transforms] : results) {
        lossSum += loss;
        event.transforms.insert(event.transforms.end(), transforms.begin(), transforms.end());
    }
    for (const std::size_t i : cases)
        event.cases.push_back(m_task.training[i].id);
    update(epoch, step, event);
    event.loss = lossSum / static_cast<double>(cases.size());
    m_listener.onStep(event);
    const double done = static_cast<double>(step + 1) / static_cast<double>(m_task.epochs * stepsPerEpoch());
    m_control.step(std::min(1.0, done),
                   "Training: epoch " + std::to_string(epoch + 1) + " of " + std::to_string(m_task.epochs));
    return lossSum;
}

/// gradients() of what the loader delivers; again with fewer cases at once where memory runs out, which stays one step
/// of the same cases.
std::vector<BatchResult> Trainer::gradientsWithinMemory(int epoch, std::span<const std::size_t> cases,
                                                        const Ranks::Numbers& batches, Prefetch<CaseInput>& loader) {
    std::size_t waiting = 0;
    for (const std::size_t batch : batches)
        waiting += std::min(m_perBatch, cases.size() - batch * m_perBatch);
    try {
        return gradients(epoch, cases, batches, [&](std::size_t) {
            --waiting;
            return loader.next();
        });
    } catch (...) {
        if (m_batch == 1 || !hasMemoryRunOut())
            throw;
        m_batch = (m_batch + 1) / 2;
        m_listener.onMessage({"TRN-055", m_task.fit + ": memory ran out; from here on at most "
                                             + std::to_string(m_batch) + " instead of "
                                             + std::to_string(m_task.recipe.batch)
                                             + " patches go through the network at once. A step still takes "
                                             + std::to_string(casesPerStep(m_task.recipe)) + " cases."});
        for (; waiting > 0; --waiting)
            static_cast<void>(loader.next());
        return gradients(epoch, cases, batches, [&, this](std::size_t place) {
            return m_inputs.training(epoch, cases[place], static_cast<std::int64_t>(place), m_firstOpen);
        });
    }
}

/// The gradient, from nothing, that these batches give the mean loss of the step's cases, times lossScale().
std::vector<BatchResult> Trainer::gradients(int epoch, std::span<const std::size_t> cases,
                                            const Ranks::Numbers& batches, const NextInput& next) {
    for (const ParameterGroup& group : m_state.groups)
        clearGradients(group);
    std::vector<BatchResult> results;
    for (const std::size_t batch : batches) {
        auto& [loss, transforms] = results.emplace_back();
        const std::size_t end = std::min(cases.size(), (batch + 1) * m_perBatch);
        for (std::size_t from = batch * m_perBatch; from < end; from += m_batch) {
            const std::span<const std::size_t> some = cases.subspan(from, std::min(m_batch, end - from));
            Bags bags;
            for (std::size_t i = 0; i < some.size(); ++i) {
                bags.add(passagesOf(next(from + i)));
                transforms.push_back(bags.passages.back().transforms);
            }
            loss += accumulate(epoch, some, std::move(bags), cases.size());
        }
    }
    return results;
}

/// As many windows at once as go together; `use` gets the features of each such group.
template <class Use>
void Trainer::throughOpenStages(std::span<Passage> passages, const Use& use) const {
    for (std::size_t from = 0; from < passages.size(); from += m_batch) {
        const std::span<Passage> some = passages.subspan(from, std::min(m_batch, passages.size() - from));
        m_extractor.advance(some, m_encoder.stageCount(), m_control);
        use(FeatureExtractor::features(some));
    }
}

/// Forward and backward of some cases; the gradient of each is added with weight lossScale() / casesInStep. Windows
/// that are too many to go together go twice: for their features, and then, with what the loss made of these, for the
/// gradients of the open stages, so that only those that go together are remembered.
double Trainer::accumulate(int epoch, std::span<const std::size_t> cases, Bags bags, std::size_t casesInStep) {
    std::vector<std::int64_t> labels;
    std::vector<std::string> ids;
    for (const std::size_t i : cases) {
        labels.push_back(m_task.training[i].label);
        ids.push_back(m_task.training[i].id);
    }
    const bool goesTwice = bags.passages.size() > m_batch && m_firstOpen < m_encoder.stageCount();
    std::vector<at::Tensor> parts;
    {
        const c10::AutoGradMode grad(!goesTwice);
        std::vector<Passage> passages = goesTwice ? bags.passages : std::move(bags.passages);
        throughOpenStages(passages, [&](const at::Tensor& some) { parts.push_back(some); });
    }
    const at::Tensor windows = parts.size() == 1 ? parts.front() : at::cat(parts);
    if (goesTwice)
        windows.requires_grad_(true);
    at::Tensor features = m_head.ofCases(m_head.standardised(windows), bags.windows);
    if (m_task.recipe.dropout > 0)
        features = features * dropout(epoch, cases);
    const at::Tensor loss =
        crossEntropies(m_head.logits(features), at::tensor(labels).to(m_device), m_task.recipe.labelSmoothing).sum();
    const double value = loss.item<double>();
    if (!std::isfinite(value))
        throwNotFinite("loss", epoch, ids);
    (loss / static_cast<double>(casesInStep) * lossScale()).backward();
    std::int64_t from = 0;
    if (goesTwice)
        throughOpenStages(bags.passages, [&](const at::Tensor& some) {
            some.backward(windows.grad().narrow(0, from, some.size(0)));
            from += some.size(0);
        });
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
            if (m_state.lossScale)
                scaleGradients(group, 1 / lossScale());
            row.gradientNorm = group.gradientNorm();
            groups.push_back(&group);
        }
        squares += row.gradientNorm * row.gradientNorm;
        event.groups.push_back(std::move(row));
    }
    const bool isFinite = std::isfinite(squares);
    if (m_state.lossScale)
        m_state.lossScale->update(isFinite);
    if (!isFinite && (!m_state.lossScale || m_state.lossScale->isExhausted()))
        throwNotFinite("gradient", epoch, event.cases);
    if (isFinite)
        moveWeights(groups, std::sqrt(squares), step);
    for (std::size_t i = 0; i < m_state.groups.size(); ++i) {
        event.groups[i].weightChange = m_state.groups[i].weightChange();
        if (!isFinite)
            event.groups[i].gradientNorm = 0;
    }
}

/// Those of the open groups, along their gradients of this common norm.
void Trainer::moveWeights(const std::vector<ParameterGroup*>& groups, double norm, int step) {
    clipGradients(groups, norm, m_task.recipe.gradientClip);
    for (ParameterGroup* group : groups) {
        const double rate = learningRate(m_task.recipe, group->depth, step, stepsPerEpoch());
        if (m_task.recipe.optimizer == Optimizer::Sgd)
            sgdStep(*group, rate, m_task.recipe.weightDecay, m_task.recipe.momentum);
        else
            adamwStep(*group, rate, m_task.recipe.weightDecay);
        if (m_task.recipe.weightAverage > 0)
            group->followAverage(m_task.recipe.weightAverage);
    }
}

/// What the loss scale left out of an epoch; `before`: how many steps of the fit it had left out until then.
void Trainer::tellOfSkipped(int epoch, int before) const {
    if (!m_state.lossScale || m_state.lossScale->skippedSteps == before)
        return;
    std::ostringstream text;
    text << m_task.fit << ": the gradients of " << m_state.lossScale->skippedSteps - before << " of " << stepsPerEpoch()
         << " steps of epoch " << epoch + 1
         << " left the range of float16; these steps were left out, and the loss is now multiplied by " << std::fixed
         << std::setprecision(0) << lossScale() << " instead.";
    m_listener.onMessage({"TRN-044", text.str()});
}

void Trainer::throwNotFinite(const char* what, int epoch, const std::vector<std::string>& cases) const {
    std::string names;
    for (const std::string& id : cases)
        names += (names.empty() ? "" : ", ") + id;
    throw Error("TRN-010", std::string("The ") + what + " is not a finite number in epoch " + std::to_string(epoch + 1)
                               + ", at " + names + ". Look at these images, or choose "
                               + (m_state.lossScale ? "another precision than float16" : "smaller learning rates")
                               + ".");
}

/// Logits of the validation cases, as ComputeEngine::classify.
LogitRows Trainer::validate(int epoch) {
    const c10::NoGradGuard noGrad;
    const AveragedWeights averaged(m_state.groups);
    std::vector<std::size_t> own;
    for (std::size_t i = 0; i < m_task.validation.size(); ++i)
        if (m_ranks.owns(i / m_perBatch))
            own.push_back(i);
    Prefetch<CaseInput> loader(own.size(),
                               [&, this](std::size_t i) { return m_inputs.validation(own[i], m_firstOpen); });
    const auto make = [&, this](const Ranks::Numbers& batches) {
        std::vector<LogitRows> rows;
        for (const std::size_t batch : batches)
            rows.push_back(validationLogits(epoch, batch, loader));
        return rows;
    };
    LogitRows logits;
    for (LogitRows& rows : m_ranks.dealt<LogitRows>(batchCount(m_task.validation.size()), make))
        std::ranges::move(rows, std::back_inserter(logits));
    return logits;
}

/// Those of one batch of cases, whose windows go through the network together.
LogitRows Trainer::validationLogits(int epoch, std::size_t batch, Prefetch<CaseInput>& loader) {
    const std::size_t first = batch * m_perBatch;
    const auto classes = static_cast<std::size_t>(m_task.head.classes);
    Bags bags;
    for (std::size_t i = first; i < std::min(first + m_perBatch, m_task.validation.size()); ++i)
        bags.add(passagesOf(loader.next()));
    std::vector<float> rows, attention;
    throughOpenStages(bags.passages, [&](const at::Tensor& features) {
        const at::Tensor x = m_head.standardised(features);
        std::ranges::move(toHost(m_head.logits(x)).values, std::back_inserter(rows));
        std::ranges::move(toHost(m_head.attention(x)).values, std::back_inserter(attention));
    });
    LogitRows logits;
    std::size_t from = 0;
    for (const std::int64_t windows : bags.windows) {
        const auto count = static_cast<std::size_t>(windows);
        logits.push_back(weighed(std::span(rows).subspan(from * classes, count * classes),
                                 windowShares(std::span(attention).subspan(from, count))));
        if (std::ranges::any_of(logits.back(), [](double v) { return !std::isfinite(v); }))
            throwNotFinite("output of the network", epoch, {m_task.validation[first + logits.size() - 1].id});
        from += count;
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

FineTuneOutcome fineTune(const FineTuneTask& task, const TrainingListener& listener, const JobControl& control,
                         Ranks& ranks) {
    const c10::AutoGradMode grad(true);
    if (task.training.empty())
        throw Error("TRN-005", "The fit " + task.fit + " has no training cases.");
    return Trainer(task, listener, control, ranks).run();
}

} // namespace nidus::compute
