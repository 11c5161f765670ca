// SPDX-License-Identifier: Apache-2.0
#include "core/training/events.h"

#include <nlohmann/json.hpp>

namespace nidus {
namespace {

using Json = nlohmann::ordered_json;

// File names and case ids may come in any encoding; JSON is UTF-8.
std::string line(const Json& json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

} // namespace

std::string toJsonLine(const StepEvent& event) {
    Json groups = Json::array();
    for (const StepEvent::Group& group : event.groups)
        groups.push_back({{"name", group.name},
                          {"learning_rate", group.learningRate},
                          {"gradient_norm", group.gradientNorm},
                          {"weight_change", group.weightChange}});
    return line({{"event", "step"},
                 {"fit", event.fit},
                 {"epoch", event.epoch},
                 {"epochs", event.epochs},
                 {"step", event.step},
                 {"loss", event.loss},
                 {"groups", groups},
                 {"cases", event.cases},
                 {"transforms", event.transforms}});
}

std::string toJsonLine(const EpochEvent& event) {
    Json json{{"event", "epoch"},
              {"fit", event.fit},
              {"epoch", event.epoch},
              {"epochs", event.epochs},
              {"open_stages", event.openStages},
              {"training_loss", event.trainingLoss}};
    json["validation_loss"] = event.validationLoss ? Json(*event.validationLoss) : Json();
    json["validation_auc"] = event.validationAuc ? Json(*event.validationAuc) : Json();
    json["seconds"] = event.seconds;
    return line(json);
}

std::string toJsonLine(const MessageEvent& event) {
    return line({{"event", "message"}, {"code", event.code}, {"text", event.text}});
}

} // namespace nidus
