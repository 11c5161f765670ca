// SPDX-License-Identifier: Apache-2.0
#include "core/training/ranks_torch.h"

#include "core/base/error.h"
#include "core/base/version.h"
#include "core/model/compute_torch.h"
#include "core/training/task_json.h"

#include <c10/core/GradMode.h>

#include <algorithm>
#include <chrono>
#include <cstring>

namespace nidus::compute {
namespace {

using Json = Ranks::Json;

/// No rank is that much slower than another in one step.
constexpr RankGroup::Limit kStepLimit = std::chrono::minutes(30);
/// Between fits rank 0 works alone for as long as it takes; that it died is seen at once.
constexpr RankGroup::Limit kIdleLimit = std::chrono::hours(24 * 365);

/// The current exception as a message to the other ranks.
Json failureOf(const ComputeSettings& compute) {
    try {
        rethrowAsError(compute, "training");
    } catch (const Cancelled&) {
        return {{"stopped", true}};
    } catch (...) {
        const Error error = asError(std::current_exception());
        return {{"error", {error.code(), error.what(), error.caseId()}}};
    }
}

/// What all ranks know already.
class ToldError : public Error {
public:
    using Error::Error;
};
struct ToldStop : Cancelled {};

bool isFailure(const Json& message) {
    return message.is_object() && (message.contains("error") || message.contains("stopped"));
}

[[noreturn]] void throwFailure(const Json& message) {
    if (message.contains("stopped"))
        throw ToldStop{};
    const Json& error = message.at("error");
    throw ToldError(error.at(0), error.at(1), error.at(2));
}

std::vector<at::Tensor> openParameters(const std::vector<ParameterGroup>& groups) {
    std::vector<at::Tensor> open;
    for (const ParameterGroup& group : groups)
        for (const Encoder::Parameter& parameter : group.parameters)
            if (parameter.tensor.requires_grad())
                open.push_back(parameter.tensor);
    return open;
}

} // namespace

Ranks::Ranks() = default;

Ranks::Ranks(const RankPlace& place, const std::string& libraryVersion, const JobControl& control) : m_place(place) {
    if (isAlone())
        return;
    m_group = std::make_unique<RankGroup>(place, control);
    agree(std::string("Nidus ") + kVersion + " with LibTorch " + libraryVersion, "their version");
}

Ranks::~Ranks() {
    if (isAlone() || !isFirst() || m_group->isLost())
        return;
    try {
        (void)exchanged({{"end", true}}, kStepLimit);
    } catch (...) {
        // They are gone already.
    }
}

std::string Ranks::device(const std::string& name) const {
    return name == "cuda" && !isAlone() ? "cuda:" + std::to_string(m_place.localRank) : name;
}

FineTuneOutcome Ranks::lead(const FineTuneTask& task, const std::function<FineTuneOutcome()>& fit) {
    if (isAlone())
        return fit();
    for (const Json& message : exchanged({{"task", toJson(task)}}, kStepLimit))
        if (isFailure(message))
            throwFailure(message);
    return settled(task.compute, fit);
}

void Ranks::serve(const std::function<FineTuneOutcome(const FineTuneTask&)>& fit, const JobControl& control) {
    for (;;) {
        const std::vector<Json> messages = exchanged(Json::object(), kIdleLimit);
        if (std::ranges::any_of(messages, isFailure))
            continue;
        if (!messages.front().contains("task"))
            break;
        try {
            (void)settled({}, [&] {
                const FineTuneTask task = taskFromJson(messages.front().at("task"));
                m_compute = task.compute;
                return fit(task);
            });
        } catch (const Cancelled&) {
        } catch (...) {
            if (m_group->isLost())
                throw;
        }
    }
    control.poll();
}

void Ranks::agree(const std::string& text, const std::string& what) {
    if (isAlone())
        return;
    const std::vector<Json> texts = share([&] { return Json(text); });
    for (std::size_t rank = 1; rank < texts.size(); ++rank)
        if (texts[rank] != texts.front())
            throw Error("TRN-073", "The processes that train together differ in " + what + ": rank 0 has "
                                       + texts.front().dump() + ", rank " + std::to_string(rank) + " has "
                                       + texts[rank].dump()
                                       + ". All need the same version of Nidus, the same files and machines of one "
                                         "kind.");
}

/// Takes the gradients of this rank away. Each rank adds up one part of all parameters: it receives that part from the
/// first so many ranks, in whose order it adds.
void Ranks::addGradients(const std::vector<ParameterGroup>& groups, std::size_t ranks) {
    const c10::NoGradGuard noGrad;
    std::vector<at::Tensor> pieces;
    std::vector<float> isDefined; // not all are: what comes after the last pooled layer has no gradient
    for (const at::Tensor& parameter : openParameters(groups)) {
        const at::Tensor& gradient = parameter.grad();
        isDefined.push_back(gradient.defined() ? 1.0F : 0.0F);
        pieces.push_back(gradient.defined() ? gradient.flatten().to(at::kCPU) : at::zeros({parameter.numel()}));
        parameter.mutable_grad().reset();
    }
    pieces.push_back(at::tensor(isDefined));
    const at::Tensor all = at::cat(pieces);
    const std::int64_t part = (all.numel() + m_place.size - 1) / m_place.size;
    const at::Tensor parts = at::constant_pad_nd(all, {0, part * m_place.size - all.numel()});
    const at::Tensor received = m_group->swapped(parts.view({m_place.size, part}), kStepLimit);
    for (std::int64_t rank = 0; rank < static_cast<std::int64_t>(ranks); ++rank)
        m_sum = m_sum.defined() ? m_sum.add_(received[rank]) : received[rank].clone();
}

/// All parts become the gradients of the groups, on every rank.
void Ranks::spreadGradients(const std::vector<ParameterGroup>& groups) {
    const c10::NoGradGuard noGrad;
    const at::Tensor all = at::cat(m_group->gathered(m_sum, kStepLimit));
    const std::vector<at::Tensor> parameters = openParameters(groups);
    std::int64_t count = 0, from = 0;
    for (const at::Tensor& parameter : parameters)
        count += parameter.numel();
    for (const at::Tensor& parameter : parameters) {
        if (all[count++].item<float>() > 0)
            parameter.mutable_grad() = // in the layout of the parameter
                at::empty_like(parameter.detach()).copy_(all.narrow(0, from, parameter.numel()).view_as(parameter));
        from += parameter.numel();
    }
}

/// A message from every rank, by rank.
std::vector<Json> Ranks::exchanged(const Json& mine, RankGroup::Limit limit) {
    const std::string text = mine.dump(-1, ' ', false, Json::error_handler_t::replace);
    const auto length = static_cast<std::int64_t>(text.size());
    std::vector<std::int64_t> lengths;
    for (const at::Tensor& tensor : m_group->gathered(at::full({1}, length, at::kLong), limit))
        lengths.push_back(tensor.item<std::int64_t>());
    at::Tensor bytes = at::zeros({*std::ranges::max_element(lengths)}, at::kByte);
    std::memcpy(bytes.mutable_data_ptr<std::uint8_t>(), text.data(), text.size());
    const std::vector<at::Tensor> all = m_group->gathered(bytes, limit);
    std::vector<Json> messages;
    for (std::size_t rank = 0; rank < all.size(); ++rank) {
        const std::uint8_t* from = all[rank].const_data_ptr<std::uint8_t>();
        messages.push_back(Json::parse(from, from + lengths[rank]));
    }
    return messages;
}

/// body() of every rank, by rank; or on every rank what the first of those that failed threw.
std::vector<Json> Ranks::share(const std::function<Json()>& body) {
    Json mine;
    try {
        mine = body();
    } catch (...) {
        mine = failureOf(m_compute);
    }
    std::vector<Json> messages = exchanged(mine, kStepLimit);
    if (const auto failure = std::ranges::find_if(messages, isFailure); failure != messages.end())
        throwFailure(*failure);
    return messages;
}

/// A fit that ends on every rank: what this rank alone threw is told to the others, which wait for a message of some
/// kind whatever they do.
FineTuneOutcome Ranks::settled(const ComputeSettings& compute, const std::function<FineTuneOutcome()>& fit) {
    m_compute = compute;
    try {
        return fit();
    } catch (const ToldError&) {
        throw;
    } catch (const ToldStop&) {
        throw;
    } catch (...) {
        const Json failure = failureOf(m_compute);
        try {
            if (!m_group->isLost())
                (void)exchanged(failure, kStepLimit);
        } catch (...) {
            // The first failure is the one to tell.
        }
        throw;
    }
}

} // namespace nidus::compute
