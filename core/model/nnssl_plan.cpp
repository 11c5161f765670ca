// SPDX-License-Identifier: Apache-2.0
#include "core/model/nnssl_plan.h"

#include "core/base/error.h"
#include "core/nnunet/strict_json.h"

#include <nlohmann/json.hpp>

#include <utility>

namespace nidus {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::int64_t kMaxChannels = 64;

const Json& field(const Json& object, const char* key) {
    const auto found = object.is_object() ? object.find(key) : object.end();
    if (!object.is_object() || found == object.end() || found->is_null())
        throw Error("PLN-002", std::string("The adaptation plan of this nnssl checkpoint lacks \"") + key + "\".");
    return *found;
}

Json architectureBlock(const Json& plan) {
    const Json& architecture = field(plan, "architecture_plans");
    Json block{{"network_class_name", field(architecture, "arch_class_name")}};
    block["arch_kwargs"] = architecture.value("arch_kwargs", Json());
    block["_kw_requires_import"] = architecture.value("arch_kwargs_requiring_import", Json());
    return block;
}

// One normalisation is given for the one pre-training channel and holds for all of them.
void repeatPerChannel(Json& configuration, const char* key, std::int64_t channels) {
    Json& list = configuration[key];
    if (!list.is_array() || list.size() != 1)
        return;
    const Json first = list.front();
    list = Json::array();
    for (std::int64_t i = 0; i < channels; ++i)
        list.push_back(first);
}

std::pair<std::string, Json> configurationOf(const Json& pretrainPlan, const std::string& wanted) {
    const Json& configurations = field(pretrainPlan, "configurations");
    if (!configurations.is_object() || configurations.empty())
        throw Error("PLN-002", "The adaptation plan of this nnssl checkpoint holds no configuration.");
    const auto named = configurations.find(wanted);
    const auto chosen = named == configurations.end() ? configurations.begin() : named;
    if (named == configurations.end() && configurations.size() > 1)
        throw Error("PLN-002",
                    "The adaptation plan of this nnssl checkpoint does not say which configuration it uses.");
    return {chosen.key(), chosen.value()};
}

NnsslPlan convert(const Json& plan, const std::string& wanted) {
    const Json& pretrain = field(plan, "pretrain_plan");
    auto [name, configuration] = configurationOf(pretrain, wanted);
    const std::int64_t channels = plan.value("pretrain_num_input_channels", std::int64_t{1});
    if (channels < 1 || channels > kMaxChannels)
        throw Error("PLN-004", "The adaptation plan of this nnssl checkpoint has an impossible number of channels.");
    repeatPerChannel(configuration, "normalization_schemes", channels);
    repeatPerChannel(configuration, "use_mask_for_norm", channels);
    for (const char* key : {"recommended_downstream_patchsize", "pretrain_patch_size"})
        if (plan.contains(key) && plan[key].is_array()) {
            configuration["patch_size"] = plan[key];
            break;
        }
    configuration["architecture"] = architectureBlock(plan);
    Json plans = pretrain;
    plans["configurations"] = Json{{name, configuration}};
    Json channelNames;
    for (std::int64_t i = 0; i < channels; ++i)
        channelNames[std::to_string(i)] = "channel " + std::to_string(i);
    return {plans.dump(2), Json{{"channel_names", channelNames}, {"labels", Json::object()}}.dump(2), name};
}

} // namespace

NnsslPlan plansFromNnssl(const std::string& adaptationPlanJson, const std::string& configuration) {
    try {
        return convert(Json::parse(strictJson(adaptationPlanJson, "The adaptation plan of this nnssl checkpoint")),
                       configuration);
    } catch (const Json::exception&) {
        throw Error("PLN-002", "The adaptation plan of this nnssl checkpoint has a field of another type than nnssl "
                               "writes.");
    }
}

} // namespace nidus
