// SPDX-License-Identifier: Apache-2.0
#include "core/model/channel_choice.h"

#include "core/nnunet/strict_json.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>
#include <utility>

namespace nidus {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kMostChannels = 64;

/// Position i of the result holds position channels[i] of the list.
Json chosen(const Json& list, const std::vector<int>& channels) {
    Json result = Json::array();
    for (const int channel : channels)
        result.push_back(list.at(static_cast<std::size_t>(channel)));
    return result;
}

/// The same for an object whose keys are channel numbers.
Json chosenByNumber(const Json& object, const std::vector<int>& channels) {
    Json result = Json::object();
    for (std::size_t i = 0; i < channels.size(); ++i)
        if (const auto found = object.find(std::to_string(channels[i])); found != object.end())
            result[std::to_string(i)] = *found;
    return result;
}

// The chosen configuration states itself what it inherited, so that its relatives keep what they had.
void rewriteConfiguration(Json& configurations, const std::string& name, const std::vector<int>& channels) {
    for (const char* key : {"normalization_schemes", "use_mask_for_norm"}) {
        std::string owner = name;
        while (!configurations[owner].contains(key) && configurations[owner].contains("inherits_from"))
            owner = configurations[owner]["inherits_from"].get<std::string>();
        if (const auto list = configurations[owner].find(key); list != configurations[owner].end() && list->is_array())
            configurations[name][key] = chosen(Json(*list), channels);
    }
}

std::vector<std::string> chosenNames(const std::vector<std::string>& names, const std::vector<int>& channels) {
    std::vector<std::string> result;
    for (auto channel = channels.begin(); channel != channels.end(); ++channel) {
        const auto use = std::count(channels.begin(), channel + 1, *channel);
        result.push_back(names[static_cast<std::size_t>(*channel)]
                         + (use == 1 ? std::string() : " (" + std::to_string(use) + ")"));
    }
    return result;
}

} // namespace

void choosePlannedChannels(PretrainedModel& model, const std::vector<int>& channels) {
    const std::size_t stored = model.configuration.normalization.size();
    const bool isKnown = std::all_of(channels.begin(), channels.end(), [&](int channel) {
        return channel >= 0 && static_cast<std::size_t>(channel) < stored;
    });
    if (channels.empty() || channels.size() > kMostChannels || !isKnown)
        throw Error("MDL-006", "The model has the channels 0 to " + std::to_string(stored - 1)
                                   + ". Name one of them for each image of a case, at most "
                                   + std::to_string(kMostChannels) + ".");
    Json plans = Json::parse(strictJson(model.plansJson, "plans.json"));
    rewriteConfiguration(plans["configurations"], model.configuration.name, channels);
    for (const char* key :
         {"foreground_intensity_properties_per_channel", "foreground_intensity_properties_by_modality"})
        if (plans.contains(key) && plans[key].is_object())
            plans[key] = chosenByNumber(plans[key], channels);
    model.plansJson = plans.dump(2);
    model.plans = parsePlans(model.plansJson);
    model.configuration = model.plans.configurations.at(model.configuration.name);
    model.dataset.channelNames = chosenNames(model.dataset.channelNames, channels);
    if (model.datasetJson.empty())
        return;
    Json dataset = Json::parse(strictJson(model.datasetJson, "dataset.json"));
    Json names = Json::object();
    for (const std::string& name : model.dataset.channelNames)
        names[std::to_string(names.size())] = name;
    dataset[dataset.contains("channel_names") ? "channel_names" : "modality"] = std::move(names);
    model.datasetJson = dataset.dump(2);
}

HostTensor withChannels(const HostTensor& tensor, const std::vector<int>& channels) {
    HostTensor result{tensor.shape, {}};
    result.shape[1] = static_cast<std::int64_t>(channels.size());
    const auto inputs = static_cast<std::size_t>(tensor.shape[1]);
    const std::size_t kernel = tensor.values.size() / static_cast<std::size_t>(tensor.shape[0]) / inputs;
    result.values.reserve(static_cast<std::size_t>(tensor.shape[0]) * channels.size() * kernel);
    for (std::size_t row = 0; row < static_cast<std::size_t>(tensor.shape[0]); ++row)
        for (const int channel : channels) {
            const auto uses = static_cast<float>(std::count(channels.begin(), channels.end(), channel));
            const std::size_t from = (row * inputs + static_cast<std::size_t>(channel)) * kernel;
            for (std::size_t i = from; i < from + kernel; ++i)
                result.values.push_back(tensor.values[i] / uses);
        }
    return result;
}

std::string channelText(const std::vector<int>& channels, std::int64_t stored) {
    std::string text = "input channels";
    std::set<std::ptrdiff_t> uses;
    for (const int channel : channels) {
        text += (uses.empty() ? " " : ", ") + std::to_string(channel);
        uses.insert(std::count(channels.begin(), channels.end(), channel));
    }
    text += " of " + std::to_string(stored);
    if (*uses.rbegin() > 1)
        text += uses.size() == 1 ? ", divided by " + std::to_string(*uses.begin())
                                 : std::string(", each divided by the number of its uses");
    return text;
}

} // namespace nidus
