// SPDX-License-Identifier: Apache-2.0
#include "core/training/task_json.h"

#include "core/base/error.h"

#include <nlohmann/json.hpp>

namespace nidus {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

Json casesJson(const std::vector<TrainingCase>& cases) {
    Json list = Json::array();
    for (const TrainingCase& c : cases)
        list.push_back({c.id, fs::absolute(c.file).string(), c.label, c.index, c.sha256});
    return list;
}

std::vector<TrainingCase> casesFromJson(const Json& json) {
    std::vector<TrainingCase> cases;
    for (const Json& c : json)
        cases.push_back({c.at(0), c.at(1).get<std::string>(), c.at(2), c.at(3), c.at(4)});
    return cases;
}

Json encoderJson(const EncoderSource& encoder) {
    Json weights = Json::array();
    for (const fs::path& file : encoder.weights)
        weights.push_back(fs::absolute(file).string());
    return {{"architecture", Json::parse(toJson(encoder.architecture))},
            {"weights", weights},
            {"seed", encoder.seed},
            {"random", encoder.random}};
}

EncoderSource encoderFromJson(const Json& json) {
    EncoderSource encoder;
    encoder.architecture = architectureFromJson(json.at("architecture").dump());
    for (const Json& file : json.at("weights"))
        encoder.weights.emplace_back(file.get<std::string>());
    json.at("seed").get_to(encoder.seed);
    json.at("random").get_to(encoder.random);
    return encoder;
}

Json headJson(const LinearHead& head) {
    return {{"kind", headKindName(head.kind)},
            {"classes", head.classes},
            {"mean", head.mean},
            {"scale", head.scale},
            {"weight", head.weight},
            {"bias", head.bias},
            {"attention", {head.attention.v, head.attention.u, head.attention.w}}};
}

LinearHead headFromJson(const Json& json) {
    const Json& attention = json.at("attention");
    return {headKindFromName(json.at("kind")),
            json.at("classes"),
            json.at("mean"),
            json.at("scale"),
            json.at("weight"),
            json.at("bias"),
            {attention.at(0), attention.at(1), attention.at(2)}};
}

} // namespace

std::string toJson(const FineTuneTask& task) {
    const fs::path viewsFolder = task.views.folder.empty() ? fs::path() : fs::absolute(task.views.folder);
    const Json json{{"fit", task.fit},
                    {"fold", task.fold},
                    {"fit_index", task.fitIndex},
                    {"encoder", encoderJson(task.encoder)},
                    {"head", headJson(task.head)},
                    {"size", task.input.size},
                    {"masked", task.input.maskedChannels},
                    {"recipe", Json::parse(toJson(task.recipe))},
                    {"compute", {task.compute.device, task.compute.threads, precisionName(task.compute.precision)}},
                    {"training", casesJson(task.training)},
                    {"validation", casesJson(task.validation)},
                    {"views", {viewsFolder.string(), task.views.digest, task.views.limit}},
                    {"epochs", task.epochs},
                    {"state", fs::absolute(task.stateFile).string()}};
    return json.dump();
}

FineTuneTask taskFromJson(const std::string& text) {
    try {
        const Json json = Json::parse(text);
        FineTuneTask task;
        json.at("fit").get_to(task.fit);
        json.at("fold").get_to(task.fold);
        json.at("fit_index").get_to(task.fitIndex);
        task.encoder = encoderFromJson(json.at("encoder"));
        task.head = headFromJson(json.at("head"));
        json.at("size").get_to(task.input.size);
        json.at("masked").get_to(task.input.maskedChannels);
        task.recipe = recipeFromJson(json.at("recipe").dump());
        const Json& compute = json.at("compute");
        task.compute = {compute.at(0), compute.at(1), precisionFromName(compute.at(2))};
        task.training = casesFromJson(json.at("training"));
        task.validation = casesFromJson(json.at("validation"));
        const Json& views = json.at("views");
        task.views = {views.at(0).get<std::string>(), views.at(1), views.at(2)};
        json.at("epochs").get_to(task.epochs);
        task.stateFile = json.at("state").get<std::string>();
        return task;
    } catch (const Json::exception& error) {
        throw Error("TRN-073", std::string("What rank 0 sent is no fit (") + error.what()
                                   + "). Run the same version of Nidus on every machine.");
    }
}

} // namespace nidus
