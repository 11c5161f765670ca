// SPDX-License-Identifier: Apache-2.0
#include "core/base/error_json.h"
#include "core/base/files.h"
#include "core/base/safetensors.h"
#include "core/model/pretrained_model.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace nidus {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr int kFormat = 1;
constexpr const char* kDescription = "model.json";
constexpr const char* kWeights = "encoder.safetensors";

[[noreturn]] void failDamaged(const fs::path& folder, const std::string& what) {
    throw Error("MDL-012", "The pretrained model in " + folder.string() + " is damaged: " + what
                               + ". Load it again from its original file.");
}

constexpr const char* kFates[] = {"matched", "adapted", "skipped", "missing"}; // in the order of LoadReport::Fate

Json reportDocument(const LoadReport& report) {
    Json rows = Json::array();
    for (const LoadReport::Row& row : report.rows)
        rows.push_back({row.key, kFates[static_cast<std::size_t>(row.fate)], row.note});
    return {{"matched", report.matched}, {"adapted", report.adapted}, {"missing", report.missing},
            {"skipped", report.skipped}, {"rows", std::move(rows)},   {"unused_contents", report.unusedContents}};
}

LoadReport reportFrom(const Json& json) {
    LoadReport report;
    json.at("matched").get_to(report.matched);
    json.at("adapted").get_to(report.adapted);
    json.at("missing").get_to(report.missing);
    json.at("skipped").get_to(report.skipped);
    json.at("unused_contents").get_to(report.unusedContents);
    for (const Json& row : json.value("rows", Json::array())) { // earlier versions of Nidus kept the counts only
        const auto fate = std::find(std::begin(kFates), std::end(kFates), row.at(1).get<std::string>());
        report.rows.push_back({row.at(0).get<std::string>(), static_cast<LoadReport::Fate>(fate - std::begin(kFates)),
                               row.at(2).get<std::string>()});
    }
    return report;
}

Json description(const PretrainedModel& model, const std::string& weightsSha256) {
    Json json{{"format", kFormat},
              {"kind", model.kind},
              {"trainer", model.trainer},
              {"fold", model.fold},
              {"epochs_trained", model.epochsTrained},
              {"mirroring_axes", nullptr},
              {"configuration", model.configuration.name},
              {"architecture", Json::parse(toJson(model.architecture))},
              {"report", reportDocument(model.report)},
              {"problems", Json::parse(toJson(model.problems))},
              {"weights_sha256", weightsSha256},
              {"plans", model.plansJson},
              {"dataset", model.datasetJson},
              {"channel_names", model.dataset.channelNames}};
    if (model.mirroringAxes)
        json["mirroring_axes"] = *model.mirroringAxes;
    return json;
}

PretrainedModel described(const Json& json) {
    PretrainedModel model;
    json.at("kind").get_to(model.kind);
    json.at("trainer").get_to(model.trainer);
    json.at("fold").get_to(model.fold);
    json.at("epochs_trained").get_to(model.epochsTrained);
    if (!json.at("mirroring_axes").is_null())
        model.mirroringAxes = json.at("mirroring_axes").get<std::vector<int>>();
    json.at("configuration").get_to(model.configuration.name);
    model.architecture = architectureFromJson(json.at("architecture").dump());
    model.report = reportFrom(json.at("report"));
    model.problems = problemsFromJson(json.at("problems").dump());
    json.at("plans").get_to(model.plansJson);
    json.at("dataset").get_to(model.datasetJson);
    if (!model.datasetJson.empty())
        model.dataset = parseDatasetDescription(model.datasetJson);
    json.at("channel_names").get_to(model.dataset.channelNames);
    return model;
}

void readWeights(const fs::path& folder, PretrainedModel& model) {
    const SafetensorsFile file(folder / kWeights);
    const std::vector<EncoderTensor> needed = encoderTensors(model.architecture);
    if (file.tensors().size() != needed.size())
        failDamaged(folder, "it holds another number of weights than its network has");
    for (const EncoderTensor& tensor : needed) {
        if (file.tensor(tensor.name).shape != tensor.shape)
            failDamaged(folder, "the weights \"" + tensor.name + "\" have another shape than its network");
        model.weights[tensor.name] = shared({tensor.shape, file.floats(tensor.name)});
    }
}

} // namespace

void writeModelFolder(const fs::path& folder, const PretrainedModel& model) {
    fs::create_directories(folder);
    // The description comes last: a folder without it is no model.
    writeSafetensors(folder / kWeights, f32Entries(model.weights), {});
    const std::string digest = sha256File(folder / kWeights);
    writeFileAtomically(folder / kDescription,
                        description(model, digest).dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
}

PretrainedModel readModelFolder(const fs::path& folder) {
    const std::string text = readTextFile(folder / kDescription);
    PretrainedModel model;
    try {
        const Json json = Json::parse(text);
        if (json.at("format").get<int>() > kFormat)
            throw Error("MDL-013", "The pretrained model in " + folder.string()
                                       + " was written by a newer version of Nidus. Update Nidus to use it.");
        if (sha256File(folder / kWeights) != json.at("weights_sha256").get<std::string>())
            failDamaged(folder, "its weights have changed");
        model = described(json);
    } catch (const Json::exception&) {
        failDamaged(folder, "its description cannot be read");
    }
    model.plans = parsePlans(model.plansJson);
    const auto found = model.plans.configurations.find(model.configuration.name);
    if (found == model.plans.configurations.end())
        failDamaged(folder, "its plans hold no configuration \"" + model.configuration.name + "\"");
    model.configuration = found->second;
    readWeights(folder, model);
    return model;
}

} // namespace nidus
