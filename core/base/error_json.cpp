// SPDX-License-Identifier: Apache-2.0
#include "core/base/error_json.h"

#include <nlohmann/json.hpp>

namespace nidus {
namespace {

// Texts may quote file names in any encoding; JSON is UTF-8.
std::string dumped(const nlohmann::ordered_json& json) {
    return json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

} // namespace

std::string toJson(const Error& error) {
    nlohmann::ordered_json body{{"code", error.code()}, {"text", error.what()}};
    if (!error.caseId().empty())
        body["case"] = error.caseId();
    return dumped({{"error", body}});
}

std::string toJson(const std::vector<Problem>& problems) {
    nlohmann::ordered_json list = nlohmann::ordered_json::array();
    for (const Problem& problem : problems) {
        nlohmann::ordered_json item{
            {"code", problem.code}, {"severity", severityName(problem.severity)}, {"text", problem.text}};
        if (!problem.caseId.empty())
            item["case"] = problem.caseId;
        list.push_back(std::move(item));
    }
    return dumped(list);
}

std::vector<Problem> problemsFromJson(const std::string& json) {
    try {
        std::vector<Problem> problems;
        for (const auto& item : nlohmann::json::parse(json))
            problems.push_back({item.at("code"), severityFromName(item.at("severity")), item.at("text"),
                                item.value("case", std::string())});
        return problems;
    } catch (const nlohmann::json::exception&) {
        throw Error("BAS-002", "A stored list of problems is damaged.");
    }
}

} // namespace nidus
