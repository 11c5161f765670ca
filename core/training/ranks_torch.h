// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/job.h"
#include "core/model/engine.h"
#include "core/training/optimizer_torch.h"
#include "core/training/rank_group_torch.h"
#include "core/training/rank_place.h"

#include <ATen/ATen.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace nidus::compute {

/// The processes that train together, or this one alone. Rank 0 leads; the others take part in its fits. Every piece of
/// work ends with a message of each rank to all, which is also how an error or a stop of one ends the fit on all of
/// them. Gradients are added in the order of the micro-batches, whoever computed them: the bits are those of one
/// process. Calls throw as RankGroup's.
class Ranks {
public:
    using Json = nlohmann::json;

    /// Alone: opens no connection; the calls below do what one process needs.
    Ranks();
    /// Meets the others. Throws as RankGroup, and Error TRN-073 (another version there).
    Ranks(const RankPlace& place, const std::string& libraryVersion, const JobControl& control);
    /// Rank 0 sends the others home.
    ~Ranks();
    Ranks(const Ranks&) = delete;
    Ranks& operator=(const Ranks&) = delete;

    [[nodiscard]] bool isFirst() const noexcept { return m_place.rank == 0; }
    /// Item `number` of a piece of work is made here.
    [[nodiscard]] bool owns(std::size_t number) const noexcept {
        return number % size() == static_cast<std::size_t>(m_place.rank);
    }
    /// "cuda" as the card of this rank on its machine; anything else as it is.
    [[nodiscard]] std::string device(const std::string& name) const;

    /// Rank 0: fit(task) here and on the others.
    FineTuneOutcome lead(const FineTuneTask& task, const std::function<FineTuneOutcome()>& fit);
    /// Other ranks: fit() for each task of rank 0, until that has no more. What goes wrong in a fit is told by rank 0.
    void serve(const std::function<FineTuneOutcome(const FineTuneTask&)>& fit, const JobControl& control);

    /// Throws Error TRN-073 unless every rank says the same text. `what`: ends "... differ in ...".
    void agree(const std::string& text, const std::string& what);

    using Numbers = std::vector<std::size_t>;
    /// Makes items of the given numbers, ascending.
    template <class Item>
    using Make = std::function<std::vector<Item>(const Numbers&)>;

    /// One piece of work: items 0 to count - 1, each made on the rank that owns it, known to all. What one rank throws
    /// all throw: Error (LibTorch's as rethrowAsError() has it) or Cancelled.
    template <class Item>
    [[nodiscard]] std::vector<Item> dealt(std::size_t count, const Make<Item>& make);

    /// The micro-batches 0 to count - 1 of an optimiser step as dealt(). `make` leaves the sum of the gradients of its
    /// micro-batches, and nothing else, in the groups; after the call they have that of all, as if one process had
    /// accumulated them one after the other. Alone `make` is called for all at once, otherwise for one or none.
    template <class Item>
    [[nodiscard]] std::vector<Item> accumulated(std::size_t count, const std::vector<ParameterGroup>& groups,
                                                const Make<Item>& make);

private:
    [[nodiscard]] bool isAlone() const noexcept { return m_place.size == 1; }
    [[nodiscard]] std::size_t size() const noexcept { return static_cast<std::size_t>(m_place.size); }
    [[nodiscard]] std::vector<Json> exchanged(const Json& mine, RankGroup::Limit limit);
    [[nodiscard]] std::vector<Json> share(const std::function<Json()>& body);
    FineTuneOutcome settled(const ComputeSettings& compute, const std::function<FineTuneOutcome()>& fit);
    void addGradients(const std::vector<ParameterGroup>& groups, std::size_t ranks);
    void spreadGradients(const std::vector<ParameterGroup>& groups);

    RankPlace m_place;
    std::unique_ptr<RankGroup> m_group; ///< none alone
    ComputeSettings m_compute;          ///< of the fit that runs
    at::Tensor m_sum;                   ///< of this rank's part of the gradients, in the step that runs
};

template <class Item>
std::vector<Item> Ranks::dealt(std::size_t count, const Make<Item>& make) {
    Numbers own;
    for (std::size_t i = 0; i < count; ++i)
        if (owns(i))
            own.push_back(i);
    if (isAlone())
        return make(own);
    const std::vector<Json> shares = share([&] { return Json(make(own)); });
    std::vector<Item> items;
    for (std::size_t i = 0; i < count; ++i)
        items.push_back(shares[i % size()].at(i / size()).template get<Item>());
    return items;
}

template <class Item>
std::vector<Item> Ranks::accumulated(std::size_t count, const std::vector<ParameterGroup>& groups,
                                     const Make<Item>& make) {
    if (isAlone())
        return dealt<Item>(count, make);
    m_sum.reset();
    std::vector<Item> items;
    for (std::size_t from = 0; from < count; from += size()) {
        const std::size_t some = std::min(size(), count - from);
        const auto made = dealt<Item>(some, [&](Numbers numbers) {
            for (std::size_t& number : numbers)
                number += from;
            return make(numbers);
        });
        items.insert(items.end(), made.begin(), made.end());
        addGradients(groups, some);
    }
    spreadGradients(groups);
    return items;
}

} // namespace nidus::compute
