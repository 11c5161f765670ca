// SPDX-License-Identifier: Apache-2.0
#include "core/base/error_json.h"
#include "core/base/files.h"
#include "core/model/inspect_plans.h"
#include "core/model/pretrained_model.h"
#include "core/model/resolve_architecture.h"

#include <nlohmann/json.hpp>

#include <map>
#include <span>
#include <utility>

namespace nidus {
namespace {

using Json = nlohmann::ordered_json;

const char* nameOf(NormalizationScheme scheme) {
    switch (scheme) {
    case NormalizationScheme::ZScore:
        return "ZScoreNormalization";
    case NormalizationScheme::Ct:
        return "CTNormalization";
    case NormalizationScheme::None:
        return "NoNormalization";
    case NormalizationScheme::RescaleTo01:
        return "RescaleTo01Normalization";
    case NormalizationScheme::RgbTo01:
        return "RGBTo01Normalization";
    }
    return "";
}

const char* nameOf(ResamplingFunction::Kind kind) {
    switch (kind) {
    case ResamplingFunction::Kind::DataOrSegToShape:
        return "resample_data_or_seg_to_shape";
    case ResamplingFunction::Kind::Torch:
        return "resample_torch_fornnunet";
    case ResamplingFunction::Kind::None:
        return "no_resampling_hack";
    }
    return "";
}

const char* nameOf(LoadReport::Fate fate) {
    switch (fate) {
    case LoadReport::Fate::Matched:
        return "used";
    case LoadReport::Fate::Adapted:
        return "adapted";
    case LoadReport::Fate::Skipped:
        return "skipped";
    case LoadReport::Fate::Missing:
        return "missing";
    }
    return "";
}

Json architectureDocument(const EncoderArchitecture& architecture) {
    const Json stored = Json::parse(toJson(architecture));
    return {{"class", stored["class"]},
            {"dimension", architecture.dimension},
            {"stages", architecture.featuresPerStage.size()},
            {"features", architecture.featuresPerStage},
            {"kernels", architecture.kernelSizes},
            {"strides", architecture.strides},
            {"convs_or_blocks", architecture.convsOrBlocksPerStage},
            {"norm", stored["norm"]},
            {"nonlin", architecture.nonlin},
            {"conv_bias", architecture.convBias},
            {"nonlin_first", architecture.nonlinFirst},
            {"downsampling", stored["downsampling"]},
            {"stem_channels", architecture.stemChannels},
            {"bottleneck_channels", architecture.bottleneckChannels},
            {"squeeze_channels", architecture.squeezeChannels},
            {"total_stride", totalStride(architecture)},
            {"parameters", parameterCount(architecture)}};
}

Json plansDocument(const Plans& plans, const Configuration& configuration) {
    Json normalization = Json::array(), spacing = Json::array();
    for (const NormalizationScheme scheme : configuration.normalization)
        normalization.push_back(nameOf(scheme));
    for (const std::optional<double>& axis : configuration.spacing)
        spacing.push_back(axis ? Json(*axis) : Json());
    return {{"name", plans.plansName},
            {"dataset", plans.datasetName},
            {"patch_size", configuration.patchSize},
            {"spacing", spacing},
            {"transpose_forward", plans.transposeForward},
            {"image_reader_writer", plans.imageReaderWriter},
            {"normalization_schemes", normalization},
            {"use_mask_for_norm", configuration.useMaskForNorm},
            {"resampling", nameOf(configuration.resamplingData.kind)}};
}

std::string dumped(const Json& json) {
    return json.dump(2, ' ', false, Json::error_handler_t::replace);
}

std::string joined(const Json& list, const char* separator) {
    std::string text;
    for (const Json& element : list)
        text += (text.empty() ? "" : separator)
                + (element.is_array()    ? joined(element, "x")
                   : element.is_string() ? element.get<std::string>()
                                         : element.dump());
    return text;
}

std::string line(const char* title, const std::string& text) {
    std::string result = title;
    result.resize(16, ' ');
    return result + text + "\n";
}

std::string thousands(std::int64_t value) {
    std::string digits = std::to_string(value);
    for (std::size_t at = digits.size(); at > 3; at -= 3)
        digits.insert(at - 3, 1, ',');
    return digits;
}

std::string textOfTensors(const Json& tensors) {
    std::string text =
        line("Tensors", std::to_string(tensors["matched"].get<std::int64_t>()) + " encoder tensors used, "
                            + std::to_string(tensors["adapted"].get<std::int64_t>()) + " adapted, "
                            + std::to_string(tensors["missing"].get<std::int64_t>()) + " missing, "
                            + std::to_string(tensors["skipped"].get<std::int64_t>()) + " others skipped");
    std::map<std::string, int> skipped;
    for (const Json& row : tensors.value("rows", Json::array())) {
        const std::string fate = row["fate"], note = row["note"];
        if (fate == "skipped")
            ++skipped[note];
        if (fate == "adapted" || fate == "missing" || note.rfind("unknown", 0) == 0)
            text += line("", fate + ": " + row["key"].get<std::string>() + " (" + note + ")");
    }
    for (const auto& [note, count] : skipped)
        text += line("", "skipped: " + std::to_string(count) + " x " + note);
    return text;
}

std::string textOfNetwork(const Json& document) {
    const Json& network = document["architecture"];
    return line("Network",
                network["class"].get<std::string>() + " encoder, " + std::to_string(network["dimension"].get<int>())
                    + "-D, " + std::to_string(network["stages"].get<int>()) + " stages, "
                    + thousands(network["parameters"].get<std::int64_t>()) + " parameters, "
                    + network["norm"].get<std::string>() + " normalisation, " + network["nonlin"].get<std::string>())
           + line("  features", joined(network["features"], " ")) + line("  kernels", joined(network["kernels"], "  "))
           + line("  strides", joined(network["strides"], "  "))
           + line("  layers", joined(network["convs_or_blocks"], " "));
}

std::string textOfPlans(const Json& plans) {
    return line("Plans", plans["name"].get<std::string>() + " of " + plans["dataset"].get<std::string>())
           + line("  patch", joined(plans["patch_size"], " x ") + " voxels")
           + line("  spacing", joined(plans["spacing"], " x ") + " mm")
           + line("  axes",
                  joined(plans["transpose_forward"], " ") + " of " + plans["image_reader_writer"].get<std::string>())
           + line("  intensities", joined(plans["normalization_schemes"], ", "))
           + line("  resampling", plans["resampling"].get<std::string>());
}

} // namespace

std::string inspectJson(const PretrainedModel& model, TensorHashes hashes) {
    Json rows = Json::array();
    for (const LoadReport::Row& row : model.report.rows) {
        rows.push_back({{"key", row.key}, {"fate", nameOf(row.fate)}, {"note", row.note}});
        const auto tensor = model.weights.find(row.note.substr(0, row.note.find(':')));
        const bool isUsed = row.fate == LoadReport::Fate::Matched || row.fate == LoadReport::Fate::Adapted;
        if (hashes == TensorHashes::Yes && isUsed && tensor != model.weights.end())
            rows.back()["sha256"] = sha256(std::as_bytes(std::span(tensor->second.values)));
    }
    Json document{{"kind", model.kind},
                  {"trainer", model.trainer},
                  {"configuration", model.configuration.name},
                  {"fold", model.fold},
                  {"epochs_trained", model.epochsTrained},
                  {"mirroring_axes", model.mirroringAxes ? Json(*model.mirroringAxes) : Json()},
                  {"architecture", architectureDocument(model.architecture)},
                  {"input_channels", model.architecture.inputChannels},
                  {"channel_names", model.dataset.channelNames},
                  {"plans", plansDocument(model.plans, model.configuration)},
                  {"tensors",
                   {{"matched", model.report.matched},
                    {"adapted", model.report.adapted},
                    {"missing", model.report.missing},
                    {"skipped", model.report.skipped},
                    {"rows", std::move(rows)}}},
                  {"unused_contents", model.report.unusedContents},
                  {"problems", Json::parse(toJson(model.problems))}};
    return dumped(document);
}

std::string inspectText(const PretrainedModel& model) {
    return inspectTextOf(inspectJson(model));
}

std::string inspectTextOf(const std::string& inspectDocument) {
    try {
        const Json document = Json::parse(inspectDocument);
        std::string text = line("Kind", document["kind"].get<std::string>());
        if (!document["trainer"].get<std::string>().empty())
            text +=
                line("Trainer", document["trainer"].get<std::string>() + ", fold " + document["fold"].get<std::string>()
                                    + ", " + std::to_string(document["epochs_trained"].get<int>()) + " epochs");
        text += line("Configuration", document["configuration"].get<std::string>());
        text += textOfNetwork(document);
        text += line("Channels", joined(document["channel_names"], ", "));
        text += textOfPlans(document["plans"]);
        if (!document["tensors"]["rows"].empty())
            text += textOfTensors(document["tensors"]);
        if (!document["unused_contents"].empty())
            text += line("Not used", joined(document["unused_contents"], ", "));
        for (const Json& problem : document["problems"])
            text += line(problem["severity"].get<std::string>().c_str(),
                         problem["code"].get<std::string>() + ": " + problem["text"].get<std::string>());
        return text;
    } catch (const Json::exception&) {
        throw Error("BAS-003", "The description of a model is damaged.");
    }
}

std::string inspectPlansJson(const std::filesystem::path& path, const std::string& configuration) {
    const Plans plans = parsePlans(readTextFile(path));
    std::string chosen = configuration;
    if (chosen.empty() && plans.configurations.count("3d_fullres") != 0)
        chosen = "3d_fullres";
    if (chosen.empty() && plans.configurations.size() == 1)
        chosen = plans.configurations.begin()->first;
    const auto found = plans.configurations.find(chosen);
    if (found == plans.configurations.end()) {
        std::string names;
        for (const auto& entry : plans.configurations)
            names += (names.empty() ? "" : ", ") + entry.first;
        throw Error("MDL-003", path.filename().string() + " holds the configurations " + names + "; choose one.");
    }
    const auto channels = static_cast<std::int64_t>(found->second.normalization.size());
    const EncoderArchitecture architecture =
        architectureFromPlan(found->second.architecture, found->second.patchSize.size(), channels);
    std::vector<std::string> channelNames;
    for (std::int64_t i = 0; i < channels; ++i)
        channelNames.push_back("channel " + std::to_string(i));
    return dumped({{"kind", "nnU-Net plans"},
                   {"trainer", ""},
                   {"configuration", chosen},
                   {"fold", ""},
                   {"epochs_trained", 0},
                   {"mirroring_axes", nullptr},
                   {"architecture", architectureDocument(architecture)},
                   {"input_channels", channels},
                   {"channel_names", channelNames},
                   {"plans", plansDocument(plans, found->second)},
                   {"tensors",
                    {{"matched", 0},
                     {"adapted", 0},
                     {"missing", 0}, // a description without a file of weights lacks none
                     {"skipped", 0},
                     {"rows", Json::array()}}},
                   {"unused_contents", Json::array()},
                   {"problems", Json::parse(toJson(plans.problems))}});
}

} // namespace nidus
