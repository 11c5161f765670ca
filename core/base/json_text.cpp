// SPDX-License-Identifier: Apache-2.0
#include "core/base/json_text.h"

#include "core/base/error.h"

#include <nlohmann/json.hpp>

namespace nidus {

using Json = nlohmann::ordered_json;

std::string jsonQuoted(const std::string& text) {
    return Json(text).dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string jsonWithMember(const std::string& json, const std::string& key, const std::string& value) {
    try {
        Json object = Json::parse(json);
        object[key] = Json::parse(value);
        return object.dump(2);
    } catch (const Json::exception& error) {
        throw Error("BAS-003", std::string("A result could not be written as JSON: ") + error.what());
    }
}

} // namespace nidus
