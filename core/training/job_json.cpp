// SPDX-License-Identifier: Apache-2.0
#include "core/base/error_json.h"
#include "core/training/job.h"

#include <nlohmann/json.hpp>

namespace nidus {
namespace {

using Json = nlohmann::ordered_json;
constexpr int kJobFormat = 1;

Json scannersJson(const std::vector<Scanner>& scanners) {
    Json json = Json::array();
    for (const Scanner& scanner : scanners)
        json.push_back({{"manufacturer", scanner.manufacturer},
                        {"model", scanner.model},
                        {"field_strength", scanner.fieldStrength}});
    return json;
}

std::vector<Scanner> scannersFromJson(const Json& json) {
    std::vector<Scanner> scanners;
    for (const Json& item : json)
        scanners.push_back({item.at("manufacturer").get<std::string>(), item.at("model").get<std::string>(),
                            item.at("field_strength").get<double>()});
    return scanners;
}

Json caseJson(const JobCase& c) {
    Json json{{"id", c.id},
              {"patient", c.patient},
              {"label", c.label},
              {"fold", c.fold ? Json(*c.fold) : Json()},
              {"cache_file", c.cacheFile},
              {"sha256", c.sha256},
              {"shape", c.shape},
              {"shape_before_cropping", c.shapeStored},
              {"shape_after_cropping", c.shapeCropped},
              {"spacing", c.spacing},
              {"volume_mm3", c.volumeMm3},
              {"mean_intensity", c.meanIntensity},
              {"modalities", c.modalities},
              {"scanners", scannersJson(c.scanners)}};
    if (c.traits) {
        json["smoothness"] = c.traits->smoothness;
        json["foreground_share"] = c.traits->foregroundShare;
    }
    return json;
}

JobCase caseFromJson(const Json& json) {
    JobCase c;
    json.at("id").get_to(c.id);
    json.at("patient").get_to(c.patient);
    json.at("label").get_to(c.label);
    c.fold = json.at("fold").is_null() ? std::nullopt : std::optional(json.at("fold").get<int>());
    json.at("cache_file").get_to(c.cacheFile);
    json.at("sha256").get_to(c.sha256);
    json.at("shape").get_to(c.shape);
    c.shapeStored = json.value("shape_before_cropping", c.shapeStored);
    json.at("shape_after_cropping").get_to(c.shapeCropped);
    json.at("spacing").get_to(c.spacing);
    json.at("volume_mm3").get_to(c.volumeMm3);
    json.at("mean_intensity").get_to(c.meanIntensity);
    c.modalities = json.value("modalities", c.modalities);
    c.scanners = scannersFromJson(json.value("scanners", Json::array()));
    if (json.contains("smoothness"))
        c.traits =
            ImageTraits{json.at("smoothness").get<std::array<double, 3>>(), json.at("foreground_share").get<double>()};
    return c;
}

Json computeJson(const ComputeSettings& compute) {
    return {{"device", compute.device}, {"threads", compute.threads}, {"precision", precisionName(compute.precision)}};
}

ComputeSettings computeFromJson(const Json& json) {
    ComputeSettings compute;
    json.at("device").get_to(compute.device);
    json.at("threads").get_to(compute.threads);
    compute.precision = precisionFromName(json.at("precision").get<std::string>());
    return compute;
}

TrainingJob parsed(const Json& json) {
    TrainingJob job;
    json.at("run").get_to(job.runId);
    json.at("created").get_to(job.created);
    json.at("classes").get_to(job.classes);
    json.at("positive").get_to(job.positive);
    job.recipe = recipeFromJson(json.at("recipe").dump());
    const Json& model = json.at("model");
    model.at("folder").get_to(job.modelFolder);
    model.at("sha256").get_to(job.modelSha256);
    job.frame = inputFrameFromName(model.at("frame").get<std::string>());
    model.at("patch").get_to(job.patch);
    model.at("stride").get_to(job.stride);
    model.at("masked_channels").get_to(job.maskedChannels);
    job.compute = computeFromJson(json.at("compute"));
    json.at("library_version").get_to(job.libraryVersion);
    for (const Json& item : json.at("cases"))
        job.cases.push_back(caseFromJson(item));
    job.problems = problemsFromJson(json.at("problems").dump());
    const auto classes = static_cast<int>(job.classes.size());
    for (const JobCase& c : job.cases)
        if (c.label < 0 || c.label >= classes)
            throw Error("TRN-013", "A job.json is damaged: case " + c.id + " has an unknown class.");
    return job;
}

} // namespace

std::string toJson(const TrainingJob& job) {
    Json cases = Json::array();
    for (const JobCase& c : job.cases)
        cases.push_back(caseJson(c));
    const Json json{{"format", kJobFormat},
                    {"run", job.runId},
                    {"created", job.created},
                    {"classes", job.classes},
                    {"positive", job.positive},
                    {"recipe", Json::parse(toJson(job.recipe))},
                    {"model",
                     {{"folder", job.modelFolder},
                      {"sha256", job.modelSha256},
                      {"frame", inputFrameName(job.frame)},
                      {"patch", job.patch},
                      {"stride", job.stride},
                      {"masked_channels", job.maskedChannels}}},
                    {"compute", computeJson(job.compute)},
                    {"library_version", job.libraryVersion},
                    {"cases", cases},
                    {"problems", Json::parse(toJson(job.problems))}};
    return json.dump(1, ' ', false, Json::error_handler_t::replace);
}

TrainingJob jobFromJson(const std::string& text) {
    try {
        const Json json = Json::parse(text);
        if (json.at("format").get<int>() > kJobFormat)
            throw Error("TRN-014", "This run was started by a newer version of Nidus. Please update Nidus.");
        return parsed(json);
    } catch (const Json::exception& error) {
        throw Error("TRN-013", std::string("A job.json is damaged: ") + error.what());
    }
}

} // namespace nidus
