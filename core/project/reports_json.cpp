// SPDX-License-Identifier: Apache-2.0
#include "core/base/error_json.h"
#include "core/project/import.h"

#include <nlohmann/json.hpp>

#include <map>

namespace nidus {
namespace {

using Json = nlohmann::ordered_json;

std::string dumped(const Json& json) {
    return json.dump(2, ' ', false, Json::error_handler_t::replace);
}

Json problemsJson(const std::vector<Problem>& problems) {
    return Json::parse(toJson(problems));
}

/// What every command that changes the cohort says about it.
void addCohort(Json& document, const Project& project) {
    const std::vector<Case> cases = project.cases();
    std::map<std::string, int> counts;
    for (const Case& each : cases)
        ++counts[each.label];
    document["cases"] = cases.size();
    document["classes"] = project.classes();
    document["positive"] = project.positiveClass().empty() ? Json() : Json(project.positiveClass());
    Json perClass = Json::object();
    for (const std::string& name : project.classes())
        perClass[name] = counts[name];
    document["per_class"] = perClass;
    document["unlabelled"] = counts[""];
}

} // namespace

std::string toJson(const ImportReport& report, const Project& project) {
    Json document{{"project", project.folder().string()}, {"added", report.added}};
    addCohort(document, project);
    document["problems"] = problemsJson(report.problems);
    return dumped(document);
}

std::string toJson(const LabelReport& report, const Project& project) {
    Json document{
        {"project", project.folder().string()}, {"matched", report.matched}, {"matched_by", report.matchedBy}};
    addCohort(document, project);
    document["problems"] = problemsJson(report.problems);
    return dumped(document);
}

} // namespace nidus
