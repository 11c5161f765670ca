// SPDX-License-Identifier: Apache-2.0
#include "core/base/error_json.h"
#include "core/project/import.h"
#include "core/project/prepare.h"

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

std::string toJson(const PrepareReport& report, const Project& project) {
    Json document{{"project", project.folder().string()},
                  {"prepared", report.prepared},
                  {"reused", report.reused},
                  {"failed", report.failed},
                  {"seconds", report.seconds}};
    const auto model = project.model();
    document["frame"] = model ? Json(inputFrameName(model->frame)) : Json();
    Json cases = Json::array();
    for (const Case& each : project.cases())
        if (each.included)
            cases.push_back({{"case", each.id},
                             {"cache_file", each.cacheFile.empty() ? Json() : Json(each.cacheFile)},
                             {"volume_mm3", each.volumeMm3},
                             {"mean_intensity", each.meanIntensity}});
    document["cases"] = cases;
    document["problems"] = problemsJson(report.problems);
    return dumped(document);
}

std::string toJson(const PreprocessedCase& prepared, InputFrame frame, const std::filesystem::path& file,
                   double seconds) {
    return dumped({{"file", file.string()},
                   {"channels", prepared.image.channels},
                   {"shape", prepared.image.shape},
                   {"spacing", prepared.image.spacing},
                   {"frame", inputFrameName(frame)},
                   {"shape_before_cropping", prepared.shapeBeforeCropping},
                   {"crop_box", prepared.cropBox},
                   {"spacing_before_resampling", prepared.spacingBeforeResampling},
                   {"separate_z", prepared.separateZ},
                   {"volume_mm3", prepared.nonzeroVolumeMm3},
                   {"mean_intensity", prepared.meanIntensity},
                   {"seconds", seconds}});
}

} // namespace nidus
